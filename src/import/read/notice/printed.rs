//! A notice in the form that this program prints, taken apart: parts under their headings, annexes, and
//! what the scores came to.
//! It must not know what a part says.

use std::sync::LazyLock;

use regex::Regex;

use super::apart::{is_date, is_issuer};
use super::own;
use crate::import::paper::{Block, lines};
use crate::import::read::sections;
use crate::standard::Words;

/// The parts that are data, as the form heads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Subjects,
    Committee,
    Work,
    Grading,
    Results,
    OpenMatters,
    Contacts,
}

use Part::*;

/// The headings that the program prints itself.
const HEADINGS: [(&str, Part); 7] = [
    ("工作对象", Subjects),
    ("评议小组", Committee),
    ("工作安排", Work),
    ("等次确定", Grading),
    ("结果通报", Results),
    ("另行通知的事项", OpenMatters),
    ("联系方式", Contacts),
];

static ANNEX: LazyLock<Regex> = LazyLock::new(|| own("^附件[0-9]*$"));

/// What stands below the signature under a heading of its own.
#[derive(Debug, Default)]
pub struct Annex {
    pub title: String,
    pub blocks: Vec<Block>,
}

/// The parts of a notice in our form.
#[derive(Debug, Default)]
pub struct Form {
    parts: Vec<(Part, Vec<Block>)>,
    pub annexes: Vec<Annex>,
    /// What the scores came to, where that was printed.
    pub standings: Vec<Block>,
    /// The headings, which the form prints itself.
    pub headings: Vec<String>,
}

impl Form {
    /// Returns what stands under a heading.
    pub fn blocks(&self, part: Part) -> &[Block] {
        let found = self.parts.iter().find(|(known, _)| *known == part);
        found.map_or(&[], |(_, blocks)| blocks)
    }

    pub fn lines(&self, part: Part) -> Vec<String> {
        lines(self.blocks(part))
    }
}

/// Where a block of the notice belongs.
enum Place {
    /// What the author wrote, before the parts and below them: title, text, signature.
    Letter,
    Part,
    /// Behind the number of an annex: its title comes next.
    AnnexNumber,
    Annex,
    Standings,
}

/// Takes the parts of our form out of a notice; what is left is the author's letter and its signature.
/// A notice that lacks one of them is not in our form.
pub fn cut(blocks: &[Block], words: &Words) -> Option<(Form, Vec<Block>)> {
    let mut form = Form::default();
    let mut letter = Vec::new();
    let mut place = Place::Letter;
    for block in blocks {
        let line = block.paragraph().map(|it| it.lines().concat()).unwrap_or_default();
        if let Some(part) = heading(&line, &form) {
            form.parts.push((part, Vec::new()));
            form.headings.push(line);
            place = Place::Part;
            continue;
        }
        let signs = || line.starts_with("附件") || is_issuer(&line, words) || is_date(&line);
        let in_contacts = form.parts.last().is_some_and(|(part, _)| *part == Contacts);
        place = match place {
            Place::Part if in_contacts && signs() => Place::Letter,
            Place::AnnexNumber if !line.is_empty() => {
                form.annexes.push(Annex { title: line.clone(), blocks: Vec::new() });
                form.headings.push(line);
                place = Place::Annex;
                continue;
            }
            place => place,
        };
        if in_contacts && ANNEX.is_match(&line) {
            form.headings.push(line);
            place = Place::AnnexNumber;
            continue;
        }
        if in_contacts && line == "评议结果" {
            form.headings.push(line);
            place = Place::Standings;
            continue;
        }
        match place {
            Place::Letter | Place::AnnexNumber => letter.push(block.clone()),
            Place::Part => {
                let (_, blocks) = form.parts.last_mut().expect("a part was begun");
                blocks.push(block.clone());
            }
            Place::Annex => {
                let annex = form.annexes.last_mut().expect("an annex was begun");
                annex.blocks.push(block.clone());
            }
            Place::Standings => form.standings.push(block.clone()),
        }
    }
    let whole = HEADINGS.iter().filter(|(_, part)| *part != OpenMatters);
    let has = |part: Part| form.parts.iter().any(|(known, _)| *known == part);
    whole.clone().all(|(_, part)| has(*part)).then_some((form, letter))
}

/// Tells the heading of a part that has not come yet; the parts begin with the first.
fn heading(line: &str, form: &Form) -> Option<Part> {
    let words = sections::numbered(line)?;
    let (_, part) = HEADINGS.iter().find(|(heading, _)| *heading == words)?;
    let begun = *part == Subjects || !form.parts.is_empty();
    let known = form.parts.iter().any(|(known, _)| known == part);
    (begun && !known).then_some(*part)
}
