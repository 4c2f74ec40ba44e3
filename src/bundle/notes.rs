//! Notes that a run leaves for the next one in the workshop beside a site.
//! It must not know what they say. Without a note a run is slower and nothing else.

use std::fs;
use std::path::{Path, PathBuf};

use crate::lock::WORKSHOP;
use crate::source::{MAX_KEPT_BYTES, read_file};

/// A folder of notes.
#[derive(Clone, Debug)]
pub struct Notes(PathBuf);

impl Notes {
    /// Returns the notes of a kind that lie beside a site's content.
    pub fn beside(root: &Path, kind: &str) -> Self {
        Self(root.join(WORKSHOP).join(kind))
    }

    /// Reads a note.
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        read_file(&self.place(name), MAX_KEPT_BYTES).ok()
    }

    /// Leaves a note in the place of the one before, whole or not at all.
    pub fn write(&self, name: &str, note: &[u8]) {
        let place = self.place(name);
        // Another run may be writing the same note.
        let beside = place.with_extension(std::process::id().to_string());
        let written = || {
            fs::create_dir_all(&self.0)?;
            fs::write(&beside, note)?;
            fs::rename(&beside, &place)
        };
        // A site that cannot be written to is looked at anew each time.
        if written().is_err() {
            let _ = fs::remove_file(&beside);
        }
    }

    /// A round stands within its year; their notes stand side by side.
    fn place(&self, name: &str) -> PathBuf {
        self.0.join(name.replace('/', "+") + ".json")
    }
}
