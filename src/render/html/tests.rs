//! What must hold of the pages of any document, tried on an invented one.

use std::collections::BTreeMap;

use super::{Around, page_within, pages, pages_around};
use crate::document::{Block, Document, Imprint, Inline, Page, Section};
use crate::theme::Theme;

fn document() -> Document {
    let json = include_str!("../../../tests/fixtures/document.json");
    Document::from_json(json.as_bytes()).expect("the fixture is a document")
}

fn built(document: &Document) -> BTreeMap<String, String> {
    let artifacts = pages(document, &Theme::built_in()).unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    artifacts.into_iter().map(|artifact| (artifact.path, text(artifact.bytes.to_vec()))).collect()
}

/// Returns the words of a piece of HTML without white space, as the output audit compares them, but
/// for what unfolds a part of it.
fn visible_words(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let tag = match tag.starts_with("summary") {
            true => tag.split_once("</summary").expect("a summary is closed").1,
            false => tag,
        };
        rest = tag.split_once('>').expect("tags are closed").1;
    }
    out.push_str(rest);
    for (written, meant) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        out = out.replace(written, meant);
    }
    squeeze(&out)
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Returns the element that has an id, with all it holds.
fn element<'a>(html: &'a str, id: &str) -> &'a str {
    let at = html.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("no `{id}`"));
    let start = html[..at].rfind('<').unwrap();
    let name = html[start + 1..].split(' ').next().unwrap();
    let (open, close) = (format!("<{name} "), format!("</{name}>"));
    let mut depth = 0;
    for (at, _) in html[start..].match_indices('<') {
        let here = &html[start + at..];
        if here.starts_with(&open) {
            depth += 1;
        } else if here.starts_with(&close) {
            depth -= 1;
            if depth == 0 {
                return &html[start..start + at];
            }
        }
    }
    panic!("`{id}` is not closed")
}

fn said(section: &Section) -> String {
    let mut out = String::new();
    section.each_text(&mut |text| out.push_str(text));
    squeeze(&out)
}

fn said_in(blocks: &[Block]) -> String {
    let mut out = String::new();
    blocks.iter().for_each(|block| block.each_text(&mut |text| out.push_str(text)));
    squeeze(&out)
}

fn assert_says_the_same(document: &Document) {
    fn each(section: &Section, page: Page, files: &BTreeMap<String, String>) {
        let html = &files[page.file()];
        assert_eq!(visible_words(element(html, &section.id)), said(section), "{}", section.id);
        for inner in &section.sections {
            each(inner, page_within(page, inner), files);
        }
    }
    let files = built(document);
    for section in &document.sections {
        each(section, section.page, &files);
    }
    each(&document.report, Page::Compliance, &files);
    let main = &files["index.html"];
    assert_eq!(visible_words(element(main, "_preamble")), said_in(&document.preamble));
    assert_eq!(visible_words(element(main, "_closing")), said_in(&document.closing));
}

#[test]
fn the_fixture_reads_back_as_itself() {
    let document = document();
    assert_eq!(serde_json::from_slice::<Document>(&document.to_json()).unwrap(), document);
}

#[test]
fn every_section_says_what_the_document_says() {
    assert_says_the_same(&document());
}

#[test]
fn markup_and_template_marks_in_a_text_are_shown_literally() {
    const HOSTILE: &str = "<script>alert(1)</script>|#{{ college }}{% raw %}\"'&amp;--><b>";
    let mut document = document();
    let hostile = || vec![Inline::text(HOSTILE)];
    document.title = HOSTILE.to_owned();
    document.college = HOSTILE.to_owned();
    document.description = HOSTILE.to_owned();
    document.issuer = HOSTILE.to_owned();
    document.published = HOSTILE.to_owned();
    document.report.title = HOSTILE.to_owned();
    document.report.sections[0].number = HOSTILE.to_owned();
    let Block::Paragraph { content, .. } = &mut document.preamble[0] else { panic!() };
    content.push(Inline::Mark { symbol: HOSTILE.to_owned(), meaning: HOSTILE.to_owned() });
    content.push(Inline::Link { target: "https://x.example/\"<".to_owned(), content: hostile() });
    let table = document.sections[0].sections[0].blocks.iter_mut().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let table = table.unwrap();
    table.caption = HOSTILE.to_owned();
    table.columns[0].title = HOSTILE.to_owned();
    table.rows[0].cells[0].words = hostile();
    let article = &mut document.sections[1].sections[0].blocks[0];
    let Block::Provision { label, .. } = article else { panic!() };
    *label = HOSTILE.to_owned();

    assert_says_the_same(&document);
    for (path, html) in built(&document) {
        assert!(!path.ends_with(".html") || !html.contains("<script"), "{path}");
        assert!(!html.contains("<b>"), "{path}");
    }
}

