//! Runs a program of the system's, and says plainly when there is none.
//! It must not know what any program does.

use std::io::{ErrorKind, Write};
use std::process::{Command, Output, Stdio};
use std::thread;

use crate::failure::Failure;
use crate::language::both;

/// Runs a program to its end, with what it reads, and returns what it wrote.
///
/// # Errors
/// When there is no such program, or it cannot be started.
pub(super) fn run(command: &mut Command, input: &str, from: &str) -> Result<Output, Failure> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => Failure::new(
            &program,
            both!("这台电脑上没有 {program}", "there is no {program} on this machine"),
        )
        .with_help(both!(
            "它属于 {from}，装上后再运行",
            "it is part of {from}: install that, then run again"
        )),
        _ => Failure::new(&program, error.to_string()),
    };
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(failed)?;
    let mut stdin = child.stdin.take().expect("it was piped");
    let input = input.to_owned();
    // A program that ends early reads no further, which its own status tells of.
    let writing = thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().map_err(failed)?;
    let _ = writing.join();
    Ok(output)
}

/// Returns the last words a program said of what went wrong.
pub(super) fn last_words(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().map(str::trim).rfind(|line| !line.is_empty());
    line.unwrap_or_default().to_owned()
}
