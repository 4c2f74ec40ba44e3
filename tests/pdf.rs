//! The PDF from document to audited bytes, with the fonts and templates that come with the program.
//! It must not look at how a page is drawn, only at what it says, where, and how it is measured.

mod placed;
mod sample;

use gongkai::bundle::audit::{audit, audit_pdf};
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
    let bytes =
        pressed(&Theme::built_in(), &document, &Json::from_bytes(b"other".to_vec())).unwrap();
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

/// The lines of a document, as it is printed.
fn lines(document: &Document) -> Vec<placed::Line> {
    placed::lines(&printed(document).unwrap())
}

fn line<'a>(lines: &'a [placed::Line], words: &str) -> &'a placed::Line {
    let of = |line: &&placed::Line| line.text.contains(words);
    lines.iter().rfind(of).unwrap_or_else(|| panic!("no {words} in {lines:#?}"))
}

/// The sample with paragraphs of one line each before what it ends with.
fn pushed_down(by: usize, ends: Vec<Block>) -> Document {
    let mut document = sample::document();
    document.preamble = Vec::new();
    let filler = (0..by).map(|_| sample::body("每周汇总一次，交由有关部门办理。"));
    let blocks = filler.chain(ends).collect();
    document.sections = vec![sample::section("only", "一、", "正文", blocks)];
    document
}

#[test]
fn the_last_row_of_a_table_never_stands_alone_on_a_page() {
    let mut parted = false;
    for by in 5..16 {
        let column = |title: &str| sample::column(title, 1, Align::Start, false);
        let row = |n: u32| {
            let cells =
                ["甲", "乙"].map(|words| Cell::showing(sample::text(&format!("{words}第{n}行"))));
            Row::new(format!("t/{n}"), cells.into())
        };
        let table = Table {
            id: "t".into(),
            subject: Subject::Unit,
            of: None,
            caption: String::new(),
            columns: vec![column("甲"), column("乙")],
            rows: (1..=12).map(row).collect(),
            wide: false,
        };
        let lines = lines(&pushed_down(by, vec![Block::Table(table)]));
        let page = |n: u32| line(&lines, &format!("甲第{n}行")).page;
        assert_eq!(page(11), page(12), "{by}");
        parted |= page(10) != page(11);
    }
    assert!(parted, "no table was parted before its last two rows");
}

#[test]
fn the_end_of_a_text_moves_as_one() {
    let mut moved = 0;
    for by in 12..22 {
        let mut document = pushed_down(by, Vec::new());
        document.closing = vec![
            sample::body("以上内容如有不实，可以反映。"),
            sample::paragraph(Role::Signature, "共青团江临职业技术学院委员会"),
            sample::paragraph(Role::Signature, "2026年10月16日"),
        ];
        let lines = lines(&document);
        let pages = ["如有不实", "共青团江临职业技术学院委员会", "10月16日"];
        let pages = pages.map(|words| line(&lines, words).page);
        assert!(pages.iter().all(|page| *page == pages[0]), "{by}: {pages:?}");
        moved = moved.max(pages[0]);
    }
    assert_eq!(moved, 3, "none was moved to the next page");
}

#[test]
fn who_signed_and_the_day_stand_as_official_documents_have_them() {
    let mut document = pushed_down(1, Vec::new());
    document.closing = vec![
        sample::body("以上内容如有不实，可以反映。"),
        sample::paragraph(Role::Signature, "共青团江临职业技术学院委员会"),
        sample::paragraph(Role::Signature, "2026年10月16日"),
    ];
    let set = |sealed: bool| {
        let press = Press::new(&Theme::built_in(), &Fonts::built_in()).unwrap();
        let imprint = Imprint { sealed, ..Imprint::default() };
        let lines = placed::lines(&press.pdf(&document, &document.json(), &imprint).unwrap());
        let of = |words: &str| line(&lines, words).clone();
        (of("如有不实"), of("共青团江临职业技术学院委员会"), of("10月16日"))
    };
    let character = 156.0 / 28.0 * 72.0 / 25.4;
    let pitch = 225.0 / 22.0 * 72.0 / 25.4;
    let right = (210.0 - 26.0) * 72.0 / 25.4;
    let near = |a: f32, b: f32| (a - b).abs() < 2.0;
    // Without a seal: one blank line, two characters off the edge, the day two characters further in.
    let (text, who, day) = set(false);
    assert!(near(text.y - who.y, 2.0 * pitch), "{text:?} {who:?}");
    assert!(near(who.x + 14.0 * character, right - 2.0 * character), "{who:?}");
    assert!(near(day.x, who.x + 2.0 * character), "{who:?} {day:?}");
    // Under a seal: two blank lines for it, the day four characters off the edge, the two centred.
    let (text, who, day) = set(true);
    assert!(near(text.y - who.y, 3.0 * pitch), "{text:?} {who:?}");
    let middle = who.x + 7.0 * character;
    assert!(near(2.0 * middle - day.x, right - 4.0 * character), "{who:?} {day:?}");
}

