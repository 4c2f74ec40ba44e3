//! 章程修订对照表: the amendments of a charter, old and new side by side, as a congress votes on them.
//! It must not know how the table looks, nor find any change itself.

use serde::Serialize;
use serde_json::json;

use super::{Fonts, Press, Uncovered, options};
use crate::align::Words;
use crate::diff::{Change, Difference, Kind, Subject};
use crate::document::Document;
use crate::failure::Failure;
use crate::manifest::sha256;
use crate::render::changes::{Telling, note};
use crate::theme::Theme;

/// The template that is read first.
const MAIN: &str = "pdf/amendments.typ";

/// The section whose amendments are listed.
const CHARTER: &str = "charter";

/// What the template reads as `/amendments.json`.
#[derive(Serialize)]
struct Amendments<'a> {
    title: String,
    language: &'a str,
    college: &'a str,
    organisation: &'a str,
    issuer: &'a str,
    published: &'a str,
    /// What the columns are of: `2024—2025学年`.
    old: &'a str,
    new: &'a str,
    /// One sentence; empty when nothing was amended.
    summary: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    old_name: String,
    old: Vec<Words>,
    new_name: String,
    new: Vec<Words>,
    note: String,
}

/// Returns the table as PDF/A-2a and PDF/UA-1, by the theme's `pdf/amendments.typ`.
pub fn amendments(
    difference: &Difference,
    new: &Document,
    theme: &Theme,
    fonts: &Fonts,
) -> Result<Vec<u8>, Failure> {
    let telling = Telling::from_difference(difference);
    let charter = new.sections.iter().find(|section| section.id == CHARTER);
    let name = charter.map_or("章程", |section| section.title.as_str());
    let listed = difference.changes.iter().filter(|change| is_listed(change));
    let amendments = Amendments {
        title: format!("{name}修订对照表"),
        language: &new.language,
        college: &new.college,
        organisation: &new.organisation,
        issuer: &new.issuer,
        published: &new.published,
        old: &telling.old,
        new: &telling.new,
        summary: telling
            .summary
            .iter()
            .find(|s| s.starts_with("章程："))
            .cloned()
            .unwrap_or_default(),
        rows: listed.map(row).collect(),
    };
    if let Some(uncovered) = uncovered(&amendments, fonts) {
        return Err(uncovered.failure());
    }
    let data = serde_json::to_vec(&amendments).expect("amendments are plain data");
    let digest = sha256(&data);
    let options = options(&new.published, &digest, false)?;
    let settings = json!({ "digest": digest, "fonts": fonts.roles() });
    Press::new(theme, fonts)?.set(MAIN, [("amendments.json", data)], &settings, &options)
}

/// The line that says when a charter was adopted is no part of what is voted on.
fn is_listed(change: &Change) -> bool {
    change.part == CHARTER && !matches!(change.name(), "题注")
}

fn row(change: &Change) -> Row {
    let side = |not: crate::align::How| -> Vec<Words> {
        let facets = change.facets.iter().filter(|facet| facet.name.is_empty());
        let words = facets.flat_map(|facet| &facet.words);
        words.filter(|words| words.how != not).cloned().collect()
    };
    let name = |placed: &Option<crate::diff::Placed>| {
        placed.as_ref().map_or(String::new(), |placed| placed.name.clone())
    };
    let (old_name, new_name) = (name(&change.old), name(&change.new));
    Row {
        old: side(crate::align::How::Inserted),
        new: side(crate::align::How::Deleted),
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

/// Returns the first character of the table that no font has.
fn uncovered(amendments: &Amendments, fonts: &Fonts) -> Option<Uncovered> {
    let rows = amendments.rows.iter().flat_map(|row| {
        let words = row.old.iter().chain(&row.new).map(|words| words.text.as_str());
        words.chain([row.old_name.as_str(), &row.new_name])
    });
    let head = [amendments.title.as_str(), amendments.college, amendments.issuer];
    let mut all = rows.chain(head).flat_map(str::chars);
    let character = all.find(|c| !fonts.covers(*c))?;
    Some(Uncovered { character, place: amendments.title.clone() })
}
