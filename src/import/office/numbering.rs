//! Automatic numbers of a Word document, as they are printed: 第一条, （一）, 1.
//! It must not know what is numbered.

use std::collections::{BTreeMap, BTreeSet};

use super::xml::Element;
use crate::numeral;

const LEVELS: usize = 9;

/// One level of a list: how it counts and what it prints.
#[derive(Clone, Debug)]
pub struct Level {
    pub start: u32,
    pub format: String,
    /// `第%1条`
    pub pattern: String,
    /// What separates the number from the text.
    pub after: &'static str,
    /// After a number of which level it begins anew; `Some(0)` is never.
    pub restart: Option<usize>,
    /// Whether all numbers in it are printed in digits.
    pub legal: bool,
    /// The paragraph style that is numbered by it.
    pub style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".to_owned(),
            pattern: String::new(),
            after: " ",
            restart: None,
            legal: false,
            style: None,
        }
    }
}

#[derive(Clone, Debug, Default)]
struct List {
    levels: Vec<Level>,
    style_link: Option<String>,
    numbering_style: Option<String>,
}

/// A use of a list: its list, and the starts and levels it changes.
pub type Used = (String, BTreeMap<usize, u32>, BTreeMap<usize, Level>);

#[derive(Clone, Debug, Default)]
struct Use {
    list: String,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    lists: BTreeMap<String, List>,
    uses: BTreeMap<String, Use>,
    counted: BTreeMap<String, [Option<u32>; LEVELS]>,
    /// Uses whose own start has been taken.
    begun: BTreeSet<(String, usize)>,
    /// How many bullets were met.
    pub bullets: usize,
}

impl Numbering {
    /// Reads the part; `of_style` gives the list that a numbering style names.
    pub fn read(part: &Element, of_style: &BTreeMap<String, String>) -> Self {
        let mut numbering = Self::default();
        for element in part.elements() {
            match element.name.as_str() {
                "abstractNum" => {
                    let id = element.attribute("abstractNumId").unwrap_or_default().to_owned();
                    let mut list = List {
                        style_link: element.value("styleLink").map(str::to_owned),
                        numbering_style: element.value("numStyleLink").map(str::to_owned),
                        ..List::default()
                    };
                    for level in element.elements().filter(|child| child.name == "lvl") {
                        let at = index(level.attribute("ilvl"));
                        list.levels.resize(list.levels.len().max(at + 1), Level::default());
                        list.levels[at] = self::level(level);
                    }
                    numbering.lists.insert(id, list);
                }
                "num" => {
                    let id = element.attribute("numId").unwrap_or_default().to_owned();
                    numbering.uses.insert(id, self::usage(element));
                }
                _ => {}
            }
        }
        numbering.link(of_style);
        numbering
    }

    /// Makes a numbering of lists by their names and of uses by theirs.
    pub fn from_lists(lists: BTreeMap<String, Vec<Level>>, uses: BTreeMap<String, Used>) -> Self {
        let list = |(id, levels)| (id, List { levels, ..List::default() });
        let used = |(id, (list, starts, levels))| (id, Use { list, starts, levels });
        Self {
            lists: lists.into_iter().map(list).collect(),
            uses: uses.into_iter().map(used).collect(),
            ..Self::default()
        }
    }

    /// Lets each list that only names a numbering style be the list of that style.
    fn link(&mut self, of_style: &BTreeMap<String, String>) {
        let linked: Vec<(String, String)> =
            self.lists
                .iter()
                .filter_map(|(id, list)| {
                    let style = list.numbering_style.as_ref()?;
                    let by_link = self.lists.iter().find(|(other, list)| {
                        *other != id && list.style_link.as_ref() == Some(style)
                    });
                    let by_style = || {
                        let used = self.uses.get(of_style.get(style)?)?;
                        Some(used.list.clone())
                    };
                    let target = by_link.map(|(id, _)| id.clone()).or_else(by_style)?;
                    Some((id.clone(), target))
                })
                .collect();
        for used in self.uses.values_mut() {
            if let Some((_, target)) = linked.iter().find(|(id, _)| *id == used.list) {
                used.list.clone_from(target);
            }
        }
    }

