//! What is printed: to a terminal with colour, elsewhere without.
//! It must not decide what is said.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

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
            Colour::Auto => {
                let variable = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty());
                let is_dumb = variable("TERM").is_some_and(|it| it == "dumb");
                stream.is_terminal() && variable("NO_COLOR").is_none() && !is_dumb
            }
        }
    }
}

/// How a run speaks to the person at the terminal; every command is handed it.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    pub colour: Colour,
    pub language: Language,
    pub detail: Detail,
}

/// How much is said besides what was asked for and what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    Quiet,
    Usual,
    Verbose,
}

/// How an answer is written: for a person, or for a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Form {
    #[default]
    Human,
    Json,
}

/// What somebody answers to what will happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// They are asked, which takes a terminal.
    Asked,
    /// They said yes beforehand.
    Yes,
    /// They only want to see it.
    Look,
}

impl Answer {
    /// Takes the answer from `--yes` and `--dry-run`.
    pub fn from_flags(yes: bool, dry_run: bool) -> Self {
        match (yes, dry_run) {
            (_, true) => Answer::Look,
            (true, false) => Answer::Yes,
            (false, false) => Answer::Asked,
        }
    }
}

impl Terminal {
    /// Shows what will happen and tells whether it shall.
    ///
    /// # Errors
    /// When somebody is to be asked and there is no terminal to ask at.
    pub fn agreed(self, lines: &[Both], answer: Answer) -> Result<bool, Failure> {
        lines.iter().for_each(|line| self.say(line.clone()));
        match answer {
            Answer::Yes => Ok(true),
            Answer::Look => {
                self.say(both!("只是看看，没有改动", "a look only; nothing was changed"));
                Ok(false)
            }
            Answer::Asked if !std::io::stdin().is_terminal() => {
                let why = both!(
                    "这里没有终端可以询问，没有改动",
                    "there is no terminal to ask at; nothing was changed"
                );
                Err(Failure::new("--yes", why).with_help(both!(
                    "看过上面的，确定要做，再加上 --yes",
                    "when that is what shall be done, add --yes"
                )))
            }
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
                Ok(agreed)
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
        let _ = writeln!(std::io::stdout(), "{}", visible(words.in_language(self.language)));
    }

    /// Prints a line on what a run made, which is what it was called for.
    pub fn made(self, words: Both) {
        if self.detail > Detail::Quiet {
            self.say(words);
        }
    }

    /// Prints a line on what a run came to, apart from what it found.
    pub fn summary(self, words: Both) {
        if self.detail > Detail::Quiet {
            self.note(words);
        }
    }

    /// Prints a line for whoever wants to know more.
    pub fn detail(self, words: Both) {
        if self.detail == Detail::Verbose {
            self.note(words);
        }
    }

    /// Prints a line beside the output.
    pub fn note(self, words: Both) {
        let _ = writeln!(std::io::stderr(), "{}", visible(words.in_language(self.language)));
    }

    /// Prints above what was found how much it is, where that is more than one.
    pub fn head(self, findings: &[Diagnostic]) {
        if findings.len() > 1 {
            self.summary(Count::by_level(findings).summary() + both!("：\n", ":\n"));
        }
    }

    /// Prints what was found in its order, one below the other, and how to learn more; returns how
    /// much it was.
    pub fn findings(self, findings: Vec<Diagnostic>, sources: &Sources) -> Count {
        let colour = self.colour.on_stdout();
        self.shown(findings, sources, colour, |text| drop(write!(std::io::stdout(), "{text}")))
    }

    /// Does the same beside the output, where that is an answer of its own.
    pub fn findings_beside(self, findings: Vec<Diagnostic>, sources: &Sources) -> Count {
        self.shown(findings, sources, self.colour.on_stderr(), |text| {
            let _ = write!(std::io::stderr(), "{text}");
        })
    }

    fn shown(
        self,
        mut findings: Vec<Diagnostic>,
        sources: &Sources,
        colour: bool,
        print: impl Fn(&str),
    ) -> Count {
        sort(&mut findings, sources);
        let first = &findings[..findings.len().min(SHOWN)];
        print(&render(first, sources, colour, self.language));
        let line = |words: Both| print(&format!("{}\n", visible(words.in_language(self.language))));
        if findings.len() > SHOWN {
            let more = findings.len() - SHOWN;
            line(both!(
                "还有 {more} 处没有列出，改好上面的再看\n",
                "{more} more are not listed; mend those above first\n"
            ));
        }
        let gravest = findings.iter().min_by_key(|finding| finding.level);
        if let Some(Diagnostic { code, .. }) = gravest
            && self.detail > Detail::Quiet
        {
            line(both!(
                "想知道一条规则为什么这样规定：gongkai explain {code}",
                "why a rule is what it is: gongkai explain {code}"
            ));
        }
        Count::by_level(&findings)
    }

    /// Prints a failure with its path and what can be done.
    pub fn failure(self, failure: &Failure) {
        let (red, plain) =
            if self.colour.on_stderr() { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
        let error = both!("出错", "error");
        let message = visible(failure.message.in_language(self.language));
        let path = failure.path.display().to_string();
        let mut stderr = std::io::stderr();
        let _ = writeln!(stderr, "{red}{}{plain}: {message}", error.in_language(self.language));
        let _ = writeln!(stderr, "  --> {}", visible(&path));
        if let Some(help) = &failure.help {
            self.note(both!("怎么办: ", "help: ") + help.clone());
        }
    }
}

/// Where data for another program go: a file that is named, for some shells convert what they redirect,
/// else standard output.
#[derive(clap::Args, Default)]
pub struct Goal {
    /// 供程序读的数据写到这个文件；不写时写到标准输出（有的终端用 > 会改变编码）
    #[arg(long, value_name = "文件")]
    output: Option<PathBuf>,
}

impl Goal {
    /// Refuses a file for what only people read.
    pub fn fits(&self, is_for_people: bool) -> Result<(), Failure> {
        match &self.output {
            Some(path) if is_for_people => {
                let why = both!("只有给程序读的写到文件里", "only data for programs go to a file");
                let help = both!("加上 --format json", "add --format json");
                Err(Failure::new(path, why).with_help(help))
            }
            _ => Ok(()),
        }
    }

    /// Writes data; that whoever reads them stops is his own affair.
    pub fn data(&self, data: &impl serde::Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(data).expect("texts, numbers and lists");
        self.write(format!("{}\n", escaped(&text)).as_bytes())
    }

    /// Writes bytes as they are.
    pub fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        match &self.output {
            Some(path) => std::fs::write(path, bytes).map_err(|error| Failure::io(path, error)),
            None => {
                let _ = std::io::stdout().write_all(bytes);
                Ok(())
            }
        }
    }
}
