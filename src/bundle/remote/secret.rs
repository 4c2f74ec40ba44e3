//! A password kept in a file of its own.
//! It must not know what the password opens.

use std::fs;
use std::path::Path;

use crate::failure::Failure;
use crate::language::both;

/// Reads a password from a file outside the site that nobody else may read.
///
/// # Errors
/// When it is inside, others may read it, or it does not hold one line.
pub fn secret_in(file: &Path, root: &Path) -> Result<String, Failure> {
    let whole = file.canonicalize().map_err(|error| Failure::io(file, error))?;
    if root.canonicalize().is_ok_and(|root| whole.starts_with(root)) {
        let why = both!("密码文件在站点里面", "the file of the password is inside the site");
        return Err(Failure::new(file, why).with_help(both!(
            "移到站点以外，站点的文件会被存档和备份",
            "move it out: the files of a site are kept and copied"
        )));
    }
    refuse_readers(&whole)?;
    let text = fs::read_to_string(&whole).map_err(|error| Failure::io(file, error))?;
    let secret = text.trim_end_matches(['\r', '\n']);
    match secret.is_empty() || secret.contains(char::is_control) {
        true => Err(Failure::new(
            file,
            both!("密码文件里应当只有一行密码", "the file must hold one line, the password"),
        )),
        false => Ok(secret.to_owned()),
    }
}

#[cfg(unix)]
fn refuse_readers(file: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata().map_err(|error| Failure::io(file, error))?.permissions().mode();
    match mode & 0o077 {
        0 => Ok(()),
        _ => Err(Failure::new(
            file,
            both!("别人也能读密码文件", "others can read the file of the password"),
        )
        .with_help(both!("运行 chmod 600", "run chmod 600 on it"))),
    }
}

#[cfg(not(unix))]
fn refuse_readers(_: &Path) -> Result<(), Failure> {
    Ok(())
}
