//! Which part of a disclosure each block belongs to: by the headings 一、 to 十、, in any order.
//! It must not read what a part says.

use std::collections::BTreeMap;

use crate::import::paper::Block;
use crate::numeral;
use crate::standard::{Words, ends_in, word_lists};

/// The ten parts of a disclosure, as the year's files are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    SelfEvaluation,
    Charter,
    Units,
    Roster,
    Nomination,
    Election,
    Congress,
    Delegates,
    Appraisal,
    Guides,
}

use Part::*;

/// Each part, and the file it becomes: under its name stand the words of its heading. A heading is of the
/// first part that it has the words of.
pub const PARTS: [(Part, &str); 10] = [
    (SelfEvaluation, "自评"),
    (Nomination, "候选人"),
    (Election, "选举"),
    (Delegates, "代表"),
    (Congress, "代表大会"),
    (Appraisal, "述职"),
    (Guides, "责任人"),
    (Units, "机构"),
    (Roster, "名单"),
    (Charter, "章程"),
];

/// A disclosure taken apart.
#[derive(Debug, Default)]
pub struct Sections {
    /// What stands before the first heading.
    pub preface: Vec<Block>,
    /// Each part with its heading.
    pub parts: BTreeMap<Part, (String, Vec<Block>)>,
    /// The lines of a table of contents.
    pub contents: Vec<String>,
}

impl Sections {
    /// Takes what was read so far for a table of contents: its headings come again, with text.
    fn begin_again(&mut self) {
        for (_, (heading, blocks)) in std::mem::take(&mut self.parts) {
            self.contents.push(heading);
            self.preface.extend(blocks);
        }
        self.set_listed_aside();
    }

    /// Takes the lines of a table of contents out of what stands before the parts.
    fn set_listed_aside(&mut self) {
        let contents = &mut self.contents;
        self.preface.retain(|block| {
            let lines = block.lines();
            let listed = !lines.is_empty() && lines.iter().all(|line| is_listed(line));
            if listed {
                contents.extend(lines);
            }
            !listed
        });
    }
}

/// Tells a line of a table of contents: it ends with the number of a page.
fn is_listed(line: &str) -> bool {
    let text = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let set_off = text.ends_with([' ', '\u{3000}', '.', '…', '·']);
    is_contents_title(line) || (text.len() < line.len() && set_off)
}

fn is_contents_title(line: &str) -> bool {
    line.replace([' ', '\u{3000}'], "") == "目录"
}

/// Tells the title of a table of contents, and a line whose number of a page dots lead to.
fn is_led(line: &str) -> bool {
    if is_contents_title(line) {
        return true;
    }
    let text = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let bare = text.trim_end();
    text.len() < line.len() && ["...", "…", "···"].iter().any(|dots| bare.ends_with(dots))
}

/// The most characters of a heading.
const HEADING: usize = 48;

/// The fewest parts by numbered headings that leave no doubt how a document is headed.
const ENOUGH: usize = 5;

/// Takes a document apart at its headings: those numbered 一、 or set as such; where there are hardly
/// any, at lines that say the name of a part and nothing else.
pub fn sections(blocks: &[Block], words: &Words) -> Sections {
    let numbered = apart(blocks, |line, heading| part(line, heading, words));
    if numbered.parts.len() >= ENOUGH {
        return numbered;
    }
    let mut named = apart(blocks, |line, _| part_by_name(line, words));
    named.set_listed_aside();
    if named.parts.len() > numbered.parts.len() { named } else { numbered }
}

fn apart(blocks: &[Block], part: impl Fn(&str, bool) -> Option<Part>) -> Sections {
    let mut sections = Sections::default();
    let mut current: Option<Part> = None;
    for block in blocks {
        let lines = block.lines();
        if !lines.is_empty() && lines.iter().all(|line| is_led(line)) {
            sections.contents.extend(lines);
            continue;
        }
        let heading = block.paragraph().and_then(|paragraph| match &paragraph.lines()[..] {
            [line] => part(line, paragraph.heading).map(|part| (part, line.clone())),
            _ => None,
        });
        if let Some((part, _)) = &heading
            && current != Some(*part)
            && sections.parts.get(part).is_some_and(|(_, blocks)| blocks.is_empty())
        {
            sections.begin_again();
        }
        match heading.filter(|(part, _)| !sections.parts.contains_key(part)) {
            Some((part, line)) => {
                current = Some(part);
                sections.parts.insert(part, (line, Vec::new()));
            }
            None => match current.and_then(|part| sections.parts.get_mut(&part)) {
                Some((_, blocks)) => blocks.push(block.clone()),
                None => sections.preface.push(block.clone()),
            },
        }
    }
    sections
}

