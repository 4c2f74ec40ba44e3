//! What is printed: to a terminal with colour, elsewhere without.
//! It must not decide what is said.

use std::io::{IsTerminal, Write};

use clap::ValueEnum;

use crate::diagnostic::{Count, Diagnostic, render, sort};
use crate::failure::Failure;
use crate::language::{Both, Language, both};
use crate::source::Sources;
use crate::visible::{escaped, visible};

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

/// How a run speaks to the person at the terminal; every command is handed it.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    pub colour: Colour,
    pub language: Language,
}

/// What somebody answers to what will happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// They are asked, where there is a terminal; whoever runs it from a script has said it all.
    Asked,
    /// They said yes beforehand.
    Yes,
    /// They only want to see it.
    Look,
}

impl Answer {
    /// Takes the answer from `--yes` and `--dry-run`.
    pub fn of(yes: bool, dry_run: bool) -> Self {
        match (yes, dry_run) {
            (_, true) => Answer::Look,
            (true, false) => Answer::Yes,
            (false, false) => Answer::Asked,
        }
    }
}

impl Terminal {
    /// Shows what will happen and tells whether it shall.
    pub fn agreed(self, lines: &[Both], answer: Answer) -> bool {
        lines.iter().for_each(|line| self.say(line.clone()));
        match answer {
            Answer::Yes => true,
            Answer::Look => {
                self.say(both!("只是看看，没有改动", "a look only; nothing was changed"));
                false
            }
            Answer::Asked if !std::io::stdin().is_terminal() => true,
            Answer::Asked => {
                self.note(both!(
                    "确定要这样做吗？输入 是 再按回车",
                    "shall this be done? type yes"
                ));
                let mut line = String::new();
                let read = std::io::stdin().read_line(&mut line);
                let agreed = read.is_ok() && ["是", "yes", "y"].contains(&line.trim());
                if !agreed {
                    self.say(both!("没有改动", "nothing was changed"));
                }
                agreed
            }
        }
    }

    /// Asks for what was not given; without a terminal, or with an empty line, there is no answer.
    pub fn asked(self, question: Both) -> Option<String> {
        if !std::io::stdin().is_terminal() {
            return None;
        }
        self.note(question);
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).ok()?;
        let line = line.trim();
        (!line.is_empty()).then(|| line.to_owned())
    }

    /// Prints a line in the person's language; a reader that stops early, such as `head`, is no
    /// fault.
    pub fn say(self, words: Both) {
        let _ = writeln!(std::io::stdout(), "{}", visible(words.told(self.language)));
    }

    /// Prints a line beside the output, where findings go.
    pub fn note(self, words: Both) {
        eprintln!("{}", visible(words.told(self.language)));
    }

    /// Prints what was found in its order, one below the other, and how to learn more; returns how
    /// much it was.
    pub fn findings(self, mut findings: Vec<Diagnostic>, sources: &Sources) -> Count {
        sort(&mut findings, sources);
        let shown = &findings[..findings.len().min(SHOWN)];
        eprint!("{}", render(shown, sources, self.colour.on_stderr(), self.language));
        if findings.len() > SHOWN {
            let more = findings.len() - SHOWN;
            self.note(both!(
                "还有 {more} 处没有列出，改好上面的再看\n",
                "{more} more are not listed; mend those above first\n"
            ));
        }
        if let Some(Diagnostic { code, .. }) = findings.first() {
            self.note(both!(
                "想知道一条规则为什么这样规定：gongkai explain {code}",
                "why a rule is what it is: gongkai explain {code}"
            ));
        }
        Count::of(&findings)
    }

    /// Prints a failure with its path and what can be done.
    pub fn failure(self, failure: &Failure) {
        let (red, plain) =
            if self.colour.on_stderr() { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
        let error = both!("出错", "error");
        let message = visible(failure.message.told(self.language));
        eprintln!("{red}{}{plain}: {message}", error.told(self.language));
        eprintln!("  --> {}", visible(&failure.path.display().to_string()));
        if let Some(help) = &failure.help {
            self.note(both!("怎么办: ", "help: ") + help.clone());
        }
    }
}

/// Writes data for another program; that it stops reading is its own affair.
pub fn data(data: &impl serde::Serialize) {
    let text = serde_json::to_string_pretty(data).expect("texts, numbers and lists");
    let _ = writeln!(std::io::stdout(), "{}", escaped(&text));
}
