//! What is told of a difference, group by group, in words every format shares.
//! It must not know a format.

use serde::Serialize;

use crate::align::{How, Words};
use crate::diff::{
    Change, Compared, Difference, Facet, Kind, Movement, Subject, part_name, people_part, withdrawn,
};
use crate::edition::Union;
use crate::redaction::TAKEN_DOWN;

/// How many characters of a value one reads at a glance.
const SHORT: usize = 16;

/// The parts that the form has before the one that lists people.
const BEFORE_ROSTER: [&str; 5] = ["head", "preamble", "self-evaluation", "charter", "units"];

/// A difference as it is told.
#[derive(Clone, Debug, Serialize)]
pub struct Telling {
    /// `2025—2026学年与2024—2025学年相比的变化`
    pub title: String,
    /// Stands before it: 研究生会, or nothing.
    #[serde(skip)]
    whose: &'static str,
    /// What the two columns are headed with.
    pub old: String,
    pub new: String,
    pub summary: Vec<String>,
    pub groups: Vec<Group>,
}

/// The changes of one part of the form.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    pub id: String,
    pub title: String,
    pub entries: Vec<Entry>,
}

/// One change.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    pub id: String,
    /// `增加`, `删去`, `修改`, …
    pub badge: &'static str,
    /// A word for the style of the badge: `added`, `removed`, `changed`.
    pub class: &'static str,
    pub name: String,
    /// What else is to be said; may be empty.
    pub note: String,
    /// Whether its lines are a few words each, as a person's are.
    pub brief: bool,
    pub lines: Vec<Line>,
}

/// One aspect of a change.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Empty for running text.
    pub name: String,
    /// Both texts in one.
    pub words: Vec<Words>,
    /// What was, with what was deleted marked; empty when there was nothing.
    pub old: Vec<Words>,
    /// What is, with what was inserted marked.
    pub new: Vec<Words>,
    /// Whether both are so short that one reads best after the other.
    pub short: bool,
}

impl Telling {
    pub fn from_difference(difference: &Difference) -> Self {
        let [old, new] = labels(&difference.old, &difference.new);
        let mut groups: Vec<Group> = Vec::new();
        for (i, change) in difference.changes.iter().enumerate() {
            let entry = Entry::from_change(change, i);
            let title = part_name(&change.part);
            match groups.iter_mut().find(|group| group.title == title) {
                Some(group) => group.entries.push(entry),
                None => groups.push(Group {
                    id: match change.part.is_ascii() {
                        true => format!("changes/{}", change.part),
                        false => format!("changes/part-{}", groups.len() + 1),
                    },
                    title: title.to_owned(),
                    entries: vec![entry],
                }),
            }
        }
        groups.iter_mut().for_each(|group| group.entries.sort_by_key(Entry::rank));
        let whose = whose(&difference.old, &difference.new);
        let mut telling = Self {
            title: format!("{whose}{new}与{old}相比的变化"),
            whose,
            summary: difference.summary.clone(),
            old,
            new,
            groups,
        };
        for (i, (year, what)) in withdrawn(difference).into_iter().enumerate() {
            let people = telling.people(people_part(difference));
            people.entries.insert(i, Entry::of_withdrawn(i + 1, year, what));
        }
        telling
    }

    /// Heads the two columns, and the whole, with other names.
    pub fn between(self, old: String, new: String) -> Self {
        Self { title: format!("{}{new}与{old}相比的变化", self.whose), old, new, ..self }
    }

    /// The group that tells of people, put in where the form has it when there is none.
    pub fn people(&mut self, part: &str) -> &mut Group {
        let title = part_name(part);
        let known = self.groups.iter().position(|group| group.title == title);
        let at = known.unwrap_or_else(|| {
            let earlier = BEFORE_ROSTER.map(part_name);
            let last = self.groups.iter().rposition(|g| earlier.contains(&g.title.as_str()));
            let at = last.map_or(0, |last| last + 1);
            let id = format!("changes/{part}");
            self.groups.insert(at, Group { id, title: title.to_owned(), entries: Vec::new() });
            at
        });
        &mut self.groups[at]
    }
}

/// Returns the address of a change on its page, by its place among all that are told.
pub fn address(at: usize) -> String {
    format!("change-{}", at + 1)
}

/// Names the union of both editions where it is that of a college's graduates, which has a page of its
/// own beside the first union's.
fn whose(old: &Compared, new: &Compared) -> &'static str {
    let graduate = Union::Graduate.organisation();
    let is_of = |edition: &Compared| edition.round.is_none() && edition.organisation == graduate;
    match old.college == new.college && is_of(old) && is_of(new) {
        true => graduate,
        false => "",
    }
}

/// Names two editions so that neither can be taken for the other.
fn labels(old: &Compared, new: &Compared) -> [String; 2] {
    let [mut a, mut b] = [old, new].map(|edition| edition.name().to_owned());
    if a == b {
        let by_date = old.published != new.published;
        let apart = |edition: &Compared, side: &str| match by_date {
            true => format!("（{}发布）", edition.published),
            false => format!("（{side}）"),
        };
        a += &apart(old, "旧");
        b += &apart(new, "新");
    }
    match old.college == new.college {
        true => [a, b],
        false => [format!("{}{a}", old.college), format!("{}{b}", new.college)],
    }
}

impl Entry {
    /// People are told by what became of them; all else in the order of the form.
    fn rank(&self) -> usize {
        ["新任", "离任", "留任"].iter().position(|badge| *badge == self.badge).unwrap_or_default()
    }

