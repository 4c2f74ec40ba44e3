//! The HTML pages of one year: which there are, and what stands on each.
//! It must not know how a page looks; that is the theme's.

mod address;
mod complaint;
mod place;
mod view;
mod whole;
mod words;

#[cfg(test)]
mod tests;

pub use address::page_within;
pub use whole::{fragment, single_file};

use super::changes;
use crate::document::{Document, Json, Kind, Page, Section};
use crate::failure::Failure;
use crate::manifest::Artifact;
use crate::render::web_font;
use crate::theme::{Day, Theme};
use address::Addresses;
use complaint::complaint;
use place::{Placing, contents};
use view::{PageView, SectionView};

/// Makes the HTML files of one year's bundle: `index.html`, `compliance.html`, `roster.html`
/// when a section is put there, the theme's style files beside them, and a web font of the
/// year's rarer characters.
///
/// Every link is relative, so a bundle works in any folder and from disk.
///
/// # Errors
/// A template that cannot be read or filled, an address given twice, and a link that leads
/// nowhere in the document or to anything but `https:`, `http:` or `mailto:`.
pub fn pages(document: &Document, theme: &Theme) -> Result<Vec<Artifact>, Failure> {
    pages_after(document, &document.json(), None, theme)
}

/// Makes the same files, and `changes.html` when there is a version before to differ from.
pub fn pages_after(
    document: &Document,
    json: &Json,
    previous: Option<&Document>,
    theme: &Theme,
) -> Result<Vec<Artifact>, Failure> {
    let templates = theme.templates()?;
    let addresses = Addresses::of(document)?;
    let mut artifacts = theme.assets();
    let rare = web_font::rare_characters(document)?;
    artifacts.extend(web_font::files(&rare)?);
    let rare_style = (!rare.is_empty()).then_some(web_font::STYLE);
    let main = match document.kind {
        Kind::Disclosure => "year.html",
        Kind::Notice => "notice.html",
    };
    for (page, template) in
        [(Page::Main, main), (Page::Roster, "roster.html"), (Page::Compliance, "compliance.html")]
    {
        let roots = roots(document, page);
        if page == Page::Main || !roots.is_empty() {
            let view = page_view(document, &addresses, page, &roots, &json.digest)?;
            let has_changes = previous.is_some();
            let view = PageView { rare_style, has_changes, ..view };
            artifacts.push(Artifact::new(page.file(), templates.fill(template, &view)?));
        }
    }
    if let Some(previous) = previous {
        artifacts.push(changes::page(previous, document, theme, rare_style)?);
    }
    Ok(artifacts)
}

/// Returns the outermost sections a page shows.
fn roots(document: &Document, page: Page) -> Vec<&Section> {
    if page == Page::Main {
        return document.sections.iter().collect();
    }
    let mut roots = Vec::new();
    for section in &document.sections {
        collect_roots(section, section.page, page, &mut roots);
    }
    if page == Page::Compliance {
        roots.push(&document.report);
    }
    roots
}

fn collect_roots<'a>(section: &'a Section, at: Page, page: Page, roots: &mut Vec<&'a Section>) {
    if at == page {
        roots.push(section);
        return;
    }
    for inner in &section.sections {
        collect_roots(inner, page_within(at, inner), page, roots);
    }
}

fn page_view<'a>(
    document: &'a Document,
    addresses: &Addresses<'a>,
    page: Page,
    roots: &[&'a Section],
    digest: &'a str,
) -> Result<PageView<'a>, Failure> {
    let placing = Placing { addresses, page };
    // A page made for one section takes that section's heading for its own.
    let sole = match roots {
        [root] if page != Page::Main => Some(*root),
        _ => None,
    };
    let level = if sole.is_some() { 1 } else { 2 };
    let listed: Vec<&Section> = sole.map_or(roots.to_vec(), |root| root.sections.iter().collect());
    let sections = roots.iter().map(|root| {
        let view = placing.section(root, level)?;
        let here = view.elsewhere.is_none();
        let complaint = complaint(document, root).filter(|_| here);
        Ok(SectionView { complaint, ..view })
    });
    let on_main = page == Page::Main;
    let around =
        |blocks| if on_main { placing.blocks(blocks, &document.title) } else { Ok(vec![]) };
    Ok(PageView {
        language: &document.language,
        window_title: window_title(document, sole.map_or(&document.title, |root| &root.title)),
        description: &document.description,
        heading: sole.is_none().then_some(&document.title),
        year_label: &document.year_label,
        college: &document.college,
        organisation: &document.organisation,
        title: &document.title,
        issuer: &document.issuer,
        published: Day::of(&document.published),
        as_of: Day::of(&document.as_of),
        form: &document.form,
        home: match document.kind {
            Kind::Disclosure => &document.year_label,
            Kind::Notice => "述职评议通知",
        },
        what: what_of(document),
        pdf: document.kind.pdf(),
        digest,
        rare_style: None,
        has_changes: false,
        up: changes::UP,
        has_roster: !self::roots(document, Page::Roster).is_empty(),
        contents: contents(&listed, page),
        preamble: around(&document.preamble)?,
        sections: sections.collect::<Result<_, Failure>>()?,
        closing: around(&document.closing)?,
    })
}

/// What a page's digest is of.
pub(super) fn what_of(document: &Document) -> &'static str {
    match document.kind {
        Kind::Disclosure => "本学年",
        Kind::Notice => "本通知",
    }
}

/// Names the page by what is particular to it first; the college only where no part says it.
fn window_title(document: &Document, heading: &str) -> String {
    let mut parts = vec![heading];
    for part in [&document.title, &document.year_label, &document.college] {
        if !parts.iter().any(|said| said.contains(part.as_str())) {
            parts.push(part);
        }
    }
    parts.join("－")
}