/// Tells which part a line is the heading of: it is numbered 一、 or set as a heading.
fn part(line: &str, set_as_heading: bool, words: &Words) -> Option<Part> {
    if line.chars().count() > HEADING || line.ends_with(['。', '；', '，', '：']) {
        return None;
    }
    let bare = line.trim_start_matches(['#', ' ']);
    let title = match numbered(bare) {
        Some(rest) => rest,
        None if set_as_heading || bare.len() < line.len() => bare,
        None => return None,
    };
    let has = |group: &String| group.split(' ').all(|word| title.contains(word));
    let is_of = |name: &str| words.under(word_lists::HEADINGS, name).iter().any(has);
    PARTS.iter().find(|(_, name)| is_of(name)).map(|(part, _)| *part)
}

/// Tells which part a line names that says nothing else: 第一部分　改革自评表, 1. 改革自评表.
fn part_by_name(line: &str, words: &Words) -> Option<Part> {
    // 第二章　组织机构 is of a regulation.
    let of_regulation =
        line.starts_with('第') && line.chars().take(6).any(|c| "章节条".contains(c));
    if of_regulation || line.chars().count() > 30 || line.contains(['。', '；', '，', '：']) {
        return None;
    }
    let counts = |c: char| {
        c.is_ascii_digit() || "一二三四五六七八九十第部分（）()、．. \u{3000}#".contains(c)
    };
    let name = line.trim_start_matches(counts);
    let is_of = |part: &str| ends_in(name, words.under(word_lists::PLAIN_HEADINGS, part));
    PARTS.iter().find(|(_, name)| is_of(name)).map(|(part, _)| *part)
}

/// Returns what follows 一、 at the start of a line.
pub fn numbered(line: &str) -> Option<&str> {
    let (number, rest) = line.split_once(['、', '．', '.'])?;
    let number = number.trim();
    let is_chinese =
        !number.is_empty() && number.chars().all(|c| "一二三四五六七八九十".contains(c));
    (is_chinese && numeral::parse(number).is_some()).then(|| rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::own_words;

    #[test]
    fn a_table_of_contents_is_no_part() {
        let block = |line: &&str| Block::Paragraph(crate::import::paper::Paragraph::plain(*line));
        let lines = [
            "公开",
            "目 录",
            "一、改革自评表 1",
            "二、章程 2",
            "第一章 总则 2",
            "前言的话。",
            "一、改革自评表",
            "甲",
            "二、章程",
            "乙",
        ];
        let blocks: Vec<Block> = lines.iter().map(block).collect();
        let sections = sections(&blocks, &own_words());
        let words = |blocks: &[Block]| crate::import::paper::lines(blocks);
        assert_eq!(words(&sections.preface), ["公开", "前言的话。"]);
        assert_eq!(words(&sections.parts[&Charter].1), ["乙"]);
        assert_eq!(sections.contents.len(), 4);
    }

    #[test]
    fn parts_without_numerals_are_told_by_their_names() {
        let block = |line: &&str| Block::Paragraph(crate::import::paper::Paragraph::plain(*line));
        let lines = [
            "江临职业技术学院学生会改革情况公开",
            "第一部分　改革自评表",
            "甲",
            "第二部分　《江临职业技术学院学生会章程》",
            "江临职业技术学院学生会章程",
            "第二章　组织机构",
            "第一条　名单由院团委保管，不得外传。",
            "第三部分　组织架构表",
            "乙",
            "第四部分　工作人员名单",
            "丙",
        ];
        let blocks: Vec<Block> = lines.iter().map(block).collect();
        let sections = sections(&blocks, &own_words());
        assert_eq!(sections.parts.len(), 4);
        assert_eq!(crate::import::paper::lines(&sections.parts[&Charter].1).len(), 3);
        assert_eq!(crate::import::paper::lines(&sections.preface), [lines[0]]);
    }

    #[test]
    fn headings_are_told_in_any_order_and_number() {
        for (line, expected) in [
            ("一、改革自评表", Some(SelfEvaluation)),
            ("九、校级组织主席团成员候选人产生办法", Some(Nomination)),
            ("二、《江临职业技术学院学生会章程》", Some(Charter)),
            ("四、校级组织工作人员名单", Some(Roster)),
            ("七、校级学生（研究生）代表大会召开情况", Some(Congress)),
            ("八、校级学生（研究生）代表大会代表产生办法", Some(Delegates)),
            ("六、校级组织主席团成员选举办法", Some(Election)),
            ("九、主席团成员和工作部门负责人述职评议办法", Some(Appraisal)),
            ("章程", None),
            ("四、名单由院团委保管。", None),
            ("二、会员", None),
        ] {
            assert_eq!(part(line, false, &own_words()), expected, "{line}");
        }
        assert_eq!(part("章程", true, &own_words()), Some(Charter));
    }
}
