//! What was published is taken down again: for everybody, for one person, and out of what is kept;
//! and what an older year left as a file is kept beside.
//! It must not look at how a page is set.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use gongkai::bundle::held;
use gongkai::document::Document;
use gongkai::manifest::Artifact;
use gongkai::redaction;

fn gongkai(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.args(support::consented(arguments)).arg("--root").arg(root).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

fn done(root: &Path, arguments: &[&str]) -> String {
    let output = gongkai(root, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    said(&output)
}

fn refused(root: &Path, arguments: &[&str], why: &str) {
    let before = support::tree(&root.join("content"));
    let output = gongkai(root, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
    assert!(said(&output).contains(why), "{why}: {}", said(&output));
    assert!(support::tree(&root.join("content")) == before, "{arguments:?} wrote something");
}

/// One of the specimen's roster, who is named in a report, too.
const PERSON: &str = "林知夏";
const OTHER: &str = "周望舒";

/// A site of one small year, released in two versions.
fn released() -> (tempfile::TempDir, PathBuf) {
    let site = support::specimen_site();
    let root = site.path().to_owned();
    add(&root, &format!("培训由{PERSON}同学主持，{OTHER}同学记录。"));
    done(&root, &["release", "2025-2026"]);
    add(&root, "本页另有打印版。");
    done(&root, &["release", "2025-2026", "--note", "补充一句"]);
    (site, root)
}

/// Adds a paragraph to the year's preface.
fn add(root: &Path, words: &str) {
    let path = root.join("content/2025-2026/前言.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\n{words}\n")).unwrap();
}

/// The files below a folder that name somebody, in whatever form.
fn naming(folder: &Path, name: &str) -> Vec<String> {
    let names = [name.to_owned()].into();
    let names = |(path, bytes): (String, Vec<u8>)| {
        let file = Artifact::new(path, bytes);
        let found = held(&file).iter().any(|text| redaction::names_any(text, &names));
        found.then_some(file.path)
    };
    support::tree(folder).into_iter().filter_map(names).collect()
}

fn document(root: &Path, folder: &str) -> Document {
    let json = fs::read(root.join("output").join(folder).join("document.json")).unwrap();
    Document::from_json(&json).unwrap()
}

#[test]
fn one_person_is_withdrawn_from_every_address_and_nobody_else() {
    let (_site, root) = released();
    done(&root, &["build"]);
    let output = root.join("output");
    assert!(naming(&output, PERSON).len() >= 3 * 3, "the page, the data and the PDF of three");
    let ranks = || {
        let pdf = fs::read(output.join("2025-2026/disclosure.pdf")).unwrap();
        let pages: Vec<String> = gongkai::bundle::pdf::pdf_text(&pdf).unwrap();
        let drawn: String = pages.concat().split_whitespace().collect();
        let page = fs::read_to_string(output.join("history.html")).unwrap();
        let csv = fs::read_to_string(output.join("history-ranks.csv")).unwrap();
        let shown = "排名的分布";
        [drawn.contains(shown), page.contains(shown), csv.contains("2025-2026")]
    };
    assert_eq!(ranks(), [true; 3]);
    let ask = ["withdraw", "2025-2026", "--on", "2026-05-20", "--name", PERSON, "--reason"];
    let told = done(&root, &[&ask[..], &["应本人要求"]].concat());
    assert!(told.contains("1 人已撤下") && told.contains("gongkai purge"), "{told}");
    done(&root, &["build"]);
    assert_eq!(naming(&output, PERSON), Vec::<String>::new());
    let own = document(&root, "2025-2026");
    assert_eq!(redaction::withdrawn_from(&own), 1);
    assert_eq!(ranks(), [false; 3], "a rank that is no longer told is not one that was left open");
    assert!(redaction::names(&own).contains(OTHER));
    assert!(naming(&output, OTHER).len() >= 3 * 3);
    for version in ["2025-2026/v1", "2025-2026/v2"] {
        assert!(document(&root, version) == own, "{version}");
    }
    // What the last version corrected is still told, for it names nobody.
    for address in ["2025-2026", "2025-2026/v1", "2025-2026/v2"] {
        let read = |file: &str| fs::read_to_string(output.join(address).join(file)).unwrap();
        assert!(read("correction.html").contains("本页另有打印版"), "{address}");
        assert!(read("index.html").contains("href=\"correction.html\""), "{address}");
    }
    for page in ["versions.html", "2025-2026/versions.html"] {
        let page = fs::read_to_string(output.join(page)).unwrap();
        assert!(page.contains("2026年5月20日") && page.contains("应本人要求"), "{page}");
        assert_eq!(page.matches("已撤下：").count(), 2);
        assert!(!page.contains("去留不作比较"), "one edition has not changed: {page}");
    }
    done(&root, &["verify"]);
    done(&root, &["verify", output.join("2025-2026").to_str().unwrap()]);
    assert!(done(&root, &["status"]).contains("2026-05-20 起撤下了姓名"));
    // Whatever else reads the year reads the edition without the person.
    let markdown = done(&root, &["diff", "2025-2026", "2025-2026", "--format", "json"]);
    assert!(!markdown.contains(PERSON) && markdown.contains("\"withdrawn\": 1"), "{markdown}");
    let page = root.join("单页.html");
    let export = ["export", "2025-2026", "--on", "2026-05-20"];
    done(&root, &[&export[..], &["--single-file", page.to_str().unwrap()]].concat());
    assert!(!fs::read_to_string(page).unwrap().contains(PERSON));
    let tables = root.join("表格");
    done(&root, &[&export[..], &["--tables", tables.to_str().unwrap()]].concat());
    let roster = fs::read_to_string(tables.join("person.csv")).unwrap();
    assert!(!roster.contains(PERSON) && roster.contains(OTHER), "{roster}");
    refused(&root, &[&ask[..], &["应本人要求"]].concat(), "没有");
}

#[test]
fn a_correction_does_not_name_those_who_were_withdrawn() {
    let (_site, root) = released();
    let ask = ["withdraw", "2025-2026", "--on", "2026-05-20", "--reason", "应本人要求", "--name"];
    done(&root, &[&ask[..], &[PERSON]].concat());
    add(&root, "又补充一句。");
    refused(&root, &["release", "2025-2026", "--note", &format!("{OTHER}提出更正")], "姓名");
    done(&root, &["release", "2025-2026", "--note", "又补充一句"]);
    done(&root, &["build"]);
    assert_eq!(naming(&root.join("output"), PERSON), Vec::<String>::new());
    let (own, old) = (document(&root, "2025-2026"), document(&root, "2025-2026/v1"));
    let third = document(&root, "2025-2026/v3");
    assert!(own == third && own != old && old == document(&root, "2025-2026/v2"));
    // It is made again from what it was kept with.
    let back = root.join("取回");
    let told = done(&root, &["restore", "2025-2026", "v3", back.to_str().unwrap()]);
    assert!(told.contains("每个字节都和公开时相同"), "{told}");
    // Once the name itself is forgotten, a correction names nobody whom the page does not name.
    done(&root, &["purge", "2025-2026", "--name", PERSON, "--reason", "应本人要求"]);
    add(&root, "再补充一句。");
    done(&root, &["release", "2025-2026", "--note", "再补充一句"]);
    done(&root, &["build"]);
    assert_eq!(naming(&root.join("output"), PERSON), Vec::<String>::new());
    assert!(redaction::names(&document(&root, "2025-2026")).contains(OTHER));
}

#[test]
fn a_released_roster_past_its_date_stops_the_build_for_that_day() {
    let (_site, root) = released();
    let run = |arguments: &[&str], code: i32| {
        let output = gongkai(&root, arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", said(&output));
        said(&output)
    };
    run(&["build", "--on", "2026-12-30"], 0);
    let before = support::tree(&root.join("output"));
    let withdraw = "gongkai withdraw 2025-2026 --all --on 2026-12-31 --reason";
    let page = root.join("页.html").display().to_string();
    let export =
        |day| ["export", "2025-2026", "--single-file", &page, "--on", day].map(str::to_owned);
    run(&export("2026-12-30").each_ref().map(String::as_str), 0);
    assert!(fs::read_to_string(&page).unwrap().contains(PERSON));
    fs::remove_file(&page).unwrap();
    for refused in [
        &["build", "--on", "2026-12-31"][..],
        &["check", "--on", "2026-12-31"],
        &export("2026-12-31").each_ref().map(String::as_str),
    ] {
        let told = run(refused, 1);
        assert!(told.contains("PB-09") && told.contains(withdraw), "{told}");
    }
    assert!(support::tree(&root.join("output")) == before);
    assert!(!Path::new(&page).exists());
    assert!(run(&["status", "--on", "2026-12-31"], 0).contains(withdraw));
    assert!(!run(&["status", "--on", "2026-12-30"], 0).contains("withdraw"));

    // By the machine's clock, which is past this day, there is a warning, and --strict refuses; no
    // byte of the output depends on it.
    let plain = support::specimen_site();
    let root = plain.path();
    let head = root.join("content/2025-2026/年度.yaml");
    let text = fs::read_to_string(&head).unwrap();
    fs::write(&head, text.replace("撤下日期: 2026-12-31", "撤下日期: 2025-12-31")).unwrap();
    let told = done(root, &["check"]);
    assert!(told.contains("撤下日期 2025-12-31 已到"), "{told}");
    assert!(done(root, &["status"]).contains("撤下日期 2025-12-31 已到"));
    for strict in ["check", "build"] {
        let output = gongkai(root, &[strict, "--strict"]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains("PB-09"), "{}", said(&output));
    }
    done(root, &["build"]);
    assert!(!naming(&root.join("output"), PERSON).is_empty());
    done(root, &["build", "--strict", "--on", "2026-01-01"]);
    assert_eq!(naming(&root.join("output"), PERSON), Vec::<String>::new());
    let page = root.join("页.html").display().to_string();
    let told = done(root, &["export", "2025-2026", "--single-file", &page]);
    assert!(told.contains("撤下日期 2025-12-31 已到"), "{told}");
    done(root, &["export", "2025-2026", "--single-file", &page, "--on", "2026-01-01"]);
    assert!(!fs::read_to_string(&page).unwrap().contains(PERSON));
    // What was released and is past its date by the clock is not handed out with names at all.
    done(root, &["release", "2025-2026"]);
    let refused = gongkai(root, &["export", "2025-2026", "--single-file", &page]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
}

#[test]
fn a_whole_roster_is_withdrawn_and_purged() {
    let (_site, root) = released();
    let everybody = {
        done(&root, &["build"]);
        redaction::names(&document(&root, "2025-2026"))
    };
    let late = gongkai(&root, &["build", "--on", "2027-01-01"]);
    assert_eq!(late.status.code(), Some(1), "{}", said(&late));
    assert!(said(&late).contains("PB-09"), "{}", said(&late));
    let purge = ["purge", "2025-2026", "--all", "--reason", "保存期限已满"];
    refused(&root, &purge, "先撤下");
    let due = ["withdraw", "2025-2026", "--all", "--on", "2026-12-31", "--reason", "公开期限已满"];
    done(&root, &due);
    refused(&root, &due, "已经全部撤下");
    done(&root, &["build", "--on", "2027-01-01"]);
    for name in &everybody {
        assert_eq!(naming(&root.join("output"), name), Vec::<String>::new());
    }
    let own = document(&root, "2025-2026");
    assert_eq!(redaction::withdrawn_from(&own), everybody.len());
    assert!(root.join("output/2025-2026/correction.html").exists());

    let told = done(&root, &purge);
    assert!(told.contains("content/2025-2026/名单.csv 里还有"), "{told}");
    let releases = root.join("content/releases");
    for name in &everybody {
        assert_eq!(naming(&releases, name), Vec::<String>::new());
    }
    assert!(done(&root, &["verify"]).contains("已清除"));
    assert!(done(&root, &purge).contains("没有改动"));
    let before = support::tree(&root.join("output"));
    done(&root, &["build", "--on", "2027-01-01"]);
    assert!(support::tree(&root.join("output")) == before);
    assert!(done(&root, &["status"]).contains("没有改动"), "what was purged is not compared");
    let back = root.join("取回");
    let told = done(&root, &["restore", "2025-2026", "v1", back.to_str().unwrap()]);
    assert!(told.contains("已按规定清除"), "{told}");

    // Any other loss is named, and so is what came back.
    let style = releases.join("2025-2026/v1/bundle/base.css");
    fs::remove_file(&style).unwrap();
    fs::write(releases.join("2025-2026/v1/bundle/roster.html"), "回来了").unwrap();
    let output = gongkai(&root, &["verify"]);
    assert_eq!(output.status.code(), Some(1));
    let told = said(&output);
    assert!(told.contains("base.css：不见了") && told.contains("已经清除，却还在"), "{told}");
    assert!(told.contains("2 处不对"), "{told}");
    // A purge that was broken off is finished by the next.
    done(&root, &purge);
    assert!(said(&gongkai(&root, &["verify"])).contains("：1 处不对"));
}

#[test]
fn what_cannot_be_withdrawn_is_said() {
    let site = support::specimen_site();
    let root = site.path();
    let due = ["withdraw", "2025-2026", "--all", "--on", "2026-12-31", "--reason", "公开期限已满"];
    refused(root, &due, "gongkai build --on");
    done(root, &["release", "2025-2026"]);
    done(root, &["release", "2025-2026/appraisal/2025-spring"]);
    assert!(done(root, &["build"]).contains("公开过的各版不重新检查"));
    let reason = |reason: &str| -> Vec<String> {
        due[..6].iter().map(|word| (*word).to_owned()).chain([reason.to_owned()]).collect()
    };
    for (words, why) in [
        (format!("应{PERSON}要求"), "姓名"),
        ("林 知夏要求".to_owned(), "姓名"),
        ("电话13800138000要求".to_owned(), "手机号：13*******00"),
    ] {
        let arguments = reason(&words);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        refused(root, &arguments, why);
    }
    let one = [&due[..2], &["--name", "没有此人"], &due[3..]].concat();
    refused(root, &one, "没有“没有此人”");
    let part = [&due[..2], &["--name", "林知"], &due[3..]].concat();
    refused(root, &part, "名单上有“林知夏”，姓名要写全");
    assert_eq!(gongkai(root, &[&due[..5], &["--reason", " "]].concat()).status.code(), Some(2));
}

#[test]
fn a_year_before_is_purged_from_the_versions_kept_after_it_too() {
    let site = tempfile::tempdir().unwrap();
    support::sample_site(site.path());
    let root = site.path();
    done(root, &["release", "2024-2025"]);
    done(root, &["release", "2025-2026"]);
    done(root, &["build"]);
    let later = redaction::names(&document(root, "2025-2026"));
    let earlier = redaction::names(&document(root, "2024-2025"));
    let before = redaction::names(&document(root, "2023-2024"));
    done(
        root,
        &["withdraw", "2024-2025", "--all", "--on", "2026-01-01", "--reason", "公开期限已满"],
    );
    done(root, &["purge", "2024-2025", "--all", "--reason", "保存期限已满"]);
    // Whom another year names, that year's own kept files still name.
    let own = root.join("content/2025-2026");
    let elsewhere = |name: &String| before.contains(name) || !naming(&own, name).is_empty();
    for name in earlier.difference(&later).filter(|name| !elsewhere(name)) {
        assert_eq!(naming(&root.join("content/releases"), name), Vec::<String>::new());
    }
    // The later year's own disclosure stands, every byte.
    done(root, &["verify"]);
    done(root, &["build"]);
    assert_eq!(redaction::names(&document(root, "2025-2026")), later);
    let told = done(root, &["diff", "2024-2025", "2025-2026"]);
    assert!(told.contains("已撤下") && !told.contains("[离任]"), "{told}");
}

/// A PDF of one page with some words, as another program might write it.
fn pdf(words: &str) -> Vec<u8> {
    pdf_with(&format!("BT /F 12 Tf 72 700 Td ({words}) Tj ET"), "", &[])
}

/// A PDF of one page that draws `content`, has `entries` besides, and further objects from number 6
/// on.
fn pdf_with(content: &str, entries: &str, more: &[String]) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
             /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> {entries} >>"
        ),
        stream("", content),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (i, object) in objects.iter().chain(more).enumerate() {
        places.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    let start = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    places.iter().for_each(|place| file += &format!("{place:010} 00000 n \n"));
    file += &format!(
        "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        places.len() + 1
    );
    file.into_bytes()
}

fn stream(entries: &str, content: &str) -> String {
    format!("<< /Length {} {entries} >>\nstream\n{content}\nendstream", content.len())
}

#[test]
fn whatever_a_pdf_holds_besides_its_pages_is_looked_at_too() {
    const PHONE: &str = "13800138000";
    let form =
        "/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /Font << /F 5 0 R >> >>";
    let drawn = |words: &str| stream(form, &format!("BT /F 12 Tf ({words}) Tj ET"));
    let note = |entries: &str| {
        format!("/Annots [<< /Type /Annot /Subtype /Stamp /Rect [0 0 9 9] {entries} >>]")
    };
    let shown = "BT /F 12 Tf 72 700 Td (ok) Tj ET";
    let private = [
        ("a form that the page places", pdf_with("/X Do", "", &[drawn(PHONE)])),
        ("the look of a note", pdf_with(shown, &note("/AP << /N 6 0 R >>"), &[drawn(PHONE)])),
        ("a note", pdf_with(shown, &note(&format!("/Contents ({PHONE})")), &[])),
        ("a field", pdf_with(shown, &note(&format!("/FT /Tx /T (t) /V ({PHONE})")), &[])),
        ("properties", pdf_with(shown, "", &[stream("/Type /Metadata /Subtype /XML", PHONE)])),
        ("an attached text", pdf_with(shown, "", &[stream("/Type /EmbeddedFile", PHONE)])),
        (
            "a script",
            pdf_with(shown, "/AA << /O << /S /JavaScript /JS 6 0 R >> >>", &[stream("", PHONE)]),
        ),
        ("a cell beside others", pdf(&format!("5) Tj 9 0 Td ({PHONE}) Tj 9 0 Td (7"))),
        ("a number drawn in parts", pdf("1380) Tj 9 0 Td (0138000")),
    ];
    let picture = stream("/Type /XObject /Subtype /Image /Width 1 /Height 1", "x");
    let unread = [
        ("a scanned page", pdf_with("/X Do", "", std::slice::from_ref(&picture)), "第 1 页没有"),
        (
            "an attached archive",
            pdf_with(shown, "", &[stream("/Type /EmbeddedFile", "PK\0")]),
            "另附有 1 个文件",
        ),
        ("no PDF", b"PK".to_vec(), "不是 PDF"),
    ];
    let private = private.map(|(what, bytes)| (what, bytes, "手机号 13*******00"));
    let site = support::specimen_site();
    let root = site.path();
    let file = root.join("旧公开.pdf");
    let add = ["archive", "add", "2021-2022", file.to_str().unwrap(), "--note", "原发布于学院网站"];
    for (what, bytes, why) in private.into_iter().chain(unread) {
        fs::write(&file, bytes).unwrap();
        eprintln!("{what}");
        refused(root, &add, why);
    }
    fs::write(&file, pdf_with(&format!("/X Do {shown}"), "", &[picture])).unwrap();
    assert!(done(root, &add).contains("第 1 页有图片"));
}

/// Adds a revision to a PDF: another object in the place of one of its own.
fn revised(file: Vec<u8>, number: usize, object: &str) -> Vec<u8> {
    let text = String::from_utf8(file).unwrap();
    let before: usize =
        text.rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
    let place = text.len();
    let mut text = format!("{text}{number} 0 obj\n{object}\nendobj\n");
    let start = text.len();
    text += &format!(
        "xref\n{number} 1\n{place:010} 00000 n \ntrailer << /Size 99 /Root 1 0 R /Prev {before} >>\n\
         startxref\n{start}\n%%EOF\n"
    );
    text.into_bytes()
}

#[test]
fn what_no_reader_shows_is_read_or_said_to_be_unread() {
    const PHONE: &str = "13800138000";
    let shown = "BT /F 12 Tf 72 700 Td (ok) Tj ET";
    let words = |words: &str| format!("BT /F 12 Tf 72 700 Td ({words}) Tj ET");
    let names = "/Resources << /Font << /F 5 0 R >> >>";
    let form = format!("/Type /XObject /Subtype /Form /BBox [0 0 99 99] {names}");
    let tile = format!(
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 {names}"
    );
    let uses = |key: &str| format!("/Uses << /{key} 6 0 R >>");
    let font = |more: &str| {
        format!(
            "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 65 \
             /LastChar 65 /Widths [9] /CharProcs << /a 7 0 R >> {names} \
             /Encoding << /Type /Encoding /Differences [65 /a] >> {more} >>"
        )
    };
    let long = stream(&form, &format!("{}{}", " ".repeat(64 << 20), words(PHONE)));
    let nested: Vec<String> = (6..16)
        .map(|n| {
            let next = format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {} 0 R >> >>", n + 1);
            stream(&next, &"/X Do ".repeat(60))
        })
        .chain([stream(&form, &words("deep"))])
        .collect();
    let private = [
        ("a pattern", pdf_with(shown, &uses("Pattern"), &[stream(&tile, &words(PHONE))])),
        (
            "a glyph that draws words",
            pdf_with(shown, &uses("Font"), &[font(""), stream("", &words(PHONE))]),
        ),
        ("an earlier revision", revised(pdf(PHONE), 4, &stream("", shown))),
        (
            "a stream that nothing uses",
            pdf_with(shown, "/X 1", &[stream("", ""), stream("", PHONE)]),
        ),
    ];
    let unread = [
        ("a form too long to read", pdf_with("/X Do", "", &[long]), "读不全"),
        ("forms without end", pdf_with(&format!("{shown} /X Do"), "", &nested), "读不全"),
        (
            "words drawn as pictures",
            pdf_with(
                "BT /G 9 Tf (A) Tj ET",
                "/Resources << /Font << /G 6 0 R >> >>",
                &[font(""), stream("", "0 0 9 9 re f")],
            ),
            "第 1 页没有",
        ),
        ("an earlier revision", revised(pdf("old"), 4, &stream("", shown)), "看不见"),
        (
            "an object that was replaced",
            revised(pdf_with(shown, "", &[stream(&form, &words("x"))]), 6, "null"),
            "看不见",
        ),
        (
            "an unused stream",
            pdf_with(shown, "", &[stream("", ""), stream("", "BT <0138> Tj ET")]),
            "看不见",
        ),
        ("words after the end", [pdf("ok"), b"and so on".to_vec()].concat(), "看不见"),
    ];
    let action = |entries: &str| {
        format!("/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << {entries} >> >>]")
    };
    let active = [
        ("a script", pdf_with(shown, &action("/S /JavaScript /JS (x)"), &[]), "JavaScript"),
        ("a launch", pdf_with(shown, &action("/S /Launch /F (x.exe)"), &[]), "打开程序"),
        (
            "an additional action",
            pdf_with(shown, "/AA << /O << /S /Named /N /NextPage >> >>", &[]),
            "附加动作",
        ),
        (
            "a link that runs",
            pdf_with(shown, &action("/S /URI /URI (java\nscript:x)"), &[]),
            "javascript:",
        ),
    ];
    let site = support::specimen_site();
    let root = site.path();
    let file = root.join("旧公开.pdf");
    let add = ["archive", "add", "2021-2022", file.to_str().unwrap(), "--note", "原发布于学院网站"];
    let by_hand = [&add[..], &["--checked-by-hand"]].concat();
    for (what, bytes) in private {
        eprintln!("{what}");
        fs::write(&file, bytes).unwrap();
        refused(root, &add, "手机号 13*******00");
        refused(root, &by_hand, "手机号 13*******00");
    }
    for (what, bytes, why) in unread {
        eprintln!("{what}");
        fs::write(&file, bytes).unwrap();
        let start = std::time::Instant::now();
        refused(root, &add, why);
        refused(root, &add, "--checked-by-hand");
        assert!(start.elapsed().as_secs() < 120, "{what} took {:?}", start.elapsed());
    }
    for (what, bytes, why) in active {
        eprintln!("{what}");
        fs::write(&file, bytes).unwrap();
        refused(root, &by_hand, why);
    }
    let page = root.join("旧公开.html");
    let add = [
        "archive",
        "add",
        "2021-2022",
        page.to_str().unwrap(),
        "--note",
        "原件",
        "--checked-by-hand",
    ];
    for (source, why) in [
        ("<p>ok</p><script src=a.js></script>", "脚本"),
        ("<p>ok</p><iframe src=a.html></iframe>", "内嵌的网页"),
        ("<meta http-equiv=refresh content='0;url=b.html'><p>ok</p>", "自动转到别处"),
        ("<p onclick='x'>ok</p>", "on…"),
        ("<a href='javascript:x'>ok</a>", "javascript:"),
    ] {
        fs::write(&page, source).unwrap();
        refused(root, &add, why);
    }
    fs::write(&page, "<!DOCTYPE html><p>ok <a href='https://x.example/'>x</a></p>").unwrap();
    done(root, &add);
}

#[test]
fn an_older_year_is_kept_as_a_file_unless_it_holds_private_data() {
    let site = support::specimen_site();
    let root = site.path();
    let put = |name: &str, bytes: &[u8]| {
        let path = root.join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let add = |file: &str, more: &[&str]| {
        let note = ["archive", "add", "2021-2022", file, "--note", "原发布于学院网站"];
        [&note[..], more].concat().iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()
    };
    let words = |arguments: &[String]| -> Vec<String> { arguments.to_vec() };
    let run = |arguments: Vec<String>, why: Option<&str>| {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match why {
            Some(why) => refused(root, &arguments, why),
            None => drop(done(root, &arguments)),
        }
    };
    let phone = put("电话.pdf", &pdf("Tel 13800138000"));
    run(words(&add(&phone, &[])), Some("手机号 13*******00"));
    run(words(&add(&phone, &["--checked-by-hand"])), Some("手机号 13*******00"));
    let page = "<p>电话138<b>0013</b>8000</p>";
    run(add(&put("网页.html", page.as_bytes()), &[]), Some("手机号 13*******00"));
    run(add(&put("文档.docx", b"x"), &[]), Some("只收 PDF"));
    run(add(&put("有 空格.pdf", &pdf("ok")), &[]), Some("文件名"));
    run(add(&put("index.html", b"<p>ok</p>"), &[]), Some("文件名"));
    let scan = put("扫描件.pdf", &pdf(""));
    run(add(&scan, &[]), Some("--checked-by-hand"));
    let kept = pdf("Annual disclosure 2021-2022");
    let file = put("旧公开.pdf", &kept);
    run(add(&file, &[]), None);
    run(add(&file, &[]), Some("同名"));
    run(add(&scan, &["--checked-by-hand"]), None);

    done(root, &["build"]);
    let output = root.join("output");
    assert!(fs::read(output.join("2021-2022/旧公开.pdf")).unwrap() == kept);
    for page in ["index.html", "versions.html", "2021-2022/versions.html"] {
        let page = fs::read_to_string(output.join(page)).unwrap();
        let link = page.contains("旧公开.pdf\"");
        assert!(link && page.contains("未经本程序核查"), "{page}");
    }
    assert!(done(root, &["status"]).contains("2021-2022  旧年度原件 旧公开.pdf"));
    done(root, &["verify"]);
    let place = root.join("content/releases/2021-2022/d1/旧公开.pdf");
    fs::write(&place, pdf("another")).unwrap();
    assert!(said(&gongkai(root, &["verify"])).contains("旧公开.pdf：和账本里的摘要不符"));
    assert_eq!(gongkai(root, &["build"]).status.code(), Some(2));
}

#[test]
fn whom_to_withdraw_must_be_said_and_a_look_changes_nothing() {
    let (_site, root) = released();
    let since = ["--on", "2026-05-20", "--reason", "应本人要求"];
    refused(&root, &[&["withdraw", "2025-2026"][..], &since].concat(), "--all");
    refused(&root, &["purge", "2025-2026", "--reason", "应本人要求"], "--all");
    let before = support::tree(&root.join("content"));
    let look =
        done(&root, &[&["withdraw", "2025-2026", "--all", "--dry-run"][..], &since].concat());
    assert!(look.contains("2025-2026/v1") && look.contains("没有改动"), "{look}");
    assert!(support::tree(&root.join("content")) == before);
    done(&root, &[&["withdraw", "2025-2026", "--name", PERSON, "--yes"][..], &since].concat());
    let before = support::tree(&root.join("content"));
    let look = done(
        &root,
        &["purge", "2025-2026", "--name", PERSON, "--reason", "应本人要求", "--dry-run"],
    );
    assert!(look.contains("content/releases/2025-2026/v1/bundle/roster.html"), "{look}");
    assert!(support::tree(&root.join("content")) == before);
}

#[test]
fn without_a_terminal_nothing_is_withdrawn_or_purged_unless_it_says_yes() {
    let (_site, root) = released();
    let unattended = |arguments: &[&str]| {
        let before = support::tree(&root.join("content"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        let output = command.args(arguments).arg("--root").arg(&root).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
        assert!(said(&output).contains("--yes"), "{}", said(&output));
        assert!(support::tree(&root.join("content")) == before, "{arguments:?} wrote something");
    };
    let since = ["--on", "2026-05-20", "--reason", "应本人要求", "--name", PERSON];
    let withdraw = [&["withdraw", "2025-2026"][..], &since].concat();
    let undo = ["withdraw", "2025-2026", "--undo", "--reason", "撤错了"];
    let purge = ["purge", "2025-2026", "--name", PERSON, "--reason", "应本人要求"];
    unattended(&withdraw);
    done(&root, &withdraw);
    unattended(&undo);
    unattended(&purge);
    done(&root, &purge);
}

#[test]
fn a_withdrawal_lists_where_else_the_name_stands() {
    let (_site, root) = released();
    for year in ["2026-2027", "2027-2028"] {
        let folder = root.join("content").join(year);
        support::copy(&root.join("content/2025-2026"), &folder);
    }
    let since = ["--on", "2026-05-20", "--reason", "应本人要求", "--name", PERSON, "--dry-run"];
    let told = done(&root, &[&["withdraw", "2025-2026"][..], &since].concat());
    for (year, file) in [("2026-2027", "名单.csv"), ("2027-2028", "前言.md")] {
        let line = told.lines().find(|line| line.contains(&format!("{year} 还没有公开成版本")));
        let file = format!("content/{year}/{file}");
        assert!(line.is_some_and(|line| line.contains(&file)), "{file}: {told}");
    }
    assert!(!told.contains("2025-2026 也印着"), "{told}");
}

/// A site that is older than its ledger is not carried anywhere: it may name who was withdrawn.
#[test]
fn what_was_not_built_since_the_ledger_changed_is_not_published() {
    let (_site, root) = released();
    let web = tempfile::tempdir().unwrap();
    let web = web.path().join("网站");
    let publish = ["publish", web.to_str().unwrap()];
    let stale = || {
        for arguments in [&publish[..], &[&publish[..], &["--dry-run"]].concat()] {
            refused(&root, arguments, "产物比发布账本旧");
        }
        assert!(said(&gongkai(&root, &publish)).contains("先运行 gongkai build"));
    };
    done(&root, &["build"]);
    done(&root, &publish);
    add(&root, "又补充一句。");
    done(&root, &["release", "2025-2026", "--note", "又补充一句"]);
    stale();
    done(&root, &["build"]);
    done(&root, &publish);
    let since = ["--on", "2026-05-20", "--reason", "应本人要求", "--name", PERSON];
    done(&root, &[&["withdraw", "2025-2026"][..], &since].concat());
    let before = support::tree(&web);
    stale();
    assert!(support::tree(&web) == before);
    done(&root, &["build"]);
    done(&root, &publish);
    assert_eq!(naming(&web, PERSON), Vec::<String>::new());
    done(&root, &["withdraw", "2025-2026", "--undo", "--reason", "撤错了"]);
    stale();
}

#[test]
fn a_mistaken_withdrawal_is_taken_back_until_something_is_purged() {
    let (_site, root) = released();
    done(&root, &["build"]);
    let before = support::tree(&root.join("output"));
    let undo = ["withdraw", "2025-2026", "--undo", "--reason", "误将全部名单撤下"];
    refused(&root, &undo, "没有撤下过");
    let since = ["--on", "2026-05-20", "--reason", "公开期限已满"];
    done(&root, &[&["withdraw", "2025-2026", "--all"][..], &since].concat());
    done(&root, &["build"]);
    assert!(support::tree(&root.join("output")) != before);
    refused(&root, &[&undo[..3], &["--reason", &format!("误撤了{OTHER}")]].concat(), "姓名");
    let told = done(&root, &undo);
    assert!(told.contains("2026-05-20") && told.contains("已恢复"), "{told}");
    done(&root, &["build"]);
    assert!(support::tree(&root.join("output")) == before, "all stands as it did");
    assert!(done(&root, &["verify"]).contains("没有发现改动"));
    assert!(!done(&root, &["status"]).contains("撤下了姓名"));
    // What stands published again is not purged, and what was purged does not come back.
    refused(&root, &["purge", "2025-2026", "--all", "--reason", "保存期限已满"], "先撤下");
    done(&root, &[&["withdraw", "2025-2026", "--name", PERSON][..], &since].concat());
    done(&root, &["purge", "2025-2026", "--name", PERSON, "--reason", "应本人要求"]);
    refused(&root, &undo, "清除");
    done(&root, &["verify"]);
}

#[test]
fn a_note_with_characters_that_a_terminal_obeys_is_refused() {
    let (_site, root) = released();
    add(&root, "再补充一句。");
    for hidden in ["更正\u{1b}[2J", "更正\u{202e}正更", "更正\u{7}"] {
        refused(&root, &["release", "2025-2026", "--note", hidden], "看不见的字符");
    }
    let output = gongkai(&root, &["check", "2025\u{1b}[2J"]);
    assert!(said(&output).contains("2025<U+001B>[2J") && !said(&output).contains('\u{1b}'));
    let file = root.join("content/2025-2026/坏\u{1b}[2J\u{202e}.txt");
    fs::write(&file, "x").unwrap();
    let output = gongkai(&root, &["check"]);
    assert!(said(&output).contains("坏<U+001B>[2J<U+202E>.txt"), "{}", said(&output));
    assert!(!said(&output).contains(['\u{1b}', '\u{202e}']));
}
