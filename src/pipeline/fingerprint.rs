//! The key of a year's build: whatever its bundle depends on, in one digest.
//! It must not know what any of it is for.

use super::{Checked, Inputs, Resources};
use crate::manifest::sha256;
use crate::source::FileId;

/// Returns the key of a year: equal keys mean equal bundles.
pub fn of(
    inputs: &Inputs,
    year: &Checked,
    before: Option<&Checked>,
    years: &[String],
    standards: &str,
    resources: &Resources,
) -> String {
    let fonts: Vec<String> = resources.fonts.named().into_iter().map(|font| font.sha256).collect();
    let site: Vec<FileId> = inputs.sources.find("content/site.yaml").into_iter().collect();
    let parts = [
        env!("CARGO_PKG_VERSION").to_owned(),
        resources.program.clone(),
        standards.to_owned(),
        resources.theme.digest(),
        fonts.join(" "),
        years.join(" "),
        inputs.digest_of(&site),
        inputs.digest_of(&year.files),
        before.map_or(String::new(), |before| inputs.digest_of(&before.files)),
    ];
    sha256(parts.join("\n").as_bytes())
}
