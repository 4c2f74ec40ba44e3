//! The program started as by a double click: without a word and without a terminal, where there is a
//! screen. It then opens the workbench; in a terminal or a script it prints help.

use std::env;
use std::io::{IsTerminal, stderr, stdin, stdout};
use std::path::PathBuf;

use clap::Parser;

use super::Arguments;

/// Tells whether it was started so.
pub fn is_it() -> bool {
    let alone = env::args_os().len() <= 1;
    let terminal = stdin().is_terminal() || stdout().is_terminal() || stderr().is_terminal();
    let screen = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some());
    let has_screen = screen || cfg!(any(windows, target_os = "macos"));
    alone && !terminal && has_screen
}

/// Returns the arguments it stands for: the site in the folder the program lies in, if there is one,
/// else that of the folder it was started in.
pub fn arguments() -> Arguments {
    let beside = env::current_exe().ok().and_then(|path| path.parent().map(PathBuf::from));
    let root =
        beside.filter(|folder| folder.join("content").is_dir()).unwrap_or(PathBuf::from("."));
    Arguments::parse_from(["gongkai".into(), "open".into(), "--root".into(), root.into_os_string()])
}
