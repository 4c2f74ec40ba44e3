//! SFTP by OpenSSH's own program: its keys, its agent, its list of known hosts.
//! It must not know what a file says.

use std::path::Path;
use std::process::{Command, Output};

use super::program::{last_words, run};
use super::{Remote, part_of};
use crate::failure::Failure;
use crate::language::both;

pub(super) fn get(remote: &Remote, paths: &[String], into: &Path) -> Result<(), Failure> {
    let lines = paths.iter().map(|path| format!("-get {} {}\n", there(remote, path), quoted(path)));
    batch(remote, into, &lines.collect::<String>())
}

pub(super) fn put(remote: &mut Remote, paths: &[String], from: &Path) -> Result<(), Failure> {
    let mut lines = String::new();
    if remote.made.insert(String::new()) {
        lines += &format!("-mkdir {}\n", quoted(&remote.address.folder()));
    }
    for folder in remote.folders_for(paths) {
        lines += &format!("-mkdir {}\n", there(remote, &folder));
    }
    for path in paths {
        let part = there(remote, &part_of(path));
        lines += &format!("put {} {part}\n", quoted(path));
        lines += &format!("rename {part} {}\n", there(remote, path));
    }
    batch(remote, from, &lines)
}

pub(super) fn remove(remote: &Remote, paths: &[String]) -> Result<(), Failure> {
    let mut lines: String =
        paths.iter().map(|path| format!("-rm {}\n", there(remote, path))).collect();
    // A folder goes with its last file; one that still holds something stays.
    let mut folders: Vec<&str> =
        paths.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect();
    folders.sort_unstable();
    folders.dedup();
    for folder in folders.iter().rev() {
        lines += &format!("-rmdir {}\n", there(remote, folder));
    }
    let empty = remote.empty.clone();
    batch(remote, &empty, &lines)
}

/// Runs some lines as one batch over one connection, within a folder of ours.
fn batch(remote: &Remote, within: &Path, lines: &str) -> Result<(), Failure> {
    let output = run(command(remote).current_dir(within), lines, "OpenSSH")?;
    match output.status.success() {
        true => Ok(()),
        false => Err(refused(remote, &output)),
    }
}

fn command(remote: &Remote) -> Command {
    let mut command = Command::new("sftp");
    command.args(["-q", "-b", "-", "-o", "BatchMode=yes", "-o", "ConnectTimeout=30"]);
    command.args(["-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4"]);
    if let Some(configuration) = &remote.access.ssh {
        command.arg("-F").arg(configuration);
    }
    if let Some(port) = remote.address.port {
        command.args(["-P", &port.to_string()]);
    }
    command.arg(remote.address.login());
    command
}

fn refused(remote: &Remote, output: &Output) -> Failure {
    let words = last_words(output);
    remote
        .address
        .failure(both!("sftp 没有传完：{words}", "sftp did not get through: {words}"))
        .with_help(both!(
            "传到的都在，再运行一次就接着传。登录用密钥：先用 sftp 手工连一次，看主机和密钥认不认得",
            "what arrived stays; run again to go on. Log in by a key: connect once by hand with sftp to see that host and key are known"
        ))
}

fn there(remote: &Remote, path: &str) -> String {
    quoted(&format!("{}/{path}", remote.address.folder()))
}

/// Puts a path so that sftp reads it as it is.
fn quoted(path: &str) -> String {
    let mut quoted = String::from("\"");
    for c in path.chars() {
        if matches!(c, '"' | '\\' | '*' | '?' | '[' | ']') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted + "\""
}
