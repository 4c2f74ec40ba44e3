//! A YAML file as labelled values, and the values put back into the text with the smallest change.
//! It must not know what any value means; the table of fields says it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use super::edit::choices;
use super::table::{in_yaml, indent_of, line_end, line_start, scalar};
use crate::datum::{Field, Need, Record, Shape};
use crate::language::{Both, both};
use crate::load::yaml::{Kind, Node};
use crate::render::field_guide::written;
use crate::source::Sources;

/// What a line is asked for by that is not there yet.
const NEW_LINE: &str = "＋";

/// One value that is written, or could be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The words down to it: `校级`, `3`, `实有`.
    pub asked: Vec<String>,
    /// What an author would call it in a record: `结论` of a bare answer.
    key: &'static str,
    /// The indicator it is about, in the form's words; nothing where it is about none.
    pub of: String,
    /// Nothing where it is not written.
    pub value: String,
    meaning: &'static str,
    how: String,
    choices: Vec<&'static str>,
    /// How many answers it is a row of, with blanks between them; 0 where it is none.
    pub answers: usize,
    /// What each of them is to, where that is known.
    pub each: Vec<String>,
    /// The line it stands in, or that of what it would be added to.
    line: usize,
}

/// Where a value goes in the text.
enum Place {
    /// In the place of what is written there.
    Written(Range<usize>),
    /// Behind a colon with nothing after it.
    Behind(usize),
    /// Where it is not written: to be added to a group of lines.
    Added {
        group: usize,
        key: &'static str,
    },
    /// The name of a line that is not written, and what stands behind it.
    Name {
        group: usize,
    },
    Named {
        group: usize,
    },
}

/// Lines that are added together, once one of their values is given.
struct Group {
    /// How deep it stands: of two at one place the deeper comes first.
    depth: usize,
    kind: Adding,
}

