//! The PDF from document to audited bytes, with the fonts and templates that come with the program.
//! It must not look at how a page is set, only at what it says and how it is measured.

mod sample;

use gongkai::bundle::audit::audit;
use gongkai::bundle::pdf::{pdf_streams, pdf_text};
use gongkai::document::*;
use gongkai::failure::Failure;
use gongkai::manifest::Artifact;
use gongkai::render::pdf::{Fonts, Press};
use gongkai::theme::Theme;
use proptest::prelude::*;

fn printed(document: &Document) -> Result<Vec<u8>, Failure> {
    pressed(&Theme::built_in(), document, &document.json())
}

/// Prints with a press of its own, which has set nothing before.
fn pressed(theme: &Theme, document: &Document, json: &Json) -> Result<Vec<u8>, Failure> {
    Press::new(theme, &Fonts::built_in())?.pdf(document, json, &Imprint::default())
}

fn pages(document: &Document) -> Vec<Artifact> {
    gongkai::render::html::pages(document, &Theme::built_in()).unwrap()
}

fn check(document: &Document, pages: &[Artifact], pdf: &[u8]) -> Result<(), Failure> {
    let names = Fonts::built_in().post_script_names();
    let json = document.json();
    audit(
        document,
        &json,
        pages,
        &Artifact::new("disclosure.pdf", pdf),
        &names,
        &Imprint::default(),
    )
}

/// The sample with one piece of text replaced, wherever it stands.
fn altered(from: &str, to: &str) -> Document {
    let json = String::from_utf8(sample::document().to_json()).unwrap();
    assert!(json.contains(from), "{from}");
    serde_json::from_str(&json.replacen(from, to, 1)).unwrap()
}

#[test]
fn a_whole_year_passes_the_audit() {
    let document = sample::document();
    check(&document, &pages(&document), &printed(&document).unwrap()).unwrap();
}

#[test]
fn the_document_that_pages_are_tried_with_passes_too() {
    // A character our fonts lack stands in it, for the pages.
    let json = include_str!("fixtures/document.json").replace('𠮷', "吉");
    let document: Document = serde_json::from_str(&json).unwrap();
    check(&document, &pages(&document), &printed(&document).unwrap()).unwrap();
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = sample::document();
    let first = printed(&document).unwrap();
    printed(&sample::characters(40)).unwrap();
    assert!(first == printed(&document).unwrap());
}

#[test]
fn what_was_set_before_changes_no_byte() {
    let press = Press::new(&Theme::built_in(), &Fonts::built_in()).unwrap();
    let document = sample::document();
    // A year like it, one whose later parts all lie further back, and one with another part.
    let mut longer = document.clone();
    longer.preamble.extend((0..40).map(|_| sample::body("每周汇总一次，交由有关部门办理。")));
    let mut more = document.clone();
    more.sections.push(sample::section("more", "十一、", "附记", vec![sample::body("附记。")]));
    let other = altered("每周汇总", "每月汇总");
    for document in [&document, &other, &longer, &document, &more, &longer, &sample::characters(40)]
    {
        let after_others = press.pdf(document, &document.json(), &Imprint::default()).unwrap();
        assert!(after_others == printed(document).unwrap(), "{}", document.title);
    }
}

#[test]
fn one_character_that_differs_in_the_pdf_is_found() {
    let changes = [
        ("34人", "35人", "一、改革自评"),
        ("第四条", "第五条", "二、学生会章程"),
        ("每周汇总", "每月汇总", "二、学生会章程"),
        ("3人；", "3人;", "三、组织架构"),
        ("𫘧野", "𬭚野", "四、工作人员名单"),
        ("买买提·艾力", "买买提・艾力", "四、工作人员名单"),
        ("112名", "112名。", "七、学生代表大会召开情况"),
        ("钟砚秋", "秋砚钟", "十、学院指导人员"),
        ("2026年10月16日", "2026年10月17日", "文末"),
        ("如有疑问", "若有疑问", "前言"),
        ("\"title\": \"述职评议办法\"", "\"title\": \"述职办法\"", "九、"),
    ];
    for (from, to, place) in changes {
        let other = altered(from, to);
        let bytes = printed(&other).unwrap();
        let original = sample::document();
        let failure = check(&original, &pages(&original), &bytes).unwrap_err();
        assert!(failure.message.chinese.contains(place), "{from}: {failure}");
    }
}

