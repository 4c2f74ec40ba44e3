//! What is exported besides pages: the Word file says what the document says, paragraph by paragraph;
//! the tables hold what the page shows; neither names anybody whom the page does not name.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use gongkai::bundle::pdf::pdf_text;
use gongkai::diff::diff;
use gongkai::document::{
    Block, Document, Imprint, Inline, Kind, Letterhead, Level, Section, Table, plain_text,
};
use gongkai::manifest::Artifact;
use gongkai::pipeline::{self, Inputs, Run};
use gongkai::redaction::{self, Withdrawn};
use gongkai::render::docx::{amendments, docx, docx_under};
use gongkai::render::pdf::{self, Fonts};
use gongkai::render::tables::{COLUMNS, tables};
use gongkai::theme::Theme;
use quick_xml::Reader;
use quick_xml::events::Event;
use support::project;

/// The sample's years and rounds.
fn sample() -> Vec<Document> {
    let run = Run::open(Inputs::read(&project("")).unwrap()).unwrap();
    let folders = run.years.iter().chain(&run.rounds);
    folders.map(|folder| pipeline::export(&run, folder).unwrap()).collect()
}

fn parts(file: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        parts.insert(entry.name().unwrap().into_owned(), text);
    }
    parts
}

/// A paragraph of Word, by its style, with its words.
type Paragraph = (String, String);

/// Reads the paragraphs of a part with nothing of what wrote them.
fn paragraphs(part: &str) -> Vec<Paragraph> {
    let mut reader = Reader::from_str(part);
    let mut found: Vec<Paragraph> = Vec::new();
    let mut is_text = false;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => match tag.name().as_ref() {
                "w:p" => found.push(Paragraph::default()),
                "w:t" => is_text = true,
                _ => {}
            },
            Event::Empty(tag) => match tag.name().as_ref() {
                "w:pStyle" => {
                    let style = tag.try_get_attribute("w:val").unwrap().unwrap();
                    found.last_mut().unwrap().0 = style.value.to_string();
                }
                "w:br" => found.last_mut().unwrap().1.push('\n'),
                _ => {}
            },
            Event::Text(text) if is_text => found.last_mut().unwrap().1.push_str(&text),
            Event::GeneralRef(name) => {
                let character = match &*name {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    other => panic!("&{other};"),
                };
                found.last_mut().unwrap().1.push(character);
            }
            Event::End(tag) if tag.name().as_ref() == "w:t" => is_text = false,
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What a document says, paragraph by paragraph, white space left out.
fn said(document: &Document) -> Vec<String> {
    let mut said = vec![dense(&document.title)];
    if document.kind == Kind::Disclosure {
        said.push(format!("（{}）", document.year_label));
    }
    document.preamble.iter().for_each(|block| of_block(block, &mut said));
    document.sections.iter().for_each(|section| of_section(section, &mut said));
    document.closing.iter().for_each(|block| of_block(block, &mut said));
    said.retain(|text| !text.is_empty());
    said
}

fn of_section(section: &Section, said: &mut Vec<String>) {
    match section.number.starts_with("附件") {
        true => said.extend([&section.number, &section.title].map(|text| dense(text))),
        false => said.push(dense(&(section.number.clone() + &section.title))),
    }
    section.blocks.iter().for_each(|block| of_block(block, said));
    section.sections.iter().for_each(|inner| of_section(inner, said));
}

fn of_block(block: &Block, said: &mut Vec<String>) {
    match block {
        Block::Paragraph { content, .. } => said.push(dense(&plain_text(content))),
        Block::Provision { label, content, children, .. } => {
            said.push(dense(&(label.clone() + &plain_text(content))));
            children.iter().for_each(|child| of_block(child, said));
        }
        Block::List { entries } => said.extend(entries.iter().map(|it| dense(&plain_text(it)))),
        Block::Table(_) => block.each_text(&mut |text| said.push(dense(text))),
    }
}

/// What a paragraph of Word says once ticked boxes are read.
fn read(text: &str) -> String {
    match text {
        "☑是\n□否" => "是".to_owned(),
        "□是\n☑否" => "否".to_owned(),
        text => dense(text),
    }
}

fn tables_of(document: &Document) -> Vec<&Table> {
    fn of<'a>(section: &'a Section, found: &mut Vec<&'a Table>) {
        found.extend(section.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        }));
        section.sections.iter().for_each(|inner| of(inner, found));
    }
    let mut found = Vec::new();
    document.sections.iter().for_each(|section| of(section, &mut found));
    found
}

