//! Which site is meant where nobody says: the one around the folder somebody stands in; and which year
//! is meant by the path of its folder or of a file in it.
//! It must not read what a site holds.

use std::env;
use std::path::{Component, Path, PathBuf};

use crate::academic_year::AcademicYear;
use crate::edition::Edition;

/// Returns the folder of the site: the one given, else the nearest with a `content` of years at or
/// above the folder somebody stands in, else that folder itself.
pub fn root(given: Option<PathBuf>) -> PathBuf {
    let here = PathBuf::from(".");
    given.unwrap_or_else(|| match env::current_dir() {
        Ok(folder) if !is_site(&folder) => {
            folder.ancestors().find(|above| is_site(above)).map_or(here, Path::to_owned)
        }
        _ => here,
    })
}

/// Tells whether a folder is that of a site, and not of sources kept with a release.
pub fn is_site(folder: &Path) -> bool {
    let content = folder.join("content");
    let is_year = |name: &std::ffi::OsStr| name.to_str().and_then(AcademicYear::parse).is_some();
    let has_year = || {
        let entries = content.read_dir().into_iter().flatten().flatten();
        entries.into_iter().any(|entry| is_year(&entry.file_name()))
    };
    let kept = folder.components().any(|part| part == Component::Normal("releases".as_ref()));
    !kept && (content.join("site.yaml").is_file() || content.is_dir() && has_year())
}

/// Returns the name of the year or round whose folder below `content/`, or a file in it, somebody wrote
/// as a path; what is no such path stays as it was written.
pub fn named(root: &Path, written: &str) -> String {
    let whole = |path: &Path| path.canonicalize().ok();
    let content = whole(&root.join("content"));
    let places = [Path::new(written).to_owned(), root.join(written)];
    let found = places.iter().filter_map(|path| whole(path)).find_map(|path| {
        let below = path.strip_prefix(content.as_ref()?).ok()?;
        let parts: Vec<_> = below
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        (!parts.is_empty()).then(|| (path.is_file(), parts.join("/")))
    });
    match found {
        Some((true, file)) => Edition::of_file(&file).map(|(edition, _)| edition.content_folder()),
        Some((false, folder)) => Some(folder),
        None => None,
    }
    .unwrap_or_else(|| written.to_owned())
}
