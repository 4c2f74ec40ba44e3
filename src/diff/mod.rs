//! What changed from one document to another, as a list of typed changes.
//! It must not know how changes are shown, nor any data but what both documents make public.

mod facet;
mod kin;
mod order;
mod pair;
mod piece;
mod public;
mod summary;

pub use piece::{Piece, document, pieces};
pub use public::{Movement, Public, diff_published, public};
pub use summary::{part_name, people_part, withdrawn};

use serde::{Deserialize, Serialize};

use crate::align::{How, Words};
use crate::document::{Block, Digested, Document, Inline, Named, Said, plain_text};
use crate::redaction;
use pair::{Entry, Paired};

/// The number of this list's form. A list of another is refused: it can be made again from the
/// documents, which are read for ever.
pub const SCHEMA: u32 = 2;

/// What changed from one document to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Difference {
    pub schema: u32,
    pub old: Compared,
    pub new: Compared,
    /// Sentences for a report, in the order of the form; none when nothing changed.
    pub summary: Vec<String>,
    /// What a reader is told, in the order of the form.
    pub changes: Vec<Change>,
    /// What only follows from other changes and is not told: numbers and addresses that moved on,
    /// and the compliance report, which is made from all the rest.
    pub follows: Vec<Change>,
}

/// One of the two documents compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Compared {
    pub year: String,
    /// The name of the round of appraisals whose notice it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<String>,
    pub year_label: String,
    pub college: String,
    pub organisation: String,
    pub title: String,
    pub published: String,
    /// How many people its roster lists, or a round's results.
    pub people: usize,
    /// How many of them it no longer names.
    #[serde(default, skip_serializing_if = "is_nobody")]
    pub withdrawn: usize,
    /// SHA-256 of its `document.json`.
    pub content: String,
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Change {
    pub kind: Kind,
    pub subject: Subject,
    /// The outermost section it stands in, by its address, or by its title where a notice counts
    /// its chapters and annexes; `head`, `preamble` and `closing` besides.
    pub part: String,
    /// Absent when it was added.
    pub old: Option<Placed>,
    /// Absent when it was removed.
    pub new: Option<Placed>,
    /// Whether it stands elsewhere among what stayed.
    pub moved: bool,
    /// Whether an article only names others by the numbers they now have.
    pub only_references: bool,
    /// The article this one was split from or merged into, by its name.
    pub kin: Option<String>,
    /// What changed in it, one entry a column or line; for running text the one without a name.
    /// Of a thing added or removed, all it says.
    pub facets: Vec<Facet>,
}

/// What became of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Added,
    Removed,
    Changed,
    /// New, with words that stood in another article before.
    SplitOff,
    /// Gone, with words that stand in another article now.
    MergedInto,
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// A field of the head: title, issuer, dates, form.
    Head,
    /// The heading of a section or 章.
    Heading,
    /// A row of the self-evaluation.
    Indicator,
    /// A row of the self-evaluation of second-level unions.
    SecondItem,
    /// A second-level union's row of the matrix.
    Matrix,
    Unit,
    Person,
    Delegation,
    Guide,
    /// A numbered provision of a regulation.
    Article,
    /// A paragraph or list.
    Paragraph,
    /// The head of a table.
    Table,
    /// A round of appraisals that a disclosure cites.
    Round,
    /// What a notice lays down in a sentence: whom, when, by whom, for whom.
    Arrangement,
    /// A grade of a score sheet, with its band and quota.
    Grade,
    /// The dimensions of a score sheet.
    Sheet,
    /// Who scores one kind of subject, with their weights.
    Raters,
    /// A body, or a post, that is appraised.
    Appraised,
    /// A person whose appraisal is made public.
    Officer,
    /// A row of any other table.
    Row,
}

impl Subject {
    /// Tells whether it is about one person of a list that search engines are kept away from.
    pub fn is_person(self) -> bool {
        matches!(self, Subject::Person | Subject::Officer)
    }
}

