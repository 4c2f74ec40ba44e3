//! What looks like a person's private data, anywhere in texts and cells.
//! It must not print what it finds: only its kind and a masked form leave this module.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::passages::Passage;
use super::pattern::compiled;
use crate::datum::prose::{self, Node, Run};
use crate::datum::{Datum, FieldName, Value, word};
use crate::model::{PRIVATE, private, site};
use crate::numeral;
use crate::source::{FileId, Sources, Span};

/// Calls `see` with every piece of text an author wrote for a year, and its place.
pub fn each_text(datum: &Datum, see: &mut impl FnMut(&str, Span)) {
    match (&datum.value, datum.span) {
        (Value::Text(text), Some(span)) => see(text, span),
        (Value::Fields(record, data), _) => {
            for (field, datum) in record.fields.iter().zip(data) {
                if field.need != crate::datum::Need::Derived {
                    each_text(datum, see);
                }
            }
        }
        (Value::Items(items), _) => items.iter().for_each(|item| each_text(item, see)),
        (Value::Prose(prose), _) => prose.walk(&mut |node, _| node_texts(node, see)),
        _ => {}
    }
}

/// One node's runs joined where they adjoin, so that nothing hides between two runs.
pub(super) fn node_texts(node: &Node, see: &mut impl FnMut(&str, Span)) {
    let mut joined: Option<(String, Span)> = None;
    let mut pieces = Vec::new();
    prose::each_text(&node.runs, &mut |text, span| match &mut joined {
        Some((all, whole)) if whole.end == span.start => {
            all.push_str(text);
            whole.end = span.end;
        }
        _ => {
            pieces.extend(joined.replace((text.to_owned(), span)));
        }
    });
    pieces.extend(joined);
    pieces.iter().for_each(|(text, span)| see(text, *span));
    targets(&node.runs, see);
}

fn targets(runs: &[Run], see: &mut impl FnMut(&str, Span)) {
    for run in runs {
        match run {
            Run::Link { target, runs, span } => {
                see(target, *span);
                targets(runs, see);
            }
            Run::Strong(runs) | Run::Emphasis(runs) => targets(runs, see),
            _ => {}
        }
    }
}

/// The code of the rule that these hits violate.
pub const CODE: &str = "PV-01";

/// Returns one entry for each hit in texts and cells, and in the names of their files; `offices`
/// are the mailboxes that the data declare to be an office's.
pub fn hits(
    passages: &[Passage],
    offices: &[&str],
    site: &Datum,
    files: &[FileId],
    sources: &Sources,
) -> Vec<Datum> {
    let patterns = Patterns::new(offices, site);
    let mut hits = Vec::new();
    for passage in passages {
        for (kind, range) in patterns.find(&passage.text) {
            let masked = masked(&passage.text[range.clone()]);
            hits.push(hit(kind.to_owned(), masked, passage.place(range)));
        }
    }
    for file in files {
        let path = &sources.file(*file).path;
        for (kind, range) in patterns.find(path) {
            let place = Span::new(*file, 0, 0);
            hits.push(hit(format!("文件名里的{kind}"), masked(&path[range]), place));
        }
    }
    hits
}

fn hit(kind: String, masked: String, place: Span) -> Datum {
    let value = |text: String| word(text, Some(place));
    let mut hit = Datum::new(PRIVATE.empty(), Some(place));
    hit.set(private::KIND, value(kind));
    hit.set(private::MASKED, value(masked));
    hit
}

/// Returns what looks private in a text: its kind, and a masked form.
pub fn private_in(text: &str, site: &Datum) -> Vec<(&'static str, String)> {
    let found = Patterns::new(&[], site).find(text).into_iter();
    found.map(|(kind, range)| (kind, masked(&text[range]))).collect()
}

