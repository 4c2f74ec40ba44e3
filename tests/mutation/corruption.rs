//! Every small corruption of a year: of each value by the table of fields, of each row, of each
//! line of each text. It must not know what any rule says to it.

mod data;
mod prose;

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use gongkai::datum::{Need, Record, Shape};
use gongkai::edition::ROUNDS;
use gongkai::model::YEAR;
use gongkai::model::round::ROUND;
use gongkai::numeral;
use gongkai::rules::edit::Texts;

/// One change of one place.
#[derive(Clone, Debug)]
pub struct Corruption {
    /// What is spoilt, in an author's words: `名单.排名`.
    pub field: String,
    /// In what manner: `加一`.
    pub kind: &'static str,
    /// The file, below the year's folder.
    pub file: String,
    range: Range<usize>,
    to: String,
    was: String,
    line: usize,
}

impl fmt::Display for Corruption {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let brief = |text: &str| {
            let text = text.trim().replace('\n', "⏎");
            text.chars().take(30).collect::<String>()
        };
        write!(f, "{}:{} “{}” → “{}”", self.file, self.line, brief(&self.was), brief(&self.to))
    }
}

impl Corruption {
    /// Returns the texts with this one thing spoilt.
    pub fn applied(&self, texts: &Texts) -> Texts {
        let mut texts = texts.clone();
        let (_, text) = texts.0.iter_mut().find(|(path, _)| *path == self.file).unwrap();
        text.replace_range(self.range.clone(), &self.to);
        texts
    }

    /// Tells whether a line of a file is among those that were spoilt. What is gone has no line:
    /// any of its file can be where it is missed.
    pub fn touches(&self, file: &str, line: usize) -> bool {
        let last = self.line + self.to.trim_end_matches('\n').matches('\n').count();
        file == self.file && (self.to.is_empty() || (self.line..=last).contains(&line))
    }
}

/// Returns every corruption of a year and of the rounds of appraisals in its folder.
pub fn all(texts: &Texts) -> Vec<Corruption> {
    let mut all = of_folder(&YEAR, "", texts);
    let round = |(path, _): &(String, String)| {
        let below = path.strip_prefix(ROUNDS)?.strip_prefix('/')?;
        Some(format!("{ROUNDS}/{}/", below.split_once('/')?.0))
    };
    for folder in texts.0.iter().filter_map(round).collect::<BTreeSet<_>>() {
        all.extend(of_folder(&ROUND, &folder, texts));
    }
    all
}

/// Returns every corruption of the files of one folder, below the year's.
fn of_folder(table: &'static Record, folder: &str, texts: &Texts) -> Vec<Corruption> {
    let names = names(texts);
    let limits = data::limits(&texts.tree("章程").expect("the sample can be read"));
    let mut all = Vec::new();
    for field in table.fields.iter().filter(|field| field.need != Need::Derived) {
        let of_file = |end: &str| {
            let name = format!("{folder}{}.{end}", field.key);
            let (_, text) = texts.0.iter().find(|(path, _)| *path == name)?;
            Some(Spoiler { field: field.key.to_owned(), file: name, text, found: Vec::new() })
        };
        for mut spoiler in ["yaml", "csv"].into_iter().filter_map(of_file) {
            let tree = texts.tree(&format!("{folder}{}", field.key));
            data::spoil(field.shape, &tree.expect("the sample can be read"), &mut spoiler);
            all.extend(spoiler.found);
        }
        let is_prose = |shape: Shape| matches!(shape, Shape::Prose(_));
        let record = field.shape.record().expect("a section is a record");
        let text = record.fields.iter().find(|field| is_prose(field.shape));
        if let (Some(mut spoiler), Some(text)) = (of_file("md"), text) {
            let limits: &[_] =
                if field.name == gongkai::model::year::CHARTER { &limits } else { &[] };
            spoiler.below(text.key, |spoiler| prose::spoil(&names, limits, spoiler));
            all.extend(spoiler.found);
        }
    }
    all
}

