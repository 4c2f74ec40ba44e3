//! Puts new files into a folder that must not hold anything yet, and the schemas beside content.
//! It must not replace an author's file.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::place;
use crate::failure::Failure;
use crate::language::both;
use crate::lock::WORKSHOP;
use crate::pipeline;
use crate::render::schema::schemas;

/// Writes one file that somebody named.
pub fn file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let above = path.parent().filter(|above| !above.as_os_str().is_empty());
    if let Some(above) = above.filter(|above| !above.exists()) {
        let why = both!("要写到的文件夹不存在，没有写", "the folder to write into is not there");
        return Err(Failure::new(above, why)
            .with_help(both!("先建好文件夹，或者换一个位置", "make it first, or choose another")));
    }
    fs::write(path, bytes).map_err(|error| Failure::io(path, error))
}

/// Writes files by their paths below a folder, which is made, and which must be empty but for the
/// workshop of a workbench that shows it.
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

/// Writes the schemas that editors read into a site, over those of another version.
pub fn schemas_into(root: &Path) -> Result<(), Failure> {
    schemas(pipeline::tables(root))
        .iter()
        .try_for_each(|file| place::write(&root.join(&file.path), &file.bytes))
}

fn refuse_what_is_there(folder: &Path) -> Result<(), Failure> {
    match fs::read_dir(folder) {
        Ok(entries) => match entries.flatten().filter(|it| it.file_name() != WORKSHOP).count() {
            0 => Ok(()),
            _ => {
                let why = both!(
                    "文件夹里已有文件，没有写入任何内容",
                    "the folder holds files already; nothing was written"
                );
                Err(Failure::new(folder, why).with_help(both!(
                    "换一个空的或者还不存在的文件夹",
                    "choose a folder that is empty or does not exist yet"
                )))
            }
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            let why = both!("这里已有一个同名的文件", "a file of that name is there already");
            Err(Failure::new(folder, why))
        }
        Err(error) => Err(Failure::io(folder, error)),
    }
}
