//! Where a text spells a name of the year otherwise than the year does, or uses one it gave up.
//! It must not judge whether it may.

use super::asked::Maker;
use super::statutes::passage::clause;
use std::ops::Range;

use super::private::each_text;
use crate::datum::{Datum, list, word};
use crate::model::round::{folder, notice};
use crate::model::{MISSPELT, college, head, misspelt, texts, unit, year};
use crate::source::{Sources, Span};

/// A unit's name is looked for in a slightly other spelling when it has so many characters.
const LONG_ENOUGH: usize = 5;

/// Names and words that are spelt otherwise than the year spells them.
pub static SPELLING: Maker = Maker {
    makes: &[
        &[year::TEXTS, texts::MISSPELT],
        &[year::TEXTS, texts::OUTDATED],
        &[year::TEXTS, texts::GRADUATE],
        &[year::TEXTS, texts::COLLEGE_LEVEL],
    ],
    of: &[],
    make: |it| find_misspellings(it.root, it.sources),
};

fn find_misspellings(root: &mut Datum, sources: &Sources) {
    let names = names(root);
    let others = others(root);
    let former = former(root);
    // Names of documents, written without their 《》.
    let titles: Vec<Span> = root
        .get(year::HEAD)
        .get(head::DOCUMENTS)
        .items()
        .iter()
        .filter_map(|title| title.span)
        .collect();
    // There a unit's name is a key, counted against the table of units.
    let roster = root.get(year::ROSTER).span.map(|span| span.file);
    let mut misspelt = Vec::new();
    let mut outdated = Vec::new();
    let mut graduate = Vec::new();
    let mut level = Vec::new();
    each_text(root, &mut |text, span| {
        let place = |range: Range<usize>| sources.part(span, text, range);
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let slips = near(&chars, text, &names, &others);
        for (range, name) in slips.iter().cloned() {
            if name.kind == "机构" && roster == Some(span.file) {
                continue;
            }
            misspelt.push(entry(name.kind, &text[range.clone()], &name.text, place(range)));
        }
        for (old, new, own) in &former {
            if *own == Some(span) {
                continue;
            }
            // A sentence that names both tells of the change.
            let tells = |at: usize| clause(text, at, &['。', '；', '\n']).contains(new.as_str());
            let another = |at: usize| {
                let whole = |name: &String| {
                    text.match_indices(name.as_str())
                        .any(|(start, _)| (start..start + name.len()).contains(&at))
                };
                others.iter().any(whole)
            };
            let alone =
                |at: usize| !another(at) && !slips.iter().any(|(range, _)| range.contains(&at));
            let hits = text.match_indices(old.as_str()).filter(|(at, _)| alone(*at) && !tells(*at));
            for (at, _) in hits {
                outdated.push(entry("机构", old, new, place(at..at + old.len())));
            }
        }
        for (list, what) in [(&mut graduate, "研究生"), (&mut level, "院级")] {
            let titled = |at: usize| titles.contains(&span) || is_titled(&text[..at]);
            for (at, _) in text.match_indices(what).filter(|(at, _)| !titled(*at)) {
                list.push(entry("用语", what, "", place(at..at + what.len())));
            }
        }
    });
    let Some(texts) = root.get_mut(year::TEXTS) else { return };
    let lists = [
        (texts::MISSPELT, misspelt),
        (texts::OUTDATED, outdated),
        (texts::GRADUATE, graduate),
        (texts::COLLEGE_LEVEL, level),
    ];
    for (name, found) in lists {
        texts.set(name, list(found, None));
    }
}

/// Finds where a round nearly names its college, or one of some units.
pub fn of_round(root: &Datum, units: &[&str], sources: &Sources) -> Vec<Datum> {
    let college = root.get(folder::NOTICE).get(notice::COLLEGE).text();
    let college = college.map(|text| Name::new("学校", text, false));
    let names: Vec<Name> = units
        .iter()
        .map(|text| Name::new("机构", text, true))
        .chain(college)
        .filter(|name| name.chars.len() >= LONG_ENOUGH)
        .collect();
    let mut found = Vec::new();
    each_text(root.get(folder::NOTICE), &mut |text, span| {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        for (range, name) in near(&chars, text, &names, &[]) {
            let place = sources.part(span, text, range.clone());
            found.push(entry(name.kind, &text[range], &name.text, place));
        }
    });
    found
}

/// Tells whether what follows stands in 《》.
fn is_titled(before: &str) -> bool {
    before.rfind('《').is_some_and(|open| !before[open..].contains('》'))
}

fn entry(kind: &str, found: &str, expected: &str, place: Span) -> Datum {
    let mut entry = Datum::new(MISSPELT.empty(), Some(place));
    entry.set(misspelt::KIND, word(kind, Some(place)));
    entry.set(misspelt::FOUND, word(found, Some(place)));
    entry.set(misspelt::EXPECTED, word(expected, Some(place)));
    entry
}