    /// Returns the level of a list that a paragraph style is numbered by.
    pub fn level_of_style(&self, number: &str, style: &str) -> Option<usize> {
        let list = self.lists.get(&self.uses.get(number)?.list)?;
        list.levels.iter().position(|level| level.style.as_deref() == Some(style))
    }

    /// Counts one on and returns what is printed before the paragraph.
    pub fn next(&mut self, number: &str, level: usize) -> String {
        let level = level.min(LEVELS - 1);
        let Some(used) = self.uses.get(number).cloned() else { return String::new() };
        let Some(list) = self.lists.get(&used.list) else { return String::new() };
        let at = |i: usize| used.levels.get(&i).or(list.levels.get(i)).cloned();
        let Some(own) = at(level) else { return String::new() };
        let counted = self.counted.entry(used.list.clone()).or_default();
        let first = self.begun.insert((number.to_owned(), level));
        let fresh = used.starts.get(&level).filter(|_| first).copied();
        counted[level] = Some(match (fresh, counted[level]) {
            (Some(start), _) => start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => used.starts.get(&level).copied().unwrap_or(own.start),
        });
        for (deeper, count) in counted.iter_mut().enumerate().skip(level + 1) {
            let restarts = match at(deeper).and_then(|level| level.restart) {
                None => true,
                Some(0) => false,
                Some(after) => level < after,
            };
            if restarts {
                *count = None;
            }
        }
        // A level that was skipped shows the number it would begin with.
        for (above, count) in counted.iter_mut().enumerate().take(level) {
            count.get_or_insert_with(|| at(above).map_or(1, |level| level.start));
        }
        if own.format == "bullet" {
            self.bullets += 1;
            return String::new();
        }
        let counted = *counted;
        let mut label = String::new();
        let mut letters = own.pattern.chars().peekable();
        while let Some(c) = letters.next() {
            let digit = letters.peek().and_then(|c| c.to_digit(10)).filter(|d| (1..=9).contains(d));
            match digit.filter(|_| c == '%') {
                Some(digit) => {
                    letters.next();
                    let i = digit as usize - 1;
                    let format = match own.legal {
                        true => "decimal".to_owned(),
                        false => at(i).map(|level| level.format).unwrap_or_default(),
                    };
                    label.push_str(&written(counted[i].unwrap_or(1), &format));
                }
                None => label.push(c),
            }
        }
        if !label.is_empty() {
            label.push_str(own.after);
        }
        label
    }
}

fn index(text: Option<&str>) -> usize {
    text.and_then(|text| text.parse().ok()).unwrap_or(0).min(LEVELS - 1)
}

fn level(element: &Element) -> Level {
    let number = |name: &str| element.value(name).and_then(|text| text.parse().ok());
    // The format may stand in an alternative with the classic one as its fallback.
    let format = element.value("numFmt").or_else(|| {
        let choice = element.child("AlternateContent")?;
        choice.elements().find_map(|choice| choice.value("numFmt"))
    });
    Level {
        start: number("start").unwrap_or(0),
        format: format.unwrap_or("decimal").to_owned(),
        pattern: element.value("lvlText").unwrap_or_default().to_owned(),
        after: if element.value("suff") == Some("nothing") { "" } else { " " },
        restart: number("lvlRestart").map(|n| n as usize),
        legal: element.is_on("isLgl"),
        style: element.value("pStyle").map(str::to_owned),
    }
}

fn usage(element: &Element) -> Use {
    let mut used = Use {
        list: element.value("abstractNumId").unwrap_or_default().to_owned(),
        ..Use::default()
    };
    for change in element.elements().filter(|child| child.name == "lvlOverride") {
        let at = index(change.attribute("ilvl"));
        if let Some(start) = change.value("startOverride").and_then(|text| text.parse().ok()) {
            used.starts.insert(at, start);
        }
        if let Some(own) = change.child("lvl") {
            used.levels.insert(at, level(own));
        }
    }
    used
}

