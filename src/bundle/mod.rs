//! What is published: the list of a bundle's files, the audit of what was printed, the way to disk.
//! It must not know how a file was made.

mod active;
pub mod audit;
mod carry;
pub mod exchange;
mod keep;
mod notes;
pub mod pdf;
mod publish;
mod published;
pub mod remote;
mod stage;
mod upload;
mod words;

pub use carry::{Carriage, carriage, empty};
pub use keep::{Kept, brought_back, forget_published};
pub use notes::Notes;
pub use publish::{Publication, list_of, publication};
pub use published::{Faults, fetched};
pub use stage::{Exchanged, Stage};
pub use upload::Upload;
pub use words::{Words, held, read_words};

use crate::document::{Document, Json};
use crate::manifest::{Artifact, BUILD, GENERATOR, Manifest, Named, SCHEMA, sha256};

/// The name of the list among a bundle's files.
pub const MANIFEST: &str = "manifest.json";

/// Returns the list of a bundle's files by digest, and the file that holds it.
///
/// `files` are all others, by their paths below the bundle's folder; `standards` is the digest of
/// the forms and rules the year was checked by.
pub fn manifest(
    document: &Document,
    json: &Json,
    standards: &str,
    theme: Named,
    fonts: Vec<Named>,
    files: &[Artifact],
) -> (Manifest, Artifact) {
    let others = files.iter().filter(|file| file.path != MANIFEST);
    let digest = |file: &Artifact| match *file.bytes == *json.bytes {
        true => json.digest.clone(),
        false => sha256(&file.bytes),
    };
    let manifest = Manifest {
        schema: SCHEMA,
        year: document.year.clone(),
        generator: GENERATOR.to_owned(),
        build: BUILD.to_owned(),
        content: json.digest.clone(),
        standards: standards.to_owned(),
        theme,
        fonts,
        files: others.map(|file| (file.path.clone(), digest(file))).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&manifest).expect("a manifest is plain data");
    bytes.push(b'\n');
    (manifest, Artifact::new(MANIFEST, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_every_file_but_itself() {
        let json = include_bytes!("../../tests/fixtures/document.json");
        let document: Document = serde_json::from_slice(json).unwrap();
        let files =
            ["index.html", "disclosure.pdf", MANIFEST].map(|path| Artifact::new(path, path));
        let theme = Named { name: "default".into(), sha256: sha256(b"theme") };
        let (list, file) =
            manifest(&document, &document.json(), "standards", theme, vec![], &files);
        assert_eq!(list.files.keys().collect::<Vec<_>>(), ["disclosure.pdf", "index.html"]);
        assert_eq!(list.files["index.html"], sha256(b"index.html"));
        assert_eq!(list.content, sha256(&document.to_json()));
        assert_eq!(serde_json::from_slice::<Manifest>(&file.bytes).unwrap(), list);
    }
}