/// Returns the names the year declares to be those of others, however like its own they are.
fn others(root: &Datum) -> Vec<String> {
    let declared = root.get(year::HEAD).get(head::LOOK_ALIKES).items().iter();
    declared.filter_map(Datum::text).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

struct Name {
    kind: &'static str,
    text: String,
    chars: Vec<char>,
    /// How many characters may be wrong for the name still to be meant.
    slips: usize,
    /// Whether its last character must be right.
    fixed_end: bool,
}

impl Name {
    fn new(kind: &'static str, text: &str, fixed_end: bool) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let slips = if kind == "学校" { (chars.len() / 4).clamp(1, 2) } else { 1 };
        Self { kind, text: text.to_owned(), chars, slips, fixed_end }
    }
}

fn names(root: &Datum) -> Vec<Name> {
    let college = root.get(year::HEAD).get(head::COLLEGE);
    let college = if college.is_absent() { None } else { college.get(college::NAME).text() };
    let units = root.get(year::UNITS).items().iter().filter_map(|unit| unit.get(unit::NAME).text());
    let all = college.map(|text| Name::new("学校", text, false)).into_iter();
    all.chain(units.map(|text| Name::new("机构", text, true)))
        .filter(|name| name.chars.len() >= LONG_ENOUGH)
        .collect()
}

/// Returns each former name that no unit bears now, the present one, and where it is declared.
fn former(root: &Datum) -> Vec<(String, String, Option<Span>)> {
    let units = root.get(year::UNITS).items();
    let borne = |name: &str| units.iter().any(|unit| unit.get(unit::NAME).text() == Some(name));
    let mut found = Vec::new();
    for unit in units {
        let Some(now) = unit.get(unit::NAME).text() else { continue };
        for old in unit.get(unit::FORMER_NAMES).items() {
            if let Some(text) = old.text().filter(|text| !text.is_empty() && !borne(text)) {
                found.push((text.to_owned(), now.to_owned(), old.span));
            }
        }
    }
    found
}

/// Finds the places that are nearly, but not quite, one of the names, nor that of another.
fn near<'a>(
    chars: &[(usize, char)],
    text: &str,
    names: &'a [Name],
    others: &[String],
) -> Vec<(Range<usize>, &'a Name)> {
    let mut right = vec![false; chars.len()];
    for name in names.iter().map(|name| &name.text).chain(others) {
        for (at, _) in text.match_indices(name.as_str()) {
            let first = chars.partition_point(|(i, _)| *i < at);
            right[first..first + name.chars().count()].fill(true);
        }
    }
    let mut found: Vec<(Range<usize>, &Name)> = Vec::new();
    for name in names {
        let mut start = 0;
        while start < chars.len() {
            match best(chars, &right, start, name) {
                Some(length) => {
                    let end = chars.get(start + length).map_or(text.len(), |(i, _)| *i);
                    found.push((chars[start].0..end, name));
                    start += length;
                }
                None => start += 1,
            }
        }
    }
    found
}

/// Returns how long the best spelling of a name is that starts here, if any does.
fn best(chars: &[(usize, char)], right: &[bool], start: usize, name: &Name) -> Option<usize> {
    let at = |i: usize| chars.get(i).map(|(_, c)| *c);
    let begins = (0..=name.slips)
        .any(|k| at(start + k) == Some(name.chars[k]) || at(start) == Some(name.chars[k]));
    if !begins {
        return None;
    }
    let whole = name.chars.len();
    let lengths = whole - name.slips..=whole + name.slips;
    let of = |length: usize| {
        let window = chars.get(start..start + length)?;
        if right[start..start + length].contains(&true)
            || (name.fixed_end && window.last().map(|(_, c)| *c) != name.chars.last().copied())
        {
            return None;
        }
        let window: Vec<char> = window.iter().map(|(_, c)| *c).collect();
        let slips = distance(&window, &name.chars);
        (slips <= name.slips).then_some((slips, length.abs_diff(whole), length))
    };
    lengths.filter_map(of).min().map(|(_, _, length)| length)
}

/// Counts the characters to change, add or leave out to make one text of another.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (corner + usize::from(x != y)).min(row[j] + 1).min(above + 1);
            corner = above;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_with_a_slip() {
        let name = |kind, text: &str, slips, fixed_end| Name {
            kind,
            text: text.to_owned(),
            chars: text.chars().collect(),
            slips,
            fixed_end,
        };
        let names = [name("学校", "青禾职业学院", 1, false), name("机构", "综合事务部", 1, true)];
        let others = ["青和职业技术学院".to_owned()];
        let found = |text: &str| -> Vec<String> {
            let chars: Vec<(usize, char)> = text.char_indices().collect();
            let near = near(&chars, text, &names, &others).into_iter();
            near.map(|(range, _)| text[range].to_owned()).collect()
        };
        assert_eq!(found("共青团青禾职业学院委员会，综合事务部"), Vec::<String>::new());
        assert_eq!(found("共青团青和职业学院委员会"), ["青和职业学院"]);
        assert_eq!(found("在青禾职业技学院，"), ["青禾职业技学院"]);
        assert_eq!(found("与青和职业技术学院交流"), Vec::<String>::new());
        assert_eq!(found("送综合事物部，综合事务工作"), ["综合事物部"]);
        assert_eq!(found("青禾"), Vec::<String>::new());
    }
}
