//! A year for content systems that take pages by pasting: one file with its styles, or a piece of
//! HTML with every style inline.
//! It must not know how either looks; that is the theme's.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::address::Addresses;
use super::view::WholeView;
use super::{Beside, page_view, roots};
use crate::document::{Block, Document, Inline, Page, Section};
use crate::failure::Failure;
use crate::render::web_font;
use crate::theme::Theme;

/// Makes one HTML file of all sections, the roster among them, with styles and without a script.
pub fn single_file(document: &Document, theme: &Theme) -> Result<Vec<u8>, Failure> {
    let rare = web_font::rare_characters(document)?;
    let rare_face = match rare.is_empty() {
        true => None,
        false => {
            let font = STANDARD.encode(web_font::font(&rare)?);
            Some(web_font::style(&format!("data:font/woff2;base64,{font}"), &rare))
        }
    };
    filled(document, theme, "single.html", rare_face, |_| false)
}

/// Makes the body alone, every style inline: no id, class, script or style element, and no link
/// within the page, for there is nothing it could lead to.
pub fn fragment(document: &Document, theme: &Theme) -> Result<Vec<u8>, Failure> {
    filled(document, theme, "fragment.html", None, |_| true)
}

/// Fills a template with the whole document; links into the report, which is left out, become
/// words, and so do the links within the document that `unlinked` names.
fn filled(
    document: &Document,
    theme: &Theme,
    template: &str,
    rare_face: Option<String>,
    unlinked: impl Fn(&str) -> bool,
) -> Result<Vec<u8>, Failure> {
    let digest = document.digest();
    let mut document = document.clone();
    document.sections.iter_mut().for_each(onto_main_page);
    let report = Addresses::collect(&document)?.on(Page::Compliance);
    let within = |target: &str| match target.strip_prefix('#') {
        Some(address) => unlinked(target) || report.iter().any(|id| id == address),
        None => false,
    };
    each_run(&mut document, &mut |inlines| unlink(inlines, &within));
    let addresses = Addresses::collect(&document)?;
    let roots = roots(&document, Page::Main);
    let page = page_view(&document, &addresses, Page::Main, &roots, &digest, &Beside::default())?;
    let styles = |names: &[&str]| names.iter().filter_map(|name| theme.text(name)).collect();
    let view = WholeView {
        page,
        styles: styles(&["base.css", "text.css", "table.css"]),
        print_styles: styles(&["print.css"]),
        rare_face,
    };
    theme.templates()?.fill(template, view)
}

/// Returns a document with the words of every link in its place that no page may have.
pub fn without_refused_links(document: &Document) -> Result<Document, Failure> {
    let addresses = Addresses::collect(document)?;
    let refused = |target: &str| addresses.href(target, Page::Main).is_err();
    let mut unlinked = document.clone();
    each_run(&mut unlinked, &mut |inlines| unlink(inlines, &refused));
    in_section(&mut unlinked.report, &mut |inlines| unlink(inlines, &refused));
    Ok(unlinked)
}

fn onto_main_page(section: &mut Section) {
    section.page = Page::Main;
    section.sections.iter_mut().for_each(onto_main_page);
}

/// Calls `see` with every run of inlines that is printed.
fn each_run(document: &mut Document, see: &mut impl FnMut(&mut Vec<Inline>)) {
    let Document { preamble, sections, closing, .. } = document;
    preamble.iter_mut().chain(closing).for_each(|block| in_block(block, see));
    sections.iter_mut().for_each(|section| in_section(section, see));
}

fn in_section(section: &mut Section, see: &mut impl FnMut(&mut Vec<Inline>)) {
    section.blocks.iter_mut().for_each(|block| in_block(block, see));
    section.sections.iter_mut().for_each(|inner| in_section(inner, see));
}

fn in_block(block: &mut Block, see: &mut impl FnMut(&mut Vec<Inline>)) {
    match block {
        Block::Paragraph { content, .. } => see(content),
        Block::Provision { content, children, .. } => {
            see(content);
            children.iter_mut().for_each(|child| in_block(child, see));
        }
        Block::List { entries } => entries.iter_mut().for_each(see),
        Block::Table(table) => {
            let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
            cells.for_each(|cell| see(&mut cell.words));
        }
    }
}

/// Puts the words of some links in their place.
fn unlink(inlines: &mut Vec<Inline>, wanted: &impl Fn(&str) -> bool) {
    let mut kept = Vec::new();
    for mut inline in inlines.drain(..) {
        match &mut inline {
            Inline::Strong { content } | Inline::Emphasis { content } => unlink(content, wanted),
            Inline::Link { target, content } => {
                unlink(content, wanted);
                if wanted(target) {
                    kept.append(content);
                    continue;
                }
            }
            _ => {}
        }
        kept.push(inline);
    }
    *inlines = kept;
}
