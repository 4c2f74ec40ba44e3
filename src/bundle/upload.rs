//! What a webmaster has to carry over: how the files now differ from those uploaded last.
//! It must not touch the disk, nor know what any file is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The files of an output folder: path and SHA-256.
pub type Files = BTreeMap<String, String>;

/// What is remembered from run to run.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Record {
    /// What was uploaded, as far as we were told.
    pub uploaded: Files,
    /// What was built last.
    pub built: Files,
}

/// How the files now differ from those uploaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upload {
    pub new: Vec<String>,
    pub changed: Vec<String>,
    pub gone: Vec<String>,
}

impl Upload {
    /// Compares what was uploaded with what there is now.
    pub fn between(uploaded: &Files, now: &Files) -> Self {
        let mut upload = Self::default();
        for (path, digest) in now {
            match uploaded.get(path) {
                None => upload.new.push(path.clone()),
                Some(old) if old != digest => upload.changed.push(path.clone()),
                Some(_) => {}
            }
        }
        let gone = uploaded.keys().filter(|path| !now.contains_key(*path));
        upload.gone.extend(gone.cloned());
        upload
    }

    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.gone.is_empty()
    }

    /// Returns the list as a webmaster reads it: a word and a path a line.
    pub fn list(&self, folder: &str) -> String {
        let mut list = format!(
            "# 上次上传以后 {folder} 里变了的文件。上传“新增”和“更新”的，在网站上删去“删除”的，\n\
             # 再把本文件删去：下一次就从那时算起。本文件还在，就当作还没有上传。\n"
        );
        let kinds = [("新增", &self.new), ("更新", &self.changed), ("删除", &self.gone)];
        for (kind, paths) in kinds {
            paths.iter().for_each(|path| list.push_str(&format!("{kind} {path}\n")));
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter().map(|(path, digest)| (path.to_string(), digest.to_string())).collect()
    }

    #[test]
    fn new_changed_and_gone_are_told_apart() {
        let (old, new) = (
            files(&[("a", "1"), ("b", "1"), ("c", "1")]),
            files(&[("b", "2"), ("c", "1"), ("d", "1")]),
        );
        let upload = Upload::between(&old, &new);
        let list = upload.list("output");
        assert!(list.ends_with("新增 d\n更新 b\n删除 a\n"), "{list}");
        assert!(Upload::between(&new, &new).is_empty() && !upload.is_empty());
    }
}
