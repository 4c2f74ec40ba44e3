//! The key of the build of a year or a round: whatever its bundle depends on, in one digest.
//! It must not know what any of it is for.

use super::Run;
use crate::document::Document;
use crate::load::Folder;
use crate::manifest::sha256;
use crate::source::FileId;

/// Returns the key of a year: equal keys mean equal bundles. `before` is the year right before,
/// which rules read; `compared` the document its changes are told against.
pub fn of(
    run: &Run,
    year: &Folder,
    before: Option<&Folder>,
    compared: Option<&Document>,
    standards: &str,
) -> String {
    let Run { inputs, resources, .. } = run;
    let fonts: Vec<&str> = resources.fonts_named.iter().map(|font| font.sha256.as_str()).collect();
    let site: Vec<FileId> = inputs.sources.find("content/site.yaml").into_iter().collect();
    let beside = run.rounds_for(year.year).filter(|_| year.round.is_none());
    let rounds = beside.flat_map(|round| [round.files.clone(), run.score_files(round)]);
    let rounds = rounds.chain([run.score_files(year)]).map(|files| inputs.digest_of(&files));
    let rounds: Vec<String> = rounds.collect();
    let parts = [
        resources.program.clone(),
        standards.to_owned(),
        resources.theme_named.sha256.clone(),
        fonts.join(" "),
        inputs.digest_of(&site),
        inputs.digest_of(&year.files),
        run.on.map_or(String::new(), |day| day.to_string()),
        before.map_or(String::new(), |before| inputs.digest_of(&before.files)),
        rounds.join(" "),
        compared.map_or(String::new(), Document::digest),
    ];
    sha256(parts.join("\n").as_bytes())
}
