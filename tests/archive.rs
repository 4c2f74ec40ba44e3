//! The year's work: a new year is started from the last, released, verified and brought back.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use gongkai::archive::{Key, Known, SIGNATURE, verify};
use gongkai::manifest::sha256;

fn gongkai(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.args(support::consented(arguments)).arg("--root").arg(root).output().unwrap()
}

fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    text(&output.stdout) + &text(&output.stderr)
}

fn replace(path: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(old), "{old} in {}", path.display());
    fs::write(path, text.replace(old, new)).unwrap();
}

#[test]
fn a_new_year_is_the_last_one_emptied_and_is_never_built() {
    let site = tempfile::tempdir().unwrap();
    support::sample_site(site.path());
    let root = site.path();
    let output = gongkai(root, &["new"]);
    assert!(output.status.success() && said(&output).contains("2026-2027"), "{}", said(&output));
    let read = |name: &str| fs::read_to_string(root.join("content/2026-2027").join(name)).unwrap();
    let head = read("年度.yaml");
    assert!(head.starts_with("# yaml-language-server: $schema=../../.gongkai/schema/head.json\n"));
    assert!(root.join(".gongkai/schema/head.json").is_file());
    assert!(head.contains("状态: 在编") && head.contains("撤下日期: 2027-12-31"), "{head}");
    assert!(head.contains("# 从这一天起，名单不再印姓名"), "comments stay");
    assert!(head.contains("告知同意: 待填"), "nobody was asked yet: {head}");
    assert!(!head.contains("照原始材料另行点数"), "a comment goes with its entry: {head}");
    let congress = read("代表大会.yaml");
    for line in ["届次: 7", "召开日期: 待填", "上次届次: 6", "上次日期: 2025-10-18"]
    {
        assert!(congress.lines().any(|known| known == line), "{line} in\n{congress}");
    }
    assert!(read("代表大会.md").contains("第七次学生代表大会"), "ordinals in texts move on too");
    assert!(read("选举.yaml").contains("学生会届次: 9"));
    assert_eq!(read("名单.csv").lines().count(), 2);
    assert!(!read("机构.yaml").contains("前称:"));
    let last = fs::read_to_string(root.join("content/2025-2026/章程.md")).unwrap();
    assert_eq!(read("章程.md"), last);

    let check = said(&gongkai(root, &["check", "2026-2027"]));
    assert_eq!(check.matches("违规[").count(), 1, "{check}");
    assert!(check.contains("IN-10") && check.contains("处待填"), "{check}");
    let status = said(&gongkai(root, &["status"]));
    assert!(
        status.contains("2026-2027  在编，已填 0 / ") && status.contains("1 处违规"),
        "{status}"
    );
    assert!(status.contains("2025-2026  可以生成"), "{status}");

    let again = gongkai(root, &["new", "2026-2027"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(said(&again).contains("已经有了"));

    // To say that it is finished does not make it so.
    replace(&root.join("content/2026-2027/年度.yaml"), "状态: 在编", "状态: 完成");
    assert_eq!(gongkai(root, &["build"]).status.code(), Some(1));
}

#[test]
fn a_new_year_some_years_on_takes_no_exemption_with_it() {
    let site = tempfile::tempdir().unwrap();
    support::sample_site(site.path());
    let root = site.path();
    let head = root.join("content/2025-2026/年度.yaml");
    let exempt = "豁免:\n  - 规则: CH-14\n    位置: 章程.第五条\n    理由: 略\n    批准: 院团委\n";
    fs::write(&head, fs::read_to_string(&head).unwrap() + exempt).unwrap();
    assert!(gongkai(root, &["new", "2028-2029"]).status.success());
    let read = |name: &str| fs::read_to_string(root.join("content/2028-2029").join(name)).unwrap();
    let head = read("年度.yaml");
    assert!(head.contains("撤下日期: 2029-12-31") && !head.contains("豁免"), "{head}");
    let congress = read("代表大会.yaml");
    for line in ["届次: 9", "上次届次: 8", "上次日期: 待填"] {
        assert!(congress.lines().any(|known| known == line), "{line} in\n{congress}");
    }
}

/// A site of one small year, released once.
fn released_site() -> tempfile::TempDir {
    let site = support::specimen_site();
    let output = gongkai(site.path(), &["release", "2025-2026"]);
    assert!(output.status.success(), "{}", said(&output));
    site
}

fn add_a_sentence(root: &Path) {
    let preface = root.join("content/2025-2026/前言.md");
    let text = fs::read_to_string(&preface).unwrap();
    fs::write(&preface, text + "\n本页另有打印版。\n").unwrap();
}

fn head_of(site: &Path) -> String {
    let json = fs::read(site.join("content/releases/ledger.json")).unwrap();
    serde_json::from_slice::<gongkai::archive::Ledger>(&json).unwrap().head().to_owned()
}

#[test]
fn what_is_released_stays_and_a_correction_is_a_version_of_its_own() {
    let site = released_site();
    let root = site.path();
    let releases = root.join("content/releases");
    let frozen = support::tree(&releases.join("2025-2026/v1/bundle"));
    assert!(gongkai(root, &["build"]).status.success());
    assert!(support::tree(&root.join("output/2025-2026/v1")) == frozen);
    let own = |version: &str| {
        let own = support::tree(&root.join("output/2025-2026"));
        let bundle = support::tree(&releases.join("2025-2026").join(version).join("bundle"));
        bundle.iter().all(|file| own.contains(file))
    };
    assert!(own("v1"), "the newest stands at the year's own address");
    assert!(root.join("output/versions.html").exists());
    for (path, bytes) in &frozen {
        let links = path.ends_with(".html").then(|| String::from_utf8(bytes.clone()).unwrap());
        assert!(links.is_none_or(|page| page.contains("../versions.html")), "{path}");
    }
    let again = gongkai(root, &["release", "2025-2026"]);
    assert_eq!(again.status.code(), Some(2), "{}", said(&again));
    assert!(said(&gongkai(root, &["status"])).contains("已公开第 1 版，没有改动"));

    // A change without a word stops the build and the release.
    let preface = root.join("content/2025-2026/前言.md");
    let text = fs::read_to_string(&preface).unwrap();
    fs::write(&preface, text.clone() + "\n本页另有打印版。\n").unwrap();
    let refused = gongkai(root, &["build"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("PB-08"), "{}", said(&refused));
    assert_eq!(gongkai(root, &["release", "2025-2026"]).status.code(), Some(2));

    // With one it becomes the second version, and the first keeps its address.
    replace(&root.join("content/2025-2026/年度.yaml"), "学校:\n", "更正说明: 补充一句\n学校:\n");
    let told = said(&gongkai(root, &["build"]));
    assert!(told.contains("还没有公开"), "{told}");
    assert!(support::tree(&root.join("output/2025-2026/v1")) == frozen);
    let second = gongkai(root, &["release", "2025-2026"]);
    assert!(second.status.success(), "{}", said(&second));
    assert!(gongkai(root, &["build"]).status.success());
    assert!(support::tree(&root.join("output/2025-2026/v1")) == frozen);
    assert!(own("v2"));
    let versions = fs::read_to_string(root.join("output/2025-2026/versions.html")).unwrap();
    assert!(versions.contains("补充一句") && versions.contains("v2/index.html"), "{versions}");
    assert!(versions.contains("前言的说明文字有改动"), "what changed is told: {versions}");
    fs::write(&preface, text).unwrap();
    assert_eq!(gongkai(root, &["build"]).status.code(), Some(1), "the note was for v2");
    assert!(gongkai(root, &["release", "2025-2026", "--note", "改回"]).status.success());
    assert!(gongkai(root, &["verify"]).status.success());

    // A damaged archive is not published.
    let before = support::tree(&root.join("output"));
    fs::write(releases.join("2025-2026/v1/bundle/index.html"), "改过").unwrap();
    assert_eq!(gongkai(root, &["build"]).status.code(), Some(2));
    assert!(support::tree(&root.join("output")) == before);
}

#[test]
fn a_version_says_which_it_is_and_what_it_corrected() {
    let site = support::specimen_site();
    let root = site.path();
    let done = |arguments: &[&str]| {
        let output = gongkai(root, arguments);
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    };
    let release = |arguments: &[&str]| done(&[&["release", "2025-2026"], arguments].concat());
    fs::write(root.join("content/site.yaml"), "网址: https://x.example/gongkai/\n站点名称: 甲\n")
        .unwrap();
    for (what, field, day) in [
        ("2025-2026", "发布日期 2025-11-14", "2025-11-13"),
        ("2025-2026/appraisal/2025-spring", "印发日期 2025-06-09", "2025-06-08"),
    ] {
        let refused = gongkai(root, &["release", what, "--on", day]);
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
        let told = said(&refused);
        assert!(told.contains(field) && told.contains(day), "before it was issued: {told}");
    }
    assert!(!root.join("content/releases").exists());
    release(&["--on", "2025-11-14", "--approved-by", "秦朗清"]);
    add_a_sentence(root);
    let early = ["release", "2025-2026", "--note", "补充一句", "--on", "2025-11-13"];
    assert_eq!(gongkai(root, &early).status.code(), Some(2), "before the first version");
    release(&["--note", "补充一句。", "--on", "2026-01-05", "--approved-by", "秦朗清"]);
    done(&["build"]);
    let read = |path: &str| fs::read_to_string(root.join("output").join(path)).unwrap();
    let map = read("sitemap.xml");
    for page in ["", "2025-2026/"] {
        let changed = format!("gongkai/{page}index.html</loc><lastmod>2026-01-05</lastmod>");
        assert!(map.contains(&changed), "{map}");
    }
    for page in ["index.html", "roster.html", "compliance.html", "correction.html"] {
        let html = read(&format!("2025-2026/v2/{page}"));
        for words in [
            "第 2 版",
            "2026年1月5日",
            "更正说明：补充一句。<a href=\"correction.html\">",
            "href=\"../versions.html\"",
        ] {
            assert!(html.contains(words), "{words} on {page}");
        }
        let own =
            format!("<link rel=\"canonical\" href=\"https://x.example/gongkai/2025-2026/{page}\">");
        assert!(html.contains(&own) && html.contains("/feed.xml\""), "{page}");
        assert_eq!(read(&format!("2025-2026/{page}")), html, "the newest stands at the year's own");
    }
    let correction = read("2025-2026/v2/correction.html");
    assert!(correction.contains("第2版</span>与") && correction.contains("本页另有打印版"));
    assert!(!root.join("output/2025-2026/v1/correction.html").exists());
    let first = read("2025-2026/v1/index.html");
    assert!(first.contains("第 1 版") && !first.contains("correction.html"));
    let pdf = fs::read(root.join("output/2025-2026/disclosure.pdf")).unwrap();
    let last =
        gongkai::bundle::pdf::pdf_text(&pdf).unwrap().pop().unwrap().replace(['\n', ' '], "");
    assert!(last.contains("第2版，2026年1月5日公开。更正说明：补充一句"), "{last}");
    assert!(read("feed.xml").contains("<updated>2026-01-05T00:00:01+08:00</updated>"));
    // Every year can be reached from the page that frozen pages lead to.
    let versions = read("2025-2026/versions.html");
    assert!(versions.contains("2026年1月5日") && versions.contains("id=\"2024-2025\""));
    assert!(versions.contains("action=\"../search.html\""));
    // Who approved it is in the ledger alone.
    let ledger = fs::read_to_string(root.join("content/releases/ledger.json")).unwrap();
    assert!(ledger.contains("秦朗清") && ledger.contains("\"schema\": 4"));
    let naming = support::tree(&root.join("output"));
    let naming =
        naming.iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("秦朗清"));
    assert_eq!(naming.map(|(path, _)| path).collect::<Vec<_>>(), Vec::<&String>::new());
    let back = tempfile::tempdir().unwrap();
    let folder = back.path().join("back");
    let told = said(&gongkai(root, &["restore", "2025-2026", "v2", folder.to_str().unwrap()]));
    assert!(told.contains("每个字节都和公开时相同"), "{told}");
    done(&["verify"]);
}

#[test]
fn a_released_year_stays_published_without_its_folder() {
    let site = tempfile::tempdir().unwrap();
    support::sample_site(site.path());
    let root = site.path();
    assert!(gongkai(root, &["release", "2024-2025"]).status.success());
    fs::remove_dir_all(root.join("content/2024-2025")).unwrap();
    assert!(said(&gongkai(root, &["status"])).contains("content 里没有它的文件夹"));
    assert!(gongkai(root, &["build"]).status.success());
    assert!(root.join("output/2024-2025/v1/disclosure.pdf").exists());
}

#[test]
fn a_year_that_is_refused_or_in_work_is_not_released() {
    let site = support::specimen_site();
    let root = site.path();
    fs::write(root.join("content/2025-2026/多余.txt"), "多余").unwrap();
    let output = gongkai(root, &["release", "2025-2026"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(!root.join("content/releases").exists());
}

#[test]
fn what_is_restored_is_proved_to_build_the_same_bytes() {
    let site = tempfile::tempdir().unwrap();
    support::sample_site(site.path());
    let root = site.path();
    // A theme and a font of the college's own go with every version.
    assert!(gongkai(root, &["theme", "eject", "本院"]).status.success());
    replace(&root.join("content/site.yaml"), "默认主题: default", "默认主题: 本院");
    fs::write(root.join("themes/本院/base.css"), "body { color: navy; }\n").unwrap();
    let font = support::project("themes/default/fonts/GongkaiKai-Regular.ttf");
    fs::create_dir(root.join("content/fonts")).unwrap();
    fs::copy(font, root.join("content/fonts/kai.ttf")).unwrap();
    let released = |year: &str, note: &[&str]| {
        let output = gongkai(root, &[&["release", year], note].concat());
        assert!(output.status.success(), "{}", said(&output));
    };
    released("2024-2025", &[]);
    released("2025-2026", &[]);
    // What the first version was told against, and stood beside, is another thing by now.
    for year in ["2024-2025", "2025-2026"] {
        let preface = root.join("content").join(year).join("前言.md");
        let text = fs::read_to_string(&preface).unwrap();
        fs::write(&preface, text + "\n本页另有打印版。\n").unwrap();
        released(year, &["--note", "补充一句"]);
    }
    fs::remove_dir_all(root.join("themes")).unwrap();
    replace(&root.join("content/site.yaml"), "默认主题: 本院", "默认主题: default");
    for (year, version) in [("2024-2025", "v2"), ("2025-2026", "v1"), ("2025-2026", "v2")] {
        let back = root.join(format!("取回-{year}-{version}"));
        let folder = back.to_str().unwrap();
        let output = gongkai(root, &["restore", year, version, folder]);
        assert!(output.status.success(), "{}", said(&output));
        assert!(said(&output).contains("每个字节都和公开时相同"), "{}", said(&output));
        assert!(back.join("themes/本院/base.css").exists());
        assert!(back.join("content/fonts/kai.ttf").exists());
        let again = gongkai(root, &["restore", year, version, folder]);
        assert_eq!(again.status.code(), Some(2));
    }
    let none = root.join("没有");
    let none = gongkai(root, &["restore", "2025-2026", "v3", none.to_str().unwrap()]);
    assert_eq!(none.status.code(), Some(2), "{}", said(&none));
}

/// A small generator of numbers; the same every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

#[test]
fn every_change_to_an_archive_is_named_and_nothing_else() {
    let site = released_site();
    let root = site.path();
    add_a_sentence(root);
    let (secret, public) = key_pair(root);
    let key = Key::read(&public).unwrap();
    assert!(gongkai(root, &["release", "2025-2026", "--note", "补充"]).status.success());
    // An edition without somebody, a purge, and an older year's file are held to their bytes too.
    let older = root.join("旧公开.html");
    fs::write(&older, "<p>2021-2022学年公开</p>").unwrap();
    for arguments in [
        "withdraw 2025-2026 --on 2026-05-20 --reason 应本人要求 --name 林知夏",
        "purge 2025-2026 --reason 应本人要求 --name 林知夏",
        &format!("archive add 2021-2022 {} --note 原件", older.display()),
        &format!("release 2025-2026 --sign {secret}"),
    ] {
        let output = gongkai(root, &arguments.split(' ').collect::<Vec<_>>());
        assert!(output.status.success(), "{}", said(&output));
    }
    let folder = root.join("content/releases");
    let whole = support::tree(&folder);
    // A change to what lists other files must not be laid at their door.
    let lists = |(path, _): &&(String, Vec<u8>)| {
        ["manifest.json", "sources.json", "ledger.json", SIGNATURE]
            .contains(&path.rsplit('/').next().unwrap())
    };
    let lists: Vec<&(String, Vec<u8>)> = whole.iter().filter(lists).collect();
    assert_eq!(lists.len(), 8);
    let mut chance = Chance(5);
    for round in 0..1000 {
        let mut any = || match chance.below(2) {
            0 => lists[chance.below(lists.len())],
            _ => &whole[chance.below(whole.len())],
        };
        let ((path, bytes), (other, theirs)) = (any(), any());
        let file = folder.join(path);
        let beside = |name: String| {
            let path = file.with_file_name(name);
            let below = path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
            (path, below)
        };
        let mut named = BTreeSet::from([path.clone()]);
        let mut added = None;
        match round % 6 {
            0 => {
                let mut bytes = bytes.clone();
                // The first line of a signature is no part of what is signed.
                let free =
                    if path == SIGNATURE { bytes.iter().position(|b| *b == b'\n') } else { None };
                let from = free.map_or(0, |end| end + 1);
                let at = from + chance.below(bytes.len() - from);
                bytes[at] ^= 1 << chance.below(8);
                fs::write(&file, bytes).unwrap();
            }
            1 => fs::write(&file, &bytes[..chance.below(bytes.len())]).unwrap(),
            2 => {
                let (new, below) = beside(format!("多出{round}.txt"));
                fs::write(&new, "x").unwrap();
                (named, added) = (BTreeSet::from([below]), Some(new));
            }
            3 => fs::remove_file(&file).unwrap(),
            4 => {
                let (new, below) = beside(format!("改名{round}"));
                fs::rename(&file, &new).unwrap();
                named.insert(below);
                added = Some(new);
            }
            _ if theirs == bytes => named.clear(),
            _ => {
                fs::write(&file, theirs).unwrap();
                fs::write(folder.join(other), bytes).unwrap();
                named.insert(other.clone());
            }
        }
        let found = verify(&folder, Some(&key), &Known::default()).unwrap();
        let names: BTreeSet<String> = found.faults.iter().map(|(path, _)| path.clone()).collect();
        assert_eq!(names, named, "{round} {path} {other}: {:?}", found.faults);
        added.iter().for_each(|file| fs::remove_file(file).unwrap());
        fs::write(&file, bytes).unwrap();
        fs::write(folder.join(other), theirs).unwrap();
    }
    assert!(verify(&folder, Some(&key), &Known::default()).unwrap().faults.is_empty());
}

/// Makes a pair of keys: the file of the secret one, which has no password, and the public one.
fn key_pair(folder: &Path) -> (String, String) {
    let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    let file = folder.join("签名.key");
    fs::write(&file, pair.sk.to_box(None).unwrap().into_string()).unwrap();
    (file.to_str().unwrap().to_owned(), pair.pk.to_base64())
}

#[test]
fn a_signed_ledger_cannot_be_cut_or_rewritten_unseen() {
    let site = support::specimen_site();
    let root = site.path();
    let (secret, public) = key_pair(root);
    let signed = gongkai(root, &["release", "2025-2026", "--sign", &secret]);
    assert!(signed.status.success() && said(&signed).contains(SIGNATURE), "{}", said(&signed));
    let releases = root.join("content/releases");
    let text = fs::read_to_string(releases.join(SIGNATURE)).unwrap();
    assert!(text.starts_with("untrusted comment: ") && text.lines().count() == 4, "{text}");
    let held = gongkai(root, &["verify", "--key", &public]);
    assert!(held.status.success() && said(&held).contains("相符"), "{}", said(&held));
    assert!(said(&held).contains("看不出来"), "a return to this state would not show");
    let unasked = said(&gongkai(root, &["verify"]));
    assert!(unasked.contains("没有用 --key 核对"), "{unasked}");

    // A release without the key is not signed; to sign again needs nothing new to be released.
    add_a_sentence(root);
    assert!(gongkai(root, &["release", "2025-2026", "--note", "补充"]).status.success());
    let stale = gongkai(root, &["verify", "--key", &public]);
    assert_eq!(stale.status.code(), Some(1), "{}", said(&stale));
    assert!(said(&stale).contains("和账本不符"), "{}", said(&stale));
    assert!(gongkai(root, &["release", "2025-2026", "--sign", &secret]).status.success());
    let public_file = root.join("签名.pub");
    fs::write(&public_file, format!("untrusted comment: x\n{public}\n")).unwrap();
    let held = gongkai(root, &["verify", "--key", public_file.to_str().unwrap()]);
    assert!(held.status.success(), "{}", said(&held));

    // Somebody else's key, and what is no key at all.
    let other = minisign::KeyPair::generate_unencrypted_keypair().unwrap().pk.to_base64();
    assert_eq!(gongkai(root, &["verify", "--key", &other]).status.code(), Some(1));
    assert_eq!(gongkai(root, &["verify", "--key", "不是公钥"]).status.code(), Some(2));
    let bad = gongkai(root, &["release", "2025-2026", "--sign", public_file.to_str().unwrap()]);
    assert_eq!(bad.status.code(), Some(2), "{}", said(&bad));
}

#[test]
fn a_release_broken_off_right_after_its_ledger_is_whole_and_settled_by_the_next_run() {
    let site = released_site();
    let root = site.path();
    let year = root.join("content/releases/2025-2026");
    fs::rename(year.join("v1"), year.join(".v1.gongkai")).unwrap();
    fs::write(root.join("content/releases/.ledger.json.gongkai"), "{").unwrap();
    let told = gongkai(root, &["verify"]);
    assert!(told.status.success() && said(&told).contains("准备时的名称"), "{}", said(&told));
    assert!(gongkai(root, &["build"]).status.success());
    assert!(root.join("output/2025-2026/v1/index.html").exists());
    add_a_sentence(root);
    assert!(gongkai(root, &["release", "2025-2026", "--note", "补充"]).status.success());
    assert!(year.join("v1").exists() && year.join("v2").exists());
    assert!(gongkai(root, &["verify"]).status.success());
}

#[test]
fn status_counts_what_was_filled_in() {
    let site = support::specimen_site();
    let root = site.path();
    assert!(gongkai(root, &["new"]).status.success());
    let progress = || {
        let told = said(&gongkai(root, &["status"]));
        let line = told.lines().find(|line| line.starts_with("2026-2027")).unwrap().to_owned();
        let (filled, all) = line.split_once("已填 ").unwrap().1.split_once(" / ").unwrap();
        (filled.parse::<usize>().unwrap(), all.split(' ').next().unwrap().parse::<usize>().unwrap())
    };
    let (filled, all) = progress();
    assert!(filled == 0 && all > 50, "{filled} {all}");
    replace(&root.join("content/2026-2027/代表大会.yaml"), "地点: 待填", "地点: 礼堂");
    assert_eq!(progress(), (1, all));
}

#[test]
fn a_cut_tail_shows_against_the_head_only() {
    let site = released_site();
    let root = site.path();
    let first = head_of(root);
    let ledger = root.join("content/releases/ledger.json");
    let before = fs::read(&ledger).unwrap();
    add_a_sentence(root);
    assert!(gongkai(root, &["release", "2025-2026", "--note", "补充"]).status.success());
    let head = head_of(root);
    assert!(gongkai(root, &["verify", "--head", &head]).status.success());
    let earlier = gongkai(root, &["verify", "--head", &first]);
    assert_eq!(earlier.status.code(), Some(1));
    assert!(said(&earlier).contains("第 1 条的摘要") && said(&earlier).contains("又接了 1 条"));
    fs::write(&ledger, before).unwrap();
    fs::remove_dir_all(root.join("content/releases/2025-2026/v2")).unwrap();
    let blind = gongkai(root, &["verify"]);
    assert!(blind.status.success() && said(&blind).contains("看不出来"), "{}", said(&blind));
    assert_eq!(gongkai(root, &["verify", "--head", &head]).status.code(), Some(1));
    assert!(gongkai(root, &["verify", "--head", &first]).status.success());
    assert!(gongkai(root, &["build"]).status.code() == Some(1), "it changed since v1");
}

#[test]
#[cfg(unix)]
fn what_is_no_file_and_what_hides_in_a_bundle_is_named() {
    let site = released_site();
    let root = site.path();
    let bundle = root.join("content/releases/2025-2026/v1/bundle");
    let page = bundle.join("index.html");
    let bytes = fs::read(&page).unwrap();
    let outside = root.join("另处.html");
    fs::write(&outside, &bytes).unwrap();
    // The bytes behind a link can be changed any day, though they are the right ones today.
    fs::remove_file(&page).unwrap();
    std::os::unix::fs::symlink(&outside, &page).unwrap();
    let told = said(&gongkai(root, &["verify"]));
    assert!(told.contains("index.html：是链接或设备") && told.contains("1 处不对"), "{told}");
    fs::remove_file(&page).unwrap();
    fs::write(&page, bytes).unwrap();
    // A folder is made ready beside a bundle, never in it.
    fs::create_dir(bundle.join(".v2.gongkai")).unwrap();
    fs::write(bundle.join(".v2.gongkai/藏.html"), "多出").unwrap();
    let told = said(&gongkai(root, &["verify"]));
    assert!(
        told.contains(".v2.gongkai/藏.html：账本里没有") && told.contains("1 处不对"),
        "{told}"
    );
}

#[test]
fn a_pdf_of_something_else_is_named_though_the_lists_are_right() {
    let site = released_site();
    let root = site.path();
    let first = root.join("content/releases/2025-2026/v1/bundle/disclosure.pdf");
    let other = fs::read(&first).unwrap();
    add_a_sentence(root);
    assert!(gongkai(root, &["release", "2025-2026", "--note", "补充"]).status.success());
    assert!(gongkai(root, &["build"]).status.success());
    let bundle = root.join("output/2025-2026/v2");
    let (pdf, list) = (bundle.join("disclosure.pdf"), bundle.join("manifest.json"));
    let digest = sha256(&fs::read(&pdf).unwrap());
    replace(&list, &digest, &sha256(&other));
    fs::write(&pdf, other).unwrap();
    let told = said(&gongkai(root, &["verify", bundle.to_str().unwrap()]));
    assert!(told.contains("disclosure.pdf：PDF 末页没有印着"), "{told}");
    // Its list is not the one that was released, either.
    assert!(told.contains("账本里没有这样的一版") && told.contains("2 处不对"), "{told}");
}

#[test]
fn a_bundle_alone_is_verified_by_its_own_list() {
    let site = released_site();
    let bundle = site.path().join("content/releases/2025-2026/v1/bundle");
    let folder = bundle.to_str().unwrap();
    let sound = gongkai(site.path(), &["verify", folder]);
    assert!(sound.status.success(), "{}", said(&sound));
    fs::write(bundle.join("roster.html"), "改过").unwrap();
    fs::write(bundle.join("多出.html"), "").unwrap();
    let told = said(&gongkai(site.path(), &["verify", folder]));
    assert!(told.contains("roster.html") && told.contains("多出.html"), "{told}");
    assert!(told.contains("2 处不对"), "{told}");
    // The page of versions stands in a year's folder, never in a version's own.
    fs::remove_file(bundle.join("多出.html")).unwrap();
    fs::write(bundle.join("versions.html"), "多出").unwrap();
    assert!(said(&gongkai(site.path(), &["verify", folder])).contains("versions.html：清单里没有"));
}

#[test]
fn a_release_broken_off_before_its_ledger_is_set_aside() {
    let site = released_site();
    let root = site.path();
    let releases = root.join("content/releases");
    // A ledger without entries is written before the first folder is.
    fs::write(releases.join("ledger.json"), "{\n  \"schema\": 1,\n  \"entries\": []\n}\n").unwrap();
    assert!(gongkai(root, &["release", "2025-2026"]).status.success());
    assert!(gongkai(root, &["verify"]).status.success());
    let aside = fs::read_dir(releases.join("2025-2026")).unwrap();
    assert_eq!(aside.count(), 2, "nothing is thrown away");
}

#[test]
fn a_lost_ledger_is_not_begun_anew() {
    let site = released_site();
    let root = site.path();
    let before = support::tree(&root.join("content"));
    fs::remove_file(root.join("content/releases/ledger.json")).unwrap();
    assert!(said(&gongkai(root, &["verify"])).contains("账本不见了"));
    let note = ["release", "2025-2026", "--note", "更正"];
    for command in [&["build"][..], &note, &["status"]] {
        let output = gongkai(root, command);
        assert_eq!(output.status.code(), Some(2), "{command:?}: {}", said(&output));
        assert!(said(&output).contains("账本不见了") && said(&output).contains("从备份恢复"));
    }
    assert_eq!(support::tree(&root.join("content")).len(), before.len() - 1);
}

#[test]
fn a_ledger_of_releases_alone_is_written_as_it_always_was() {
    let site = released_site();
    let json = fs::read_to_string(site.path().join("content/releases/ledger.json")).unwrap();
    assert!(json.contains("\"schema\": 1"), "{json}");
    for field in ["kind", "\"on\"", "\"file\"", "removed"] {
        assert!(!json.contains(field), "{field} in {json}");
    }
}

#[test]
fn a_keys_password_is_given_without_a_terminal_and_a_key_within_the_site_is_warned_of() {
    let site = support::specimen_site();
    let root = site.path();
    let pair = minisign::KeyPair::generate_encrypted_keypair(Some("正确".to_owned())).unwrap();
    let key = root.join("账本.key");
    fs::write(&key, pair.sk.to_box(None).unwrap().into_string()).unwrap();
    let release = |password: Option<&str>, more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        command.args(["release", "2025-2026", "--sign", key.to_str().unwrap()]).args(more);
        command.arg("--root").arg(root).env_remove("GONGKAI_KEY_PASSWORD");
        password.map(|password| command.env("GONGKAI_KEY_PASSWORD", password));
        command.stdin(std::process::Stdio::null()).output().unwrap()
    };
    let told = release(None, &[]);
    assert!(!told.status.success() && said(&told).contains("没有终端"), "{}", said(&told));
    assert!(said(&told).contains("GONGKAI_KEY_PASSWORD"), "{}", said(&told));
    assert!(said(&release(Some("错误"), &[])).contains("密码不对"));
    assert!(
        !root.join("content/releases").exists(),
        "nothing is released when it cannot be signed"
    );
    let told = release(Some("正确"), &[]);
    assert!(told.status.success() && said(&told).contains("账本已签名"), "{}", said(&told));
    assert!(said(&told).contains("放在站点的文件夹里"), "{}", said(&told));
    let file = root.join("密码");
    fs::write(&file, "正确\n").unwrap();
    assert!(release(None, &["--password-file", file.to_str().unwrap()]).status.success());
}

#[test]
fn a_version_of_another_build_may_differ_and_says_which_it_was() {
    let site = support::specimen_site();
    let root = site.path();
    assert!(gongkai(root, &["release", "2025-2026"]).status.success());
    let manifest = root.join("content/releases/2025-2026/v1/bundle/manifest.json");
    let list: gongkai::manifest::Manifest =
        serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    assert_eq!(list.build, gongkai::manifest::BUILD);
    assert!(list.build.len() == 16 && list.build.bytes().all(|b| b.is_ascii_hexdigit()));
    let told = gongkai(root, &["restore", "2025-2026", "v1", root.join("取回").to_str().unwrap()]);
    assert!(said(&told).contains("每个字节都和公开时相同"), "{}", said(&told));
    // One that was released before builds were written down is not held to this one's bytes.
    let old = tempfile::tempdir().unwrap();
    support::copy(&support::project("tests/fixtures/released-by-0.1"), old.path());
    let to = old.path().join("取回");
    let told = gongkai(old.path(), &["restore", "2025-2026", "v1", to.to_str().unwrap()]);
    assert!(told.status.success(), "{}", said(&told));
}