#[test]
fn a_letterhead_and_its_foot_stand_where_they_are_asked_for() {
    let mut document = pushed_down(1, Vec::new());
    document.kind = Kind::Notice;
    let number = "江临职院团〔2026〕6号";
    document.preamble = vec![sample::body("各工作部门：")];
    document.preamble.insert(
        0,
        Block::Paragraph {
            role: Role::Subtitle,
            content: sample::text(number),
            statement: Some(Statement {
                subject: Subject::Number,
                of: None,
                label: "文号".to_owned(),
                says: Vec::new(),
            }),
        },
    );
    let letterhead = Letterhead {
        mark: None,
        copies: vec!["学生工作处".to_owned(), "各系党总支".to_owned()],
        printed_by: "院团委办公室".to_owned(),
    };
    let set = |letterhead: Option<Letterhead>| {
        let press = Press::new(&Theme::built_in(), &Fonts::built_in()).unwrap();
        let imprint = Imprint { letterhead, ..Imprint::default() };
        let json = document.json();
        let pdf = press.pdf(&document, &json, &imprint)?;
        let file = Artifact::new("notice.pdf", pdf.clone());
        let names = Fonts::built_in().post_script_names();
        audit_pdf(&document, &json, &file, &names, &imprint).unwrap();
        Ok::<_, Failure>(placed::lines(&pdf))
    };
    let lines = set(Some(letterhead.clone())).unwrap();
    let of = |words: &str| line(&lines, words).clone();
    let (mark, number, title) = (of("委员会文件"), of(number), of(&document.title));
    assert!(mark.y > number.y && number.y > title.y, "{mark:?} {number:?} {title:?}");
    let (copies, by) = (of("抄送：学生工作处，各系党总支。"), of("院团委办公室"));
    assert!(copies.y > by.y && by.text.ends_with("印发") && by.page == copies.page, "{by:?}");
    // Wherever the text ends, the foot lies at the foot of the last page, which is an even one.
    let height = by.y;
    for more in [4, 14, 19, 23, 36, 41] {
        let mut document = pushed_down(more, Vec::new());
        document.kind = Kind::Notice;
        document.preamble = vec![sample::body("各工作部门：")];
        let press = Press::new(&Theme::built_in(), &Fonts::built_in()).unwrap();
        let imprint = Imprint { letterhead: Some(letterhead.clone()), ..Imprint::default() };
        let pdf = press.pdf(&document, &document.json(), &imprint).unwrap();
        let lines = placed::lines(&pdf);
        let (by, end) = (line(&lines, "院团委办公室"), line(&lines, "每周汇总一次"));
        let pages = lopdf::Document::load_mem(&pdf).unwrap().get_pages().len();
        assert!(by.page % 2 == 0 && by.page == pages, "{more}: {by:?} of {pages}");
        assert!((by.y - height).abs() < 0.5, "{more}: {by:?} {height}");
        assert!(by.page > end.page || end.y > by.y + 40.0, "{more}: {by:?} {end:?}");
        // Behind a page left blank no page bears a number.
        let numbered = lines.iter().any(|it| it.page == by.page && it.text.starts_with("— "));
        assert_eq!(numbered, by.page <= end.page + 1, "{more}: {lines:#?}");
    }
    // What nobody asked for is not there, and what no font has stops the print.
    let plain = set(None).unwrap();
    assert!(!plain.iter().any(|line| line.text.contains("印发") || line.text.contains("文件")));
    let odd = Letterhead { printed_by: "办公室\u{1f600}".to_owned(), ..letterhead };
    assert!(set(Some(odd)).is_err());
}

