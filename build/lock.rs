//! What of a lock file one package is built of.
//! It must not know what else the file locks, nor what any of it does.

use std::collections::BTreeSet;

/// Returns a line for each package that another leads to, itself left out, with version, source and
/// checksum, in the order of the lock file. `besides` are those it names for its tests alone.
pub fn built_of(lock: &str, package: &str, besides: &[&str]) -> Vec<String> {
    let packages: Vec<Package> = lock.split("[[package]]\n").skip(1).map(Package::read).collect();
    let mut wanted: Vec<&str> = vec![package];
    let mut found = BTreeSet::new();
    while let Some(named) = wanted.pop() {
        let is_named = |it: &(usize, &Package)| it.1.is(named);
        let Some((nth, it)) = packages.iter().enumerate().find(|it| is_named(it)) else {
            continue;
        };
        if found.insert(nth) {
            let own = it.name == package;
            let needed = it.needs.iter().filter(|need| !(own && besides.contains(need)));
            wanted.extend(needed);
        }
    }
    let others = found.into_iter().map(|nth| &packages[nth]).filter(|it| it.name != package);
    others.map(|it| it.pinned.join(" ")).collect()
}

/// Returns the crates that a manifest names for tests alone.
pub fn for_tests(manifest: &str) -> Vec<&str> {
    let mut within = false;
    let mut found = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            within = line == "[dev-dependencies]";
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| within) {
            found.push(name);
        }
    }
    found
}

struct Package<'a> {
    name: &'a str,
    version: &'a str,
    /// What tells the very package: every value but what it needs.
    pinned: Vec<&'a str>,
    /// What it needs, by name, and by version too where there are several.
    needs: Vec<&'a str>,
}

impl<'a> Package<'a> {
    fn read(block: &'a str) -> Self {
        let value = |key: &str| {
            let line = block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
            line.map(|text| text.trim_matches('"')).unwrap_or_default()
        };
        let needs = block.lines().filter_map(|line| line.strip_prefix(" \"")?.strip_suffix("\","));
        let pinned = ["name", "version", "source", "checksum"].map(value);
        let [name, version, ..] = pinned;
        Self { name, version, pinned: pinned.into(), needs: needs.collect() }
    }

    /// Tells whether this is what another names, `base64`, `base64 0.22.1`, or with its source.
    fn is(&self, named: &str) -> bool {
        let mut parts = named.split(' ');
        parts.next() == Some(self.name) && parts.next().is_none_or(|it| it == self.version)
    }
}
