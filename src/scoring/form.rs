//! What stands on the blank sheet of one group of raters, before anybody writes on it.
//! It must not know whether the sheet is of paper or of cells.

use super::{Dimension, Scheme, Subject, decimal};
use crate::manifest::sha256;
use crate::name::plain_name;

/// What marks a worksheet as one of ours. Its hidden first row holds it, then the round, the
/// group, the rater's number and the [digest](Form::digest) of the form.
pub const MARK: &str = "gongkai";

/// The heads of the columns before the first dimension.
pub const HEADS: [&str; 2] = ["序号", "述职对象"];

/// What stands in a closed cell, one that is not to be filled in.
pub const CLOSED: &str = "—";

/// A score table of a round: a scheme under its title, and who is appraised by it.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreTable {
    /// 校学生会工作人员述职评议评分表.
    pub title: String,
    pub scheme: Scheme,
    pub subjects: Vec<Subject>,
}

/// The sheet of a group; its raters' sheets differ only in their numbers and in whose row is closed.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The round's folder, `2025-autumn-school`.
    pub round: String,
    /// 校学生会工作人员述职评议评分表.
    pub title: String,
    pub group: String,
    /// One for each kind the group rates.
    pub tables: Vec<Table>,
    /// Whose row is closed on each rater's sheet, the first rater's first.
    pub own: Vec<Option<String>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub kind: String,
    pub dimensions: Vec<Dimension>,
    pub subjects: Vec<String>,
}

impl Form {
    /// Returns the sheets of a round, one a group and score table.
    pub fn all(round: &str, tables: &[ScoreTable]) -> Vec<Self> {
        let of = |table| groups(table).map(move |group| Self::lay_out(round, table, group));
        tables.iter().flat_map(of).collect()
    }

    fn lay_out(round: &str, of: &ScoreTable, group: &str) -> Self {
        let ScoreTable { title, scheme, subjects } = of;
        let table = |kind: &super::Kind| Table {
            kind: kind.name.clone(),
            dimensions: kind.dimensions.clone(),
            subjects: subjects
                .iter()
                .filter(|subject| subject.kind == kind.name)
                .map(|subject| subject.name.clone())
                .collect(),
        };
        let peers = scheme.peers(group, subjects);
        let own = (0..scheme.sheets(group, subjects)).map(|at| Some(peers.get(at)?.name.clone()));
        Self {
            round: round.to_owned(),
            title: title.clone(),
            group: group.to_owned(),
            tables: scheme.rated_by(group).map(table).collect(),
            own: own.collect(),
        }
    }

    /// Returns the name of its file, without the ending: the group's, after the table's title when
    /// another table of the round has a group of that name.
    pub fn stem(&self, all: &[Form]) -> String {
        let shared = all.iter().any(|form| form.group == self.group && form.title != self.title);
        let name = match shared {
            true => format!("{}-{}", self.title, self.group),
            false => self.group.clone(),
        };
        // What no system takes in a file's name.
        name.replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], "-")
    }

    /// Returns how this form writes a subject that a sheet may write with other blanks or dots; what
    /// the sheet has where it is none of the form's.
    pub fn subject<'a>(&'a self, written: &'a str) -> &'a str {
        let plain = plain_name(written);
        let mut subjects = self.tables.iter().flat_map(|table| &table.subjects);
        subjects.find(|name| plain_name(name) == plain).map_or(written, String::as_str)
    }

    /// Returns what tells this form from another.
    pub fn digest(&self) -> String {
        sha256(self.text().as_bytes())[..16].to_owned()
    }

    /// Returns what stands on the sheet as one text: sheets of another text are other sheets.
    fn text(&self) -> String {
        let mut lines = vec![self.round.clone(), self.title.clone(), self.group.clone()];
        for table in &self.tables {
            lines.push(format!("# {}", table.kind));
            let dimension = |d: &Dimension| format!("- {} {}", d.name, decimal(d.maximum));
            lines.extend(table.dimensions.iter().map(dimension));
            lines.extend(table.subjects.iter().map(|name| plain_name(name)));
        }
        for (at, own) in self.own.iter().enumerate() {
            lines.extend(own.as_ref().map(|own| format!("{} = {}", at + 1, plain_name(own))));
        }
        lines.join("\n")
    }
}

impl Dimension {
    /// Returns how its column is headed: `服务广大学生（20分）`.
    pub fn heading(&self) -> String {
        format!("{}（{}分）", self.name, decimal(self.maximum))
    }
}

fn groups(table: &ScoreTable) -> impl Iterator<Item = &str> {
    table.scheme.groups().into_iter()
}
