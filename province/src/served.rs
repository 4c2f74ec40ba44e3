//! Lists and documents as a stranger serves them, read into the college's own types.
//! Nothing in them is trusted: what is too large, too many, nested or of another shape is refused,
//! and told in this program's own words.

use gongkai::archive::Ledger;
use gongkai::document::{Block, Document, Inline, Section};
use gongkai::edition::Edition;
use gongkai::language::{Both, both};
use gongkai::manifest::{Manifest, SiteList};

use crate::fetch::is_plain;

/// The most bytes of each kind of file.
pub const MOST_LIST: u64 = 4 * 1024 * 1024;
pub const MOST_DOCUMENT: u64 = 16 * 1024 * 1024;
pub const MOST_FILE: u64 = 64 * 1024 * 1024;
/// The most files a list may name, as many as are asked for of one site, and the most editions it may have.
const MOST_NAMED: usize = 20_000;
const MOST_EDITIONS: usize = 1_000;
/// How deep sections and provisions may lie in one another.
const MOST_DEEP: usize = 12;

/// The most rows all tables of a document may have.
const MOST_ROWS: usize = 20_000;
/// How a text begins that a page would run, or load from elsewhere.
const SCRIPTS: [&str; 12] = [
    "<script",
    "<iframe",
    "<img",
    "<svg",
    "<object",
    "<embed",
    "<style",
    "<link",
    "<meta",
    "<base",
    "<form",
    "javascript:",
];

/// What is said of a file that was refused.
pub type Why = Both;

/// Reads `site.json`.
pub fn site_list(bytes: &[u8]) -> Result<SiteList, Why> {
    let list: SiteList = serde_json::from_slice(bytes)
        .map_err(|_| both!("site.json 读不懂", "site.json cannot be read"))?;
    files(&list.files)?;
    Ok(list)
}

/// Returns the editions a site has, each with the digest its list must have.
pub fn editions(list: &SiteList) -> Result<Vec<(Edition, String)>, Why> {
    let named = |(path, digest): (&String, &String)| {
        let folder = path.strip_suffix("/manifest.json")?;
        Some((Edition::try_from(folder.to_owned()), digest.clone()))
    };
    let mut found = Vec::new();
    for (edition, digest) in list.files.iter().filter_map(named) {
        found.push((
            edition.map_err(|_| {
                both!("有的清单不在学年的文件夹里", "a list lies in no year's folder")
            })?,
            digest,
        ));
    }
    found.sort();
    match found.len() > MOST_EDITIONS {
        true => Err(both!("公开包太多", "too many bundles")),
        false => Ok(found),
    }
}

/// Reads the `manifest.json` of an edition.
pub fn manifest(bytes: &[u8], edition: &Edition) -> Result<Manifest, Why> {
    let list: Manifest = serde_json::from_slice(bytes)
        .map_err(|_| both!("清单读不懂", "the list cannot be read"))?;
    files(&list.files)?;
    if list.year != edition.year.to_string() {
        return Err(both!("清单是别的学年的", "the list is another year's"));
    }
    if list.files.get("document.json") != Some(&list.content) {
        return Err(both!(
            "清单的内容摘要不是 document.json 的",
            "the list's digest of its content is not that of document.json"
        ));
    }
    Ok(list)
}

