//! Numbers of persons and shares as provisions write them: 不超过6人, 4/5以上, 三分之二, 5%—15%.
//! It must not know what is limited.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::numeral;
use crate::standard::Bounding;

/// An amount in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    pub num: i64,
    /// 1 for a number of persons or things.
    pub den: i64,
    /// 人, 名 or 个 of a number; none of a share.
    pub unit: Option<char>,
    pub bound: Bound,
    /// Whether it must be exceeded, not merely reached.
    pub strict: bool,
    /// Whether it is said of several at once: 均不超过3人.
    pub shared: bool,
    pub range: Range<usize>,
}

/// What an amount limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Upper,
    Lower,
    Neither,
}

impl Amount {
    /// Tells whether two amounts are the same number of the same things; 人 and 名 are the same.
    pub fn same(&self, other: &Amount) -> bool {
        let unit = |unit: Option<char>| unit.map(|u| if u == '名' { '人' } else { u });
        let product = |a: i64, b: i64| i128::from(a) * i128::from(b);
        unit(self.unit) == unit(other.unit)
            && product(self.num, other.den) == product(other.num, self.den)
    }
}

const NUMBER: &str = "(?:[0-9０-９]+(?:[.．][0-9０-９]+)?|[零〇一二三四五六七八九十百千两]+)";

static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        "(?P<percent>{NUMBER})[%％]|百分之(?P<hundredth>{NUMBER})\
         |(?P<den>{NUMBER})分之(?P<num>{NUMBER})|(?P<top>[0-9０-９]+)[/／](?P<bottom>[0-9０-９]+)\
         |(?P<half>半数|一半)|(?P<count>{NUMBER}) *(?P<unit>[人名个])"
    ))
    .expect("a pattern of our own")
});

/// The first number of a range, before an amount that brings the unit for both.
static FROM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!("(?P<number>{NUMBER})(?P<unit>[%％人名个]?) *[至到—–－～~-]+ *$"))
        .expect("a pattern of our own")
});

/// Finds every amount in a text, and what it limits by the words that make a number a limit.
pub fn find(text: &str, words: &Bounding) -> Vec<Amount> {
    let mut found: Vec<Amount> = Vec::new();
    for hit in AMOUNT.captures_iter(text) {
        let range = hit.get(0).expect("the whole match").range();
        let part = |name: &str| hit.name(name).map(|m| m.as_str());
        let unit = part("unit").and_then(|unit| unit.chars().next());
        let ratio = part("percent")
            .or(part("hundredth"))
            .and_then(hundredths)
            .or_else(|| Some((whole(part("num")?)?, whole(part("den")?)?)))
            .or_else(|| Some((whole(part("top")?)?, whole(part("bottom")?)?)))
            .or_else(|| part("half").map(|_| (1, 2)))
            .or_else(|| Some((whole(part("count")?)?, 1)));
        let Some((num, den)) = ratio.filter(|(_, den)| *den > 0) else { continue };
        let (mut bound, strict, shared) = bounded(text, &range, words);
        if let Some(from) = FROM.captures(&text[..range.start]) {
            let number = from.name("number").expect("the pattern has one");
            bound = Bound::Upper;
            let first = found.last_mut().filter(|last| last.range.start == number.start());
            match first {
                Some(last) => last.bound = Bound::Lower,
                None if unit.is_some() || part("percent").is_some() => {
                    let lower = match unit {
                        Some(_) => whole(number.as_str()).map(|n| (n, 1)),
                        None => hundredths(number.as_str()),
                    };
                    found.extend(lower.map(|(num, den)| Amount {
                        num,
                        den,
                        unit,
                        bound: Bound::Lower,
                        strict: false,
                        shared,
                        range: number.range(),
                    }));
                }
                None => {}
            }
        }
        found.push(Amount { num, den, unit, bound, strict, shared, range });
    }
    found
}