    fn from_change(change: &Change, at: usize) -> Self {
        let (badge, class) = badge(change);
        Self {
            id: address(at),
            badge,
            class,
            name: name(change),
            note: note(change),
            brief: matches!(
                change.subject,
                Subject::Person
                    | Subject::Officer
                    | Subject::Appraised
                    | Subject::Grade
                    | Subject::Head
                    | Subject::Delegation
                    | Subject::Heading
            ),
            lines: change
                .facets
                .iter()
                .filter(|facet| !says_the_name(change, &facet.key))
                .map(|facet| Line::from_facet(facet, change))
                .collect(),
        }
    }
}

impl Entry {
    /// Tells what became of a department's people, by numbers.
    pub fn of_movement((number, movement): (usize, &Movement)) -> Self {
        let Movement { department, come, left, moved_in, moved_out } = movement;
        let counts = [("新任", come), ("离任", left), ("转入", moved_in), ("转出", moved_out)];
        let said = counts.iter().filter(|(_, n)| **n > 0).map(|(word, n)| format!("{word}{n}人"));
        Self {
            id: format!("change-people-{}", number + 1),
            badge: "人数",
            class: "changed",
            name: department.clone(),
            note: said.collect::<Vec<_>>().join("，"),
            brief: true,
            lines: Vec::new(),
        }
    }

    /// Says that a year no longer names some people.
    fn of_withdrawn(number: usize, year: &str, what: String) -> Self {
        Self {
            id: format!("change-withdrawn-{number}"),
            badge: TAKEN_DOWN,
            class: "removed",
            name: format!("{year}{what}"),
            note: String::new(),
            brief: true,
            lines: Vec::new(),
        }
    }
}

impl Line {
    fn from_facet(facet: &Facet, change: &Change) -> Self {
        let side = |not: How| lines_apart(facet.words.iter().filter(|w| w.how != not));
        let name = if change.subject == Subject::Head { "" } else { &facet.name };
        let length = facet.old.chars().count().max(facet.new.chars().count());
        Self {
            name: name.to_owned(),
            words: lines_apart(facet.words.iter()),
            old: side(How::Inserted),
            new: side(How::Deleted),
            short: length <= SHORT && !facet.name.is_empty(),
        }
    }
}

/// Puts the start of a line before the words that were put in or taken out on it.
fn lines_apart<'a>(words: impl Iterator<Item = &'a Words>) -> Vec<Words> {
    let mut apart = Vec::new();
    for Words { how, text } in words {
        let rest = text.strip_prefix('\n').filter(|_| *how != How::Kept);
        if rest.is_some() {
            apart.push(Words { how: How::Kept, text: "\n".to_owned() });
        }
        apart.push(Words { how: *how, text: rest.unwrap_or(text).to_owned() });
    }
    apart
}

/// Tells whether a facet only says again what the entry is called.
fn says_the_name(change: &Change, key: &str) -> bool {
    match change.subject {
        Subject::Person | Subject::Officer | Subject::Unit | Subject::Matrix | Subject::Grade => {
            key == "name"
        }
        Subject::Delegation => key == "department",
        Subject::Guide => key == "category",
        Subject::Round => key == "title",
        Subject::Appraised => matches!(key, "name" | "post"),
        Subject::Indicator | Subject::SecondItem => key == "item" && change.kind != Kind::Changed,
        Subject::Heading => true,
        _ => false,
    }
}

/// The text of one side.
pub fn text(words: &[Words]) -> String {
    words.iter().map(|words| words.text.as_str()).collect()
}

fn badge(change: &Change) -> (&'static str, &'static str) {
    let person = change.subject == Subject::Person;
    match change.kind {
        Kind::Added if person => ("新任", "added"),
        Kind::Removed if person => ("离任", "removed"),
        Kind::Changed if person => ("留任", "changed"),
        Kind::Added => ("增加", "added"),
        Kind::Removed => ("删去", "removed"),
        Kind::SplitOff => ("拆分", "added"),
        Kind::MergedInto => ("合并", "removed"),
        Kind::Changed if change.only_references => ("顺延", "changed"),
        Kind::Changed if change.moved && tells_place(change) => ("移动", "changed"),
        Kind::Changed if change.subject == Subject::Unit && change.facet("name").is_some() => {
            ("更名", "changed")
        }
        Kind::Changed => ("修改", "changed"),
    }
}

fn tells_place(change: &Change) -> bool {
    matches!(change.subject, Subject::Article | Subject::Paragraph | Subject::Heading)
}

/// The name before and after, where both say something.
fn name(change: &Change) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if old.name != new.name && change.subject != Subject::Paragraph => {
            format!("{} → {}", old.name, new.name)
        }
        _ => change.name().to_owned(),
    }
}

/// What a reader cannot see from the words alone.
pub fn note(change: &Change) -> String {
    let kin = change.kin.as_deref().unwrap_or_default();
    let mut notes: Vec<String> = Vec::new();
    match change.kind {
        Kind::SplitOff => notes.push(format!("从原{kin}分出")),
        Kind::MergedInto => notes.push(format!("并入现{kin}")),
        Kind::Changed if change.only_references => {
            notes.push("只是所引用的条号随序号顺延".to_owned());
        }
        _ => {}
    }
    if change.moved && tells_place(change) && change.old.is_some() && change.new.is_some() {
        let words = if change.facets.is_empty() { "，文字不变" } else { "" };
        notes.push(format!("移动了位置{words}"));
    } else if change.kind == Kind::Changed && change.facets.is_empty() {
        notes.push("文字不变，格式或者链接有变化".to_owned());
    }
    notes.join("；")
}