#[test]
fn what_is_numbered_is_a_list_to_who_hears_it_and_a_paragraph_to_the_eye() {
    let item = |n: usize, label: &str, words: &str| Block::Provision {
        id: format!("only/item-{n}"),
        level: Level::Item,
        label: label.to_owned(),
        content: sample::text(words),
        children: Vec::new(),
        statement: None,
    };
    let long = "每周汇总一次意见，交由有关部门在十个工作日内逐条办理并且书面答复提出意见的同学；";
    let items = vec![
        sample::body("本会的任务是："),
        item(1, "（一）", long),
        item(2, "（二）", "听取意见；"),
        item(3, "（三）", "其他。"),
        sample::body("以上各项每学期公布一次。"),
    ];
    let document = pushed_down(1, items);
    let bytes = printed(&document).unwrap();
    check(&document, &pages(&document), &bytes).unwrap();
    let pdf = lopdf::Document::load_mem(&bytes).unwrap();
    let kind = |wanted: &[u8]| {
        let kinds = pdf.objects.values().filter_map(|object| object.as_dict().ok());
        let kinds = kinds.filter_map(|it| it.get(b"S").ok()?.as_name().ok());
        kinds.filter(|kind| *kind == wanted).count()
    };
    assert_eq!([kind(b"LI"), kind(b"Lbl"), kind(b"LBody")], [3, 3, 3]);
    // The number begins two characters in, as a paragraph does; the further lines at the edge.
    let lines = placed::lines(&bytes);
    let character = 156.0 / 28.0 * 72.0 / 25.4;
    let pitch = 225.0 / 22.0 * 72.0 / 25.4;
    let (before, first, second) =
        (line(&lines, "本会的任务是"), line(&lines, "（一）"), line(&lines, "听取意见"));
    let further = line(&lines, "意见的同学");
    let near = |a: f32, b: f32| (a - b).abs() < 1.0;
    assert!(near(first.x, before.x), "{before:?} {first:?}");
    assert!(near(further.x + 2.0 * character, before.x), "{further:?}");
    assert!(first.text.starts_with("（一）每周汇总"), "{first:?}");
    for (above, below) in [(before, first), (first, further), (further, second)] {
        assert!(near(above.y - below.y, pitch), "{above:?} {below:?}");
    }
}

#[test]
fn an_annex_has_its_title_on_the_third_line() {
    let mut document = pushed_down(1, Vec::new());
    document.sections.push(sample::section("a", "附件1", "评分表", vec![sample::body("附件。")]));
    let lines = lines(&document);
    let page = lines.last().unwrap().page;
    let first = lines.iter().find(|line| line.page == page && line.text.contains("附件1")).unwrap();
    let title = lines.iter().find(|line| line.page == page && line.text == "评分表").unwrap();
    let pitch = 225.0 / 22.0 * 72.0 / 25.4;
    assert!((first.y - title.y - 2.0 * pitch).abs() < 4.0, "{first:?} {title:?}");
}

#[test]
fn no_line_ends_between_a_number_and_its_unit_nor_leaves_one_character_over() {
    let ends = |text: &str| {
        let lines = lines(&pushed_down(0, vec![sample::body(text)]));
        let own = lines.into_iter().filter(|line| line.page == 2 && line.y > 100.0);
        own.map(|line| line.text).collect::<Vec<_>>()
    };
    for before in 20..30 {
        let filler = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕".chars();
        let filler: String = filler.take(before).collect();
        let lines = ends(&format!("{filler}到会34人，其中第12届代表131名，2025年10月18日通过"));
        let words =
            lines.iter().filter(|line| !line.contains('：') && line.contains(['年', '届', '人']));
        for line in words {
            assert!(!line.ends_with(|c: char| c.is_ascii_digit()), "{before}: {lines:#?}");
        }
        let lines = ends(&format!("{filler}。"));
        let alone = |line: &String| line.chars().filter(|c| c.is_alphanumeric()).count() == 1;
        assert!(!lines.iter().any(alone), "{before}: {lines:#?}");
    }
}

