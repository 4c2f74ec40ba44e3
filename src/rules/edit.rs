//! Applies edits to the source texts of a year: those of a rule's case, those of a new year.
//! It must not know what a rule or a year demands; it changes text at places named by an author's words.

use crate::edition::ROUNDS;
use crate::load::yaml::{Kind, Node};
use crate::source::{Sources, Span};
use crate::standard::{Change, Edit};

/// The name of the official form's file among the texts of a case.
pub const FORM: &str = "表样.yaml";
/// What the files of the year before begin with among the texts of a case.
pub const BEFORE: &str = "上年/";
/// Endings of targets that are files, which a case may add.
const FILES: [&str; 4] = [".yaml", ".csv", ".md", ".txt"];

/// The source texts of a year, by path below its folder.
#[derive(Clone, Debug)]
pub struct Texts(pub Vec<(String, String)>);

const OPEN: char = '⟦';
const CLOSE: char = '⟧';

impl Texts {
    /// Applies one edit; the marks ⟦ ⟧ stay in the text until [`Texts::take_mark`].
    pub fn apply(&mut self, edit: &Edit) -> Result<(), String> {
        match &edit.change {
            Change::Replace(old, new) => {
                let text = self.file(&edit.target)?;
                let bare = old.replace([OPEN, CLOSE], "");
                match text.matches(&bare).count() {
                    1 => *text = text.replace(&bare, new),
                    n => {
                        return Err(format!(
                            "“{bare}”在 {} 里有 {n} 处，应当只有一处",
                            edit.target
                        ));
                    }
                }
                Ok(())
            }
            change => self.change_data(&edit.target, change),
        }
    }

    fn file(&mut self, path: &str) -> Result<&mut String, String> {
        let found =
            self.0.iter_mut().find(|(known, _)| known == path || within_round(known) == path);
        found.map(|(_, text)| text).ok_or_else(|| format!("没有文件 {path}"))
    }

    /// Changes what an author's words name, `名单[林知夏].排名`, or a whole file.
    pub fn change_data(&mut self, target: &str, change: &Change) -> Result<(), String> {
        if let Some(text) =
            self.0.iter().position(|(path, _)| path == target || within_round(path) == target)
        {
            // A whole file.
            return match change {
                Change::Remove => {
                    self.0.remove(text);
                    Ok(())
                }
                Change::Set(value) => {
                    self.0[text].1 = value.replace("\\n", "\n");
                    Ok(())
                }
                _ => Err(format!("{target} 是整个文件，只能替换、删除或重写")),
            };
        }
        if let Change::Set(value) = change
            && FILES.iter().any(|ending| target.ends_with(ending))
        {
            self.0.push((target.to_owned(), value.replace("\\n", "\n")));
            return Ok(());
        }
        let steps = steps(target);
        let Some((root, below)) = steps.split_first() else {
            return Err("没有写路径".to_owned());
        };
        let stem = if root == "站点" { "site" } else { root };
        let at = self.0.iter().position(|(path, _)| {
            let parts = path.rsplit_once('.').filter(|(_, kind)| *kind != "md");
            parts.is_some_and(|(name, _)| name == stem || within_round(name) == stem)
        });
        let at = at.ok_or_else(|| format!("没有 {root} 的数据文件"))?;
        let (path, text) = &mut self.0[at];
        let node = parse(path, text).ok_or_else(|| format!("{path} 读不出来"))?;
        let change = plan(&node, below, change, text, path.ends_with(".csv"))
            .ok_or_else(|| format!("找不到 {target}"))?;
        text.replace_range(change.0, &change.1);
        Ok(())
    }

    /// Returns the tree of a data file, named as in a path: `名单` for `名单.csv`.
    pub fn tree(&self, root: &str) -> Option<Node> {
        let is = |path: &str| {
            path.rsplit_once('.').is_some_and(|(name, kind)| name == root && kind != "md")
        };
        let (path, text) = self.0.iter().find(|(path, _)| is(path))?;
        parse(path, text)
    }

    /// Takes the marks out; returns where they stood.
    pub fn take_mark(&mut self) -> Option<(String, std::ops::Range<usize>)> {
        let (path, text) = self.0.iter_mut().find(|(_, text)| text.contains(OPEN))?;
        let start = text.find(OPEN)?;
        *text = text.replacen(OPEN, "", 1);
        let end = text.find(CLOSE)?;
        *text = text.replacen(CLOSE, "", 1);
        Some((path.clone(), start..end))
    }
}

