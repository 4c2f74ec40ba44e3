//! The page `changes.html` of a bundle, and the same page on its own.
//! It must not know how the page looks; that is the theme's.

use serde::Serialize;

use super::telling::{Entry, Group, Telling};
use crate::diff::{Difference, Public, people_part, public};
use crate::document::{Digested, Document};
use crate::failure::Failure;
use crate::manifest::Artifact;
use crate::render::html::FrameView;
use crate::theme::{Day, Theme};

/// The name of the page in a bundle.
pub const FILE: &str = "changes.html";

/// The name of the page of what a version changed of the one before.
pub const CORRECTION: &str = "correction.html";

/// The way from a page of a year to the site's folder.
pub const UP: &str = "../";

/// What the template is given.
#[derive(Serialize)]
struct ChangesView<'a> {
    #[serde(flatten)]
    frame: FrameView<'a>,
    language: &'a str,
    window_title: String,
    description: String,
    year_label: &'a str,
    college: &'a str,
    title: &'a str,
    issuer: &'a str,
    published: Day,
    what: &'static str,
    pdf: &'static str,
    /// SHA-256 of the new `document.json`.
    digest: &'a str,
    /// SHA-256 of the one it was compared with, and when that was published.
    old_digest: &'a str,
    old_published: Day,
    contents: Vec<Contents<'a>>,
    telling: &'a Telling,
    /// The theme's styles, where the page has no folder to find them in.
    styles: Option<String>,
    /// The style sheet of the rarer characters beside the page, when there are any.
    rare_style: Option<&'a str>,
    /// The way from the page to the site's folder, and to the new document's.
    up: &'a str,
    folder: &'a str,
}

/// Where a page stands, and where it has its styles from: itself, or its folder.
struct Place<'a> {
    styles: Option<String>,
    rare_style: Option<&'a str>,
    up: &'a str,
    folder: &'a str,
    frame: FrameView<'a>,
}

#[derive(Serialize)]
struct Contents<'a> {
    number: &'static str,
    title: &'a str,
    href: String,
    entries: [(); 0],
}

/// What stood published before a correction.
#[derive(Clone, Debug, PartialEq)]
pub struct Corrected {
    /// The number of the version that was corrected.
    pub version: u32,
    /// What it says, without those who were withdrawn since.
    pub document: Document,
    /// SHA-256 of the `document.json` it was published with.
    pub digest: String,
}

impl Corrected {
    /// Takes a document as it was published.
    pub fn new(version: u32, document: Document) -> Self {
        Self { version, digest: document.digest(), document }
    }
}

/// Makes `changes.html`, which stands beside the pages of the new document.
///
/// It is public and kept for good, so it tells of people by numbers and departments alone.
pub fn page(
    public: &Public,
    new: &Document,
    theme: &Theme,
    rare_style: Option<&str>,
    frame: FrameView,
) -> Result<Artifact, Failure> {
    let place = Place { styles: None, rare_style, up: UP, folder: "", frame };
    let telling = Telling::from_difference(&public.difference);
    Ok(Artifact::new(FILE, public_page(public, telling, new, theme, place)?))
}

/// Makes `correction.html`, which stands beside the pages of a version and tells in the same manner
/// what it changed of the one before.
pub fn correction(
    old: &Corrected,
    new: Digested,
    theme: &Theme,
    rare_style: Option<&str>,
    frame: FrameView,
) -> Result<Artifact, Failure> {
    let before = Digested { document: &old.document, digest: &old.digest };
    let public = public(before, new);
    let new = new.document;
    let of = |version: u32| format!("{}第{version}版", new.year_label);
    let number = frame.issue.as_ref().and_then(|issue| issue.version);
    let number = number.unwrap_or(old.version + 1);
    let telling = Telling::from_difference(&public.difference);
    let telling = telling.between(of(old.version), of(number));
    let place = Place { styles: None, rare_style, up: UP, folder: "", frame };
    Ok(Artifact::new(CORRECTION, public_page(&public, telling, new, theme, place)?))
}

/// Makes the page of what changed between two years for the site's own folder, in which the new
/// document's is `folder`.
pub fn site_page(
    old: Digested,
    new: Digested,
    theme: &Theme,
    rare_style: Option<&str>,
    frame: FrameView,
) -> Result<Artifact, Failure> {
    let public = public(old, new);
    let new = new.document;
    let folder = format!("{}/", new.edition());
    let place = Place { styles: None, rare_style, up: "", folder: &folder, frame };
    let telling = Telling::from_difference(&public.difference);
    Ok(Artifact::new(FILE, public_page(&public, telling, new, theme, place)?))
}

fn public_page(
    Public { difference, movements }: &Public,
    mut telling: Telling,
    new: &Document,
    theme: &Theme,
    place: Place,
) -> Result<Vec<u8>, Failure> {
    if !movements.is_empty() {
        let told = movements.iter().enumerate().map(Entry::of_movement);
        telling.people(people_part(difference)).entries.extend(told);
    }
    fill(difference, &telling, new, theme, place)
}

/// Makes a page that needs no other file; it names everybody that the two documents name.
pub fn standalone(
    difference: &Difference,
    new: &Document,
    theme: &Theme,
) -> Result<Vec<u8>, Failure> {
    let sheets = ["base.css", "text.css", "table.css", "changes.css"];
    let sheets = sheets.iter().filter_map(|name| theme.file(name));
    let styles: Vec<&str> = sheets.filter_map(|bytes| std::str::from_utf8(bytes).ok()).collect();
    let place = Place {
        styles: Some(styles.join("\n")),
        rare_style: None,
        up: UP,
        folder: "",
        frame: FrameView::default(),
    };
    fill(difference, &Telling::from_difference(difference), new, theme, place)
}

fn fill(
    difference: &Difference,
    telling: &Telling,
    new: &Document,
    theme: &Theme,
    Place { styles, rare_style, up, folder, frame }: Place,
) -> Result<Vec<u8>, Failure> {
    let contents = |group: &'_ Group| format!("#{}", group.id);
    let view = ChangesView {
        frame,
        language: &new.language,
        window_title: format!("{}－{}", telling.title, new.college),
        description: format!("{}{}{}", new.college, new.organisation, telling.title),
        year_label: &new.year_label,
        college: &new.college,
        title: &new.title,
        issuer: &new.issuer,
        published: Day::parse(&new.published),
        what: crate::render::html::what_of(new),
        pdf: new.kind.pdf(),
        digest: &difference.new.content,
        old_digest: &difference.old.content,
        old_published: Day::parse(&difference.old.published),
        contents: telling
            .groups
            .iter()
            .map(|group| Contents {
                number: "",
                title: &group.title,
                href: contents(group),
                entries: [],
            })
            .collect(),
        telling,
        styles,
        rare_style,
        up,
        folder,
    };
    theme.templates()?.fill(FILE, view)
}