/// Returns the names that the data give to what the texts speak of, the longest first; those of
/// fewer than five characters are words like any other.
fn names(texts: &Texts) -> Vec<String> {
    let mut names = Vec::new();
    for (root, path) in [("年度", "学校.全称"), ("机构", "机构名称"), ("名单", "院系")]
    {
        let tree = texts.tree(root).expect("the sample can be read");
        data::values(&tree, &path.split('.').collect::<Vec<_>>(), &mut names);
    }
    names.retain(|name| name.chars().count() >= 5);
    names.sort_by_key(|name| (std::cmp::Reverse(name.len()), name.clone()));
    names.dedup();
    names
}

/// Gathers the corruptions of one file.
struct Spoiler<'a> {
    field: String,
    file: String,
    text: &'a str,
    found: Vec<Corruption>,
}

impl Spoiler<'_> {
    /// Goes below a field.
    fn below(&mut self, key: &str, inside: impl FnOnce(&mut Self)) {
        let above = self.field.len();
        self.field.push('.');
        self.field.push_str(key);
        inside(self);
        self.field.truncate(above);
    }

    /// Notes one corruption: other text in place of a range.
    fn put(&mut self, kind: &'static str, range: Range<usize>, to: impl Into<String>) {
        let was = self.text[range.clone()].to_owned();
        let line = self.text[..range.start].matches('\n').count() + 1;
        let (field, file, to) = (self.field.clone(), self.file.clone(), to.into());
        if was != to {
            self.found.push(Corruption { field, kind, file, range, to, was, line });
        }
    }

    /// Spoils some words in one letter, the same one each time: another, one less, two exchanged.
    fn letters(&mut self, range: Range<usize>, [another, less, exchanged]: [&'static str; 3]) {
        let is_letter = |c: char| c.is_alphanumeric() && !c.is_ascii_digit();
        let letters: Vec<(usize, char)> = self.text[range.clone()]
            .char_indices()
            .map(|(at, c)| (range.start + at, c))
            .filter(|(_, c)| is_letter(*c))
            .collect();
        if letters.is_empty() {
            return;
        }
        let chance = range.start.wrapping_mul(0x9E37_79B9) >> 7;
        let (at, c) = letters[chance % letters.len()];
        let others = if c.is_ascii() { ['x', 'y', 'z', 'w'] } else { ['工', '人', '中', '明'] };
        let other = others[(chance..).map(|i| i % 4).find(|i| others[*i] != c).expect("of four")];
        self.put(another, at..at + c.len_utf8(), other);
        if letters.len() > 1 {
            self.put(less, at..at + c.len_utf8(), "");
        }
        let apart = |pair: &&[(usize, char)]| {
            let [(a, first), (b, second)] = pair else { return false };
            a + first.len_utf8() == *b && first != second
        };
        let pairs: Vec<_> = letters.windows(2).filter(apart).collect();
        if let Some([(a, first), (b, second)]) = pairs.get(chance % pairs.len().max(1)) {
            self.put(exchanged, *a..b + second.len_utf8(), format!("{second}{first}"));
        }
    }

    /// Puts the next number and the one before in place of one, in the numerals it is written in.
    fn numeral(&mut self, at: Range<usize>, [up, down]: [&'static str; 2]) {
        let text = &self.text[at.clone()];
        let Some(n) = text.parse().ok().or_else(|| numeral::parse(text)) else { return };
        let arabic = text.starts_with(|c: char| c.is_ascii_digit());
        let write = |n: u32| if arabic { n.to_string() } else { numeral::chinese(n) };
        self.put(up, at.clone(), write(n + 1));
        if n > 1 {
            self.put(down, at, write(n - 1));
        }
    }

    /// Spoils each number that is written in digits.
    fn numbers(&mut self, range: Range<usize>, [up, down]: [&'static str; 2]) {
        for number in digits(&self.text[range.clone()]) {
            let place = range.start + number.start..range.start + number.end;
            let Ok(n) = self.text[place.clone()].parse::<u32>() else { continue };
            self.put(up, place.clone(), (n + 1).to_string());
            if n > 0 {
                self.put(down, place, (n - 1).to_string());
            }
        }
    }
}

/// Finds the runs of digits in a text.
fn digits(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        match found.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end += 1,
            None => found.push(at..at + 1),
        }
    }
    found
}
