//! Puts new files into a folder that must not hold anything yet.
//! It must not replace a file.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::failure::Failure;

/// Writes files by their paths below a folder, which is made, and which must be empty.
pub fn into_new_folder(folder: &Path, files: &[(String, &[u8])]) -> Result<(), Failure> {
    refuse_what_is_there(folder)?;
    for (path, bytes) in files {
        let path = folder.join(path);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).map_err(|error| Failure::io(above, error))?;
        }
        fs::write(&path, bytes).map_err(|error| Failure::io(&path, error))?;
    }
    Ok(())
}

fn refuse_what_is_there(folder: &Path) -> Result<(), Failure> {
    match fs::read_dir(folder) {
        Ok(entries) => match entries.count() {
            0 => Ok(()),
            _ => Err(Failure::new(folder, "文件夹里已有文件，没有写入任何内容")
                .with_help("换一个空的或者还不存在的文件夹")),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            Err(Failure::new(folder, "这里已有一个同名的文件"))
        }
        Err(error) => Err(Failure::io(folder, error)),
    }
}
