//! The national standards as they were when the program was compiled, with the trees they were read into
//! then: reading them at every start took an eighth of the time of a year.
//! It must not know what a standard says.

use std::collections::HashMap;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

use crate::load::yaml::tree::Tree;

/// The folder of the standards.
pub static STANDARDS: Dir = include_dir!("$CARGO_MANIFEST_DIR/standards");

/// What the build script packed: for each file its path, the length of its tree, and the tree.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/standards.trees"));

/// Each file that was read, by its path below the folder: its text, and its packed tree.
static READ: LazyLock<HashMap<&str, (&str, &[u8])>> = LazyLock::new(|| {
    let mut rest = PACKED;
    let mut read = HashMap::new();
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let (head, behind) = rest.split_at(end);
        let head = std::str::from_utf8(head).expect("the build script writes UTF-8");
        let (length, path) = head.split_once(' ').expect("the build script writes both");
        let (tree, next) = behind[1..].split_at(length.parse().expect("a length is a number"));
        rest = next;
        let file = STANDARDS.get_file(path).expect("both are made of one folder");
        read.insert(path, (file.contents_utf8().expect("standards are UTF-8"), tree));
    }
    read
});

/// Returns the tree of a file of the national standards, or of the front matter of a rule, if it says
/// what it said when the program was compiled.
pub fn tree(path: &str, text: &str) -> Option<Tree> {
    let (known, mut packed) = *READ.get(path.strip_prefix("standards/")?)?;
    (known == text).then(|| Tree::unpack(known, &mut packed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::yaml::tree;

    #[test]
    fn every_standard_was_read_as_it_is_read_now() {
        assert!(READ.len() > 300, "{} files", READ.len());
        for (path, (text, _)) in READ.iter() {
            let part = match path.ends_with(".md") {
                true => tree::front_matter(text).unwrap(),
                false => 0..text.len(),
            };
            let now = tree::read(&tree::padded(text, part)).unwrap();
            assert_eq!(super::tree(&format!("standards/{path}"), text), Some(now), "{path}");
        }
    }

    #[test]
    fn a_standard_that_says_something_else_is_read_anew() {
        let (path, (text, _)) = READ.iter().next().unwrap();
        let path = format!("standards/{path}");
        assert!(super::tree(&path, text).is_some());
        assert!(super::tree(&path, &format!("{text}\n")).is_none());
        assert!(super::tree(&format!("content/{path}"), text).is_none());
    }
}
