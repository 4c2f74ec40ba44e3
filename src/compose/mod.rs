//! A cleared year, or a cleared round of appraisals → the document that is printed.
//! It must not know a format, nor see a hidden value; the view has none.

mod draft;
mod notice;
mod own;
pub mod place;
mod prose;
mod reference;
mod report;
mod sections;
mod sentence;
mod table;
mod view;

pub use draft::draft;

use crate::document::{Block, Document, Kind, Role, SCHEMA, Said, Section, Subject};
use crate::facts::Facts;
use crate::load::Standards;
use crate::model::round::folder;
use crate::model::{college, head, mailbox, preface, round, year};
use crate::rules::Cleared;
use crate::standard::{About, Words, form};
use sentence::{Key, Sentence, telling};
use view::View;

/// Composes the document of a year or a round that was cleared.
pub fn compose(cleared: &Cleared, standards: &Standards) -> Document {
    let root = View::public(&cleared.facts);
    let report = report::report(cleared, &standards.rules, &root);
    match cleared.facts.about() {
        About::Year => disclosure(&cleared.facts, report, &root, &standards.words),
        About::Round => notice_of(&cleared.facts, report, &root),
    }
}

/// Composes the notice of a round for those who prepare it, hidden contacts and all; nothing made of
/// it may be published.
pub fn compose_internal(cleared: &Cleared, standards: &Standards) -> Document {
    let root = View::internal(&cleared.facts);
    let report = report::report(cleared, &standards.rules, &root);
    let notice = notice_of(&cleared.facts, report, &root);
    Document { title: format!("{}（内部使用）", notice.title), ..notice }
}

/// A year's disclosure, in the order of the form.
fn disclosure(facts: &Facts, report: Section, root: &View, words: &Words) -> Document {
    let head = root.child(year::HEAD);
    let college = head.child(head::COLLEGE);
    let organisation = head.text(head::ORGANISATION);
    let year_label = facts.edition.year.label();
    let mut sections = sections::all(root);
    own::add(root, &mut sections);
    reference::link(&mut sections, words);
    Document {
        schema: SCHEMA,
        kind: Kind::Disclosure,
        union: facts.edition.union,
        round: None,
        year: facts.edition.year.to_string(),
        language: "zh-CN".to_owned(),
        college: college.text(college::NAME),
        description: format!(
            "{}{organisation}{year_label}改革情况公开",
            college.text(college::NAME)
        ),
        organisation,
        title: head.text(head::TITLE),
        issuer: head.text(head::ISSUER),
        published: head.iso_date(head::PUBLISHED),
        as_of: head.iso_date(head::AS_OF),
        results_on: String::new(),
        form: root.child(year::FORM).text(form::NAME),
        preamble: preamble(root),
        sections,
        closing: closing(root),
        report,
        read_from: None,
        year_label,
    }
}

/// The notice of a round of appraisals, with its score sheets.
fn notice_of(facts: &Facts, report: Section, root: &View) -> Document {
    let head = root.child(folder::NOTICE);
    let issued = head.iso_date(round::notice::ISSUED);
    Document {
        schema: SCHEMA,
        kind: Kind::Notice,
        union: facts.edition.union,
        round: facts.edition.round.clone(),
        year: facts.edition.year.to_string(),
        year_label: facts.edition.year.label(),
        language: "zh-CN".to_owned(),
        college: head.text(round::notice::COLLEGE),
        description: described(&head),
        organisation: head.text(round::notice::ORGANISATION),
        title: head.text(round::notice::TITLE),
        issuer: head.text(round::notice::ISSUER),
        published: issued.clone(),
        as_of: issued,
        results_on: head.iso_date(round::notice::RESULTS_ON),
        form: String::new(),
        preamble: notice::preamble(root),
        sections: notice::sections(root),
        closing: Vec::new(),
        report,
        read_from: None,
    }
}

/// What a notice is, in a sentence: its title, and its days.
fn described(notice: &View) -> String {
    let days = [(round::notice::ISSUED, "印发"), (round::notice::RESULTS_ON, "公布结果")];
    let days = days.into_iter().filter(|(day, _)| notice.has(*day));
    let days = days.map(|(day, what)| format!("，{}{what}", notice.text(day)));
    format!("{}{}", notice.text(round::notice::TITLE), days.collect::<String>())
}

fn preamble(root: &View) -> Vec<Block> {
    root.child(year::PREFACE)
        .prose(preface::TEXT)
        .map_or_else(Vec::new, |text| prose::blocks(text, "preface", root))
}

/// The line with the complaint mailboxes, then issuer and date.
fn closing(root: &View) -> Vec<Block> {
    let head = root.child(year::HEAD);
    let mut sentence = Sentence::starting("以上公开内容如有不实，可以发送邮件反映：");
    for (i, mailbox) in head.children(head::MAILBOXES).iter().enumerate() {
        let office = mailbox.text(mailbox::OFFICE);
        let address = telling("head.mailboxes.address", &office, mailbox.text(mailbox::ADDRESS));
        let between = if i > 0 { "；" } else { "" };
        sentence =
            sentence.then(&format!("{between}{office} ")).mailbox(address.for_entry(&office));
    }
    let about = sentence::About::new(Subject::Complaints, "监督邮箱");
    let mut blocks = vec![sentence.then("。").paragraph(Role::Body, about)];
    for (name, label) in [(head::ISSUER, "发布单位"), (head::PUBLISHED, "发布日期")] {
        blocks.extend(signature(&head, Key(&[year::HEAD, name], label)));
    }
    blocks
}

/// A line of the signature, where there is something to sign with.
fn signature(head: &View, field: Key) -> Option<Block> {
    let said: Said = field.read(head)?;
    let about = sentence::About::new(Subject::Signature, said.label.clone());
    Some(Sentence::default().saying(said).paragraph(Role::Signature, about))
}

/// A section without parts of its own.
fn section(id: &str, number: &str, title: impl Into<String>, blocks: Vec<Block>) -> Section {
    Section {
        id: id.to_owned(),
        number: number.to_owned(),
        title: title.into(),
        page: crate::document::Page::Main,
        blocks,
        sections: Vec::new(),
    }
}
