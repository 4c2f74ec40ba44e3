//! The program started as by a double click or from a menu: without a word and without a terminal, where
//! there is a screen. It then opens the workbench; in a terminal or a script it prints help.

use std::env;
use std::io::{IsTerminal, stderr, stdin, stdout};
use std::path::PathBuf;

use clap::Parser;

use super::{Arguments, place_of_site};
use crate::workbench::has_screen;

/// The folder in a person's own that a site is made in where none is near.
const SITE: &str = "学生会信息公开";

/// Tells whether it was started so.
pub fn is_it() -> bool {
    let alone = env::args_os().len() <= 1;
    let terminal = stdin().is_terminal() || stdout().is_terminal() || stderr().is_terminal();
    alone && !terminal && has_screen()
}

/// Returns the arguments it stands for.
pub fn arguments() -> Arguments {
    let beside = env::current_exe().ok().and_then(|path| path.parent().map(PathBuf::from));
    let root = root(beside, PathBuf::from("."), env::home_dir());
    Arguments::parse_from(["gongkai".into(), "open".into(), "--root".into(), root.into_os_string()])
}

/// Returns the site that is meant: that of the folder the program lies in, if there is one, else of the
/// folder it was started in; where neither is, and there is anything else there, one in the person's own.
fn root(beside: Option<PathBuf>, here: PathBuf, home: Option<PathBuf>) -> PathBuf {
    let near =
        beside.into_iter().chain([here.clone()]).find(|folder| place_of_site::is_site(folder));
    let empty = || here.read_dir().is_ok_and(|mut entries| entries.next().is_none());
    near.or_else(|| empty().then(|| here.clone()))
        .or_else(|| home.map(|home| home.join(SITE)))
        .unwrap_or(here)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_site_is_meant_else_one_in_the_persons_own_folder() {
        let place = tempfile::tempdir().unwrap();
        let folder = |name: &str| {
            let folder = place.path().join(name);
            std::fs::create_dir_all(&folder).unwrap();
            folder
        };
        let [program, site, empty, home] = ["程序", "站点", "空", "家"].map(folder);
        std::fs::create_dir_all(site.join("content/2025-2026")).unwrap();
        let meant = |beside: &PathBuf, here: &PathBuf| {
            root(Some(beside.clone()), here.clone(), Some(home.clone()))
        };
        assert_eq!(meant(&site, &empty), site);
        assert_eq!(meant(&program, &site), site);
        assert_eq!(meant(&program, &empty), empty);
        assert_eq!(meant(&program, &place.path().to_owned()), home.join(SITE));
    }
}