enum Adding {
    /// To a record on lines of its own, behind them.
    Lines { at: usize, indent: usize },
    /// To one in braces, behind its last value.
    Braces { at: usize },
    /// To a bare value, which becomes a record with its value under this key.
    Bare { place: Range<usize>, indent: usize, key: &'static str, entry: usize },
    /// As a line of its own, behind the last one; its value is this entry, its name the one before,
    /// and a record would have the value under this key.
    Line { at: usize, indent: usize, entry: usize, key: &'static str },
    /// As a new entry of a list, behind the last one; `head` leads it where there is no list yet.
    Item { at: usize, indent: usize, head: Option<&'static str> },
}

/// A file as it is looked at, with where everything goes.
#[derive(Default)]
struct Form {
    entries: Vec<Entry>,
    places: Vec<Place>,
    groups: Vec<Group>,
}

/// Returns the values of a YAML file by what the table of fields says of it; none where it is no
/// record.
pub fn form(path: &str, text: &str, file: Shape) -> Option<Vec<Entry>> {
    Some(read(path, text, file)?.entries)
}

fn read(path: &str, text: &str, file: Shape) -> Option<Form> {
    if !path.ends_with(".yaml") || !matches!(file, Shape::One(_)) {
        return None;
    }
    let mut sources = Sources::default();
    let file_id = sources.add(path, text);
    let node = crate::load::data(file_id, &sources, &mut Vec::new())?;
    let mut form = Form::default();
    form.walk(text, &node, file, None, &[], 0);
    matches!(node.kind, Kind::Map(_)).then_some(form)
}

/// Returns the text with the values as they shall be, in the order of the form.
///
/// # Errors
/// When a value would be taken away, or the text cannot say them.
pub fn with(path: &str, text: &str, file: Shape, values: &[String]) -> Result<String, Both> {
    let no_form = || both!("这个文件现在不能这样改，请改文字", "change the text of this file");
    let form = read(path, text, file).filter(|form| form.entries.len() == values.len());
    let form = form.ok_or_else(no_form)?;
    let taken = form.entries.iter().zip(values).any(|(entry, value)| {
        !entry.value.is_empty() && value.trim().is_empty() || value.contains('\n')
    });
    if taken {
        return Err(both!(
            "写过的不能空着；要整项删去，请改文字",
            "what was written must say something; to take it away, change the text"
        ));
    }
    if form.doubled(values) {
        return Err(both!("这个名称已经有了", "this name is there already"));
    }
    let mut splices = form.splices(text, values);
    splices.sort_by_key(|(range, depth, _)| (Reverse(range.start), *depth));
    let mut new = text.to_owned();
    for (range, _, words) in splices {
        new.replace_range(range, &words);
    }
    // What was asked for is read back, and nothing else.
    let wanted = form.said(values.iter().map(|value| value.trim().to_owned()));
    let again = read(path, &new, file).ok_or_else(no_form)?;
    match again.said(again.entries.iter().map(|entry| entry.value.clone())) == wanted {
        true => Ok(new),
        false => {
            Err(both!("这样改写不进去，请改文字", "the file cannot hold this; change its text"))
        }
    }
}

impl Form {
    fn walk(
        &mut self,
        text: &str,
        node: &Node,
        shape: Shape,
        field: Option<&'static Field>,
        asked: &[String],
        depth: usize,
    ) {
        let below = |word: String| [asked, &[word]].concat();
        match (&node.kind, shape) {
            (Kind::Map(pairs), Shape::Keyed(record)) => {
                for (key, value) in pairs {
                    self.keyed(text, key, value, record, &below(scalar(key)), depth + 1);
                }
                self.line(text, node, pairs, record, asked, depth);
            }
            (Kind::Map(pairs), Shape::One(record) | Shape::Many(record)) => {
                self.record(text, node, pairs, record, asked, depth);
            }
            (Kind::List(items), Shape::Many(record)) => {
                for (at, item) in (1..).zip(items) {
                    self.walk(
                        text,
                        item,
                        Shape::One(record),
                        field,
                        &below(at.to_string()),
                        depth + 1,
                    );
                }
                if let Some((first, last)) = items.first().zip(items.last())
                    && text[..first.span.start].ends_with("- ")
                {
                    let kind = Adding::Item {
                        at: line_end(text, last.span.end),
                        indent: indent_of(text, first.span.start) - 2,
                        head: None,
                    };
                    let line = line_of(text, last.span.start);
                    self.add(
                        kind,
                        depth + 1,
                        record,
                        &[],
                        &below((items.len() + 1).to_string()),
                        line,
                    );
                }
            }
            (Kind::List(items), _) => {
                for (at, item) in (1..).zip(items) {
                    self.walk(text, item, Shape::Text, field, &below(at.to_string()), depth + 1);
                }
            }
            (Kind::Scalar(value), _) if !value.contains('\n') => {
                let place = Place::Written(node.span.start..node.span.end);
                self.entry(text, value.clone(), node.span.start, field, asked, place);
            }
            _ => {}
        }
    }

    fn record(
        &mut self,
        text: &str,
        node: &Node,
        pairs: &[(Node, Node)],
        record: &'static Record,
        asked: &[String],
        depth: usize,
    ) {
        let mut known = Vec::new();
        for (key, value) in pairs {
            let word = scalar(key);
            let asked = [asked, std::slice::from_ref(&word)].concat();
            let field = record.fields.iter().find(|field| field.key == word);
            known.push(word);
            match (&value.kind, field) {
                (Kind::Empty, Some(field)) if field.shape.record().is_none() => {
                    let behind = text[key.span.end..].find(':').map(|more| key.span.end + more + 1);
                    let place = Place::Behind(behind.unwrap_or(key.span.end));
                    self.entry(text, String::new(), key.span.start, Some(field), &asked, place);
                }
                (_, Some(field)) => {
                    self.walk(text, value, field.shape, Some(field), &asked, depth + 1);
                }
                _ => {}
            }
        }
        let Some((first, last)) = pairs.first().zip(pairs.last()) else { return };
        let end = last.1.span.end.max(last.0.span.end);
        let line = line_of(text, node.span.start);
        let kind = match text[node.span.start..].starts_with('{') {
            true => Adding::Braces { at: end },
            false => Adding::Lines {
                at: line_end(text, end),
                indent: indent_of(text, first.0.span.start),
            },
        };
        // What a whole file could say besides stands in its comments; a record within offers it here.
        if !asked.is_empty() {
            self.add(kind, depth, record, &known, asked, line);
        }
    }

    /// An entry of a mapping whose keys are its first field: a record, or the bare value of the second.
    fn keyed(
        &mut self,
        text: &str,
        key: &Node,
        value: &Node,
        record: &'static Record,
        asked: &[String],
        depth: usize,
    ) {
        let [first, second, ..] = record.fields else { return };
        match &value.kind {
            Kind::Map(pairs) => self.record(text, value, pairs, record, asked, depth),
            Kind::Scalar(bare) if !bare.contains('\n') => {
                let place = Place::Written(value.span.start..value.span.end);
                self.entry(text, bare.clone(), value.span.start, Some(second), asked, place);
                if text[..value.span.start].ends_with("  ") || key.span.start > value.span.start {
                    return;
                }
                let kind = Adding::Bare {
                    place: key.span.end..value.span.end,
                    indent: indent_of(text, key.span.start) + 2,
                    key: second.key,
                    entry: self.entries.len() - 1,
                };
                let known = [first.key.to_owned(), second.key.to_owned()];
                let line = line_of(text, value.span.start);
                self.add(kind, depth, record, &known, asked, line);
            }
            _ => {}
        }
    }

    /// Offers a line more in a mapping with a line for each name.
    fn line(
        &mut self,
        text: &str,
        node: &Node,
        pairs: &[(Node, Node)],
        record: &'static Record,
        asked: &[String],
        depth: usize,
    ) {
        let Some((first, last)) = pairs.first().zip(pairs.last()) else { return };
        let [name, value, ..] = record.fields else { return };
        if text[node.span.start..].starts_with('{') {
            return;
        }
        let at = line_end(text, last.0.span.end.max(end_of(&last.1)));
        let indent = indent_of(text, first.0.span.start);
        let known = self.entries.iter().rev().map(|entry| entry.answers);
        let answers = { known }.find(|answers| *answers > 0).unwrap_or(0);
        let group = self.groups.len();
        for (field, place) in [(name, Place::Name { group }), (value, Place::Named { group })] {
            let below = [NEW_LINE.to_owned(), field.key.to_owned()];
            self.entries.push(Entry {
                asked: [asked, &below].concat(),
                key: field.key,
                value: String::new(),
                meaning: field.meaning,
                how: written(field.shape),
                choices: choices(field.shape),
                answers: if matches!(field.shape, Shape::Verdicts) { answers } else { 0 },
                line: line_of(text, at),
                ..Entry::default()
            });
            self.places.push(place);
        }
        let entry = self.entries.len() - 1;
        let kind = Adding::Line { at, indent, entry, key: value.key };
        self.groups.push(Group { depth, kind });
    }

    fn entry(
        &mut self,
        text: &str,
        value: String,
        at: usize,
        field: Option<&'static Field>,
        asked: &[String],
        place: Place,
    ) {
        let shape = field.map_or(Shape::Text, |field| field.shape);
        let answers = match shape {
            Shape::Verdicts => value.split_whitespace().count(),
            _ => 0,
        };
        self.entries.push(Entry {
            asked: asked.to_vec(),
            key: field.map_or("", |field| field.key),
            value,
            meaning: field.map_or("", |field| field.meaning),
            how: written(shape),
            choices: choices(shape),
            answers,
            line: line_of(text, at),
            ..Entry::default()
        });
        self.places.push(place);
    }

    /// Offers what a record could say and does not: single values, and a first entry of its lists.
    fn add(
        &mut self,
        kind: Adding,
        depth: usize,
        record: &'static Record,
        known: &[String],
        asked: &[String],
        line: usize,
    ) {
        let group = self.groups.len();
        let (keys, in_braces) = match &kind {
            Adding::Lines { at, indent } => (Some((*at, *indent)), false),
            Adding::Braces { .. } => (None, true),
            _ => (None, false),
        };
        self.groups.push(Group { depth, kind });
        for field in record.fields {
            let open = field.need != Need::Derived && !known.iter().any(|key| key == field.key);
            // The key of a keyed record is its own first field, which is never written within.
            let is_key = record.fields.first().is_some_and(|first| {
                std::ptr::eq(first, field)
                    && matches!(
                        self.groups[group].kind,
                        Adding::Lines { .. } | Adding::Braces { .. }
                    )
            });
            if !open || is_key {
                continue;
            }
            let asked = [asked, &[field.key.to_owned()]].concat();
            match field.shape {
                Shape::Many(below) if keys.is_some() && !in_braces => {
                    let (at, indent) = keys.expect("lines have a place");
                    let kind = Adding::Item { at, indent, head: Some(field.key) };
                    let asked = [&asked[..], &["1".to_owned()]].concat();
                    self.add(kind, depth + 1, below, &[], &asked, line);
                }
                shape if shape.record().is_some() || shape.is_list() => {}
                shape => {
                    self.entries.push(Entry {
                        asked,
                        key: field.key,
                        meaning: field.meaning,
                        how: written(shape),
                        choices: choices(shape),
                        line,
                        ..Entry::default()
                    });
                    self.places.push(Place::Added { group, key: field.key });
                }
            }
        }
    }

    /// Tells whether a line that is to be added has a name that is there.
    fn doubled(&self, values: &[String]) -> bool {
        self.groups.iter().any(|group| {
            let Adding::Line { entry, .. } = group.kind else { return false };
            let asked = &self.entries[entry].asked;
            let (above, name) = (&asked[..asked.len() - 2], values[entry - 1].trim());
            let same = |other: &Entry| {
                other.asked.starts_with(above)
                    && other.asked.get(above.len()).is_some_and(|known| known == name)
            };
            self.entries.iter().any(same)
        })
    }

    /// Returns what the file says with these values, each by the words down to it; a bare value by
    /// those it would have in a record.
    fn said(&self, values: impl Iterator<Item = String>) -> BTreeMap<Vec<String>, String> {
        let mut names: Vec<Vec<String>> =
            self.entries.iter().map(|entry| entry.asked.clone()).collect();
        let values: Vec<String> = values.collect();
        let mut left_out = Vec::new();
        for group in &self.groups {
            match group.kind {
                Adding::Bare { key, entry, .. } => names[entry].push(key.to_owned()),
                Adding::Line { key, entry, .. } => {
                    let mut name = names[entry][..names[entry].len() - 2].to_vec();
                    name.extend([values[entry - 1].clone(), key.to_owned()]);
                    names[entry] = name;
                    left_out.push(entry - 1);
                }
                _ => {}
            }
        }
        let said = names.into_iter().zip(values).enumerate();
        let said = said.filter(|(at, (_, value))| !value.is_empty() && !left_out.contains(at));
        said.map(|(_, said)| said).collect()
    }

    /// Returns what is to be replaced, with how deep it stands.
    fn splices(&self, text: &str, values: &[String]) -> Vec<(Range<usize>, usize, String)> {
        let mut splices = Vec::new();
        let mut given: BTreeMap<usize, Vec<(&'static str, String)>> = BTreeMap::new();
        let changed = self.entries.iter().zip(values).map(|(entry, new)| {
            let new = new.trim();
            (entry.value != new).then_some(new)
        });
        for (place, new) in self.places.iter().zip(changed) {
            match (place, new) {
                (Place::Written(range), Some(new)) => {
                    let words = in_yaml(&text[range.clone()], new);
                    splices.push((range.clone(), usize::MAX, words));
                }
                (Place::Behind(at), Some(new)) => {
                    splices.push((*at..*at, usize::MAX, format!(" {}", in_yaml("", new))));
                }
                (Place::Added { group, key }, Some(new)) => {
                    given.entry(*group).or_default().push((key, in_yaml("", new)));
                }
                (Place::Name { group } | Place::Named { group }, Some(new)) => {
                    given.entry(*group).or_default().push(("", in_yaml("", new)));
                }
                (_, None) => {}
            }
        }
        for (group, pairs) in given {
            let Group { depth, kind } = &self.groups[group];
            let (range, words) = match kind {
                Adding::Lines { at, indent } => (*at..*at, lines(&pairs, *indent, false)),
                Adding::Braces { at } => {
                    let pairs = pairs.iter().map(|(key, value)| format!(", {key}: {value}"));
                    (*at..*at, pairs.collect())
                }
                Adding::Bare { place, indent, key, entry } => {
                    // The bare value goes into the record with the rest.
                    let old = match &self.places[*entry] {
                        Place::Written(range) => &text[range.clone()],
                        _ => "",
                    };
                    splices.retain(|(range, ..)| range.end != place.end);
                    let bare = in_yaml(old, values[*entry].trim());
                    let all = [&[(*key, bare)], &pairs[..]].concat();
                    (place.clone(), format!(":{}", lines(&all, *indent, false)))
                }
                Adding::Line { at, indent, .. } => {
                    let words: Vec<&str> = pairs.iter().map(|(_, words)| words.as_str()).collect();
                    (*at..*at, format!("\n{}{}", " ".repeat(*indent), words.join(": ")))
                }
                Adding::Item { at, indent, head: None } => (*at..*at, lines(&pairs, *indent, true)),
                Adding::Item { at, indent, head: Some(key) } => {
                    let head = format!("\n{}{key}:", " ".repeat(*indent));
                    (*at..*at, head + &lines(&pairs, indent + 2, true))
                }
            };
            splices.push((range, *depth, words));
        }
        splices
    }
}

/// Writes a record on lines of its own, each begun by a line end; as an entry of a list or not.
fn lines(pairs: &[(&'static str, String)], indent: usize, is_item: bool) -> String {
    let line = |(at, (key, value)): (usize, &(&str, String))| {
        let dash = match (is_item, at) {
            (true, 0) => "- ",
            (true, _) => "  ",
            (false, _) => "",
        };
        format!("\n{}{dash}{key}: {value}", " ".repeat(indent))
    };
    pairs.iter().enumerate().map(line).collect()
}

/// Returns where the last word of a value ends.
fn end_of(node: &Node) -> usize {
    match &node.kind {
        Kind::Map(pairs) => pairs.last().map(|(key, value)| key.span.end.max(end_of(value))),
        Kind::List(items) => items.last().map(end_of),
        _ => None,
    }
    .unwrap_or(node.span.end)
}

fn line_of(text: &str, at: usize) -> usize {
    text[..line_start(text, at)].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::YEAR;

    const SELF: &str = "# 结论\n校级:\n  1:\n    结论: 是\n    佐证:\n      - 名称: 职责清单 # 原件\n        日期: 2025-09-08\n  3: {结论: 是, 实有: 35人}\n  7: 是 # 逐人查过\n  8:\n    结论: 是\n二级:\n  1: 7\n具体情况:\n  护理系: 是 是 否\n";

    fn shape(name: &str) -> Shape {
        YEAR.fields.iter().find(|field| field.key == name).unwrap().shape
    }

    fn changed(text: &str, file: &str, changes: &[(&str, &str)]) -> Result<String, Both> {
        let path = format!("content/2025-2026/{file}.yaml");
        let entries = form(&path, text, shape(file)).unwrap();
        let values = entries.iter().map(|entry| {
            let asked = entry.asked.join("/");
            let new = changes.iter().find(|(of, _)| *of == asked);
            new.map_or(entry.value.clone(), |(_, value)| (*value).to_owned())
        });
        let known: Vec<String> = entries.iter().map(|entry| entry.asked.join("/")).collect();
        for (of, _) in changes {
            assert!(known.contains(&(*of).to_owned()), "{of} is none of {known:?}");
        }
        with(&path, text, shape(file), &values.collect::<Vec<_>>())
    }

    #[test]
    fn nothing_changed_is_the_same_text() {
        assert_eq!(changed(SELF, "自评", &[]).unwrap(), SELF);
        for (file, text) in [
            ("自评", include_str!("../../content/2025-2026/自评.yaml")),
            ("代表", include_str!("../../content/2025-2026/代表.yaml")),
            ("年度", include_str!("../../content/2025-2026/年度.yaml")),
            ("代表大会", include_str!("../../content/2025-2026/代表大会.yaml")),
            ("述职", include_str!("../../content/2025-2026/述职.yaml")),
        ] {
            assert_eq!(changed(text, file, &[]).unwrap(), text, "{file}");
        }
    }

    #[test]
    fn a_change_changes_its_own_words_alone() {
        let new = changed(SELF, "自评", &[("校级/1/佐证/1/日期", "2025-09-09")]).unwrap();
        assert_eq!(new, SELF.replace("2025-09-08", "2025-09-09"));
        let new = changed(SELF, "自评", &[("具体情况/护理系", "是 是 是")]).unwrap();
        assert_eq!(new, SELF.replace("是 是 否", "是 是 是"));
        let new = changed(SELF, "自评", &[("校级/7", "否"), ("二级/1", "6")]).unwrap();
        assert_eq!(new, SELF.replace("7: 是", "7: 否").replace("1: 7", "1: 6"));
    }

    #[test]
    fn what_is_not_written_yet_is_added_where_it_belongs() {
        let new =
            changed(SELF, "自评", &[("校级/7", "否"), ("校级/7/原因", "一人: 待发展")]).unwrap();
        let record = "  7:\n    结论: 否\n    原因: '一人: 待发展' # 逐人查过\n";
        assert_eq!(new, SELF.replace("  7: 是 # 逐人查过\n", record));
        let new = changed(SELF, "自评", &[("校级/3/备注", "含兼职")]).unwrap();
        assert_eq!(new, SELF.replace("35人}", "35人, 备注: 含兼职}"));
        let more = [
            ("校级/1/佐证/2/名称", "批复"),
            ("校级/1/佐证/2/日期", "2025-10-01"),
            ("校级/1/备注", "见批复"),
        ];
        let new = changed(SELF, "自评", &more).unwrap();
        let added = "2025-09-08\n      - 名称: 批复\n        日期: 2025-10-01\n    备注: 见批复\n";
        assert_eq!(new, SELF.replace("2025-09-08\n", added));
        let new = changed(SELF, "自评", &[("校级/8/佐证/1/名称", "成绩单")]).unwrap();
        let added = "  8:\n    结论: 是\n    佐证:\n      - 名称: 成绩单\n";
        assert_eq!(new, SELF.replace("  8:\n    结论: 是\n", added));
    }

    #[test]
    fn a_line_is_added_to_a_table_of_names() {
        let new = changed(
            SELF,
            "自评",
            &[("具体情况/＋/组织", "现代农业系"), ("具体情况/＋/情况", "是 否 是")],
        );
        assert_eq!(new.unwrap(), format!("{SELF}  现代农业系: 是 否 是\n"));
        let new = changed(SELF, "自评", &[("校级/＋/序号", "9"), ("校级/＋/结论", "是")]).unwrap();
        assert_eq!(new, SELF.replace("二级:\n", "  9: 是\n二级:\n"));
        // A name that is there, or one without a value, is no line.
        let again = [("具体情况/＋/组织", "护理系"), ("具体情况/＋/情况", "是 否 是")];
        assert!(changed(SELF, "自评", &again).is_err());
        assert!(changed(SELF, "自评", &again[..1]).is_err());
    }

    #[test]
    fn what_cannot_be_said_is_refused() {
        assert!(changed(SELF, "自评", &[("校级/1/佐证/1/名称", " ")]).is_err());
        assert!(changed(SELF, "自评", &[("校级/7", "是\n是")]).is_err());
        let path = "content/2025-2026/自评.yaml";
        assert!(with(path, SELF, shape("自评"), &[]).is_err());
        assert_eq!(form("content/2025-2026/机构.yaml", "- 序号: 1\n", shape("机构")), None);
    }
}
