//! The keys of a year or a round: whatever its findings, and whatever its bundle, depend on, in one
//! digest each.
//! It must not know what any of it is for.

use super::Run;
use super::plan::Built;
use crate::archive::Ledger;
use crate::edition::{Edition, Union};
use crate::load::{self, Folder};
use crate::manifest::sha256;
use crate::source::FileId;

/// Returns the key of what is found of a year or round: equal keys mean equal findings.
pub fn of_findings(run: &Run, year: &Folder, standards: &str) -> String {
    let Run { inputs, resources, .. } = run;
    let fonts: Vec<&str> = resources.fonts_named.iter().map(|font| font.sha256.as_str()).collect();
    let site: Vec<FileId> = inputs.sources.find("content/site.yaml").into_iter().collect();
    let edition = &year.edition;
    let of_year = !edition.is_round();
    // A year is held beside the one before it; a round beside both years it may speak of.
    let near = [Some(edition.before()), Some(edition.own_disclosure()).filter(|_| !of_year)];
    let years = near.iter().flatten().filter_map(|near| run.folder(near));
    let years: Vec<String> = years.map(|near| inputs.digest_of(&near.files)).collect();
    // Rosters further back tell how long somebody has served.
    let rosters = run.all_before(edition).skip(1).filter(|_| of_year).map(|folder| {
        let is_roster = |file: &&FileId| load::is_roster(folder, **file, &inputs.sources);
        inputs.digest_of(&folder.files.iter().filter(is_roster).copied().collect::<Vec<_>>())
    });
    let rosters: Vec<String> = rosters.collect();
    let second = run.folder(&Edition::disclosure(edition.year, Union::Graduate)).is_some();
    let beside = run.rounds_for(edition).filter(|_| of_year);
    let rounds = beside.map(|round| inputs.digest_of(&round.files) + &scores(run, round));
    let parts = [
        resources.program.to_owned(),
        standards.to_owned(),
        fonts.join(" "),
        inputs.digest_of(&site),
        inputs.digest_of(&year.files),
        run.on.map_or(String::new(), |day| day.to_string()),
        years.join(" "),
        rosters.join(" "),
        second.to_string(),
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

/// Returns the key of the pages over all years and rounds, of which these stand at their addresses.
pub fn of_pages(run: &Run, standards: &str, ledger: &Ledger, built: &[Built]) -> String {
    let Run { inputs, resources, .. } = run;
    let fonts: Vec<&str> = resources.fonts_named.iter().map(|font| font.sha256.as_str()).collect();
    let site: Vec<FileId> = inputs.sources.find("content/site.yaml").into_iter().collect();
    let ledger = serde_json::to_string(ledger).expect("a ledger is plain data");
    // Which version stands there follows from the ledger; whether it was made or kept is all the same.
    let built = built.iter().map(|it| format!("{} {}", it.edition, it.content));
    let parts = [
        resources.program.to_owned(),
        standards.to_owned(),
        fonts.join(" "),
        resources.theme_named.sha256.clone(),
        inputs.digest_of(&site),
        ledger,
        built.collect::<Vec<_>>().join("\n"),
    ];
    sha256(parts.join("\n").as_bytes())
}

/// Returns the digest of what the raters of a round handed in, with what is wrong with the files.
fn scores(run: &Run, round: &Folder) -> String {
    let faults = run.handed_in(round).map(|(_, faults)| format!("{faults:?}"));
    run.inputs.digest_of(&run.score_files(round)) + &faults.unwrap_or_default()
}
