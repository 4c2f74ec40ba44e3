//! What is kept for good: folders written once and never changed.
//! It must not know what a year says, nor how a bundle is made.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::manifest::Artifact;

/// Writes a folder that must not exist yet, whole or not at all.
pub fn write_new(folder: &Path, files: &[Artifact]) -> Result<(), Failure> {
    if folder.symlink_metadata().is_ok() {
        return Err(Failure::new(folder, "这个文件夹已经有了，没有改动"));
    }
    let beside = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    let beside = beside.unwrap_or(Path::new("."));
    fs::create_dir_all(beside).map_err(|e| Failure::io(beside, e))?;
    let name = folder.file_name().ok_or_else(|| Failure::new(folder, "不能作为文件夹的名称"))?;
    let staging = Staging(beside.join(format!(".{}.gongkai", name.to_string_lossy())));
    staging.clear()?;
    for file in files {
        let path = staging.0.join(&file.path);
        let within = path.parent().unwrap_or(&staging.0);
        fs::create_dir_all(within).map_err(|e| Failure::io(within, e))?;
        write_file(&path, &file.bytes)?;
    }
    fs::rename(&staging.0, folder).map_err(|e| Failure::io(folder, e))
}

/// Writes a file and waits until the disk has it.
fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let write = || {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|e| Failure::io(path, e))
}

/// A folder being made ready; what is left of it when something fails is taken away.
struct Staging(PathBuf);

impl Staging {
    fn clear(&self) -> Result<(), Failure> {
        match fs::remove_dir_all(&self.0) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Failure::io(&self.0, error))
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = self.clear();
    }
}
