//! The address to write to about one section: a mail that names year and section.
//! It must not know how a page looks.

use crate::document::{Block, Document, Inline, Page, Section};

/// Returns a `mailto:` address whose subject names a section of a document; absent for the report
/// and where the document names no mailbox at its end.
pub fn complaint(document: &Document, section: &Section) -> Option<String> {
    if section.page == Page::Compliance {
        return None;
    }
    let mailbox = document.closing.iter().find_map(first_mailbox)?;
    let Document { college, organisation, year_label, .. } = document;
    let subject = format!(
        "反映：{college}{organisation}{year_label}公开内容“{}{}”",
        section.number, section.title
    );
    Some(format!("{mailbox}?subject={}", percent_encoded(&subject)))
}

fn first_mailbox(block: &Block) -> Option<&str> {
    let Block::Paragraph { content, .. } = block else { return None };
    content.iter().find_map(|inline| match inline {
        Inline::Link { target, .. } if target.starts_with("mailto:") => Some(target.as_str()),
        _ => None,
    })
}

/// Writes every byte but plain letters and digits as `%E5`.
fn percent_encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}