#[test]
fn one_character_that_differs_on_a_page_is_found() {
    let document = sample::document();
    let bytes = printed(&document).unwrap();
    for (from, to, page) in [
        ("如有疑问", "若有疑问", "index.html"),
        ("34人", "35人", "index.html"),
        ("顾𬭚", "顾𫘧", "roster.html"),
        ("2026年10月16日", "2026年10月17日", "index.html"),
    ] {
        let failure = check(&document, &pages(&altered(from, to)), &bytes).unwrap_err();
        assert!(failure.path.ends_with(page), "{failure}");
        let (shown, _) = from.char_indices().map(|(at, c)| (c, at)).next().unwrap();
        assert!(failure.message.chinese.contains(shown), "{failure}");
    }
}

#[test]
fn a_missing_section_and_a_missing_page_are_found() {
    let document = sample::document();
    let bytes = printed(&document).unwrap();
    let mut short = sample::document();
    short.sections.remove(5);
    let failure = check(&document, &pages(&document), &printed(&short).unwrap()).unwrap_err();
    assert!(failure.message.chinese.contains("六、选举办法"), "{failure}");
    let mut without_roster = pages(&document);
    without_roster.retain(|file| file.path != "roster.html");
    let failure = check(&document, &without_roster, &bytes).unwrap_err();
    assert!(failure.path.ends_with("roster.html"), "{failure}");
}

#[test]
fn a_wrong_digest_or_a_stray_font_is_found() {
    let document = sample::document();
    let fonts = Fonts::built_in();
    let bytes = pressed(&Theme::built_in(), &document, &Json::of(b"other".to_vec())).unwrap();
    let failure = check(&document, &pages(&document), &bytes).unwrap_err();
    assert!(failure.message.chinese.contains("内容摘要"), "{failure}");
    let bytes = printed(&document).unwrap();
    let names = &fonts.post_script_names()[1..];
    let pdf = Artifact::new("disclosure.pdf", bytes.clone());
    let json = document.json();
    assert!(audit(&document, &json, &pages(&document), &pdf, names, &Imprint::default()).is_err());
    assert!(check(&document, &pages(&document), &bytes[..bytes.len() / 2]).is_err());
}

#[test]
fn a_page_has_22_lines_of_28_characters() {
    let bytes = printed(&sample::characters(28 * 80)).unwrap();
    let full = &pdf_text(&bytes).unwrap()[2];
    let pattern = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏";
    let set = full.chars().filter(|&c| pattern.contains(c)).count();
    assert_eq!(set, 22 * 28);
}

#[test]
fn text_is_never_markup() {
    let bytes = printed(&sample::document()).unwrap();
    let text: String = pdf_text(&bytes).unwrap().concat();
    let dense = |text: &str| text.split_whitespace().collect::<String>();
    assert!(dense(&text).contains(&dense(sample::MARKUP)), "{text}");
}

#[test]
fn running_heads_and_page_numbers_can_be_read_back() {
    let bytes = printed(&sample::document()).unwrap();
    let pages = pdf_text(&bytes).unwrap();
    assert!(pages[1].contains("江临职业技术学院学生会") && pages[1].contains("— 2 —"));
    let everything = pdf_streams(&bytes).unwrap();
    let holds =
        |words: &str| everything.iter().any(|bytes| String::from_utf8_lossy(bytes).contains(words));
    assert!(holds("江临职业技术学院学生会改革情况") && !holds("核对报告"));
}

#[test]
fn a_link_to_what_the_pdf_lacks_is_set_as_words() {
    let mut document = sample::document();
    document.closing = vec![Block::paragraph(
        Role::Body,
        vec![sample::link("#report", "核对报告"), sample::link("#roster/table/row-1", "一")],
    )];
    check(&document, &pages(&document), &printed(&document).unwrap()).unwrap();
}

#[test]
fn a_character_without_a_font_stops_the_print() {
    let mut document = sample::document();
    document.sections[6].blocks.push(sample::body("☑已完成"));
    let failure = printed(&document).unwrap_err();
    assert!(
        failure.message.chinese.contains("☑") && failure.message.chinese.contains("七、"),
        "{failure}"
    );
    assert!(failure.message.chinese.contains("U+2611"), "{failure}");
}

