//! rsync, over SSH or to its daemon. It carries a file whole by itself.
//! It must not know what a file says.

use std::path::Path;
use std::process::{Command, Output};

use super::program::{last_words, run};
use super::{Remote, Scheme};
use crate::failure::Failure;
use crate::language::both;

pub(super) fn get(remote: &Remote, paths: &[String], into: &Path) -> Result<(), Failure> {
    // One by one, each by its own name: of a list a daemon without chroot gives nothing, and says that
    // it vanished.
    paths.iter().try_for_each(|path| get_one(remote, path, into))
}

fn get_one(remote: &Remote, path: &str, into: &Path) -> Result<(), Failure> {
    let mut command = command(remote);
    command.args(["--ignore-missing-args", "--mkpath"]);
    command.arg(format!("{}{path}", place(remote))).arg(into.join(path));
    let output = run(&mut command, "", "rsync")?;
    // Where the folder itself is not there yet, nothing is.
    let said = String::from_utf8_lossy(&output.stderr);
    let nothing = said.contains("change_dir") && said.contains("No such file or directory");
    if output.status.success() || nothing { Ok(()) } else { Err(refused(remote, &output)) }
}

pub(super) fn put(remote: &Remote, paths: &[String], from: &Path) -> Result<(), Failure> {
    let mut command = command(remote);
    command.args(["--checksum", "--chmod=D755,F644", "--mkpath"]);
    command.arg(from).arg(place(remote));
    carry(remote, command, paths)
}

pub(super) fn remove(remote: &Remote, paths: &[String]) -> Result<(), Failure> {
    let mut command = command(remote);
    command.arg("--delete-missing-args").arg(&remote.empty).arg(place(remote));
    carry(remote, command, paths)
}

/// Carries the files of a list, which are below both places.
fn carry(remote: &Remote, mut command: Command, paths: &[String]) -> Result<(), Failure> {
    command.arg("--files-from=-");
    let output = run(&mut command, &list(paths), "rsync")?;
    if output.status.success() { Ok(()) } else { Err(refused(remote, &output)) }
}

fn list(paths: &[String]) -> String {
    paths.iter().map(|path| format!("{path}\n")).collect()
}

fn refused(remote: &Remote, output: &Output) -> Failure {
    let words = last_words(output);
    remote
        .address
        .failure(both!("rsync 没有传完：{words}", "rsync did not get through: {words}"))
        .with_help(both!(
            "传到的都在，再运行一次就接着传",
            "what arrived stays; run again to go on"
        ))
}

fn command(remote: &Remote) -> Command {
    let mut command = Command::new("rsync");
    command.env("LC_ALL", "C");
    command.args(["--times", "--timeout=60"]);
    match remote.address.scheme {
        Scheme::Rsync => {
            if let Some(secret) = &remote.access.secret {
                command.env("RSYNC_PASSWORD", secret);
            }
        }
        _ => {
            let mut ssh = "ssh -o BatchMode=yes -o ConnectTimeout=30".to_owned();
            if let Some(configuration) = &remote.access.ssh {
                ssh += &format!(" -F '{}'", configuration.display());
            }
            if let Some(port) = remote.address.port {
                ssh += &format!(" -p {port}");
            }
            command.arg("-e").arg(ssh);
        }
    }
    command
}

/// Returns the folder on the server as rsync has it.
fn place(remote: &Remote) -> String {
    let address = &remote.address;
    match address.scheme {
        Scheme::Rsync => {
            let port = address.port.map_or(String::new(), |port| format!(":{port}"));
            format!("rsync://{}{port}{}/", address.login(), address.path)
        }
        _ => format!("{}:{}/", address.login(), address.folder()),
    }
}