/// A piece and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Placed {
    /// Its place among all pieces of its document, counted from 0.
    pub at: usize,
    /// What a reader calls it: `第十六条`, `校园联络部`.
    pub name: String,
    pub piece: Piece,
}

/// One aspect of a thing, before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Facet {
    /// The field, by its name in the document: `headcount`, `notice.committee.count`; empty for
    /// running text.
    pub key: String,
    /// Which entry of a list the field is of, by the entry's own name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// What a reader calls it: the title of the column, or what a line is for; empty for running text.
    pub name: String,
    pub old: String,
    pub new: String,
    /// Both texts in one, what changed marked.
    pub words: Vec<Words>,
}

/// Tells what changed from `a` to `b`.
///
/// The older of the two is always read as the old one, and the result turned round when it was
/// given second: so `diff(b, a)` is `diff(a, b).mirrored()`, and what only the later year knows,
/// such as a department's former name, serves both.
pub fn diff(a: &Document, b: &Document) -> Difference {
    diff_told_of(a, b, (Compared::digested(a), Compared::digested(b)))
}

/// Tells what changed from `a` to `b`, which are made of the documents of two editions.
fn diff_told_of(a: &Document, b: &Document, editions: (Compared, Compared)) -> Difference {
    let age = |document: &Document| (document.year.clone(), document.published.clone());
    let older_first = match age(a).cmp(&age(b)) {
        std::cmp::Ordering::Equal => a.to_json() <= b.to_json(),
        order => order.is_lt(),
    };
    match older_first {
        true => forward(a, b, editions),
        false => forward(b, a, (editions.1, editions.0)).mirrored(),
    }
}

fn forward(a: &Document, b: &Document, editions: (Compared, Compared)) -> Difference {
    let withdrawn = (redaction::withdrawn_from(a), redaction::withdrawn_from(b));
    let (old, new) = (pieces(a), pieces(b));
    let (old, new) = (pair::entries(&old), pair::entries(&new));
    let mut changes = Vec::new();
    let mut follows = Vec::new();
    for Paired { old, new, moved } in pair::pair(&old, &new) {
        if let (Some(old), Some(new)) = (&old, &new)
            && old.piece == new.piece
            && !moved
        {
            continue;
        }
        let Some(change) = change(old, new, moved) else { continue };
        let silent = facet::follows(&change, old.or(new))
            || is_unknown(&change, withdrawn)
            || is_echo(&change, a.kind)
            || is_result(&change) && !(has_results(a) && has_results(b))
            || is_note(&change, withdrawn);
        if silent { follows.push(change) } else { changes.push(change) }
    }
    kin::note_kin(&mut changes, &follows);
    let mut found = Difference {
        schema: SCHEMA,
        old: editions.0,
        new: editions.1,
        summary: Vec::new(),
        changes,
        follows,
    };
    order::sort(&mut found);
    found.summary = summary::summary(&found);
    found
}

/// Tells whether nobody can know what became of a person: one who was withdrawn, and one who is
/// missing where somebody was withdrawn, for they may be the same.
fn is_unknown(change: &Change, (old, new): (usize, usize)) -> bool {
    match change.kind {
        _ if !change.subject.is_person() => false,
        Kind::Removed => new > 0 || is_withdrawn(&change.old),
        Kind::Added => old > 0 || is_withdrawn(&change.new),
        _ => false,
    }
}

/// Tells whether a row named somebody who was withdrawn since.
fn is_withdrawn(placed: &Option<Placed>) -> bool {
    match placed.as_ref().map(|placed| &placed.piece) {
        Some(Piece::Row { row }) => {
            row.cells.iter().any(|cell| cell.person == Some(Named::Withdrawn))
        }
        _ => false,
    }
}

/// Tells whether a change only says again when a notice was issued.
fn is_echo(change: &Change, kind: crate::document::Kind) -> bool {
    let of =
        |placed: &Placed| matches!(&placed.piece, Piece::Field { name, .. } if name == "as_of");
    kind == crate::document::Kind::Notice && change.new.as_ref().is_some_and(of)
}

