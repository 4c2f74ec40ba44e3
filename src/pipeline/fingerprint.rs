//! The keys of a year or a round: whatever its findings, and whatever its bundle, depend on, in one
//! digest each.
//! It must not know what any of it is for.

use super::Run;
use crate::load::Folder;
use crate::manifest::sha256;
use crate::source::FileId;

/// Returns the key of what is found of a year or round: equal keys mean equal findings.
pub fn of_findings(run: &Run, year: &Folder, standards: &str) -> String {
    let Run { inputs, resources, .. } = run;
    let fonts: Vec<&str> = resources.fonts_named.iter().map(|font| font.sha256.as_str()).collect();
    let site: Vec<FileId> = inputs.sources.find("content/site.yaml").into_iter().collect();
    let of_year = year.round.is_none();
    let before = run.before(year).filter(|_| of_year);
    let beside = run.rounds_for(year.year).filter(|_| of_year);
    let rounds = beside.map(|round| inputs.digest_of(&round.files) + &scores(run, round));
    let parts = [
        resources.program.clone(),
        standards.to_owned(),
        fonts.join(" "),
        inputs.digest_of(&site),
        inputs.digest_of(&year.files),
        run.on.map_or(String::new(), |day| day.to_string()),
        before.map_or(String::new(), |before| inputs.digest_of(&before.files)),
        rounds.chain([scores(run, year)]).collect::<Vec<_>>().join(" "),
    ];
    sha256(parts.join("\n").as_bytes())
}

/// Returns the key of the bundle of a year or round, of which `findings` is the other key: equal keys
/// mean equal bundles. `compared` is the content digest of what its changes are told against.
pub fn of_bundle(run: &Run, findings: &str, compared: Option<&str>) -> String {
    let theme = &run.resources.theme_named.sha256;
    sha256([findings, theme, compared.unwrap_or_default()].join("\n").as_bytes())
}

/// Returns the digest of what the raters of a round handed in, with what is wrong with the files.
fn scores(run: &Run, round: &Folder) -> String {
    let faults = run.handed_in(round).map(|(_, faults)| format!("{faults:?}"));
    run.inputs.digest_of(&run.score_files(round)) + &faults.unwrap_or_default()
}