fn files(files: &std::collections::BTreeMap<String, String>) -> Result<(), Why> {
    if files.len() > MOST_NAMED {
        return Err(both!("清单里的文件太多", "the list names too many files"));
    }
    if !files.keys().all(|path| is_plain(path)) {
        return Err(both!("清单里有不能用的路径", "the list has a path that leads elsewhere"));
    }
    let is_digest = |text: &String| {
        text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    let wrong = || both!("清单里有不是摘要的摘要", "a digest in the list is none");
    files.values().all(is_digest).then_some(()).ok_or_else(wrong)
}

/// Reads the `document.json` of an edition of a college.
pub fn document(bytes: &[u8], edition: &Edition, college: &str) -> Result<Document, Why> {
    let document = Document::from_json(bytes).ok_or_else(|| {
        both!(
            "document.json 读不懂，或者比这个程序新",
            "document.json cannot be read, or is newer than this program"
        )
    })?;
    if document.college != college {
        return Err(both!("document.json 是别的学校的", "document.json is another college's"));
    }
    if document.edition() != (Edition { version: None, ..edition.clone() }) {
        return Err(both!("document.json 是别的学年的", "document.json is another year's"));
    }
    sound(&document)?;
    Ok(document)
}

/// Reads a ledger that is served; one that does not hold together is none.
pub fn ledger(bytes: &[u8]) -> Result<Ledger, Why> {
    let ledger: Ledger = serde_json::from_slice(bytes)
        .map_err(|_| both!("账本读不懂", "the ledger cannot be read"))?;
    let whole = ledger.to_json() == bytes && ledger.faults().is_empty();
    whole.then_some(ledger).ok_or_else(|| {
        both!(
            "账本不是 gongkai 写成的样子，已被改动",
            "the ledger is not as gongkai writes one; it was altered"
        )
    })
}

/// Looks into a document for what no college's program writes.
fn sound(document: &Document) -> Result<(), Why> {
    if count_rows(&document.sections) + count_rows(std::slice::from_ref(&document.report))
        > MOST_ROWS
    {
        return Err(both!("document.json 的表格太长", "the tables of document.json are too long"));
    }
    let heads = [&document.title, &document.organisation, &document.issuer, &document.form];
    heads.into_iter().try_for_each(|text| plain(text))?;
    let blocks = document.preamble.iter().chain(&document.closing);
    blocks.into_iter().try_for_each(|it| block(it, 0))?;
    let sections = document.sections.iter().chain([&document.report]);
    sections.into_iter().try_for_each(|it| section(it, 0))
}

fn too_deep() -> Why {
    both!("document.json 套得太深", "document.json is nested too deep")
}

fn section(section_: &Section, deep: usize) -> Result<(), Why> {
    if deep > MOST_DEEP {
        return Err(too_deep());
    }
    plain(&section_.title)?;
    plain(&section_.number)?;
    section_.blocks.iter().try_for_each(|it| block(it, deep + 1))?;
    section_.sections.iter().try_for_each(|it| section(it, deep + 1))
}

fn block(block_: &Block, deep: usize) -> Result<(), Why> {
    if deep > MOST_DEEP {
        return Err(too_deep());
    }
    match block_ {
        Block::Paragraph { content, .. } => inlines(content, deep),
        Block::Provision { label, content, children, .. } => {
            plain(label)?;
            inlines(content, deep)?;
            children.iter().try_for_each(|it| block(it, deep + 1))
        }
        Block::List { entries } => entries.iter().try_for_each(|it| inlines(it, deep)),
        Block::Table(table) => {
            table.columns.iter().try_for_each(|column| plain(&column.title))?;
            let width = table.columns.len();
            if table.rows.iter().any(|row| row.cells.len() != width) {
                return Err(both!(
                    "document.json 的表格缺格",
                    "a table of document.json lacks cells"
                ));
            }
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.into_iter().try_for_each(|cell| inlines(&cell.words, deep))
        }
    }
}

fn inlines(content: &[Inline], deep: usize) -> Result<(), Why> {
    if deep > MOST_DEEP {
        return Err(too_deep());
    }
    content.iter().try_for_each(|inline| match inline {
        Inline::Text { text } => plain(text),
        Inline::Strong { content } | Inline::Emphasis { content } => inlines(content, deep + 1),
        Inline::Link { target, content } => {
            let known = ["https://", "http://", "mailto:", "#"];
            if !known.iter().any(|scheme| target.starts_with(scheme)) {
                return Err(both!(
                    "document.json 里有不能用的链接",
                    "document.json has a link that is none of the web"
                ));
            }
            plain(target)?;
            inlines(content, deep + 1)
        }
        Inline::Mark { symbol, meaning } => plain(symbol).and(plain(meaning)),
        Inline::Verdict { .. } | Inline::LineBreak => Ok(()),
    })
}

/// Counts the rows of all tables of some sections.
pub fn count_rows(sections: &[Section]) -> usize {
    let in_block = |block: &Block| match block {
        Block::Table(table) => table.rows.len(),
        _ => 0,
    };
    let in_section = |section: &Section| {
        section.blocks.iter().map(in_block).sum::<usize>() + count_rows(&section.sections)
    };
    sections.iter().map(in_section).sum()
}

/// Refuses a text with characters that a terminal obeys or nobody sees, and one that a page would run.
/// Other marks of HTML are no danger: whatever prints a text escapes it.
fn plain(text: &str) -> Result<(), Why> {
    let bidi = ['\u{202a}'..='\u{202e}', '\u{2066}'..='\u{2069}'];
    let odd = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t')) || bidi.iter().any(|it| it.contains(&c))
    };
    if text.contains(odd) {
        return Err(both!(
            "document.json 里有看不见的控制字符",
            "document.json has control characters that nobody sees"
        ));
    }
    let small = text.to_ascii_lowercase();
    match SCRIPTS.iter().any(|it| small.contains(it)) {
        true => Err(both!("document.json 里有脚本", "document.json has a script in a text")),
        false => Ok(()),
    }
}
