//! The combination of other tools that does the same work: `benches/peers/`.
//! It must not know this program.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::measure::Cost;

/// The tools of `benches/peers/setup.sh`, where they are installed.
pub struct Peers {
    scripts: PathBuf,
    python: PathBuf,
}

impl Peers {
    /// Finds the tools, or says how to install them.
    pub fn find() -> Option<Self> {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers");
        let home =
            || std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache/gongkai-peers"));
        let folder = std::env::var_os("GONGKAI_PEERS").map(PathBuf::from).or_else(home)?;
        let python = folder.join("venv/bin/python3");
        if !folder.join("venv/bin/check-jsonschema").exists() {
            println!("the combination is not installed: sh benches/peers/setup.sh");
            return None;
        }
        Some(Self { scripts, python })
    }

    /// Writes the same bundles in the forms the tools read, some years a college.
    pub fn workload(&self, count: usize, years: usize, folder: &Path) {
        let mut writer = Command::new(&self.python);
        writer.arg(self.scripts.join("workload.py")).arg(count.to_string()).arg(folder);
        Cost::of(writer.arg(years.to_string()), &[0]);
    }

    /// Runs the combination over a workload, from nothing, as it always does.
    pub fn combine(&self, folder: &Path, out: &Path) -> Cost {
        let script = self.scripts.join("combine.sh");
        Cost::of(Command::new("sh").arg(script).arg(folder).arg(out), &[0])
    }
}
