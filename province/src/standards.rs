//! What colleges are held against: the national standards compiled in, and a province's own, dated.
//! It must not judge.
//!
//! A province's own lie in one folder, as in a college's `content/standards/`: `forms/` and `rules/`,
//! besides `across/`, the rules across colleges.

use std::path::Path;

use gongkai::failure::Failure;
use gongkai::language::both;
use gongkai::load::Standards;
use gongkai::pipeline::{Inputs, read_standards, standards_only};
use gongkai::standard::Issuer;

/// A root that is not there: nothing is read from it but what is compiled in.
pub const NOWHERE: &str = "/nonexistent/gongkai-province";

/// Where a college's own standards lie, and here the province's.
const OWN: &str = "content/standards";
/// The folder of the rules across colleges, which no college's facts answer.
pub const ACROSS: &str = "across";

/// Returns the national standards without any content, and with them a province's own.
pub fn inputs(own: Option<&Path>) -> Result<Inputs, Failure> {
    let mut inputs = standards_only(Path::new(NOWHERE))?;
    if let Some(folder) = own {
        if !folder.is_dir() {
            return Err(Failure::new(folder, both!("没有这个文件夹", "there is no such folder")));
        }
        inputs.sources.read_folder(folder, OWN, |below| below == ACROSS)?;
        inputs.standards.push((OWN, Issuer::Own));
    }
    Ok(inputs)
}

/// Reads the standards, and a province's own besides.
///
/// # Errors
/// When one of the province's own is faulty, or demands less than the national one.
pub fn read(own: Option<&Path>) -> Result<Standards, Failure> {
    let inputs = inputs(own)?;
    let mut faults = Vec::new();
    let standards = read_standards(&inputs, &mut faults);
    match faults.first() {
        None => Ok(standards),
        Some(fault) => {
            let place = inputs.sources.location(fault.primary.span).to_string();
            let why = both!("标准有误：{}", "a standard is faulty: {}", fault.message);
            Err(Failure::new(place_in(&place, OWN, own), why))
        }
    }
}

/// Returns a place below a name that only this program gives as one below the folder it stands for.
pub fn place_in(place: &str, name: &str, folder: Option<&Path>) -> String {
    match (place.strip_prefix(name), folder) {
        (Some(below), Some(folder)) => format!("{}{below}", folder.display()),
        _ => place.to_owned(),
    }
}
