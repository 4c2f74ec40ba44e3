//! Where the workbench of a site is open on this machine, so that whoever opens the site once more is
//! led there.
//! It must not know what a workbench shows.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use crate::lock::{self, WORKSHOP};

/// The file in a site's workshop that says where; only the user whose workbench it is may read it.
const FILE: &str = "workbench";
/// What a workbench is asked, below its token, for the folder it shows.
pub const WHOSE: &str = "whose";
/// How long another workbench may take to answer: it may be reading the site.
const PATIENCE: Duration = Duration::from_secs(10);

/// Writes down that the workbench of a site is open at a place, and the way there with its token.
///
/// # Errors
/// What the disk refuses, and a workshop that leads elsewhere.
pub fn tell(root: &Path, at: SocketAddr, path: &str) -> io::Result<()> {
    let workshop = root.join(WORKSHOP);
    fs::create_dir_all(&workshop)?;
    if fs::symlink_metadata(&workshop)?.is_symlink() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    let new = workshop.join(format!("{FILE}.{}", std::process::id()));
    let _ = fs::remove_file(&new);
    private(&new)?.write_all(format!("{at} {path}\n").as_bytes())?;
    lock::rename(&new, &workshop.join(FILE))
}

/// Returns the whole address of the workbench of a site that is open on this machine, if it answers.
pub fn address(root: &Path) -> Option<String> {
    let file = root.join(WORKSHOP).join(FILE);
    let told = fs::symlink_metadata(&file).ok()?;
    if !told.is_file() || !is_private(&told) {
        return None;
    }
    let written = fs::read_to_string(&file).ok()?;
    let (at, path) = written.trim_end().split_once(' ')?;
    let at: SocketAddr = at.parse().ok().filter(|at: &SocketAddr| at.ip().is_loopback())?;
    let token = path.strip_prefix('/')?.strip_suffix('/')?;
    let is_token = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    let answers = is_token && asked(at, path).ok()? == whose(root);
    answers.then(|| format!("http://{at}{path}"))
}

/// Returns what a workbench answers to whoever asks for its folder.
pub fn whose(root: &Path) -> String {
    let whole = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    whole.display().to_string()
}

/// Asks whatever answers at a place which folder it shows.
fn asked(at: SocketAddr, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&at, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path}{WHOSE} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(64 * 1024).read_to_string(&mut answer)?;
    let (_, body) = answer.split_once("\r\n\r\n").ok_or(io::ErrorKind::InvalidData)?;
    Ok(body.to_owned())
}

#[cfg(unix)]
fn private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private(path: &Path) -> io::Result<File> {
    File::create_new(path)
}

/// Tells whether nobody else may have written or read a file.
#[cfg(unix)]
fn is_private(told: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    told.permissions().mode() & 0o077 == 0
}

#[cfg(not(unix))]
fn is_private(_told: &fs::Metadata) -> bool {
    true
}
