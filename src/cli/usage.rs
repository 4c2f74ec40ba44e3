//! How the command line is meant to be used, said in Chinese or English where clap has its own.
//! It must not know what any command does.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches};

use super::terminal::{Colour, Detail, Terminal};
use crate::language::{Both, Language, both};

/// A help page in another language than the Chinese that stands beside the arguments.
#[derive(Debug)]
pub struct Page {
    /// How the command is called, `gongkai rules test`.
    pub command: &'static str,
    pub about: &'static str,
    /// Each argument by its field, with the name of its value, which may be empty where the
    /// Chinese page has the same, and what it is for.
    pub arguments: &'static [(&'static str, &'static str, &'static str)],
    /// What stands below: examples.
    pub after: &'static str,
}

/// Returns the language asked for by `--lang`, which help and slips need before all is read.
pub fn language(arguments: impl Iterator<Item = OsString>) -> Language {
    let mut english = false;
    let mut is_value = false;
    for argument in arguments {
        english |= argument == "--lang=en" || (is_value && argument == "en");
        is_value = argument == "--lang";
    }
    if english { Language::English } else { Language::Chinese }
}

/// The English pages of a program's commands, its own first.
pub type Pages = &'static [Page];

/// Returns the commands with their help in a language.
pub fn command<T: CommandFactory>(pages: Pages, language: Language) -> Command {
    localised(T::command(), "", pages, language)
}

/// Reads the arguments of the process, or says what is wrong with them; ends the process then.
pub fn parse<T: CommandFactory + FromArgMatches>(pages: Pages, language: Language) -> T {
    let mut command = command::<T>(pages, language);
    let matches = command.try_get_matches_from_mut(std::env::args_os());
    match matches.and_then(|matches| T::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => refuse(&error, pages, language),
    }
}

/// Prints the help page of a command, or says that there is no such command and ends the process.
pub fn show<T: CommandFactory>(commands: &[String], pages: Pages, language: Language) {
    let mut command = command::<T>(pages, language);
    let words = [pages[0].command].into_iter().chain(commands.iter().map(String::as_str));
    match command.try_get_matches_from_mut(words.chain(["--help"])) {
        Err(error) if error.kind() == ErrorKind::DisplayHelp => drop(error.print()),
        Err(error) => refuse(&error, pages, language),
        Ok(_) => {}
    }
}

/// Tells which commands and arguments the English pages do not speak of as the Chinese ones do: a page
/// a command, in their order, each with the command's own arguments and the names of their values.
pub fn untranslated<T: CommandFactory>(pages: Pages) -> Vec<String> {
    let mut commands = Vec::new();
    walk(&T::command(), "", &mut commands);
    let known: Vec<&str> = pages.iter().map(|page| page.command).collect();
    let names: Vec<&str> = commands.iter().map(|(name, _)| name.as_str()).collect();
    if known != names {
        return vec![format!("{known:?} are not {names:?}")];
    }
    let mut wrong = Vec::new();
    for (page, (name, command)) in pages.iter().zip(&commands) {
        let known: Vec<&str> = page.arguments.iter().map(|(id, ..)| *id).collect();
        let ids: Vec<&str> = command.get_arguments().map(|a| a.get_id().as_str()).collect();
        if known != ids {
            wrong.push(format!("{name}: {known:?} are not {ids:?}"));
        }
        let named = |names: &[clap::builder::Str]| !names[0].is_ascii();
        for (argument, (id, value, _)) in command.get_arguments().zip(page.arguments) {
            let chinese = argument.get_value_names().is_some_and(named);
            if chinese == value.is_empty() {
                wrong.push(format!("the value of {id} of {name}"));
            }
        }
    }
    wrong
}

fn walk(command: &Command, above: &str, out: &mut Vec<(String, Command)>) {
    let path = format!("{above} {}", command.get_name());
    out.push((path.trim_start().to_owned(), command.clone()));
    command.get_subcommands().for_each(|command| walk(command, &path, out));
}

/// Where the options stand that every command has: before `--help` and `--version`.
const LAST: usize = 998;

/// What stands on every help page where clap would say it in English.
struct Headings {
    /// The order of a page, with the word for how a command is written.
    template: &'static str,
    commands: &'static str,
    arguments: &'static str,
    options: &'static str,
    help: &'static str,
    version: &'static str,
    some_options: &'static str,
    a_command: &'static str,
    perhaps_a_command: &'static str,
}

impl Headings {
    fn in_language(language: Language) -> Self {
        match language {
            Language::Chinese => Self {
                template: "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}\n",
                commands: "命令",
                arguments: "参数",
                options: "选项",
                help: "显示这些说明",
                version: "显示版本",
                some_options: "[选项]",
                a_command: "<命令>",
                perhaps_a_command: "[命令]",
            },
            Language::English => Self {
                template: "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}\n",
                commands: "Commands",
                arguments: "Arguments",
                options: "Options",
                help: "show this page",
                version: "show the version",
                some_options: "[options]",
                a_command: "<command>",
                perhaps_a_command: "[command]",
            },
        }
    }
}

