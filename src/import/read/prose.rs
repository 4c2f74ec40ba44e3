//! Sentences that state a fact: the number, date or share in them, and the words around it.
//! It must not know which fact is wanted; patterns say it.

use std::sync::LazyLock;

use regex::Regex;
use time::Date;

use crate::load::decode;
use crate::numeral;

/// A number in digits or 汉字.
pub const NUMBER: &str = "(?:[0-9０-９]+|[零〇一二三四五六七八九十百千两]+)";

/// A fact as the document states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// The value as the data write it.
    pub value: String,
    /// The sentence that states it.
    pub sentence: String,
}

/// Makes a pattern; `N` in it stands for a number that is the value.
pub fn pattern(text: &str) -> Regex {
    let number = format!("(?P<n>{NUMBER})");
    Regex::new(&text.replacen('N', &number, 1).replace('M', NUMBER)).expect("a pattern of our own")
}

/// Finds the first of some patterns in some lines, and reads its number.
pub fn number(lines: &[String], patterns: &[Regex]) -> Option<Stated> {
    patterns.iter().find_map(|pattern| {
        lines.iter().find_map(|line| {
            let hit = pattern.captures(line)?;
            let found = hit.name("n")?;
            let value = numeral::count(found.as_str(), "")?;
            Some(Stated { value: value.to_string(), sentence: sentence(line, found.start()) })
        })
    })
}

/// Finds the first of some patterns in some lines, and takes its words.
pub fn first_stated(lines: &[String], patterns: &[Regex]) -> Option<Stated> {
    patterns.iter().find_map(|pattern| {
        lines.iter().find_map(|line| {
            let hit = pattern.captures(line)?;
            let found = hit.name("n").or(hit.get(0))?;
            let value = found.as_str().trim().to_owned();
            Some(Stated { value, sentence: sentence(line, found.start()) })
        })
    })
}

/// Returns the sentence of a line that holds a place of it.
pub fn sentence(line: &str, at: usize) -> String {
    let ends = ['。', '；', '\n'];
    let start = line[..at]
        .rfind(ends)
        .map_or(0, |i| i + line[i..].chars().next().map_or(0, char::len_utf8));
    let end = line[at..].find(ends).map_or(line.len(), |i| at + i);
    line[start..end].trim().to_owned()
}

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "(?P<y>[0-9０-９]{4}|[〇零一二三四五六七八九]{4})\\s*[年./-]\\s*(?P<m>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})\\s*[月./-]\\s*(?P<d>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})",
    )
    .expect("a pattern of our own")
});

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?P<m>[0-9０-９]{1,2})\\s*月\\s*(?P<d>[0-9０-９]{1,2})\\s*日")
        .expect("a pattern of our own")
});

/// Finds every whole date in a text, with where it stands.
pub fn dates(text: &str) -> Vec<(Date, std::ops::Range<usize>)> {
    let read = |hit: regex::Captures| {
        let part = |name: &str| numeral::count(hit.name(name)?.as_str(), "");
        let year = part("y").filter(|year| (1900..2200).contains(year));
        let year = year.or_else(|| chinese_year(hit.name("y")?.as_str()))?;
        let date = decode::date(&format!("{year}-{}-{}", part("m")?, part("d")?)).ok()?;
        Some((date, hit.get(0)?.range()))
    };
    DATE.captures_iter(text).filter_map(read).collect()
}

fn chinese_year(text: &str) -> Option<i64> {
    let digits: Option<String> =
        text.chars().map(|c| numeral::parse(&c.to_string()).map(|n| n.to_string())).collect();
    digits?.parse().ok()
}

/// Finds every date without its year, as month and day, with where it stands.
pub fn days(text: &str) -> Vec<((u8, u8), std::ops::Range<usize>)> {
    let read = |hit: regex::Captures| {
        let part = |name: &str| numeral::count(hit.name(name)?.as_str(), "");
        let day = (u8::try_from(part("m")?).ok()?, u8::try_from(part("d")?).ok()?);
        Some((day, hit.get(0)?.range()))
    };
    DAY.captures_iter(text).filter_map(read).collect()
}

static TITLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("《([^《》]{4,60})》").expect("a pattern of our own"));

/// Returns the titles of documents a text names, without their marks, each once.
pub fn titles(text: &str) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    for hit in TITLE.captures_iter(text) {
        if !titles.iter().any(|known| *known == hit[1]) {
            titles.push(hit[1].to_owned());
        }
    }
    titles
}

static MAILBOX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+").expect("a pattern of our own")
});

/// Returns every mailbox of a text, with where it stands.
pub fn mailboxes(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    MAILBOX.find_iter(text).map(|hit| (hit.as_str().to_owned(), hit.range())).collect()
}

static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("https?://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+").expect("a pattern of our own")
});

/// Returns the first web address of a text.
pub fn link(text: &str) -> Option<String> {
    LINK.find(text).map(|hit| hit.as_str().trim_end_matches(['.', ',', ')']).to_owned())
}

/// Returns the parts of a list: 甲、乙和丙.
pub fn listed(text: &str) -> Vec<String> {
    let parts = text.split(['、', '，', ',']).flat_map(|part| match part.split_once('和') {
        Some((a, b)) if !a.is_empty() && !b.is_empty() => vec![a, b],
        _ => vec![part],
    });
    let plain = |part: &str| part.trim().trim_end_matches('等').trim().to_owned();
    parts.map(plain).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let date = |text: &str| dates(text).first().map(|(date, _)| date.to_string());
        assert_eq!(date("召开日期为：2025年10月18日"), Some("2025-10-18".to_owned()));
        assert_eq!(date("二〇二五年十月十八日"), Some("2025-10-18".to_owned()));
        assert_eq!(date("2025.10.18"), Some("2025-10-18".to_owned()));
        assert_eq!(date("2025年13月1日"), None);
        assert_eq!(days("10月18日，大会召开")[0].0, (10, 18));
    }

    #[test]
    fn a_number_comes_with_its_sentence() {
        let lines = ["甲。应选3人，候选人4名。乙".to_owned()];
        let found = number(&lines, &[pattern("候选人N[名人]")]).unwrap();
        assert_eq!((found.value.as_str(), found.sentence.as_str()), ("4", "应选3人，候选人4名"));
    }
}