#[test]
fn a_fault_in_a_template_is_shown_with_its_place() {
    let with = |path: &str, text: &str| {
        let files = [(path.to_owned(), text.as_bytes().to_vec())];
        let theme = Theme::over_built_in("自制", files);
        pressed(&theme, &sample::document(), &sample::document().json()).unwrap_err()
    };
    let failure = with("pdf/main.typ", "#let 名 = 1\n#名.缺");
    assert!(failure.path.ends_with("pdf/main.typ"), "{failure}");
    assert!(failure.message.chinese.contains("第 2 行第 4 列"), "{failure}");
    let failure = with("pdf/inlines.typ", "#let inlines(");
    assert!(failure.path.ends_with("pdf/inlines.typ"), "{failure}");
    for outside in
        ["#read(\"/etc/passwd\")", "#import \"@preview/cetz:0.3.0\"", "#datetime.today()"]
    {
        with("pdf/main.typ", outside);
    }
    let failure = with("pdf/main.typ", "#set text(font: \"不存在\")\n甲");
    assert!(failure.message.chinese.contains("不存在"), "{failure}");
}

#[test]
fn long_cells_and_long_words_stay_on_their_pages() {
    let mut document = sample::document();
    let long = "每周汇总一次，交由有关部门办理。".repeat(200);
    let address = "https://tw.jianglin.example/".repeat(12);
    let Block::Table(table) = &mut document.sections[3].blocks[0] else { unreachable!() };
    table.rows[1].cells[3].words = sample::text(&long);
    table.rows[2].cells[0].words = sample::text(&address);
    document.preamble.push(sample::body(&address));
    check(&document, &pages(&document), &printed(&document).unwrap()).unwrap();
}

#[test]
fn words_beyond_the_edge_stop_the_print() {
    let text = "#set document(title: \"题\")\n#place(dx: 30cm, rotate(10deg)[出界的话])";
    let files = [("pdf/main.typ".to_owned(), text.as_bytes().to_vec())];
    let theme = Theme::over_built_in("自制", files);
    let failure = pressed(&theme, &sample::document(), &sample::document().json()).unwrap_err();
    assert!(
        failure.message.chinese.contains("第 1 页") && failure.message.chinese.contains("出界"),
        "{failure}"
    );
}

/// Text of characters that people write and our fonts have.
fn words() -> impl Strategy<Value = String> {
    let some = prop::sample::select(
        "一二丁七八人入刀力又口土士夕大女子寸小山川工己巾干弓𬭚𫘧䶮，。、；：？！“”‘’（）《》〈〉【】…—－～·•\
         ０１Ａｂ0123456789abcxyzfiflABC .,;:'\"()[]{}<>#$%&*+-/=@\\^_`|~éüß①⑩ⅢⅧ℃％‰№×÷≤≥±√→□■○●★▲　"
            .chars()
            .collect::<Vec<char>>(),
    );
    prop::collection::vec(some, 1..60).prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the text, the PDF says the same.
    #[test]
    fn any_text_is_printed_as_it_is(a in words(), b in words(), c in words(), d in words()) {
        let mut document = sample::characters(10);
        let column = |title: &str| sample::column(title, 1, Align::Center, false);
        let cells = [&c, &d].map(|words| Cell::showing(sample::text(words)));
        let row = Row::new("t/1", cells.into());
        let table = Table {
            id: "t".into(), subject: Subject::Unit, of: None, caption: a.clone(),
            columns: vec![column(&b), column(&d)], rows: vec![row], wide: false,
        };
        document.preamble = vec![sample::body(&d)];
        let mut section = sample::section("only", "一、", "正文", vec![
            sample::body(&a),
            Block::Provision {
                id: "p".into(), level: Level::Article, label: "第一条".into(),
                content: vec![
                    Inline::Strong { content: sample::text(&b) },
                    Inline::Emphasis { content: sample::text(&c) },
                    sample::link("#t", &d),
                ],
                children: vec![],
                statement: None,
            },
            Block::List { entries: vec![sample::text(&a), sample::text(&b)] },
            Block::Table(table),
        ]);
        section.sections = vec![sample::section("only/1", "（一）", &c, vec![sample::body(&b)])];
        document.sections = vec![section];
        let bytes = printed(&document).unwrap();
        prop_assert!(check(&document, &pages(&document), &bytes).map_err(|e| e.to_string()) == Ok(()));
    }
}

#[test]
fn the_outline_keeps_its_spaces_and_the_title_names_the_year() {
    let document = sample::document();
    let pdf = lopdf::Document::load_mem(&printed(&document).unwrap()).unwrap();
    let titles: Vec<String> = pdf.get_toc().unwrap().toc.into_iter().map(|it| it.title).collect();
    assert!(titles.iter().any(|title| title.starts_with("第一章　")), "{titles:?}");
    assert!(document.file_title().ends_with("学年）"), "{}", document.file_title());
}
