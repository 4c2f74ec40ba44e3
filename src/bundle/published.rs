//! Brings a published site from the web, so that it can be checked as one that was downloaded.
//! It must not judge what it brought.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use super::keep::folders;
use super::publish::list_of;
use super::remote::{Bounds, Fetched, fetch};
use crate::failure::Failure;
use crate::language::{Both, both};
use crate::manifest::SITE_LIST;
use crate::source::MAX_KEPT_BYTES;

/// The most files a site may have.
const MOST_FILES: usize = 200_000;
/// The most bytes of a list.
const MOST_OF_A_LIST: u64 = 64 << 20;
const MOST_BYTES: u64 = 8 << 30;
const SECONDS: u64 = 120;

/// What is wrong with some files, before anything is compared.
pub type Faults = Vec<(String, Both)>;

/// Brings the files that a site's list names, and those that stand in our own site or stood on the
/// web before, into a folder.
///
/// # Errors
/// When the list is not there or cannot be read, or nothing can be fetched at all.
pub fn fetched(address: &str, root: &Path, into: &Path, clear: bool) -> Result<Faults, Failure> {
    let base = address.trim_end_matches("index.html").trim_end_matches('/');
    let base = format!("{base}/");
    let bounds = Bounds { file: MOST_OF_A_LIST, all: MOST_OF_A_LIST, seconds: SECONDS };
    match &fetch(&base, &[SITE_LIST.to_owned()], into, bounds, clear)?[..] {
        [Fetched::Whole] => {}
        [Fetched::Failed(why)] => {
            let why = both!("没有取到：{why}", "not fetched: {why}");
            return Err(Failure::new(format!("{base}{SITE_LIST}"), why));
        }
        _ => {
            let why = both!("这个网址下没有 site.json", "there is no site.json below this address");
            return Err(Failure::new(base, why).with_help(both!(
                "写站点首页所在的网址，如 https://xsh.example.edu.cn/gongkai/",
                "give the address of the site's front page, such as https://xsh.example.edu.cn/gongkai/"
            )));
        }
    }
    let unreadable = || {
        Failure::new(format!("{base}{SITE_LIST}"), both!("清单读不出来", "the list cannot be read"))
    };
    let list = listed(into).ok_or_else(unreadable)?;
    // What our own site has, and what stood there before, is asked for too: it may be missing, or
    // still be there.
    let ours = listed(&root.join("output")).unwrap_or_default();
    let earlier: Vec<_> = folders(root).iter().filter_map(|folder| listed(folder)).collect();
    let wanted: BTreeSet<String> = [list, ours].into_iter().chain(earlier).flatten().collect();
    let paths: Vec<String> = wanted.into_iter().filter(|path| path != SITE_LIST).collect();
    if paths.len() > MOST_FILES {
        return Err(unreadable());
    }
    let bounds = Bounds { file: MAX_KEPT_BYTES, all: MOST_BYTES, seconds: SECONDS };
    let all = fetch(&base, &paths, into, bounds, clear)?;
    let faults = paths.into_iter().zip(all).filter_map(|(path, how)| match how {
        Fetched::Failed(why) => Some((path, both!("没有取到：{why}", "not fetched: {why}"))),
        _ => None,
    });
    Ok(faults.collect())
}

/// Returns the files that the list in a folder names, as far as they lie below it.
fn listed(folder: &Path) -> Option<BTreeSet<String>> {
    let list = list_of(folder).ok()??;
    let is_below = |path: &String| {
        !path.is_empty()
            && !path.contains(|c: char| c.is_control() || "\\:*?\"<>|".contains(c))
            && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
    };
    Some(list.into_keys().filter(is_below).collect())
}
