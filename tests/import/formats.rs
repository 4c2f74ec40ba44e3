//! What each reader takes from its format, one marker a feature; and what none of them opens.

use std::io::{Cursor, Write};

use gongkai::import::Foreign;
use gongkai::import::office::read;
use gongkai::import::paper::{Paper, lines};

use crate::document::{docx, packed, paragraph, run};

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> Foreign {
    Foreign { name: name.to_owned(), bytes: bytes.into() }
}

fn paper(body: &str, parts: &[(&str, &str)]) -> Paper {
    read(&file("文件.docx", docx(body, parts))).unwrap()
}

fn words(body: &str) -> String {
    lines(&paper(body, &[]).blocks).join("|")
}

#[test]
fn every_feature_of_word_comes_through() {
    let tick = |on: u32| {
        format!(
            r#"<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{on}"/></w14:checkbox></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"#,
            run("X")
        )
    };
    for (body, expected) in [
        (format!("<w:p>{}{}{}</w:p>", tick(1), run("是"), tick(0)), "☑是☐"),
        (
            format!("<w:p><w:ins>{}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>", run("新")),
            "新",
        ),
        (
            r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#.to_owned(),
            "7",
        ),
        (
            r#"<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#.to_owned(),
            "☑",
        ),
        (
            format!(
                "<w:p>{}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
                run("正文"),
                paragraph("框里"),
                paragraph("框里")
            ),
            "正文|框里",
        ),
        (format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", paragraph("控件里")), "控件里"),
        (
            r#"<w:p><w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>þ</w:t></w:r><w:r><w:t>是</w:t></w:r></w:p>"#.to_owned(),
            "☑是",
        ),
        (r#"<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙&#x4E01;&amp;</w:t></w:r></w:p>"#.to_owned(), "甲|乙 丙丁&"),
    ] {
        assert_eq!(words(&body), expected, "{body}");
    }
}

#[test]
fn notes_stand_behind_and_what_is_left_out_is_told() {
    let notes = r#"<w:footnotes NAMES><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>脚注的话</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let header = r#"<w:hdr NAMES><w:p><w:r><w:t>页眉的话</w:t></w:r></w:p></w:hdr>"#;
    let links = r#"<Relationships><Relationship Id="r1" Type="header" Target="header1.xml"/></Relationships>"#;
    let body = r#"<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的话</w:t></w:r><w:newThing><w:r><w:t>新</w:t></w:r></w:newThing></w:p>"#;
    let parts =
        [("footnotes.xml", notes), ("header1.xml", header), ("_rels/document.xml.rels", links)];
    let paper = paper(body, &parts);
    assert_eq!(lines(&paper.blocks), ["正文新", "脚注的话"]);
    let asides: Vec<&str> = paper.aside.iter().map(|aside| aside.text.as_str()).collect();
    assert_eq!(asides, ["隐藏的话", "页眉的话"]);
    assert!(paper.remarks.iter().any(|remark| remark.contains("newThing")), "{:?}", paper.remarks);
}

#[test]
fn merged_cells_are_where_they_look_to_be() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(text))
    };
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:sdt><w:sdtContent><w:tr>{}{}{}</w:tr></w:sdtContent></w:sdt></w:tbl>",
        cell(r#"<w:vMerge w:val="restart"/>"#, "组织"),
        cell(r#"<w:gridSpan w:val="2"/>"#, "情况"),
        cell("<w:vMerge/>", ""),
        cell("", "1"),
        cell("", "2"),
    );
    let paper = paper(&body, &[]);
    let table = paper.blocks[0].table().unwrap();
    assert_eq!(table.shown(1, 0), "组织");
    assert_eq!(table.shown(0, 2), "情况");
    assert_eq!(table.shown(1, 2), "2");
}

/// A file of Office with a password: what it holds is one encrypted stream of an older container.
fn locked() -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for name in ["/EncryptionInfo", "/EncryptedPackage"] {
        file.create_stream(name).unwrap().write_all(&[4, 0, 4, 0, 64, 0, 0, 0]).unwrap();
    }
    file.into_inner().into_inner()
}

