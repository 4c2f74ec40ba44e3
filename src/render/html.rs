//! The HTML pages of one year: which there are, and what stands on each.
//! It must not know how a page looks; that is the theme's.

mod address;
mod amended;
mod complaint;
mod place;
mod view;
mod whole;
mod words;

#[cfg(test)]
mod tests;

pub use address::page_within;
pub use view::FrameView;
pub use whole::{fragment, single_file, without_refused_links};

use super::changes::{self, Corrected};
use crate::diff::public;
use crate::document::{Digested, Document, Imprint, Json, Kind, Page, Section};
use crate::failure::Failure;
use crate::manifest::Artifact;
use crate::render::{title, web_font};
use crate::theme::{Day, Theme};
use address::Addresses;
use amended::{Amended, amended};
use complaint::complaint;
use place::{Placing, contents};
use view::{PageView, SectionView};

/// What pages are made from besides their document.
#[derive(Clone, Copy, Default)]
pub struct Around<'a> {
    /// What the document's changes are told against.
    pub previous: Option<Digested<'a>>,
    /// What stood published before a correction.
    pub corrected: Option<&'a Corrected>,
    /// Where it stands, and as which issue.
    pub imprint: Option<&'a Imprint>,
}

/// What all pages of one bundle share beside the text.
#[derive(Default)]
struct Beside<'a> {
    frame: FrameView<'a>,
    amended: Amended,
}

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
    pages_around(document, &document.json(), Around::default(), theme)
}

/// Makes the same files, with `changes.html` when there is a document before to differ from, and
/// `correction.html` when it corrects what stood published.
pub fn pages_around(
    document: &Document,
    json: &Json,
    around: Around,
    theme: &Theme,
) -> Result<Vec<Artifact>, Failure> {
    wanted_around(document, json, around, theme, &|_| true)
}

/// Makes those of the same files that are wanted, by their names.
pub fn wanted_around(
    document: &Document,
    json: &Json,
    around: Around,
    theme: &Theme,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<Artifact>, Failure> {
    let templates = theme.templates()?;
    let addresses = Addresses::collect(document)?;
    let mut artifacts = theme.assets();
    artifacts.retain(|file| wanted(&file.path));
    let rare = web_font::rare_characters(document)?;
    if web_font::NAMES.into_iter().any(wanted) {
        artifacts.extend(web_font::files(&rare)?);
    }
    let rare_style = (!rare.is_empty()).then_some(web_font::STYLE);
    let bare = Imprint::default();
    let imprint = around.imprint.unwrap_or(&bare);
    let frame = |file: &str| FrameView {
        has_correction: around.corrected.is_some(),
        is_draft: json.bytes.is_empty(),
        ..FrameView::describe(document, imprint, file)
    };
    let own = Digested { document, digest: &json.digest };
    let since = around.previous.map(|previous| (previous.document, public(previous, own)));
    let amended = since
        .as_ref()
        .map(|(previous, public)| amended(&public.difference, previous, document))
        .unwrap_or_default();
    let mut beside = Beside { frame: FrameView::default(), amended };
    let main = match document.kind {
        Kind::Disclosure => "year.html",
        Kind::Notice => "notice.html",
    };
    for (page, template) in
        [(Page::Main, main), (Page::Roster, "roster.html"), (Page::Compliance, "compliance.html")]
    {
        let roots = roots(document, page);
        if wanted(page.file()) && (page == Page::Main || !roots.is_empty()) {
            beside.frame = frame(page.file());
            let view = page_view(document, &addresses, page, &roots, &json.digest, &beside)?;
            let has_changes = since.is_some();
            let view = PageView { rare_style, has_changes, ..view };
            artifacts.push(Artifact::new(page.file(), templates.fill(template, view)?));
        }
    }
    if let Some((_, public)) = &since {
        let frame = frame(changes::FILE);
        artifacts.push(changes::page(public, document, theme, rare_style, frame)?);
    }
    if let Some(corrected) = around.corrected {
        let frame = frame(changes::CORRECTION);
        artifacts.push(changes::correction(corrected, own, theme, rare_style, frame)?);
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
    beside: &Beside<'a>,
) -> Result<PageView<'a>, Failure> {
    let placing = Placing { addresses, page, amended: &beside.amended, frame: &beside.frame };
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
        frame: beside.frame.clone(),
        language: &document.language,
        window_title: window_title(document, sole.map_or(&document.title, |root| &root.title)),
        description: &document.description,
        heading: sole.is_none().then_some(&document.title),
        year_label: &document.year_label,
        college: &document.college,
        organisation: &document.organisation,
        title: &document.title,
        title_pieces: title::pieces(&document.title, &document.college),
        issuer: &document.issuer,
        published: Day::parse(&document.published),
        as_of: Day::parse(&document.as_of),
        results_on: Some(&document.results_on).filter(|on| !on.is_empty()).map(|on| Day::parse(on)),
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
