//! For whom each file is: the one table of formats, what follows from it, and README's copy of it.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use gongkai::bundle::held;
use gongkai::document::Document;
use gongkai::manifest::{Artifact, Audience, SITE_LIST, SiteList, sha256};
use gongkai::pipeline::{Inputs, Run};
use gongkai::redaction;
use gongkai::render::formats::{FORMATS, audience};
use gongkai::site;
use support::project;

fn for_whom(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "everybody",
        Audience::Repeated => "everybody, not search engines",
        Audience::NamesPeople => "readers: it names people",
        Audience::Machine => "programs",
    }
}

#[test]
fn readme_has_the_tables_of_the_program() {
    let readme = std::fs::read_to_string(project("README.md")).unwrap();
    let of_bundle = FORMATS.iter().map(|format| (format.file, format.audience, format.what));
    let rows = |files: &mut dyn Iterator<Item = (&str, Audience, &str)>| {
        let rows = files.map(|(file, audience, what)| {
            format!("| `{file}` | {} | {what} |\n", for_whom(audience))
        });
        format!("| file | for whom | what it is |\n|---|---|---|\n{}\n", rows.collect::<String>())
    };
    let bundle = rows(&mut of_bundle.into_iter());
    let site = rows(&mut site::FILES.iter().copied());
    assert!(readme.contains(&bundle), "README should have\n{bundle}");
    assert!(readme.contains(&site), "README should have\n{site}");
}

/// The sample as it is built, one year of it released twice, one older file kept.
fn built() -> (tempfile::TempDir, BTreeMap<String, Vec<u8>>) {
    let site = tempfile::tempdir().unwrap();
    support::sample_site(site.path());
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_gongkai"));
        let output = command.args(arguments).arg("--root").arg(site.path()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    };
    let older = site.path().join("旧.html");
    std::fs::write(&older, "<p>一九九九年的公开</p>").unwrap();
    run(&["release", "2025-2026"]);
    let preface = site.path().join("content/2025-2026/前言.md");
    let text = std::fs::read_to_string(&preface).unwrap();
    std::fs::write(&preface, text + "\n本页另有打印版。\n").unwrap();
    run(&["release", "2025-2026", "--note", "补充一句"]);
    run(&["archive", "add", "2020-2021", older.to_str().unwrap(), "--note", "原发布于学院网站"]);
    run(&["build"]);
    let files = support::tree(&site.path().join("output")).into_iter().collect();
    (site, files)
}

#[test]
fn what_names_people_is_kept_from_search_engines_in_every_version() {
    let (_site, files) = built();
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    let (map, robots) = (text("sitemap.xml"), text("robots.txt"));
    let mut names = std::collections::BTreeSet::new();
    for (_, json) in files.iter().filter(|(path, _)| path.ends_with("document.json")) {
        names.extend(redaction::names(&Document::from_json(json).unwrap()));
    }
    assert!(names.len() > 50);
    let (mut naming, mut asking) = (0, 0);
    for (path, bytes) in &files {
        let name = path.rsplit('/').next().unwrap();
        let words = held(&Artifact::new(path, bytes.clone()));
        let named = words.iter().any(|text| names.iter().any(|name| text.contains(name)));
        let listed = map.contains(&format!("/gongkai/{path}</loc>"));
        let refused = robots.lines().any(|line| line == format!("Disallow: /gongkai/{path}"));
        let asks = name.ends_with(".html")
            && String::from_utf8_lossy(bytes).contains(r#"<meta name="robots" content="noindex">"#);
        if named {
            naming += 1;
            assert_eq!(audience(name), Audience::NamesPeople, "{path} names people");
            assert!(!listed, "{path} names people and is offered to search engines");
            assert!(asks != refused, "{path}: asks {asks}, refused {refused}");
        }
        asking += usize::from(asks);
        assert!(!(asks && refused), "{path} must be fetched to be read");
        assert!(!(asks && listed), "{path} asks to be passed by and is offered");
        assert!(!listed || name.ends_with(".html"), "{path}");
    }
    // Three years, two versions more, two rounds: of each a PDF and data, of most a page.
    assert!(naming >= 14 && asking >= 5, "{naming} {asking}");
    assert!(map.contains("/gongkai/2025-2026/index.html</loc>") && !map.contains("/v1/"));
    assert!(robots.contains("Disallow: /gongkai/2025-2026/v2/disclosure.pdf\n"));
    assert!(robots.contains("Disallow: /gongkai/2020-2021/%E6%97%A7.html\n"), "{robots}");
}

#[test]
fn every_file_has_its_row_and_the_list_of_the_site_has_every_file() {
    let (_site, files) = built();
    let list: SiteList = serde_json::from_slice(&files[SITE_LIST]).unwrap();
    for (path, bytes) in &files {
        if path == SITE_LIST || path == ".gongkai-output" {
            continue;
        }
        assert_eq!(list.files.get(path), Some(&sha256(bytes)), "{path}");
    }
    assert_eq!(list.files.len() + 2, files.len());
    let run = Run::open(Inputs::read(Path::new(&project(""))).unwrap()).unwrap();
    let assets = run.resources.theme.assets();
    let folder = "2025-2026/v1/";
    for name in files.keys().filter_map(|path| path.strip_prefix(folder)) {
        let known = FORMATS.iter().any(|format| format.file == name);
        assert!(known || assets.iter().any(|asset| asset.path == name), "{name} has no row");
    }
}
