//! How the command line is meant to be used, said in Chinese where clap would say it in English.
//! It must not know what any command does.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, FromArgMatches};

/// The order of a help page; clap's own headings are English.
const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}\n";

/// Reads the arguments of the process, or says what is wrong with them; ends the process then.
pub fn parse<T: CommandFactory + FromArgMatches>() -> T {
    let mut command = localised(T::command(), "");
    let matches = command.try_get_matches_from_mut(std::env::args_os());
    match matches.and_then(|matches| T::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => refuse(&error),
    }
}

/// Gives a command and those below it Chinese headings.
fn localised(command: Command, path: &str) -> Command {
    let path = format!("{path} {}", command.get_name());
    let usage = usage(&command, &path);
    let names: Vec<String> =
        command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let arguments: Vec<_> =
        command.get_arguments().map(|argument| argument.get_id().clone()).collect();
    let mut command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true);
    for id in arguments {
        command = command.mut_arg(id, |argument| match argument.is_positional() {
            true => argument.help_heading("参数"),
            false => {
                argument.help_heading("选项").hide_default_value(true).hide_possible_values(true)
            }
        });
    }
    let help = clap::Arg::new("帮助").short('h').long("help").help("显示这些说明");
    command = command.arg(help.action(clap::ArgAction::Help).help_heading("选项"));
    if command.get_version().is_some() {
        let version = clap::Arg::new("版本").short('V').long("version").help("显示版本");
        command = command.arg(version.action(clap::ArgAction::Version).help_heading("选项"));
    }
    for name in names {
        command = command.mut_subcommand(name, |below| localised(below, &path));
    }
    command.override_usage(usage)
}

/// Says in one line how a command is written.
fn usage(command: &Command, path: &str) -> String {
    let mut usage = format!("{} [选项]", path.trim_start());
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
        usage += if command.is_subcommand_required_set() { " <命令>" } else { " [命令]" };
    }
    usage
}

/// Prints a help page, or in one sentence what is wrong with the arguments; ends the process.
fn refuse(error: &clap::Error) -> ! {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        error.exit();
    }
    let said = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let argument = said(ContextKind::InvalidArg);
    let value = said(ContextKind::InvalidValue);
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", said(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”后面要写一个值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(|why| format!("：{why}"));
            format!("“{value}”不能用作 {argument}{}", why.unwrap_or_default())
        }
        ErrorKind::MissingRequiredArgument => format!("还要写 {argument}"),
        ErrorKind::MissingSubcommand => "还要写一个命令".to_owned(),
        ErrorKind::ArgumentConflict => format!("“{argument}”不能这样用"),
        _ => error.to_string(),
    };
    eprintln!("出错: {message}");
    for near in
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
    {
        let near = said(near);
        if !near.is_empty() {
            eprintln!("怎么办: 是不是 {near}？");
        }
    }
    eprintln!("写法见 gongkai --help");
    std::process::exit(super::Exit::Failed as i32);
}