#[test]
fn the_word_file_says_what_the_document_says_paragraph_by_paragraph() {
    let sample = sample();
    assert!(sample.len() >= 5);
    for document in sample {
        let name = document.title.clone();
        let all = parts(&docx(&document));
        let written = paragraphs(&all["word/document.xml"]);
        let written = written.iter().map(|(_, text)| read(text)).filter(|text| !text.is_empty());
        let (written, said): (Vec<String>, _) = (written.collect(), said(&document));
        for (written, said) in written.iter().zip(&said) {
            assert_eq!(written, said, "{name}");
        }
        assert_eq!(written.len(), said.len(), "{name}");
    }
}

#[test]
fn answers_are_ticked_as_the_official_form_has_them() {
    let mut document = sample().remove(0);
    let boxes = |document: &Document| {
        let text = parts(&docx(document))["word/document.xml"].clone();
        let of = |ticks: &str| paragraphs(&text).iter().filter(|(_, text)| text == ticks).count();
        (of("☑是\n□否"), of("□是\n☑否"))
    };
    let before = boxes(&document);
    assert!(before.0 + before.1 >= 14, "{before:?}");
    let table = document.sections[0].sections[0].blocks.iter_mut().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let answers = table.unwrap().rows.iter_mut().flat_map(|row| &mut row.cells);
    let mut answers = answers.flat_map(|cell| &mut cell.words).filter_map(|inline| match inline {
        Inline::Verdict { yes } => Some(yes),
        _ => None,
    });
    let first = answers.next().unwrap();
    assert!(*first, "the sample says yes first");
    *first = false;
    assert_eq!(boxes(&document), (before.0 - 1, before.1 + 1));
}