/// Returns what a file of a round is called within it: the first round is meant by its files' names.
fn within_round(path: &str) -> &str {
    let below = path.strip_prefix(ROUNDS).and_then(|below| below.strip_prefix('/'));
    below.and_then(|below| below.split_once('/')).map_or(path, |(_, file)| file)
}

fn parse(path: &str, text: &str) -> Option<Node> {
    let mut sources = Sources::default();
    let file = sources.add(path, text);
    crate::load::data(file, &sources, &mut Vec::new())
}

/// Splits `名单[林知夏].排名` into its steps; a full stop in brackets is part of the name.
fn steps(path: &str) -> Vec<String> {
    let mut steps = vec![String::new()];
    let mut named = false;
    for c in path.chars() {
        match c {
            '[' => {
                named = true;
                steps.push(String::new());
            }
            ']' => {
                named = false;
                steps.push(String::new());
            }
            '.' if !named => steps.push(String::new()),
            c => steps.last_mut().expect("there is always a step").push(c),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps
}

/// What a step leads to: the entry itself, and its key or the dash before it.
struct Entry<'a> {
    key: Option<&'a Node>,
    value: &'a Node,
}

fn child<'a>(node: &'a Node, step: &str) -> Option<Entry<'a>> {
    match &node.kind {
        Kind::Map(pairs) => {
            let is = |key: &Node| matches!(&key.kind, Kind::Scalar(word) if plain(word) == step);
            pairs
                .iter()
                .find(|(key, _)| is(key))
                .map(|(key, value)| Entry { key: Some(key), value })
        }
        Kind::List(items) => {
            let by_number = step.parse::<usize>().ok().and_then(|n| items.get(n.checked_sub(1)?));
            let names = |item: &&Node| match &item.kind {
                Kind::Map(pairs) => pairs
                    .iter()
                    .any(|(_, v)| matches!(&v.kind, Kind::Scalar(text) if plain(text) == step)),
                Kind::Scalar(text) => plain(text) == step,
                _ => false,
            };
            by_number.or_else(|| items.iter().find(names)).map(|value| Entry { key: None, value })
        }
        _ => None,
    }
}

fn plain(text: &str) -> String {
    text.replace([OPEN, CLOSE], "")
}

type Splice = (std::ops::Range<usize>, String);

/// Works out which bytes to replace by what.
fn plan(node: &Node, below: &[String], change: &Change, text: &str, csv: bool) -> Option<Splice> {
    let Some((last, above)) = below.split_last() else {
        return match change {
            Change::Append(entry) => Some(append(node, entry, text, csv)),
            _ => None,
        };
    };
    let mut parent = node;
    for step in above {
        parent = child(parent, step)?.value;
    }
    let entry = child(parent, last);
    match (change, entry) {
        (Change::Append(words), Some(entry)) => Some(append(entry.value, words, text, csv)),
        (Change::Set(value), Some(entry)) => {
            Some((entry.value.span.start..entry.value.span.end, value.clone()))
        }
        (Change::Set(value), None) if csv => Some(column(parent, last, value, text)),
        (Change::Set(value), None) => insert(parent, last, value, text),
        (Change::Mark, Some(entry)) => {
            let range = entry.value.span.start..entry.value.span.end;
            let inner = text[range.clone()].to_owned();
            Some((range, format!("{OPEN}{inner}{CLOSE}")))
        }
        (Change::Remove, Some(entry)) => Some((removed(&entry, parent, text), String::new())),
        _ => None,
    }
}

fn is_flow(node: &Node, text: &str) -> bool {
    text[node.span.start..].starts_with(['{', '['])
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |i| i + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |i| at + i)
}

fn insert(parent: &Node, key: &str, value: &str, text: &str) -> Option<Splice> {
    let Kind::Map(pairs) = &parent.kind else { return None };
    let (first, _) = pairs.first()?;
    let (last_key, last) = pairs.last()?;
    let end = last.span.end.max(last_key.span.end);
    if is_flow(parent, text) {
        return Some((end..end, format!(", {key}: {value}")));
    }
    let indent = text[line_start(text, first.span.start)..first.span.start].chars().count();
    let at = line_end(text, end);
    Some((at..at, format!("\n{}{key}: {value}", " ".repeat(indent))))
}

/// Adds a column to a table, with a value in one row of it.
fn column(row: &Node, key: &str, value: &str, text: &str) -> Splice {
    let mut table = String::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let cell = match at {
            0 => key,
            _ if (at..at + line.len()).contains(&row.span.start) => value,
            _ => "",
        };
        at += line.len();
        let end = if line.ends_with('\n') { "\n" } else { "" };
        table.push_str(&format!("{},{cell}{end}", line.trim_end()));
    }
    (0..text.len(), table)
}

