//! 章程修订对照表: the amendments of a charter, old and new side by side, as a congress votes on them.
//! It must not know a format, nor find any change itself.

use serde::Serialize;

use super::changes::{Telling, note};
use crate::align::{How, Words};
use crate::diff::{Change, Difference, Kind, Placed, Subject};
use crate::document::Document;

/// The section whose amendments are listed.
const CHARTER: &str = "charter";

/// The table and what stands around it; a theme's template reads it as `/amendments.json`.
#[derive(Debug, Serialize)]
pub struct Amendments<'a> {
    pub title: String,
    pub language: &'a str,
    pub college: &'a str,
    pub organisation: &'a str,
    pub issuer: &'a str,
    pub published: &'a str,
    /// What the columns are of: `2024—2025学年`.
    pub old: String,
    pub new: String,
    /// One sentence: how much was amended, or that nothing was.
    pub summary: String,
    /// How deleted and inserted words are marked.
    pub key: &'static str,
    /// The heads of the three columns.
    pub heads: [String; 3],
    pub rows: Vec<Amendment>,
    /// The line for the vote, with a blank to write a number between each two.
    pub vote: [&'static str; 6],
}

/// One row: an article or heading as it was and as it is to be.
#[derive(Debug, Serialize)]
pub struct Amendment {
    pub old_name: String,
    pub old: Vec<Words>,
    pub new_name: String,
    pub new: Vec<Words>,
    pub note: String,
}

impl<'a> Amendments<'a> {
    pub fn list(difference: &Difference, new: &'a Document) -> Self {
        let telling = Telling::from_difference(difference);
        let charter = new.sections.iter().find(|section| section.id == CHARTER);
        let name = charter.map_or("章程", |section| section.title.as_str());
        let listed = difference.changes.iter().filter(|change| is_listed(change));
        let rows: Vec<Amendment> = listed.map(row).collect();
        let said = telling.summary.iter().find_map(|line| line.strip_prefix("章程："));
        let summary = match rows.is_empty() {
            true => format!("两份章程的条文相同（{}与{}）。", telling.old, telling.new),
            false => said.unwrap_or_default().to_owned(),
        };
        Self {
            title: format!("{name}修订对照表"),
            language: &new.language,
            college: &new.college,
            organisation: &new.organisation,
            issuer: &new.issuer,
            published: &new.published,
            heads: [
                format!("原条文（{}）", telling.old),
                format!("修订后条文（{}）", telling.new),
                "说明".to_owned(),
            ],
            summary,
            key: "划去的是删去的文字，加粗并有下划线的是增加的文字；没有列出的条文不变，只有序号顺延。",
            vote: [
                "表决结果：应到代表",
                "人，实到代表",
                "人；赞成",
                "票，反对",
                "票，弃权",
                "票。",
            ],
            old: telling.old,
            new: telling.new,
            rows,
        }
    }

    /// Returns it as the data whose digest every printing of it shows.
    pub fn to_data(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("amendments are plain data")
    }
}

impl Amendment {
    /// What stands in the place of a side that is not there.
    pub const NO_OLD: &str = "（无）";
    pub const NO_NEW: &str = "（删去）";

    /// Whether it is new or gone as a whole: no word of it is marked.
    pub fn is_alone(&self) -> bool {
        self.old.is_empty() || self.new.is_empty()
    }
}

/// The line that says when a charter was adopted is no part of what is voted on.
fn is_listed(change: &Change) -> bool {
    change.part == CHARTER && !matches!(change.name(), "题注")
}

fn row(change: &Change) -> Amendment {
    let side = |not: How| -> Vec<Words> {
        let facets = change.facets.iter().filter(|facet| facet.name.is_empty());
        let words = facets.flat_map(|facet| &facet.words);
        words.filter(|words| words.how != not).cloned().collect()
    };
    let name =
        |placed: &Option<Placed>| placed.as_ref().map_or(String::new(), |it| it.name.clone());
    let (old_name, new_name) = (name(&change.old), name(&change.new));
    Amendment {
        old: side(How::Inserted),
        new: side(How::Deleted),
        note: remark(change, &old_name, &new_name),
        old_name,
        new_name,
    }
}

/// What stands in the third column.
fn remark(change: &Change, old_name: &str, new_name: &str) -> String {
    let mut remarks = Vec::new();
    match change.kind {
        Kind::Added => remarks.push("新增".to_owned()),
        Kind::Removed => remarks.push("删去".to_owned()),
        Kind::Changed if !change.only_references && !change.facets.is_empty() => {
            remarks.push("修改".to_owned());
        }
        _ => {}
    }
    let said = note(change);
    remarks.extend((!said.is_empty()).then_some(said));
    let renumbered =
        change.kind == Kind::Changed && change.subject == Subject::Article && old_name != new_name;
    remarks.extend(renumbered.then(|| format!("原{old_name}")));
    remarks.join("；")
}