#[test]
fn headings_are_real_and_tables_tell_what_they_are() {
    for document in sample() {
        let all = parts(&docx(&document));
        let text = &all["word/document.xml"];
        let headings = paragraphs(text);
        let of = |style: &str| headings.iter().filter(|(it, _)| it == style).count();
        assert_eq!(of("Heading1") + of("AnnexTitle"), document.sections.len());
        let count = |what: &str| text.matches(what).count();
        let tables = tables_of(&document);
        assert_eq!(count("<w:tbl>"), tables.len());
        assert_eq!(count("<w:tblHeader/>"), tables.len(), "the head of each repeats");
        assert_eq!(count("<w:tblCaption w:val=\"\"/>"), 0);
        assert_eq!(count("<w:tblCaption "), tables.len());
        assert_eq!(count("<w:tblDescription "), tables.len());
        assert!(text.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"));
        // 37, 26, 35 and 28 mm.
        let margins = "w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\"";
        assert!(text.contains(margins));
        let used: BTreeSet<&str> = headings.iter().map(|(style, _)| style.as_str()).collect();
        let wanted = match document.kind {
            Kind::Disclosure => ["BodyText", "RegulationTitle", "RegulationSubtitle", "Note"],
            Kind::Notice => ["Addressee", "Enclosure", "Signature", "AnnexNumber"],
        };
        assert!(wanted.iter().all(|style| used.contains(style)), "{used:?}");
        // 条 and 项 are words, not numbers that Word counts.
        assert!(!text.contains("w:numPr"));
        let articles =
            |block: &&Block| matches!(block, Block::Provision { level: Level::Article, .. });
        if document.kind == Kind::Disclosure {
            let chapter = &document.sections[1].sections[0];
            assert!(chapter.blocks.iter().any(|block| articles(&block)));
            assert!(text.contains("<w:rStyle w:val=\"Hei\"/>") && text.contains("第一条</w:t>"));
        }
        let core = &all["docProps/core.xml"];
        for own in [&document.title, &document.issuer, &document.language, &document.digest()] {
            assert!(core.contains(own.as_str()), "{own}");
        }
    }
}

#[test]
fn a_table_of_very_many_columns_lies_on_its_side() {
    let mut document = sample().remove(0);
    let matrix = document.sections[0].sections[2].blocks.iter_mut().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let matrix = matrix.unwrap();
    matrix.columns.extend(matrix.columns.clone());
    for row in &mut matrix.rows {
        row.cells.extend(row.cells.clone());
    }
    assert!(matrix.wide && matrix.columns.len() > 18);
    let text = parts(&docx(&document))["word/document.xml"].clone();
    let pages: Vec<&str> = text.split("<w:pgSz ").skip(1).map(|rest| &rest[..13]).collect();
    assert_eq!(pages, ["w:w=\"11906\" w", "w:w=\"16838\" w", "w:w=\"11906\" w"]);
    assert_eq!(text.matches("w:orient=\"landscape\"").count(), 1);
}

#[test]
fn the_foot_of_an_official_document_stands_at_the_foot_of_its_last_page() {
    let letterhead = Letterhead {
        mark: None,
        copies: vec!["学生工作处".to_owned(), "各系党总支".to_owned()],
        printed_by: "院团委办公室".to_owned(),
    };
    let imprint = Imprint { letterhead: Some(letterhead), ..Imprint::default() };
    for document in sample() {
        let text = parts(&docx_under(&document, &imprint))["word/document.xml"].clone();
        let (before, rest) = text.split_once("<w:txbxContent>").expect("a box");
        let (held, behind) = rest.split_once("</w:txbxContent>").unwrap();
        let words: Vec<String> = paragraphs(held).iter().map(|(_, words)| dense(words)).collect();
        assert_eq!(words[0], "抄送：学生工作处，各系党总支。");
        assert!(words[1].starts_with("院团委办公室") && words[1].ends_with("日印发"), "{words:?}");
        assert!(before.contains("relativeFrom=\"margin\"><wp:align>bottom</wp:align>"));
        // Its paragraph is the last one, and has words nowhere else.
        assert!(!behind.contains("<w:t ") && !behind.contains("<w:p>"), "{behind}");
    }
}

/// The order in which the standard wants what these elements hold; another is refused by Word.
const ORDERS: [(&str, &str); 8] = [
    (
        "w:pPr",
        "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr tabs wordWrap spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    ),
    ("w:rPr", "rStyle rFonts b color spacing sz szCs lang"),
    (
        "w:tblPr",
        "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    ),
    ("w:tcPr", "tcW gridSpan vMerge vAlign"),
    ("w:sectPr", "footerReference type pgSz pgMar"),
    (
        "wp:anchor",
        "wp:simplePos wp:positionH wp:positionV wp:extent wp:wrapNone wp:docPr wp:cNvGraphicFramePr a:graphic",
    ),
    ("wps:wsp", "wps:cNvSpPr wps:spPr wps:txbx wps:bodyPr"),
    ("w:style", "name basedOn next qFormat pPr rPr tblPr"),
];

#[test]
fn elements_stand_in_the_order_the_standard_wants() {
    let mut seen = BTreeSet::new();
    let letterhead = Letterhead {
        mark: None,
        copies: vec!["学生工作处".to_owned()],
        printed_by: "院团委办公室".to_owned(),
    };
    let imprint = Imprint { letterhead: Some(letterhead), ..Imprint::default() };
    for document in sample() {
        for (name, part) in parts(&docx_under(&document, &imprint)) {
            let mut reader = Reader::from_str(&part);
            let mut open: Vec<(String, usize)> = Vec::new();
            loop {
                let (tag, is_open) = match reader.read_event().unwrap() {
                    Event::Start(tag) => (tag.name().as_ref().to_owned(), true),
                    Event::Empty(tag) => (tag.name().as_ref().to_owned(), false),
                    Event::End(_) => {
                        open.pop();
                        continue;
                    }
                    Event::Eof => break,
                    _ => continue,
                };
                if let Some((above, last)) = open.last_mut()
                    && let Some((_, order)) = ORDERS.iter().find(|(name, _)| name == above)
                {
                    let own = tag.trim_start_matches("w:");
                    let at = order.split(' ').position(|it| it == own);
                    let at = at.unwrap_or_else(|| panic!("{name}: {tag} in {above}"));
                    assert!(at >= *last, "{name}: {tag} stands too late in {above}");
                    *last = at;
                    seen.insert(above.clone());
                }
                if is_open {
                    open.push((tag, 0));
                }
            }
        }
    }
    assert_eq!(seen.len(), ORDERS.len(), "{seen:?}");
}

#[test]
fn every_style_and_link_is_there() {
    for document in sample() {
        let all = parts(&docx(&document));
        let text = &all["word/document.xml"];
        let values = |part: &str, before: &str| -> BTreeSet<String> {
            let rest = part.split(before).skip(1);
            rest.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
        };
        let known = values(&all["word/styles.xml"], "w:styleId=\"");
        for used in ["<w:pStyle w:val=\"", "<w:rStyle w:val=\"", "<w:tblStyle w:val=\""] {
            let missing: Vec<_> = values(text, used).difference(&known).cloned().collect();
            assert!(missing.is_empty(), "{missing:?}");
        }
        let targets = values(&all["word/_rels/document.xml.rels"], " Id=\"");
        assert!(values(text, " r:id=\"").is_subset(&targets));
        let places = values(text, " w:name=\"");
        assert_eq!(values(text, " w:anchor=\""), places, "a bookmark where something leads to");
        assert_eq!(text.matches("<w:bookmarkStart ").count(), places.len(), "each once");
    }
}

#[test]
fn a_signature_leaves_room_for_a_seal_where_there_is_one() {
    let rounds: Vec<_> = sample().into_iter().filter(|it| it.kind == Kind::Notice).collect();
    for (sealed, style, other) in
        [(false, "Signature", "SealedSignature"), (true, "SealedSignature", "Signature")]
    {
        let imprint = Imprint { sealed, ..Imprint::default() };
        let text = parts(&docx_under(&rounds[0], &imprint))["word/document.xml"].clone();
        let paragraphs = paragraphs(&text);
        let lines = |wanted: &str| paragraphs.iter().filter(|(own, _)| own == wanted).count();
        assert_eq!((lines(style), lines(other)), (2, 0));
        // Under a seal the day ends four characters before the edge, without one the issuer two.
        let off = if sealed { 4 * 316 } else { 2 * 316 };
        assert!(text.contains(&format!("<w:ind w:right=\"{off}\"/>")), "{sealed}");
    }
}

#[test]
fn an_address_begins_a_line_that_holds_it_and_is_broken_nowhere() {
    let address = "https://xsh.example/news/2025-10-18-congress.html";
    let line = |before: &str, address: &str| {
        let mut document = sample().remove(0);
        let link = Inline::Link { target: address.into(), content: vec![Inline::text(address)] };
        let words = vec![Inline::text(before), link];
        document.preamble = vec![Block::paragraph(gongkai::document::Role::Body, words)];
        let text = parts(&docx(&document))["word/document.xml"].clone();
        assert!(!text.contains("w:wordWrap"), "broken between any two letters");
        let (_, own) =
            paragraphs(&text).into_iter().find(|(_, own)| own.ends_with(address)).unwrap();
        own
    };
    assert_eq!(line("相关报道：", address), format!("相关报道：\n{address}"));
    let (short, long) = ("https://xsh.example/1.html", format!("{address}?{}", "a".repeat(30)));
    assert_eq!(line("相关报道：", short), format!("相关报道：{short}"));
    assert_eq!(line("相关报道：", &long), format!("相关报道：{long}"), "no line holds it");
    assert_eq!(line("", address), address);
}

#[test]
fn the_last_row_of_a_table_never_begins_a_page_by_itself() {
    let documents = sample();
    let years: Vec<_> = documents.iter().filter(|it| it.kind == Kind::Disclosure).collect();
    let [.., old, new] = &years[..] else { panic!("there are years") };
    let table = amendments(&diff(old, new), new);
    let mut tables = 0;
    for file in documents.iter().map(docx).chain([table]) {
        let text = parts(&file)["word/document.xml"].clone();
        for table in text.split("<w:tbl>").skip(1).map(|it| it.split("</w:tbl>").next().unwrap()) {
            let rows: Vec<&str> = table.split("<w:tr>").skip(1).collect();
            let kept: Vec<bool> = rows.iter().map(|row| row.contains("<w:keepNext/>")).collect();
            // The head stays with the first row, and the last row but one with the last.
            let last_but_one = rows.len().checked_sub(2);
            let wanted = (0..rows.len()).map(|at| at == 0 || Some(at) == last_but_one);
            assert_eq!(kept, wanted.collect::<Vec<_>>());
            tables += 1;
        }
    }
    assert!(tables > 20, "{tables}");
}

#[test]
fn the_last_row_of_printed_amendments_never_begins_a_page_by_itself() {
    let years: Vec<_> = sample().into_iter().filter(|it| it.kind == Kind::Disclosure).collect();
    let [.., old, new] = &years[..] else { panic!("there are years") };
    let (theme, fonts) = (Theme::built_in(), Fonts::built_in());
    let printed = pdf::amendments(&diff(old, new), new, &theme, &fonts).unwrap();
    let pages = pdf_text(&printed).unwrap();
    let last = dense(pages.last().unwrap());
    assert!(pages.len() == 2, "the table takes more than a page");
    assert!(last.contains("第三十二条本会") && last.contains("第三十三条工作"), "{last}");
}

#[test]
fn a_row_of_amendments_stays_whole() {
    let years: Vec<_> = sample().into_iter().filter(|it| it.kind == Kind::Disclosure).collect();
    let [.., old, new] = &years[..] else { panic!("there are years") };
    let text = parts(&amendments(&diff(old, new), new))["word/document.xml"].clone();
    let rows: Vec<&str> = text.split("<w:tr>").skip(1).collect();
    assert!(rows.len() > 2 && rows.iter().all(|row| row.contains("<w:cantSplit/>")));
}

/// The number of an annex on the first line, a blank one, its title on the third.
#[test]
fn the_title_of_an_annex_stands_on_the_third_line() {
    let styles = parts(&docx(&sample().remove(0)))["word/styles.xml"].clone();
    let (_, own) = styles.split_once("w:styleId=\"AnnexTitle\"").unwrap();
    assert!(own.split("</w:style>").next().unwrap().contains("<w:spacing w:before=\"579\""));
}

/// A program that takes digits for letters of Chinese breaks a line between any two of them.
#[test]
fn letters_and_digits_are_of_a_language_that_has_words() {
    let styles = parts(&docx(&sample().remove(0)))["word/styles.xml"].clone();
    assert!(styles.contains("<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\""));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for (one, other) in sample().iter().zip(&sample()) {
        assert!(docx(one) == docx(other), "{}", one.title);
        assert_eq!(tables(one), tables(other), "{}", one.title);
    }
}

#[test]
fn nobody_is_named_whom_the_page_does_not_name() {
    for document in sample() {
        let names = redaction::names(&document);
        let Some(name) = names.first().cloned() else { continue };
        let everybody = Withdrawn { everybody: true, ..Withdrawn::default() };
        let one = Withdrawn { names: [name.clone()].into(), ..Withdrawn::default() };
        assert!(everything(&document).contains(&name));
        assert!(!everything(&redaction::redacted(&document, &one)).contains(&name), "{name}");
        let without = everything(&redaction::redacted(&document, &everybody));
        for name in &names {
            assert!(!without.contains(name.as_str()), "{name}");
        }
    }
}

/// All that the Word file and the tables say, in whatever part.
fn everything(document: &Document) -> String {
    let word: String = parts(&docx(document)).into_values().collect();
    let tables = tables(document).into_iter();
    word + &tables.map(|file| String::from_utf8(file.bytes.to_vec()).unwrap()).collect::<String>()
}

fn lines(file: &Artifact) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(&file.bytes).unwrap().strip_prefix('\u{feff}');
    let text = text.unwrap_or_else(|| panic!("{} has no BOM", file.path));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn tables_hold_what_the_page_shows_by_keys_that_stay() {
    let mut keys: Vec<BTreeSet<(String, String)>> = Vec::new();
    for document in sample() {
        let files = tables(&document);
        let named: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(named.len(), files.len(), "{named:?}");
        let (listed, files) = files.split_last().unwrap();
        assert_eq!(listed.path, COLUMNS);
        let listed = lines(listed);
        let shown = tables_of(&document);
        for (file, table) in files.iter().zip(&shown) {
            let lines = lines(file);
            assert_eq!(lines.len(), table.rows.len() + 1, "{}", file.path);
            let own: Vec<_> = listed.iter().filter(|line| line[0] == file.path).collect();
            let labels: Vec<&String> = own.iter().map(|line| &line[3]).collect();
            assert_eq!(labels, lines[0].iter().collect::<Vec<_>>(), "{}", file.path);
            for (at, column) in table.columns.iter().enumerate() {
                let place = own.iter().position(|line| line[4] == column.key);
                let place = place.unwrap_or_else(|| panic!("{}: {}", file.path, column.key));
                for (line, row) in lines[1..].iter().zip(&table.rows) {
                    let words = dense(&row.cells[at].plain_text());
                    let (cell, unit) = (&line[place], &own[place][5]);
                    let is_words = dense(cell) == words || format!("{cell}{unit}") == words;
                    let is_list = dense(&cell.replace('；', "")) == words.replace('；', "");
                    let is_day = cell.len() == 10 && words.ends_with('日');
                    assert!(is_words || is_list || is_day, "{}: {cell}, {words}", file.path);
                }
            }
        }
        if document.kind == Kind::Disclosure {
            assert!(named.contains("person.csv") && named.contains("indicator.csv"), "{named:?}");
            let stay = ["person.csv", "unit.csv", "guide.csv", "second-union.csv"];
            let of = |line: &Vec<String>| stay.contains(&line[0].as_str());
            let pairs = listed.iter().filter(|line| of(line));
            keys.push(pairs.map(|line| (line[0].clone(), line[4].clone())).collect());
        }
    }
    assert_eq!(keys.len(), 3);
    assert!(keys.windows(2).all(|years| years[0] == years[1]), "{keys:?}");
}

#[test]
fn the_amendments_in_word_say_what_their_pdf_says_and_mark_what_differs() {
    let years: Vec<Document> =
        sample().into_iter().filter(|it| it.kind == Kind::Disclosure).collect();
    let [.., old, new] = &years[..] else { panic!("there are years") };
    let difference = diff(old, new);
    let file = amendments(&difference, new);
    assert!(file == amendments(&difference, new));
    let parts = parts(&file);
    let text = &parts["word/document.xml"];
    let (theme, fonts) = (Theme::built_in(), Fonts::built_in());
    let printed = pdf::amendments(&difference, new, &theme, &fonts).unwrap();
    let printed = dense(&pdf_text(&printed).unwrap().concat());
    let mut lines = 0;
    for (_, words) in paragraphs(text) {
        for piece in words.split(['＿', '\n']).map(dense).filter(|piece| !piece.is_empty()) {
            assert!(printed.contains(&piece), "{piece}\n{printed}");
            lines += 1;
        }
    }
    assert!(lines > 20, "{lines}");
    for mark in
        ["<w:tblHeader/>", "<w:strike/>", "<w:u w:val=\"single\"/>", "w:orient=\"landscape\""]
    {
        assert!(text.contains(mark), "{mark}");
    }
    assert!(parts["docProps/core.xml"].contains("zh-CN"));
    let none = amendments(&diff(new, new), new);
    assert!(self::parts(&none)["word/document.xml"].contains("两份章程的条文相同"));
}

#[test]
fn a_blank_form_asks_everything_and_says_nothing_of_anybody() {
    let site = support::specimen_site();
    // It needs no year that is in order.
    let charter = site.path().join("content/2025-2026/章程.md");
    std::fs::write(&charter, "第一条 只有一条的章程。\n").unwrap();
    let file = site.path().join("表样.docx");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["export", "2025-2026", "--blank", file.to_str().unwrap(), "--root"])
        .arg(site.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = paragraphs(&parts(&std::fs::read(&file).unwrap())["word/document.xml"]);
    let words: Vec<&str> = said.iter().map(|(_, words)| words.as_str()).collect();
    // Nineteen indicators, and whether each of two guides is full-time.
    assert_eq!(words.iter().filter(|words| **words == "□是\n□否").count(), 19 + 2);
    for heading in ["二、章程", "四、校级组织工作人员名单", "十、校团委指导学生会主要责任人"]
    {
        assert!(words.contains(&heading), "{heading} in {words:?}");
    }
    let whole = words.concat();
    let year = site.path().join("content/2025-2026");
    let roster = std::fs::read_to_string(year.join("名单.csv")).unwrap();
    let names = roster.lines().skip(1).map(|row| row.split(',').nth(1).unwrap());
    for name in names.chain(["只有一条", "学业部", "草稿", "qinghe.example"]) {
        assert!(!whole.contains(name), "{name}");
    }
}