#[test]
fn what_is_not_read_is_refused_plainly() {
    let bomb = docx(&paragraph(&"甲".repeat(30_000_000)), &[]);
    let entity = r#"<!DOCTYPE d [<!ENTITY a "甲">]><w:document xmlns:w="w"><w:body/></w:document>"#;
    let long = docx(&"<w:p><w:r><w:t>甲</w:t></w:r></w:p>".repeat(200_000), &[]);
    let odt = [
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "<office:document-content/>"),
    ];
    let odt = odt.map(|(name, text)| (name.to_owned(), text.to_owned()));
    for (name, bytes, said) in [
        ("上千页.docx", long, "太长"),
        ("文.odt", packed(&odt), ".odt"),
        ("文.doc", b"<?xml version=\"1.0\"?><w:wordDocument/>".to_vec(), "XML"),
        ("锁.docx", locked(), "打开密码"),
        ("空.docx", Vec::new(), "空的"),
        ("坏.docx", b"PK\x03\x04 nothing".to_vec(), "损坏"),
        ("炸弹.docx", bomb, "太大"),
        ("实体.docx", packed(&[("word/document.xml".to_owned(), entity.to_owned())]), "损坏"),
        ("没有正文.docx", packed(&[("a.txt".to_owned(), "甲".to_owned())]), "没有文档的正文"),
        ("通知.wps", b"\xd0\xcf\x11\xe0".to_vec(), "WPS"),
        ("扫描.png", b"\x89PNG\r\n".to_vec(), "扫描件"),
        ("坏.doc", b"\xd0\xcf\x11\xe0 nothing".to_vec(), "损坏"),
        ("坏.pdf", b"%PDF-1.7 nothing".to_vec(), "损坏"),
        ("文.rtf", b"{\\rtf1 a}".to_vec(), "RTF"),
        ("甲.csv", b"\x81\xff\xff\xff".to_vec(), "损坏"),
    ] {
        let failure = read(&file(name, bytes)).unwrap_err();
        assert!(failure.message.chinese.contains(said), "{name}: {failure}");
        assert!(failure.help.is_some(), "{name}");
    }
}

#[test]
fn damaged_files_neither_panic_nor_hang() {
    let whole = docx(&(paragraph("甲") + &paragraph("乙")), &[]);
    // A fixed sequence of numbers: the same files every time.
    let mut state: u64 = 2026;
    let mut next = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..=next(4) {
            let at = next(bytes.len());
            bytes[at] = next(256) as u8;
        }
        bytes.truncate(bytes.len() - next(20));
        let _ = read(&file("坏.docx", bytes));
    }
    let text =
        "<w:document xmlns:w=\"w\"><w:body>".to_owned() + &"<w:tbl><w:tr><w:tc>".repeat(20_000);
    let deep = packed(&[("word/document.xml".to_owned(), text)]);
    assert!(read(&file("深.docx", deep)).is_err());
}

#[test]
fn what_is_longer_than_any_document_is_refused_before_it_costs_much() {
    let line = "第一条 学生会的话。\n";
    let long = paragraph(&"学生会的话，".repeat(200_000));
    let page = format!("<html><body>{}", "<p>甲</p>".repeat(500_000));
    for (name, bytes) in [
        ("长.txt", line.repeat(400_000).into_bytes()),
        ("行.txt", "\n".repeat(2_000_000).into_bytes()),
        ("格.txt", "\t".repeat(2_000_000).into_bytes()),
        ("长.csv", "甲,乙\n".repeat(2_000_000).into_bytes()),
        ("格.csv", ",".repeat(2_000_000).into_bytes()),
        ("长.html", page.into_bytes()),
        ("长.docx", docx(&long, &[])),
        ("画.pdf", drawn()),
    ] {
        let failure = read(&file(name, bytes)).unwrap_err();
        assert!(failure.message.chinese.contains("太长"), "{name}: {}", failure.message.chinese);
    }
}

/// A PDF of a few kilobytes that draws without end.
fn drawn() -> Vec<u8> {
    use lopdf::{Dictionary, Document, Object, Stream, dictionary};
    let mut document = Document::with_version("1.5");
    let mut stream = Stream::new(Dictionary::new(), b"q Q ".repeat(4_000_000));
    stream.compress().unwrap();
    let content = document.add_object(stream);
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => vec![Object::Reference(content); 4],
    });
    let kids = vec![Object::Reference(page)];
    let node = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(node));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}
