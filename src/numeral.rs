//! Numbers as Chinese texts write them: 十一, 第一百零一条, （二十一）, ㈠, ⑴, ①, １２, 34人; and half-width
//! digits and marks.
//! It must not know what is counted.

/// The digits, by value.
const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// The largest units, each ten thousand times the next.
const GROUPS: [(u64, &str); 3] = [(100_000_000, "亿"), (10_000, "万"), (1, "")];

/// Numbers that are one character: where a row of them starts, how long it is, its first value.
const ROWS: [(u32, u32, u32); 9] = [
    (0x2460, 20, 1),  // ①
    (0x3251, 15, 21), // ㉑
    (0x32b1, 15, 36), // ㊱
    (0x2474, 20, 1),  // ⑴
    (0x2488, 20, 1),  // ⒈
    (0x2776, 10, 1),  // ❶
    (0x3220, 10, 1),  // ㈠
    (0x3280, 10, 1),  // ㊀
    (0x24f5, 10, 1),  // ⓵
];

/// Returns the number a text is, bare or as part of a label: `十`, `第十条`, `（十）`, `10.`, `⑩`.
///
/// A numeral nobody would write, such as 一二 or 十百, is none; of the loose spellings 一十一,
/// 一百十一, 两千 and 二〇二四 are understood.
pub fn parse(text: &str) -> Option<u32> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = unwrap_label(&bare);
    let mut chars = bare.chars();
    if let (Some(only), None) = (chars.next(), chars.next())
        && let Some(value) = single(only)
    {
        return Some(value);
    }
    arabic(bare).or_else(|| han(bare))
}

/// The most that is counted; beyond it a number is a slip, and would not multiply.
const MAX_COUNT: i64 = 1_000_000_000;

/// Reads a whole number, in any digits or Chinese numerals, with or without its unit.
pub fn count(text: &str, unit: &str) -> Option<i64> {
    let text = text.trim();
    let bare =
        if unit.is_empty() { text } else { text.strip_suffix(unit).unwrap_or(text).trim_end() };
    let digits: String = bare.chars().map(half_width).collect();
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return digits.parse().ok().filter(|number| *number <= MAX_COUNT);
    }
    parse(bare).map(i64::from).filter(|number| *number <= MAX_COUNT)
}

/// How texts write a percentage: 1.6%, １.6％, 百分之一点六, 百分之30.
pub const PERCENT: &str = "(?:[0-9０-９]+(?:[.．][0-9０-９]+)?) *[%％]|百分之(?:[0-9０-９]+(?:[.．][0-9０-９]+)?|[零〇一二两三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?)";

/// Returns a percentage in Arabic digits without its sign; nothing of what is none.
pub fn percent(text: &str) -> Option<String> {
    let text = text.trim();
    let bare = text.strip_prefix("百分之").unwrap_or(text).trim_end_matches(['%', '％', ' ']);
    let half: String = bare.chars().map(|c| if c == '．' { '.' } else { half_width(c) }).collect();
    if half.starts_with(|c: char| c.is_ascii_digit()) {
        return half.chars().all(|c| c.is_ascii_digit() || c == '.').then_some(half);
    }
    let (whole, behind) = half.split_once('点').unwrap_or((&half, ""));
    let mut number = count(whole, "")?.to_string();
    if !behind.is_empty() {
        number.push('.');
        for c in behind.chars() {
            number.push_str(&digit(if c == '〇' { '零' } else { c })?.to_string());
        }
    }
    Some(number)
}

/// Tells whether a character is an Arabic digit, of either width.
pub fn is_digit(c: char) -> bool {
    decimal(c).is_some()
}

/// Makes any full-width letter, digit, mark or blank half-width.
pub fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Makes a full-width digit, slash, point or percent sign half-width, and leaves punctuation.
pub fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        '／' => '/',
        '．' => '.',
        '％' => '%',
        _ => c,
    }
}

/// Writes a number as regulations do: 11 is 十一, 101 is 一百零一.
pub fn chinese(n: u32) -> String {
    let mut out = String::new();
    let mut rest = u64::from(n);
    for (unit, name) in GROUPS {
        let group = rest / unit;
        rest %= unit;
        if group == 0 {
            continue;
        }
        write_group(group as u32, &mut out);
        out.push_str(name);
    }
    match out.strip_prefix("一十") {
        Some(teens) => format!("十{teens}"),
        None if out.is_empty() => DIGITS[0].to_string(),
        None => out,
    }
}

/// Tells whether a character may stand in a numeral of several characters.
pub fn is_numeral(c: char) -> bool {
    decimal(c).is_some() || digit(c).is_some() || unit(c).is_some() || "万亿".contains(c)
}

/// Writes a number below 10,000, with 零 for what is missing between it and what stands before.
fn write_group(group: u32, out: &mut String) {
    let mut gap = !out.is_empty() && group < 1000;
    let mut started = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let value = group / unit % 10;
        if value == 0 {
            gap |= started;
            continue;
        }
        if gap {
            out.push(DIGITS[0]);
        }
        out.push(DIGITS[value as usize]);
        out.push_str(name);
        (gap, started) = (false, true);
    }
}

/// Takes 第…条, brackets and the points after a number off.
fn unwrap_label(text: &str) -> &str {
    let text = text.trim_matches(['（', '）', '(', ')', '.', '．', '、']);
    match text.strip_prefix('第') {
        Some(rest) => rest.trim_end_matches(|c| !is_numeral(c)),
        None => text,
    }
}

