//! A year or a round that nothing has cleared → the draft of it, through the same public view.
//! It must not judge: what is wrong with a section it is told.

use super::view::View;
use super::{disclosure, notice_of, report, section};
use crate::document::draft::{Draft, MARK};
use crate::document::{Block, Inline, Page, Role, Section};
use crate::facts::{Fact, FactValue, Facts};
use crate::load::Standards;
use crate::rules::{Cleared, Refused};
use crate::standard::About;

/// Composes what can be composed. A section of which nothing could be read stands as a box with what
/// `why` says is wrong with its file, which is asked for by the author's word, `章程`.
pub fn draft(
    cleared: &Result<Cleared, Refused>,
    standards: &Standards,
    why: impl Fn(&str) -> Vec<String>,
) -> Draft {
    let facts = match cleared {
        Ok(cleared) => &cleared.facts,
        Err(refused) => &refused.facts,
    };
    let root = View::public(facts);
    let report = match cleared {
        Ok(cleared) => report::report(cleared, &standards.rules, &root),
        Err(_) => no_report(),
    };
    let mut document = match facts.about() {
        About::Year => disclosure(facts, report, &root, &standards.words),
        About::Round => notice_of(facts, report, &root),
    };
    let mut missing = Vec::new();
    for part in &mut document.sections {
        if let Some(fact) = source_of(facts, &part.id).filter(|fact| !says_anything(fact)) {
            part.blocks = boxed(why(fact.key));
            part.sections = Vec::new();
            missing.push(part.id.clone());
        }
    }
    Draft::mark(document, missing)
}

/// Returns the facts a section of a disclosure is made of: they are called as it is addressed.
fn source_of<'a>(facts: &'a Facts, section: &str) -> Option<&'a Fact> {
    let FactValue::Fields(record, _) = &facts.root.value else { return None };
    let name = section.replace('-', "_");
    let name = record.name(&name)?;
    facts.root.get(name).map(|fact| &**fact).filter(|fact| !fact.derived)
}

/// Tells whether an author wrote anything that is within a fact.
fn says_anything(fact: &Fact) -> bool {
    match &fact.value {
        FactValue::Absent => false,
        _ if fact.derived || !fact.authored => false,
        FactValue::Leaf(_) | FactValue::Day(_) => true,
        FactValue::Prose(prose) => prose.title.is_some() || !prose.nodes.is_empty(),
        FactValue::Fields(_, facts) | FactValue::Items(facts) => {
            facts.iter().any(|fact| says_anything(fact))
        }
    }
}

/// What stands where a section cannot be composed.
fn boxed(why: Vec<String>) -> Vec<Block> {
    let head = format!("【{MARK}】这一部分还编不出来。");
    let lines = std::iter::once(head).chain(why);
    lines.map(|line| Block::paragraph(Role::Note, vec![Inline::text(line)])).collect()
}

/// A report says that nothing is violated, which nobody knows of a draft.
fn no_report() -> Section {
    let said = "还有违规没有改好，合规核查报告要等没有违规时才有。有哪些问题，见旁边的清单。";
    let block = Block::paragraph(Role::Note, vec![Inline::text(format!("【{MARK}】{said}"))]);
    let report = section("compliance", "", "合规核查报告", vec![block]);
    Section { page: Page::Compliance, ..report }
}