/// Tells whether a change is about what somebody's appraisal came to.
fn is_result(change: &Change) -> bool {
    let appraised = matches!(change.subject, Subject::Appraised | Subject::Officer);
    appraised && change.part == redaction::STANDINGS
}

/// Tells whether a round prints results; where one of two does not, there is nothing to compare.
fn has_results(document: &Document) -> bool {
    let standings = document.sections.iter().filter(|section| section.id == redaction::STANDINGS);
    let mut blocks = standings.flat_map(|section| &section.blocks);
    blocks.any(|block| matches!(block, Block::Table(_)))
}

/// Tells whether a change is but the roster's own note on those who were withdrawn, of which the
/// difference tells in its own words.
fn is_note(change: &Change, (old, new): (usize, usize)) -> bool {
    let sides = [(&change.old, old), (&change.new, new)].into_iter();
    let mut notes = sides.filter_map(|(placed, withdrawn)| Some((placed.as_ref()?, withdrawn)));
    notes.all(|(placed, withdrawn)| match &placed.piece {
        Piece::Block { block } => withdrawn > 0 && redaction::is_note(block),
        _ => false,
    })
}

fn is_nobody(people: &usize) -> bool {
    *people == 0
}

fn change(old: Option<&Entry>, new: Option<&Entry>, moved: bool) -> Option<Change> {
    let any = new.or(old)?;
    let kind = match (old, new) {
        (Some(_), Some(_)) => Kind::Changed,
        (None, _) => Kind::Added,
        (_, None) => Kind::Removed,
    };
    let placed =
        |entry: &Entry| Placed { at: entry.at, name: entry.name(), piece: entry.piece.clone() };
    Some(Change {
        kind,
        subject: any.subject(),
        part: any.part.to_owned(),
        old: old.map(placed),
        new: new.map(placed),
        moved,
        only_references: false,
        kin: None,
        facets: match (old, new) {
            (Some(old), Some(new)) => facet::facets(old, new),
            (Some(gone), None) => facet::whole(gone, How::Deleted),
            (None, come) => come.map_or_else(Vec::new, |come| facet::whole(come, How::Inserted)),
        },
    })
}

/// Makes the new document from the old one; absent when the changes are another document's.
///
/// What changed or follows is taken out of the old document at its old places, and put in at its
/// new ones; all else must be the same in both, in the same order.
pub fn apply(old: &Document, difference: &Difference) -> Option<Document> {
    let mut pieces: Vec<Option<Piece>> = pieces(old).into_iter().map(Some).collect();
    let all = || difference.changes.iter().chain(&difference.follows);
    for Placed { at, piece, .. } in all().filter_map(|change| change.old.as_ref()) {
        let found = pieces.get_mut(*at)?.take()?;
        if found != *piece {
            return None;
        }
    }
    let mut rest = pieces.into_iter().flatten();
    let mut put: Vec<&Placed> = all().filter_map(|change| change.new.as_ref()).collect();
    put.sort_by_key(|placed| placed.at);
    let mut made = Vec::new();
    for placed in put {
        while made.len() < placed.at {
            made.push(rest.next()?);
        }
        made.push(placed.piece.clone());
    }
    made.extend(rest);
    document(made)
}

impl Difference {
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.follows.is_empty()
    }

    /// Turns the comparison round.
    pub fn mirrored(self) -> Self {
        let turn = |changes: Vec<Change>| changes.into_iter().map(Change::mirrored).collect();
        let mut turned = Self {
            schema: self.schema,
            old: self.new,
            new: self.old,
            summary: Vec::new(),
            changes: turn(self.changes),
            follows: turn(self.follows),
        };
        order::sort(&mut turned);
        turned.summary = summary::summary(&turned);
        turned
    }

    /// Returns the bytes of its JSON form.
    pub fn to_json(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("a difference is plain data");
        bytes.push(b'\n');
        bytes
    }

    /// Reads its JSON form back; absent when it is none, or of another schema.
    pub fn from_json(json: &[u8]) -> Option<Self> {
        let difference: Self = serde_json::from_slice(json).ok()?;
        (difference.schema == SCHEMA).then_some(difference)
    }
}

