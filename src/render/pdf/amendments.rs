//! Prints the amendments of a charter as one PDF, by the theme's template.
//! It must not know how the table looks.

use serde_json::json;
use typst::foundations::Bytes;

use super::{Fonts, Press, Uncovered, options};
use crate::diff::Difference;
use crate::document::Document;
use crate::failure::Failure;
use crate::manifest::sha256;
use crate::render::amendments::Amendments;
use crate::theme::Theme;

/// The template that is read first.
const MAIN: &str = "pdf/amendments.typ";

/// Returns the table as PDF/A-2a and PDF/UA-1, by the theme's `pdf/amendments.typ`.
pub fn amendments(
    difference: &Difference,
    new: &Document,
    theme: &Theme,
    fonts: &Fonts,
) -> Result<Vec<u8>, Failure> {
    let amendments = Amendments::list(difference, new);
    if let Some(uncovered) = uncovered(&amendments, fonts) {
        return Err(uncovered.failure());
    }
    let data = amendments.to_data();
    let digest = sha256(&data);
    let options = options(&new.published, &digest, false)?;
    let settings = json!({ "digest": digest, "fonts": fonts.roles() });
    let files = [("amendments.json", Bytes::new(data))];
    Press::new(theme, fonts)?.set(MAIN, files, &settings, &options)
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