#[test]
fn people_of_the_roster_stand_on_its_page_only() {
    let files = built(&document());
    for name in ["林知夏", "阿依娜尔·托合提", "𠮷村遥"] {
        let holders: Vec<_> =
            files.iter().filter(|(_, text)| text.contains(name)).map(|(path, _)| path).collect();
        assert_eq!(holders, ["roster.html"], "{name}");
    }
    let asked = |path: &str| files[path].contains(r#"<meta name="robots" content="noindex">"#);
    assert!(asked("roster.html"));
    assert!(!asked("index.html") && !asked("compliance.html"));
}

#[test]
fn a_document_without_a_roster_has_no_page_for_it() {
    let mut document = document();
    document.sections.retain(|section| section.page == Page::Main);
    document.sections[0].sections[0].blocks.clear();
    document.report.sections.clear();
    let files = built(&document);
    assert!(!files.contains_key("roster.html"));
    assert!(!files["index.html"].contains("roster.html"));
}

#[test]
fn links_lead_to_the_page_that_holds_their_address() {
    let files = built(&document());
    for (page, href) in [
        ("index.html", "roster.html#roster"),
        ("index.html", "compliance.html#report"),
        ("index.html", "#guides"),
        ("index.html", "mailto:jiandu@jianglin.example"),
        ("compliance.html", "roster.html#roster/row-10"),
        ("compliance.html", "index.html#charter/article-5"),
    ] {
        assert!(files[page].contains(&format!("<a href=\"{href}\">")), "{page}: {href}");
    }
}

#[test]
fn paper_tells_where_what_stands_on_another_page_is() {
    let document = document();
    let home = Some("https://x.example/gongkai/".to_owned());
    let imprint = Imprint { home, ..Imprint::default() };
    let around = Around { imprint: Some(&imprint), ..Around::default() };
    let files = pages_around(&document, &document.json(), around, &Theme::built_in()).unwrap();
    let main = files.into_iter().find(|file| file.path == "index.html").unwrap();
    let main = String::from_utf8(main.bytes.to_vec()).unwrap();
    let address =
        format!("data-address=\"https://x.example/gongkai/{}/roster.html\"", document.year);
    assert!(main.contains(&address), "{address}");
    assert!(built(&document)["index.html"].contains("data-address=\"roster.html\""));
    assert!(Theme::built_in().text("print.css").unwrap().contains("attr(data-address)"));
}

#[test]
fn links_that_must_not_be_published_are_refused() {
    for target in [
        "#nowhere",
        "#",
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " https://x.example",
        "https://x.example/a b",
        "data:text/html,x",
        "//x.example",
        "roster.html",
        "file:///etc/passwd",
        "",
    ] {
        let mut document = document();
        let content = vec![Inline::text("链接")];
        let link = Inline::Link { target: target.to_owned(), content };
        document.closing.push(Block::List { entries: vec![vec![link]] });
        let failure = pages(&document, &Theme::built_in()).unwrap_err();
        assert!(failure.message.chinese.contains(&format!("`{target}`")), "{failure}");
    }
}

#[test]
fn an_address_given_twice_or_made_of_a_name_is_refused() {
    for address in ["roster", "roster/林知夏", "a b", "", "_main"] {
        let mut document = document();
        document.sections[9].id = address.to_owned();
        assert!(pages(&document, &Theme::built_in()).is_err(), "{address}");
    }
}

#[test]
fn nothing_is_loaded_from_outside_the_bundle() {
    for (path, text) in built(&document()) {
        for loaded in ["<script", "<img", "<iframe", "src=", "@import", "url(", "<base"] {
            assert!(!text.contains(loaded), "{path} holds {loaded}");
        }
        for link in text.split("<link ").skip(1) {
            let href = link.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
            assert!(!href.contains(':') && !href.starts_with('/'), "{path}: {href}");
        }
    }
}

#[test]
fn no_space_parts_runs_of_words_and_empty_cells_are_empty() {
    let files = built(&document());
    let main = &files["index.html"];
    assert!(
        main.contains("实有<strong>24</strong>人，见<a href=\"roster.html#roster\">名单</a></td>")
    );
    assert!(main.contains("data-label=\"备注\"></td>"));
}

#[test]
fn the_widths_of_a_table_add_up() {
    for html in built(&document()).values() {
        for group in html.split("<colgroup>").skip(1) {
            let group = group.split("</colgroup>").next().unwrap();
            let tenths = group.split("width:").skip(1).map(|rest| {
                let (width, _) = rest.split_once('%').unwrap();
                width.replace('.', "").parse::<u32>().unwrap()
            });
            assert_eq!(tenths.sum::<u32>(), 1000);
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let theme = Theme::built_in();
    assert_eq!(pages(&document(), &theme).unwrap(), pages(&document(), &theme).unwrap());
}

#[test]
fn a_number_is_kept_with_its_unit_in_a_cell_that_has_more_than_one_line() {
    let mut document = document();
    let text = "每周3次、每次2小时，任期2025年9月—2026年6月";
    let table =
        document.sections.iter_mut().flat_map(|it| &mut it.blocks).find_map(|it| match it {
            Block::Table(table) => Some(table),
            _ => None,
        });
    let row = &mut table.unwrap().rows[0];
    row.id = "row-of-text".to_owned();
    row.cells[0].words = vec![Inline::text(text)];
    row.cells[1].words = vec![Inline::text("34人")];
    let pages = built(&document);
    let row = element(&pages["index.html"], "row-of-text");
    for count in ["3次", "2小时", "2025年", "6月"] {
        let kept = format!("<span class=\"kept\">{count}</span>");
        assert!(row.contains(&kept), "{count}: {row}");
    }
    assert!(visible_words(row).contains(text) && row.contains(">34人<"), "{row}");
}