#[test]
fn an_address_is_broken_where_copying_it_loses_nothing() {
    let address =
        "https://xsh.jianglin.example/gongkai/2025-2026/appraisal/2025-second-level/index.html";
    let press = Press::new(&Theme::built_in(), &Fonts::built_in()).unwrap();
    let imprint = Imprint { address: Some(address.to_owned()), ..Imprint::default() };
    let mut document = pushed_down(1, vec![sample::body(&format!("报道见{address}。"))]);
    document.kind = gongkai::document::Kind::Notice;
    document.round = Some("2025-second-level".into());
    let lines = placed::lines(&press.pdf(&document, &document.json(), &imprint).unwrap());
    let torn: Vec<_> = lines.iter().filter(|line| line.text.ends_with('-')).collect();
    assert!(torn.is_empty(), "{torn:#?}");
    assert!(lines.iter().filter(|line| line.text.contains("://")).count() >= 2);
}

#[test]
fn an_address_that_fits_a_line_is_broken_nowhere() {
    let address = "https://xsh.jianglin.example/news/2025-10-18.html";
    for before in ["相关报道：", "", "大会由院团委主持，到会的代表和列席的同学都发了言，报道见"]
    {
        let lines = lines(&pushed_down(1, vec![sample::body(&format!("{before}{address}。"))]));
        assert!(line(&lines, "://").text.contains(address), "{lines:#?}");
    }
}

/// A table of rows that all say the same: each column's title, its weight and what stands in it.
fn alike(cells: &[(&str, u32, &str)], rows: usize) -> Block {
    let of = |(title, weight, _): &(&str, u32, &str)| {
        sample::column(title, *weight, Align::Start, false)
    };
    let row = |n: usize| {
        let cells = cells.iter().map(|(.., words)| Cell::showing(sample::text(words)));
        Row::new(format!("t/{n}"), cells.collect())
    };
    Block::Table(Table {
        id: "t".into(),
        subject: Subject::Unit,
        of: None,
        caption: String::new(),
        columns: cells.iter().map(of).collect(),
        rows: (1..=rows).map(row).collect(),
        wide: false,
    })
}

#[test]
fn a_long_column_is_not_squeezed_by_short_ones_and_ranges_stay_whole() {
    let cells = [
        ("通知", 7, "关于开展2024—2025学年春季学期学生会工作人员述职评议的通知"),
        ("评议的学期", 5, "2024—2025学年春季"),
        ("述职日期", 5, "2025年10月14日"),
        ("述职对象（个）", 3, "7"),
        ("公布范围", 3, "校园网"),
        ("各等次个数", 5, "好2、较好4、一般1"),
    ];
    let lines = lines(&pushed_down(1, vec![alike(&cells, 2)]));
    let times = |line: &placed::Line, words: &str| line.text.matches(words).count();
    let is_torn = |line: &&placed::Line| {
        line.text.ends_with("2024") || times(line, "2024—") > times(line, "2024—2025学年")
    };
    assert_eq!(lines.iter().filter(is_torn).count(), 0, "{lines:#?}");
    // The two rows are of four lines at most.
    let (head, last) = (line(&lines, "述职日期"), line(&lines, "评议的通知"));
    assert!(head.y - last.y < 150.0, "{lines:#?}");
}

#[test]
fn a_short_column_is_as_wide_as_what_stands_in_it() {
    let cells = [
        ("姓名", 2, "阿依古丽·吐尔逊江"),
        ("日期", 2, "2025年10月18日"),
        ("职责", 9, "写得很长的职责，一行放不下，要折成几行才排得完。"),
    ];
    let lines = lines(&pushed_down(1, vec![alike(&cells, 3)]));
    assert_eq!(
        lines.iter().filter(|it| it.text.contains("阿依古丽·吐尔逊江")).count(),
        3,
        "{lines:#?}"
    );
    assert_eq!(
        lines.iter().filter(|it| it.text.contains("2025年10月18日")).count(),
        3,
        "{lines:#?}"
    );
}
