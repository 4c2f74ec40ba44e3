//! What a run reads: content, standards, theme and fonts, each from one place.
//! It must not know what any of it means.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::failure::Failure;
use crate::source::Sources;
use crate::standard::Edition;

/// The national standards as they were when the program was compiled.
static STANDARDS: Dir = include_dir!("$CARGO_MANIFEST_DIR/standards");

/// The texts of a run.
#[derive(Debug)]
pub struct Inputs {
    pub root: PathBuf,
    pub sources: Sources,
    /// Folders of forms and rules among the sources, national first.
    pub standards: Vec<(&'static str, Edition)>,
}

impl Inputs {
    /// Reads `content/` below a root, and `standards/` there or else the built-in ones.
    pub fn read(root: &Path) -> Result<Self, Failure> {
        let content = root.join("content");
        if !content.is_dir() {
            return Err(Failure::new(content, "没有 content 文件夹")
                .with_help("在站点的文件夹里运行，或用 --root 指明它在哪里"));
        }
        let mut sources = Sources::default();
        let elsewhere = |below: &str| matches!(below, "releases" | "fonts" | "themes");
        sources.read_folder(&content, "content", elsewhere)?;
        let mut standards = national(root, &mut sources)?;
        standards.push(("content/standards", Edition::Own));
        Ok(Self { root: root.to_owned(), sources, standards })
    }
}

/// Reads the national standards alone, for commands that need no content.
pub fn standards_only(root: &Path) -> Result<Inputs, Failure> {
    if root.join("content").is_dir() {
        return Inputs::read(root);
    }
    let mut sources = Sources::default();
    let standards = national(root, &mut sources)?;
    Ok(Inputs { root: root.to_owned(), sources, standards })
}

fn national(root: &Path, sources: &mut Sources) -> Result<Vec<(&'static str, Edition)>, Failure> {
    let own = root.join("standards");
    if own.is_dir() {
        sources.read_folder(&own, "standards", |_| false)?;
    } else {
        embed(&STANDARDS, sources);
    }
    Ok(vec![("standards", Edition::National)])
}

fn embed(folder: &'static Dir, sources: &mut Sources) {
    let mut files: Vec<_> = folder.files().collect();
    files.sort_by_key(|file| file.path());
    for file in files {
        let path = file.path().to_string_lossy().replace('\\', "/");
        sources.add_bytes(format!("standards/{path}"), file.contents().to_vec());
    }
    let mut folders: Vec<_> = folder.dirs().collect();
    folders.sort_by_key(|folder| folder.path());
    folders.into_iter().for_each(|folder| embed(folder, sources));
}