fn append(list: &Node, entry: &str, text: &str, csv: bool) -> Splice {
    if csv {
        let end = text.trim_end().len();
        return (end..end, format!("\n{entry}"));
    }
    let last = match &list.kind {
        Kind::List(items) => items.last().map(|item| (item.span, item.span, "- ")),
        Kind::Map(pairs) => {
            let first = pairs.first().map(|(key, _)| key.span);
            pairs.last().zip(first).map(|((_, value), first)| (value.span, first, ""))
        }
        _ => None,
    };
    let Some((last, model, dash)) = last else {
        return (list.span.start..list.span.end, entry.to_owned());
    };
    if is_flow(list, text) {
        return (last.end..last.end, format!(", {entry}"));
    }
    let before = &text[line_start(text, model.start)..model.start];
    let indent = before.len() - before.trim_start().len();
    let at = line_end(text, last.end);
    (at..at, format!("\n{}{dash}{entry}", " ".repeat(indent)))
}

fn removed(entry: &Entry, parent: &Node, text: &str) -> std::ops::Range<usize> {
    let span: Span = entry.key.map_or(entry.value.span, |key| key.span.to(entry.value.span));
    if !is_flow(parent, text) {
        let end = line_end(text, span.end);
        return line_start(text, span.start)..(end + 1).min(text.len());
    }
    let after = &text[span.end..];
    match after.find(|c: char| c == ',' || !c.is_whitespace()) {
        Some(i) if after[i..].starts_with(',') => {
            let rest = &after[i + 1..];
            span.start..span.end + i + 1 + (rest.len() - rest.trim_start().len())
        }
        _ => {
            let before = text[..span.start].trim_end();
            before.strip_suffix(',').map_or(span.start, str::len)..span.end
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(file: &str, text: &str, target: &str, change: Change) -> String {
        let mut sources = Sources::default();
        let id = sources.add("rule.md", "");
        let span = sources.whole(id);
        let mut texts = Texts(vec![(file.to_owned(), text.to_owned())]);
        texts.apply(&Edit { target: target.to_owned(), change, span }).unwrap();
        texts.0[0].1.clone()
    }

    #[test]
    fn steps_are_parted_by_stops_and_brackets() {
        assert_eq!(steps("自评.校级.3.实有"), ["自评", "校级", "3", "实有"]);
        assert_eq!(steps("邮箱[a@b.example].级别"), ["邮箱", "a@b.example", "级别"]);
    }

    #[test]
    fn edits_change_only_what_they_name() {
        let roster = "姓名,排名\n林知夏,30/100\n周 舟,\n";
        let set = |value: &str| Change::Set(value.to_owned());
        assert_eq!(
            edited("名单.csv", roster, "名单[林知夏].排名", set("⟦31/100⟧")),
            "姓名,排名\n林知夏,⟦31/100⟧\n周 舟,\n"
        );
        assert_eq!(
            edited("名单.csv", roster, "名单[2].排名", set("1/9")),
            "姓名,排名\n林知夏,30/100\n周 舟,1/9\n"
        );
        assert_eq!(
            edited("名单.csv", roster, "名单[林知夏]", Change::Remove),
            "姓名,排名\n周 舟,\n"
        );
        assert_eq!(
            edited("名单.csv", roster, "名单[周 舟].备注", set("无")),
            "姓名,排名,备注\n林知夏,30/100,\n周 舟,,无\n"
        );
        let units = "- 机构名称: 主席团\n  人数: 3\n- 机构名称: 学习部\n  人数: 5\n";
        assert_eq!(
            edited("机构.yaml", units, "机构[学习部].前称", set("[甲]")),
            "- 机构名称: 主席团\n  人数: 3\n- 机构名称: 学习部\n  人数: 5\n  前称: [甲]\n"
        );
        assert_eq!(
            edited("机构.yaml", units, "机构[主席团]", Change::Remove),
            "- 机构名称: 学习部\n  人数: 5\n"
        );
        let flow = "校级:\n  3: {结论: 是, 实有: 34人}\n";
        assert_eq!(
            edited("自评.yaml", flow, "自评.校级.3.实有", Change::Remove),
            "校级:\n  3: {结论: 是}\n"
        );
        assert_eq!(
            edited("自评.yaml", flow, "自评.校级", Change::Append("4: 否".to_owned())),
            "校级:\n  3: {结论: 是, 实有: 34人}\n  4: 否\n"
        );
    }
}