impl Change {
    fn mirrored(self) -> Self {
        let kind = match self.kind {
            Kind::Added => Kind::Removed,
            Kind::Removed => Kind::Added,
            Kind::Changed => Kind::Changed,
            Kind::SplitOff => Kind::MergedInto,
            Kind::MergedInto => Kind::SplitOff,
        };
        let facets = self.facets.into_iter().map(Facet::mirrored).collect();
        Self { kind, old: self.new, new: self.old, facets, ..self }
    }

    /// Returns where it stands now, or where it stood when it is gone.
    fn placed(&self) -> Option<&Placed> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// What it is called now, or was called when it is gone.
    pub fn name(&self) -> &str {
        self.placed().map_or("", |placed| &placed.name)
    }

    /// Returns a facet by its key.
    pub fn facet(&self, key: &str) -> Option<&Facet> {
        self.facets.iter().find(|facet| facet.key == key)
    }

    /// Returns the piece as it is now, or as it was when it is gone.
    pub fn piece(&self) -> Option<&Piece> {
        self.placed().map(|placed| &placed.piece)
    }
}

impl Piece {
    /// Returns what the cells of a row say, each field they show.
    fn row_says(&self) -> impl Iterator<Item = &Said> {
        let cells = match self {
            Piece::Row { row } => &row.cells[..],
            _ => &[],
        };
        cells.iter().flat_map(|cell| &cell.says)
    }
}

impl Facet {
    fn mirrored(self) -> Self {
        Self {
            old: self.new,
            new: self.old,
            key: self.key,
            of: self.of,
            name: self.name,
            words: crate::align::mirrored(&self.words),
        }
    }
}

impl Compared {
    /// What a reader calls it: the year, or the round of a notice.
    pub fn name(&self) -> &str {
        match self.round {
            Some(_) => round_name(&self.title),
            None => &self.year_label,
        }
    }

    /// What it says of itself, with a digest that nobody took before.
    fn digested(document: &Document) -> Self {
        Self::from_digested(Digested { document, digest: &document.digest() })
    }

    fn from_digested(Digested { document, digest }: Digested) -> Self {
        Self {
            year: document.year.clone(),
            round: document.round.clone(),
            year_label: document.year_label.clone(),
            college: document.college.clone(),
            organisation: document.organisation.clone(),
            title: document.title.clone(),
            published: document.published.clone(),
            people: people(document),
            withdrawn: redaction::withdrawn_from(document),
            content: digest.to_owned(),
        }
    }
}

fn people(document: &Document) -> usize {
    let lists = document.sections.iter().filter(|section| redaction::lists_people(section));
    let rows = lists.flat_map(|section| &section.blocks).map(|block| match block {
        Block::Table(table) => table.rows.len(),
        _ => 0,
    });
    rows.sum()
}

/// Shortens the title of a notice to what the round is called: `关于开展…述职评议的通知` →
/// `…述职评议`.
fn round_name(title: &str) -> &str {
    let title = title.strip_prefix("关于").unwrap_or(title);
    let title = title.strip_prefix("开展").unwrap_or(title);
    title.strip_suffix("的通知").unwrap_or(title)
}

/// Sets words on one line.
fn on_one_line(words: &[Inline]) -> String {
    plain_text(words).replace('\n', "；")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `UPDATE=1 cargo test --release --lib` writes the file anew; read what changed.
    #[test]
    fn the_json_schema_is_of_this_list() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/standards/difference.schema.json");
        let schema = schemars::schema_for!(Difference);
        let made = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &made).unwrap();
        }
        assert_eq!(made, std::fs::read_to_string(path).unwrap());
    }
}
