//! What is printed: to a terminal with colour, elsewhere without.
//! It must not decide what is said.

use std::io::{IsTerminal, Write};

use clap::ValueEnum;

use crate::diagnostic::{Count, Diagnostic, render, sort};
use crate::failure::Failure;
use crate::source::Sources;

/// How many findings are printed; nobody reads more at once, and most repeat one mistake.
const SHOWN: usize = 200;

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

impl Colour {
    fn on_stderr(self) -> bool {
        self.on(&std::io::stderr())
    }

    pub fn on_stdout(self) -> bool {
        self.on(&std::io::stdout())
    }

    fn on(self, stream: &impl IsTerminal) -> bool {
        match self {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => stream.is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        }
    }
}

/// Prints what was found in its order, one below the other, and how to learn more; returns how
/// much it was.
pub fn findings(mut findings: Vec<Diagnostic>, sources: &Sources, colour: Colour) -> Count {
    sort(&mut findings, sources);
    let shown = &findings[..findings.len().min(SHOWN)];
    eprint!("{}", render(shown, sources, colour.on_stderr()));
    if findings.len() > SHOWN {
        eprintln!("还有 {} 处没有列出，改好上面的再看\n", findings.len() - SHOWN);
    }
    if let Some(first) = findings.first() {
        eprintln!("想知道一条规则为什么这样规定：gongkai explain {}", first.code);
    }
    Count::of(&findings)
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

/// Writes data for another program; that it stops reading is its own affair.
pub fn data(data: &impl serde::Serialize) {
    let text = serde_json::to_string_pretty(data).expect("texts, numbers and lists");
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Tells whether so much is refused; `strict` refuses warnings and what cannot be verified too.
pub fn refused(count: Count, strict: bool) -> bool {
    count.violations > 0 || (strict && count.warnings + count.unverified > 0)
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
