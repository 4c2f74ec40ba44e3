//! What is compared, gathered by year and union on disk, so that memory holds one of them at a time
//! and every college is read once.
//! It must not compare anything.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use gongkai::edition::Edition;
use gongkai::failure::Failure;

use super::OfYear;
use crate::colleges::College;
use crate::store::{Store, unreadable};

/// The folder of what was gathered; it goes when this does.
pub struct Years {
    folder: PathBuf,
    files: BTreeMap<Edition, BufWriter<File>>,
}

impl Years {
    /// Puts down what is compared of every college, a file a year and union: a line a college, in the
    /// order of the list.
    pub fn gather(colleges: &[College], store: &Store) -> Result<Self, Failure> {
        let folder = store.folder.join(format!(".years-{}", std::process::id()));
        let mut years = Self { folder, files: BTreeMap::new() };
        for (place, college) in colleges.iter().enumerate() {
            for (edition, compared) in store.audited(college)?.unwrap_or_default().compared {
                let line = serde_json::to_string(&(place, &compared)).expect("it is plain data");
                let path = years.path(&edition);
                let file = years.file(edition).map_err(|error| Failure::io(&path, error))?;
                writeln!(file, "{line}").map_err(|error| Failure::io(&path, error))?;
            }
        }
        Ok(years)
    }

    fn path(&self, edition: &Edition) -> PathBuf {
        self.folder.join(edition.to_string().replace('/', "+"))
    }

    fn file(&mut self, edition: Edition) -> std::io::Result<&mut BufWriter<File>> {
        let path = self.path(&edition);
        if !self.files.contains_key(&edition) {
            fs::create_dir_all(&self.folder)?;
            self.files.insert(edition.clone(), BufWriter::new(File::create(path)?));
        }
        Ok(self.files.get_mut(&edition).expect("it was put there"))
    }

    pub fn editions(&self) -> Vec<Edition> {
        self.files.keys().cloned().collect()
    }

    /// Returns the disclosures of one year and union, as far as they are compared.
    pub fn disclosures<'a>(
        &mut self,
        edition: &Edition,
        colleges: &'a [College],
    ) -> Result<OfYear<'a>, Failure> {
        let path = self.path(edition);
        let fail = |error| Failure::io(&path, error);
        self.files.get_mut(edition).map_or(Ok(()), BufWriter::flush).map_err(fail)?;
        let mut all = OfYear::new();
        for line in BufReader::new(File::open(&path).map_err(fail)?).lines() {
            let line = line.map_err(fail)?;
            let (place, compared): (usize, _) =
                serde_json::from_str(&line).map_err(|_| unreadable(&path))?;
            all.push((&colleges[place], compared));
        }
        Ok(all)
    }
}

impl Drop for Years {
    fn drop(&mut self) {
        let folder: &Path = &self.folder;
        let _ = fs::remove_dir_all(folder);
    }
}
