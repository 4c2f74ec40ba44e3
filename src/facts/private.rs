//! What looks like a person's private data, anywhere in texts and cells.
//! It must not print what it finds: only its kind and a masked form leave this module.

use regex::Regex;

use crate::datum::prose::{self, Node, Run};
use crate::datum::{Datum, Value};
use crate::load::decode;
use crate::model::PRIVATE;
use crate::source::{Sources, Span};

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
fn node_texts(node: &Node, see: &mut impl FnMut(&str, Span)) {
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

/// Returns one entry for each hit in a year's texts and cells.
pub fn hits(root: &Datum, site: &Datum, sources: &Sources) -> Vec<Datum> {
    let mut allowed: Vec<String> = Vec::new();
    allowed.extend(site_texts(site, "mailboxes"));
    for mailbox in root.get("head").get("mailboxes").items() {
        // A number before the @ is somebody's account, whatever it is declared to be.
        let office = |address: &&str| !address.split('@').next().is_some_and(all_digits);
        allowed.extend(mailbox.get("address").text().filter(office).map(str::to_owned));
    }
    let patterns = Patterns::new(site);
    let mut hits = Vec::new();
    each_text(root, &mut |text, span| {
        for (kind, range) in patterns.find(text, &allowed) {
            let place = sources.part(span, text, range.clone());
            let value = |text: String| Datum::new(Value::Text(text), Some(place));
            let mut hit = Datum::new(decode::empty(&PRIVATE), Some(place));
            hit.set("kind", value(kind.to_owned()));
            hit.set("masked", value(masked(&text[range])));
            hits.push(hit);
        }
    });
    hits
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn site_texts(site: &Datum, name: &str) -> Vec<String> {
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

struct Patterns {
    digits: Regex,
    email: Regex,
    student_number: Option<Regex>,
}

impl Patterns {
    fn new(site: &Datum) -> Self {
        let student = match site.value {
            Value::Fields(..) => site.get("student_number").text(),
            _ => None,
        };
        let compile = |pattern: &str| Regex::new(pattern).expect("a pattern of our own");
        Self {
            digits: compile(r"[0-9０-９][0-9０-９\- ]{5,}[0-9０-９Xx]"),
            email: compile(r"[A-Za-z0-9._%+-]+[@＠][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
            student_number: student.and_then(|p| Regex::new(&format!("^(?:{p})$")).ok()),
        }
    }

    fn find(&self, text: &str, allowed: &[String]) -> Vec<(&'static str, std::ops::Range<usize>)> {
        let mut found = Vec::new();
        for hit in self.email.find_iter(text) {
            let address = hit.as_str().replace('＠', "@").to_lowercase();
            if !allowed.iter().any(|ok| ok.to_lowercase() == address) {
                found.push(("邮箱", hit.range()));
            }
        }
        for hit in self.digits.find_iter(text) {
            let in_address = self
                .email
                .find_iter(text)
                .any(|m| m.start() <= hit.start() && hit.end() <= m.end());
            let digits: String = hit
                .as_str()
                .chars()
                .map(decode::half_width)
                .filter(|c| c.is_ascii_alphanumeric())
                .collect();
            if let Some(kind) = self.kind(&digits.to_uppercase()).filter(|_| !in_address) {
                found.push((kind, hit.range()));
            }
        }
        found.sort_by_key(|(_, range)| range.start);
        found
    }

    fn kind(&self, digits: &str) -> Option<&'static str> {
        let all = digits.bytes().all(|b| b.is_ascii_digit());
        if is_id_card(digits) {
            Some("身份证号")
        } else if all
            && digits.len() == 11
            && digits.starts_with('1')
            && digits.as_bytes()[1] >= b'3'
        {
            Some("手机号")
        } else if all && (16..=19).contains(&digits.len()) && luhn(digits) {
            Some("银行卡号")
        } else if self.student_number.as_ref().is_some_and(|p| p.is_match(digits)) {
            Some("学号")
        } else {
            None
        }
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
        let patterns = Patterns::new(&Datum::absent(None));
        let allowed = ["office@college.example".to_owned()];
        patterns.find(text, &allowed).into_iter().map(|(kind, _)| kind).collect()
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
        assert_eq!(kinds("2025年10月18日，7969人，第12345条"), Vec::<&str>::new());
    }

    #[test]
    fn a_masked_form_hides_the_middle() {
        assert_eq!(masked("13800138000"), "13*******00");
        assert_eq!(masked("12345"), "*****");
    }
}