/// Returns a text in which whatever looks private is covered.
///
/// Which mailboxes are an office's does not matter here: rather too much is covered than too little.
pub fn covered(text: &str, site: &Datum) -> String {
    let mut out = text.to_owned();
    for (_, range) in Patterns::new(&[], site).find(text).into_iter().rev() {
        let masked = masked(&text[range.clone()]);
        out.replace_range(range, &masked);
    }
    out
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn site_texts(site: &Datum, name: FieldName) -> Vec<String> {
    match site.value {
        Value::Fields(..) => {
            site.get(name).items().iter().filter_map(|t| t.text().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns a text with all but its first and last two characters covered.
pub fn masked(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let keep = |i: usize| i < 2 || i + 2 >= chars.len();
    chars
        .iter()
        .enumerate()
        .map(|(i, c)| if keep(i) && chars.len() > 6 { *c } else { '*' })
        .collect()
}

/// A pattern of our own, compiled once a process.
type Ours = LazyLock<Regex>;

fn ours(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of our own")
}

static EMAIL: Ours = LazyLock::new(|| {
    ours(r"[A-Za-z0-9._%+-]+\s*(?:@|[(\[]at[)\]])\s*[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
});
static DIGITS: Ours = LazyLock::new(|| ours(r"[0-9]+(?:[- ][0-9]+)*[Xx]?"));
static NUMERALS: Ours = LazyLock::new(|| ours("[〇零幺一二三四五六七八九]{11,18}"));
static ACCOUNT: Ours = LazyLock::new(|| {
    ours(concat!(
        r"(?i:QQ)(?:群|号码|号|:|为|是|\s)*(?<qq>[1-9][0-9]{4,10})",
        r"|微信(?:号码|号|:|为|是|\s)+(?<wechat>[A-Za-z][-_A-Za-z0-9]{5,19})",
    ))
});
static WORD: Ours = LazyLock::new(|| ours("[0-9A-Za-z]+"));

struct Patterns {
    student_number: Option<Arc<Regex>>,
    /// Mailboxes that may be printed, in lower case.
    allowed: Vec<String>,
}

type Found = (&'static str, Range<usize>);

/// Reads the pattern of a college's student numbers, if it is one.
pub(super) fn student_number(pattern: &str) -> Option<Arc<Regex>> {
    compiled(&format!("^(?:{pattern})$"))
}

impl Patterns {
    fn new(offices: &[&str], site: &Datum) -> Self {
        let student = match site.value {
            Value::Fields(..) => site.get(site::STUDENT_NUMBER).text(),
            _ => None,
        };
        let mut allowed = site_texts(site, site::MAILBOXES);
        // A number before the @ is somebody's account, whatever it is declared to be.
        let office = |address: &&&str| !address.split('@').next().is_some_and(all_digits);
        allowed.extend(offices.iter().filter(office).map(|address| (*address).to_owned()));
        Self {
            student_number: student.and_then(student_number),
            allowed: allowed.iter().map(|address| address.to_lowercase()).collect(),
        }
    }

    /// Finds what looks private in a text, in order, none within another.
    fn find(&self, text: &str) -> Vec<Found> {
        let plain = Plain::fold(text);
        let mut found: Vec<Found> = Vec::new();
        // Every mailbox is looked at once, allowed or not: its digits are no number besides.
        let mut taken: Vec<Range<usize>> = Vec::new();
        for hit in EMAIL.find_iter(&plain.text) {
            let address = hit.as_str().to_lowercase().replace("(at)", "@").replace("[at]", "@");
            let address: String = address.chars().filter(|c| !c.is_whitespace()).collect();
            taken.push(hit.range());
            if !self.allowed.contains(&address) {
                found.push(("邮箱", hit.range()));
            }
        }
        let is_free = |taken: &[Range<usize>], range: &Range<usize>| {
            let at = taken.partition_point(|known| known.end <= range.start);
            taken.get(at).is_none_or(|known| range.end <= known.start)
        };
        let mut more: Vec<Found> = Vec::new();
        for hit in ACCOUNT.captures_iter(&plain.text) {
            more.extend(hit.name("qq").map(|number| ("QQ号", number.range())));
            more.extend(hit.name("wechat").map(|name| ("微信号", name.range())));
        }
        for run in DIGITS.find_iter(&plain.text) {
            self.numbers(run.as_str(), run.start(), &mut more);
        }
        for run in NUMERALS.find_iter(&plain.text) {
            let digits: String = run.as_str().chars().map(digit_of).collect();
            more.extend(number_kind(&digits).map(|kind| (kind, run.range())));
        }
        if let Some(student) = &self.student_number {
            let words = WORD.find_iter(&plain.text).filter(|w| student.is_match(w.as_str()));
            more.extend(words.map(|word| ("学号", word.range())));
        }
        more.retain(|(_, range)| is_free(&taken, range));
        found.extend(more);
        found.sort_by_key(|(_, range)| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        found.retain(|(_, range)| {
            let within = range.start < end;
            end = end.max(range.end);
            !within
        });
        found.into_iter().map(|(kind, range)| (kind, plain.origin(range))).collect()
    }

    /// Finds private numbers in a run of groups of digits, such as `138-0013-8000`.
    fn numbers(&self, run: &str, start: usize, found: &mut Vec<Found>) {
        let mut groups: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        for group in run.split(['-', ' ']) {
            groups.push(at..at + group.len());
            at += group.len() + 1;
        }
        let mut i = 0;
        while i < groups.len() {
            let hit = (1..=MAX_GROUPS.min(groups.len() - i)).rev().find_map(|n| {
                let part = &groups[i..i + n];
                let whole = part[0].start..part[n - 1].end;
                let digits: String =
                    run[whole.clone()].chars().filter(char::is_ascii_alphanumeric).collect();
                let digits = digits.to_uppercase();
                let sizes: Vec<usize> = part.iter().map(Range::len).collect();
                let kind = if n == 1 {
                    number_kind(&digits).or_else(|| self.student(&digits))
                } else {
                    number_kind(&digits).filter(|kind| is_usual(kind, &sizes))
                };
                kind.map(|kind| (kind, whole, n))
            });
            match hit {
                Some((kind, range, n)) => {
                    found.push((kind, start + range.start..start + range.end));
                    i += n;
                }
                None => i += 1,
            }
        }
    }

    fn student(&self, digits: &str) -> Option<&'static str> {
        let known = self.student_number.as_ref().is_some_and(|p| p.is_match(digits));
        known.then_some("学号")
    }
}

/// The most groups a number is written in: a card of 19 digits has five.
const MAX_GROUPS: usize = 5;

/// Tells whether a number of some kind is written in groups of these sizes; else dates and
/// other figures beside one another would make one.
fn is_usual(kind: &str, sizes: &[usize]) -> bool {
    match kind {
        "手机号" => matches!(sizes, [3, 4, 4] | [3, 8] | [2, 11] | [2, 3, 4, 4]),
        "身份证号" => matches!(sizes, [6, 8, 4] | [6, 4, 4, 4]),
        _ => {
            let last = sizes.len() - 1;
            sizes[..last].iter().all(|size| *size == 4) || matches!(sizes, [6, 10..=13])
        }
    }
}

/// Says what kind of private number these digits are.
fn number_kind(digits: &str) -> Option<&'static str> {
    let all = all_digits(digits);
    let bare = match digits.len() {
        13 => digits.strip_prefix("86"),
        12 => digits.strip_prefix('0'),
        11 => Some(digits),
        _ => None,
    };
    let mobile = bare.is_some_and(|bare| bare.starts_with('1') && bare.as_bytes()[1] >= b'3');
    if is_id_card(digits) {
        Some("身份证号")
    } else if all && mobile {
        Some("手机号")
    } else if all && (16..=19).contains(&digits.len()) && luhn(digits) {
        Some("银行卡号")
    } else {
        None
    }
}

fn digit_of(numeral: char) -> char {
    let value = "〇一二三四五六七八九".chars().position(|c| c == numeral);
    let value = value.unwrap_or(if numeral == '幺' { 1 } else { 0 });
    char::from(b'0' + value as u8)
}

/// A text whose full-width letters, digits and marks are half-width, and where each stood.
struct Plain {
    text: String,
    /// For each byte of it, the byte of the original; one more for the end.
    origins: Vec<usize>,
}

impl Plain {
    fn fold(text: &str) -> Self {
        let mut plain = Self { text: String::new(), origins: Vec::new() };
        for (at, c) in text.char_indices() {
            let half = match c {
                '‐' | '‑' | '–' | '—' => '-',
                c => numeral::narrow(c),
            };
            plain.text.push(half);
            plain.origins.resize(plain.text.len(), at);
        }
        plain.origins.push(text.len());
        plain
    }

    fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.origins[range.start]..self.origins[range.end]
    }
}

/// Tells whether this is a citizen's number: 17 digits and the check character of GB 11643.
pub fn is_id_card(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = bytes.iter().zip(WEIGHTS).map(|(b, w)| u32::from(b - b'0') * w).sum();
    bytes[17] == b"10X98765432"[(sum % 11) as usize]
}

/// Tells whether the digits satisfy the Luhn check of bank cards.
pub fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let digit = u32::from(b - b'0');
            if i % 2 == 0 {
                digit
            } else if digit > 4 {
                digit * 2 - 9
            } else {
                digit * 2
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<&'static str> {
        let mut patterns = Patterns::new(&[], &Datum::absent(None));
        patterns.allowed.push("office@college.example".to_owned());
        patterns.student_number = student_number(r"20\d{8}");
        patterns.find(text).into_iter().map(|(kind, _)| kind).collect()
    }

    #[test]
    fn private_data_is_found_by_its_check_digits() {
        assert_eq!(kinds("证号11010519491231002X。"), ["身份证号"]);
        assert_eq!(kinds("编号110105194912310021"), Vec::<&str>::new());
        assert_eq!(kinds("电话１３８００１３８０００"), ["手机号"]);
        assert_eq!(kinds("电话138-0013-8000"), ["手机号"]);
        assert_eq!(kinds("卡号4111111111111111"), ["银行卡号"]);
        assert_eq!(kinds("12345678@qq.com"), ["邮箱"]);
        assert_eq!(kinds("office@college.example"), Vec::<&str>::new());
        assert_eq!(kinds("12345678(at)qq.com"), ["邮箱"]);
        assert_eq!(kinds("２０２４０１０２０３"), ["学号"]);
        assert_eq!(kinds("QQ群：12345678，微信号abc_12345"), ["QQ号", "微信号"]);
        assert_eq!(kinds("一三八〇〇一三八〇〇〇"), ["手机号"]);
        assert_eq!(kinds("+86 138 0013 8000"), ["手机号"]);
        assert_eq!(kinds("2025-10-18 13800138000 2024010203"), ["手机号", "学号"]);
        assert_eq!(kinds("4111 1111 1111 1111"), ["银行卡号"]);
        assert_eq!(kinds("110105 19491231 002X"), ["身份证号"]);
        assert_eq!(kinds("2025-10-18 12:30，2024-2025"), Vec::<&str>::new());
        assert_eq!(kinds("微信公众号青禾学生会"), Vec::<&str>::new());
        assert_eq!(kinds("2025年10月18日，7969人，第12345条"), Vec::<&str>::new());
    }

    #[test]
    fn a_masked_form_hides_the_middle() {
        assert_eq!(masked("13800138000"), "13*******00");
        assert_eq!(masked("12345"), "*****");
    }
}