/// Writes a number in one of Word's formats.
pub fn written(n: u32, format: &str) -> String {
    let of = |first: char, most: u32| {
        let c = char::from_u32(first as u32 + n.wrapping_sub(1));
        c.filter(|_| (1..=most).contains(&n)).map_or_else(|| n.to_string(), String::from)
    };
    let cycle = |letters: &str| {
        let letters: Vec<char> = letters.chars().collect();
        let at = (n as usize).wrapping_sub(1);
        letters.get(at).map_or_else(|| n.to_string(), |c| c.to_string())
    };
    match format {
        "none" => String::new(),
        "chineseCountingThousand"
        | "chineseCounting"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => numeral::chinese(n),
        "ideographDigital"
        | "japaneseDigitalTenThousand"
        | "taiwaneseDigital"
        | "koreanDigital2" => n.to_string().chars().map(chinese_digit).collect(),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
            numeral::chinese(n).chars().map(formal).collect()
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => of('①', 20),
        "decimalEnclosedParen" => of('⑴', 20),
        "decimalEnclosedFullstop" => of('⒈', 20),
        "ideographEnclosedCircle" => of('㊀', 10),
        "ideographTraditional" => cycle("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => cycle("子丑寅卯辰巳午未申酉戌亥"),
        "decimalZero" => format!("{n:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => n.to_string().chars().map(wide).collect(),
        "upperLetter" => letters(n, b'A'),
        "lowerLetter" => letters(n, b'a'),
        "upperRoman" => roman(n),
        "lowerRoman" => roman(n).to_lowercase(),
        _ => n.to_string(),
    }
}

fn chinese_digit(c: char) -> char {
    let at = c.to_digit(10).unwrap_or(0) as usize;
    "〇一二三四五六七八九".chars().nth(at).unwrap_or(c)
}

fn formal(c: char) -> char {
    let plain = "一二三四五六七八九十百千";
    let at = plain.chars().position(|known| known == c);
    at.and_then(|at| "壹贰叁肆伍陆柒捌玖拾佰仟".chars().nth(at)).unwrap_or(c)
}

fn wide(c: char) -> char {
    c.to_digit(10).and_then(|d| char::from_u32('０' as u32 + d)).unwrap_or(c)
}

/// A, B, … Z, AA, BB, as Word counts.
fn letters(n: u32, first: u8) -> String {
    if n == 0 || n > 780 {
        return n.to_string();
    }
    let letter = char::from(first + ((n - 1) % 26) as u8);
    std::iter::repeat_n(letter, ((n - 1) / 26 + 1) as usize).collect()
}

fn roman(n: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if n == 0 || n > 3999 {
        return n.to_string();
    }
    let mut rest = n;
    let mut text = String::new();
    for (value, letters) in STEPS {
        while rest >= value {
            text.push_str(letters);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::office::xml;

    const PART: &str = r#"<w:numbering xmlns:w="w">
      <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>
        <w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="space"/><w:lvlText w:val="第%1条"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>
        <w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>
      <w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>
      <w:num w:numId="8"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="20"/></w:lvlOverride></w:num>
    </w:numbering>"#;

    #[test]
    fn articles_and_items_are_numbered_as_word_prints_them() {
        let part = xml::parse(PART.into()).unwrap();
        let mut numbering = Numbering::read(&part, &BTreeMap::new());
        let mut next = |number: &str, level| numbering.next(number, level);
        assert_eq!(next("7", 0), "第一条 ");
        assert_eq!(next("7", 1), "（一）");
        assert_eq!(next("7", 1), "（二）");
        assert_eq!(next("7", 0), "第二条 ");
        assert_eq!(next("7", 1), "（一）");
        // The lists share their count; an override holds at its first use.
        assert_eq!(next("8", 0), "第二十条 ");
        assert_eq!(next("8", 0), "第二十一条 ");
        assert_eq!(next("7", 0), "第二十二条 ");
        assert_eq!(next("0", 0), "");
    }

    #[test]
    fn numbers_are_written_in_every_format() {
        for (n, format, text) in [
            (11, "chineseCounting", "十一"),
            (3, "decimalEnclosedCircle", "③"),
            (21, "decimalEnclosedCircle", "21"),
            (2, "ideographTraditional", "乙"),
            (4, "upperRoman", "IV"),
            (28, "lowerLetter", "bb"),
            (5, "decimalZero", "05"),
            (12, "chineseLegalSimplified", "拾贰"),
            (0, "lowerRoman", "0"),
        ] {
            assert_eq!(written(n, format), text);
        }
    }
}
