//! What colleges do to their sites after they were looked at: versions rewritten, years changed
//! without a version, taken away, ledgers made anew.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use gongkai::archive::{LEDGER, Ledger};
use gongkai::edition::Edition;
use gongkai::manifest::{Manifest, SITE_LIST, SiteList, sha256};

use super::{EVERY, Planted, Wish, json_of, plant, site};

/// Changes sites of a province in silence; returns what must be found of it.
pub fn later(root: &Path, wish: &Wish) -> io::Result<Vec<Planted>> {
    let mut planted = Vec::new();
    for number in 0..wish.colleges {
        let (id, _) = super::college(number);
        let site = site(root, number);
        match number % EVERY {
            20 => {
                let edition = newest(&site)?.version(1);
                rewrite(&site, &edition)?;
                planted.push(plant(&id, Some(&edition), "rewritten"));
            }
            21 => {
                let edition = newest(&site)?;
                rewrite(&site, &edition)?;
                planted.push(plant(&id, Some(&edition), "changed-without-version"));
            }
            22 => {
                let edition = newest(&site)?;
                unlist(&site, &edition)?;
                planted.push(plant(&id, Some(&edition), "withdrawn"));
                planted.push(plant(&id, Some(&edition.version(1)), "withdrawn"));
            }
            23 if site.join(LEDGER).exists() => {
                fs::write(site.join(LEDGER), Ledger::default().to_json())?;
                planted.push(plant(&id, None, "ledger-broken"));
                planted.push(plant(&id, None, "signature-broken"));
            }
            _ => {}
        }
    }
    planted.sort();
    Ok(planted)
}

/// Takes an edition away, with all that lies below its address.
pub fn unlist(site: &Path, edition: &Edition) -> io::Result<()> {
    fs::remove_dir_all(site.join(edition.to_string()))?;
    let below = format!("{edition}/");
    relist(site, |files| files.retain(|path, _| !path.starts_with(&below)))
}

fn newest(site: &Path) -> io::Result<Edition> {
    let list: SiteList = serde_json::from_slice(&fs::read(site.join(SITE_LIST))?)?;
    let folders = list.files.keys().filter_map(|path| path.strip_suffix("/manifest.json"));
    let editions = folders.filter_map(|folder| Edition::try_from(folder.to_owned()).ok());
    Ok(editions.filter(|it| it.version.is_none()).max().expect("a site has a year"))
}

/// Alters an article of a document.
fn rewrite(site: &Path, edition: &Edition) -> io::Result<()> {
    let path = site.join(edition.to_string()).join("document.json");
    let text = fs::read_to_string(&path)?.replacen("第十条", "第十条 ", 1);
    republish(site, edition, text.as_bytes())
}

/// Puts another document in the place of one, and every list and digest with it.
pub fn republish(site: &Path, edition: &Edition, document: &[u8]) -> io::Result<()> {
    let below = site.join(edition.to_string());
    fs::write(below.join("document.json"), document)?;
    let content = sha256(document);
    let path = below.join("manifest.json");
    let mut list: Manifest = serde_json::from_slice(&fs::read(&path)?)?;
    list.content = content.clone();
    list.files.insert("document.json".to_owned(), content.clone());
    let bytes = json_of(&list);
    fs::write(&path, &bytes)?;
    relist(site, |files| {
        files.insert(format!("{edition}/document.json"), content.clone());
        files.insert(format!("{edition}/manifest.json"), sha256(&bytes));
    })
}

fn relist(site: &Path, change: impl Fn(&mut BTreeMap<String, String>)) -> io::Result<()> {
    let path = site.join(SITE_LIST);
    let mut list: SiteList = serde_json::from_slice(&fs::read(&path)?)?;
    change(&mut list.files);
    fs::write(path, json_of(&list))
}
