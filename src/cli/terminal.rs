//! What is printed: to a terminal with colour, elsewhere without.
//! It must not decide what is said.

use std::io::IsTerminal;

use clap::ValueEnum;

use crate::diagnostic::{Count, Diagnostic, render};
use crate::failure::Failure;
use crate::source::Sources;

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

impl Colour {
    fn on_stderr(self) -> bool {
        match self {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
            }
        }
    }
}

/// Prints diagnostics, one below the other.
pub fn diagnostics(diagnostics: &[Diagnostic], sources: &Sources, colour: Colour) {
    eprint!("{}", render(diagnostics, sources, colour.on_stderr()));
}

/// Prints a failure with its path and what can be done.
pub fn failure(failure: &Failure, colour: Colour) {
    let (red, plain) = if colour.on_stderr() { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
    eprintln!("{red}出错{plain}: {}", failure.message);
    eprintln!("  --> {}", failure.path.display());
    if let Some(help) = &failure.help {
        eprintln!("怎么办: {help}");
    }
}

/// Says in one line how much was found.
pub fn counted(count: Count) -> String {
    let parts = [
        (count.violations, "处违规"),
        (count.warnings, "处警告"),
        (count.unverified, "项无法核实"),
        (count.notices, "条提示"),
    ];
    let said: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if said.is_empty() { "没有发现问题".to_owned() } else { said.join("，") }
}