/// Gives a command and those below it headings and, unless they are Chinese, words of a language.
fn localised(command: Command, above: &str, pages: Pages, language: Language) -> Command {
    let path = format!("{above} {}", command.get_name());
    let mut command = match language {
        Language::Chinese => command,
        Language::English => {
            let page = pages.iter().find(|page| page.command == path.trim_start());
            page.into_iter().fold(command, translated)
        }
    };
    let headings = Headings::in_language(language);
    let usage = usage(&command, &path, &headings);
    let names: Vec<String> =
        command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let arguments: Vec<_> =
        command.get_arguments().map(|argument| argument.get_id().clone()).collect();
    command = command
        .help_template(headings.template)
        .subcommand_help_heading(headings.commands)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true);
    for (nth, id) in arguments.into_iter().enumerate() {
        command = command.mut_arg(id, |argument| {
            if argument.is_positional() {
                // Else they would stand in the order of their names.
                let argument = argument.help_heading(headings.arguments).display_order(nth);
                return argument.hide_default_value(true);
            }
            let argument = argument.help_heading(headings.options);
            let argument = argument.hide_default_value(true).hide_possible_values(true);
            // A command's own options stand before those of all.
            if argument.is_global_set() { argument.display_order(LAST) } else { argument }
        });
    }
    let help = Arg::new("帮助").short('h').long("help").help(headings.help);
    command = command.arg(help.action(ArgAction::Help).help_heading(headings.options));
    if command.get_version().is_some() {
        let version = Arg::new("版本").short('V').long("version").help(headings.version);
        command = command.arg(version.action(ArgAction::Version).help_heading(headings.options));
    }
    for name in names {
        command = command.mut_subcommand(name, |below| localised(below, &path, pages, language));
    }
    command.override_usage(usage)
}

/// Puts a page's words in place of a command's own.
fn translated(command: Command, page: &Page) -> Command {
    let command = command.about(page.about).after_help(page.after);
    page.arguments.iter().fold(command, |command, (id, value, help)| {
        command.mut_arg(id, |argument| {
            let argument = argument.help(*help);
            if value.is_empty() { argument } else { argument.value_name(*value) }
        })
    })
}

/// Says in one line how a command is written.
fn usage(command: &Command, path: &str, headings: &Headings) -> String {
    let mut usage = format!("{} {}", path.trim_start(), headings.some_options);
    for argument in command.get_positionals() {
        let name = argument.get_value_names().and_then(|names| names.first());
        let name = name.map_or(argument.get_id().as_str(), |name| name.as_str());
        let more =
            if argument.get_num_args().is_some_and(|n| n.max_values() > 1) { "…" } else { "" };
        usage += &match argument.is_required_set() {
            true => format!(" <{name}>{more}"),
            false => format!(" [{name}]{more}"),
        };
    }
    if command.has_subcommands() {
        usage.push(' ');
        usage += match command.is_subcommand_required_set() {
            true => headings.a_command,
            false => headings.perhaps_a_command,
        };
    }
    usage
}

/// Prints a help page, or in one sentence what is wrong with the arguments; ends the process.
fn refuse(error: &clap::Error, pages: Pages, language: Language) -> ! {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        error.exit();
    }
    let terminal = Terminal { colour: Colour::Never, language, detail: Detail::Usual };
    terminal.note(both!("出错: ", "error: ") + slip(error));
    for near in
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
    {
        let near = said(error, near);
        if !near.is_empty() {
            terminal.note(both!("怎么办: 是不是 {near}？", "help: did you mean {near}?"));
        }
    }
    let page = page_of(pages, std::env::args().skip(1));
    terminal.note(both!("写法见 {page} --help", "see {page} --lang en --help"));
    std::process::exit(super::Exit::Failed as i32);
}

/// Returns the command that the arguments name, as its help page is called.
fn page_of(pages: Pages, arguments: impl Iterator<Item = String>) -> String {
    let mut page = pages[0].command.to_owned();
    for argument in arguments {
        let deeper = format!("{page} {argument}");
        if pages.iter().any(|known| known.command == deeper) {
            page = deeper;
        }
    }
    page
}

/// Says what is wrong with the arguments.
fn slip(error: &clap::Error) -> Both {
    let argument = said(error, ContextKind::InvalidArg);
    let value = said(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let command = said(error, ContextKind::InvalidSubcommand);
            both!("没有“{command}”这个命令", "there is no command “{command}”")
        }
        ErrorKind::UnknownArgument => {
            both!("没有“{argument}”这个选项", "there is no option “{argument}”")
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            both!("“{argument}”后面要写一个值", "“{argument}” takes a value")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let wrong = both!("“{value}”不能用作 {argument}", "“{value}” cannot be {argument}");
            match std::error::Error::source(error) {
                Some(why) => wrong + both!("：", ": ") + in_both(why),
                None => wrong,
            }
        }
        ErrorKind::MissingRequiredArgument => both!("还要写 {argument}", "{argument} is missing"),
        ErrorKind::MissingSubcommand => both!("还要写一个命令", "a command is missing"),
        ErrorKind::ArgumentConflict => {
            both!("“{argument}”不能这样用", "“{argument}” cannot be used like this")
        }
        _ => error.to_string().into(),
    }
}

fn said(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    }
}

/// Returns why a value was refused: our own readers of values say it in both languages.
fn in_both(why: &(dyn std::error::Error + 'static)) -> Both {
    why.downcast_ref::<Both>().cloned().unwrap_or_else(|| why.to_string().into())
}