fn single(c: char) -> Option<u32> {
    let code = u32::from(c);
    let (start, _, first) =
        ROWS.iter().find(|(start, n, _)| (*start..start + n).contains(&code))?;
    Some(code - start + first)
}

/// Reads 12 and １２.
fn arabic(text: &str) -> Option<u32> {
    let digits: Option<String> =
        text.chars().map(|c| decimal(c).and_then(|d| char::from_digit(d, 10))).collect();
    digits?.parse().ok()
}

fn han(text: &str) -> Option<u32> {
    let text: String = text.chars().map(plain).collect();
    let positional: Option<Vec<u32>> = text.chars().map(digit).collect();
    match positional {
        // 二〇二四 and 一〇一, but not 一二, which may be a slip for 十二.
        Some(digits) if digits.len() > 2 || digits.len() == 1 => {
            digits.into_iter().try_fold(0u32, |n, digit| n.checked_mul(10)?.checked_add(digit))
        }
        Some(_) => None,
        None => {
            let value = sum(&text)?;
            (filled(&text) == filled(&chinese(value))).then_some(value)
        }
    }
}

/// Adds up a numeral without asking whether it is well spelt.
fn sum(text: &str) -> Option<u32> {
    let (mut total, mut group, mut pending) = (0u64, 0u64, None);
    for c in text.chars() {
        if let Some(digit) = digit(c) {
            pending = Some(u64::from(digit));
        } else if let Some(unit) = unit(c) {
            group += pending.take().unwrap_or(1) * unit;
        } else {
            let unit = GROUPS.iter().find(|(_, name)| name.starts_with(c))?.0;
            total += (group + pending.take().unwrap_or(0)).checked_mul(unit)?;
            group = 0;
        }
        if total > u64::from(u32::MAX) || group > 1_000_000 {
            return None;
        }
    }
    u32::try_from(total + group + pending.unwrap_or(0)).ok()
}

/// Writes 一 before each 十 that has no digit, so that 百十 and 百一十 compare alike.
fn filled(text: &str) -> String {
    let mut out = String::new();
    let mut before = None;
    for c in text.chars() {
        if c == '十' && before.and_then(digit).is_none_or(|d| d == 0) {
            out.push('一');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Returns the usual character for one that is written in its stead.
fn plain(c: char) -> char {
    match c {
        '〇' | '○' => '零',
        '两' => '二',
        // Radicals, as pasted from a PDF; that they stand here is reported elsewhere.
        '⼀' => '一',
        '⼆' => '二',
        '⼋' => '八',
        '⼗' => '十',
        c => c,
    }
}

fn decimal(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(u32::from(c) - u32::from('0')),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => None,
    }
}

fn digit(c: char) -> Option<u32> {
    let c = plain(c);
    (0..10).zip(DIGITS).find(|(_, digit)| *digit == c).map(|(value, _)| value)
}

fn unit(c: char) -> Option<u64> {
    match plain(c) {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_in_any_digits() {
        for text in ["34", "34人", "３４人", "三十四人", "34 人"] {
            assert_eq!(count(text, "人"), Some(34), "{text}");
        }
        assert_eq!(count("6人", "个"), None);
        assert_eq!(count("1.50", ""), None);
        assert_eq!(count("007", ""), Some(7));
        assert_eq!(count("123456789012345678901234567890", ""), None);
    }

    #[test]
    fn numerals_are_read() {
        for (text, value) in [
            ("一", 1),
            ("十", 10),
            ("第十条", 10),
            ("第 十一 条", 11),
            ("第二十章", 20),
            ("第一百零一条", 101),
            ("第一百一十条", 110),
            ("第一百十一条", 111),
            ("一百二十", 120),
            ("两千零五", 2005),
            ("一万零一十", 10010),
            ("（二十一）", 21),
            ("(十)", 10),
            ("㈠", 1),
            ("㈩", 10),
            ("⑴", 1),
            ("⑳", 20),
            ("㉑", 21),
            ("①", 1),
            ("⒈", 1),
            ("1.", 1),
            ("12、", 12),
            ("（３）", 3),
            ("第１０条", 10),
            ("二〇二四", 2024),
            ("一〇一", 101),
            ("⼗⼀", 11),
            ("零", 0),
            ("4294967295", u32::MAX),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_numeral_is_refused() {
        for text in [
            "",
            "第条",
            "（）",
            "一二",
            "十百",
            "二百百",
            "一百一",
            "一零十",
            "十零",
            "零一",
            "百",
            "甲",
            "4294967296",
            "九千亿",
            "十①",
            "1十",
            "第第一条",
            "万",
            "一万万",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_written() {
        for (value, text) in [
            (0, "零"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (101, "一百零一"),
            (110, "一百一十"),
            (1010, "一千零一十"),
            (10_010, "一万零一十"),
            (100_000, "十万"),
            (101_000, "十万一千"),
            (200_000_001, "二亿零一"),
        ] {
            assert_eq!(chinese(value), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(n: u32, small in 0u32..20_000) {
            prop_assert_eq!(parse(&chinese(n)), Some(n));
            prop_assert_eq!(parse(&chinese(small)), Some(small));
        }

        #[test]
        fn nothing_panics(text in "[一二十百千万亿零〇0-9０第条（）.]{0,12}", any: String) {
            parse(&text);
            parse(&any);
        }
    }
}