fn whole(text: &str) -> Option<i64> {
    numeral::count(text, "").or_else(|| numeral::parse(text).map(i64::from))
}

/// Reads the number before a per cent sign: 30 is 30/100, 1.5 is 15/1000.
fn hundredths(text: &str) -> Option<(i64, i64)> {
    let plain: String = text.chars().map(numeral::half_width).collect();
    match plain.split_once('.') {
        Some((whole, digits)) => {
            let scale = 10_i64.checked_pow(u32::try_from(digits.len()).ok()?)?;
            Some((format!("{whole}{digits}").parse().ok()?, scale.checked_mul(100)?))
        }
        None => Some((whole(&plain)?, 100)),
    }
}

/// Tells what an amount limits by the words around it, within its clause.
fn bounded(text: &str, range: &Range<usize>, words: &Bounding) -> (Bound, bool, bool) {
    let behind = text[range.end..].trim_start_matches(['的', ' ']);
    let before = &text[..range.start];
    let start = before
        .rfind(['，', '。', '；', '：', '、', '\n', ',', ';'])
        .map_or(0, |i| i + before[i..].chars().next().map_or(0, char::len_utf8));
    let before = &before[start..];
    let shared = before.contains(['均', '都']);
    // The last word that bounds; of two that end together the longer (不超过, not 超过).
    let last = |words: &[String]| {
        let end = |word: &String| Some((before.rfind(word.as_str())? + word.len(), word.len()));
        words.iter().filter_map(end).max()
    };
    let follows = |words: &[String]| words.iter().any(|word| behind.starts_with(word.as_str()));
    let (upper, lower, exceed) =
        (last(&words.at_most), last(&words.at_least), last(&words.more_than));
    let most = upper.max(lower).max(exceed);
    if follows(&words.or_less) {
        return (Bound::Upper, false, shared);
    }
    if most.is_some() && most == upper {
        return (Bound::Upper, false, shared);
    }
    if most.is_some() && most == exceed {
        return (Bound::Lower, true, shared);
    }
    let lower = most.is_some() || follows(&words.or_more);
    (if lower { Bound::Lower } else { Bound::Neither }, false, shared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::own_words;
    use Bound::*;

    fn seen(text: &str) -> Vec<(i64, i64, Option<char>, Bound, bool)> {
        let words = own_words().limits.bounding;
        find(text, &words).into_iter().map(|a| (a.num, a.den, a.unit, a.bound, a.strict)).collect()
    }

    #[test]
    fn amounts_are_read_with_what_they_limit() {
        assert_eq!(seen("院学生会工作人员不超过４０人"), [(40, 1, Some('人'), Upper, false)]);
        assert_eq!(seen("不得超过四十名"), [(40, 1, Some('名'), Upper, false)]);
        assert_eq!(seen("达到应到代表的4/5以上"), [(4, 5, None, Lower, false)]);
        assert_eq!(seen("必须超过应到代表的五分之四"), [(4, 5, None, Lower, true)]);
        assert_eq!(seen("超过半数的到会代表"), [(1, 2, None, Lower, true)]);
        assert_eq!(seen("不低于学生总数的1.5%"), [(15, 1000, None, Lower, false)]);
        assert_eq!(
            seen("负责人2人至3人"),
            [(2, 1, Some('人'), Lower, false), (3, 1, Some('人'), Upper, false)]
        );
        assert_eq!(seen("负责人2至3人"), seen("负责人2人至3人"));
        assert_eq!(
            seen("学生人数的5%—15%"),
            [(5, 100, None, Lower, false), (15, 100, None, Upper, false)]
        );
        assert_eq!(seen("排名位于前百分之三十"), [(30, 100, None, Neither, false)]);
        assert_eq!(seen("本专业前30%以内"), [(30, 100, None, Upper, false)]);
        assert_eq!(seen("第十三条，每年一次，两个月"), [(2, 1, Some('个'), Neither, false)]);
    }
}
