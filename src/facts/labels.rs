//! Numbers of provisions with a mark behind them that does not belong there: （一）、.
//! It must not judge what must be numbered.

use super::asked::Maker;
use crate::datum::{Datum, list, word};
use crate::model::{MISSPELT, charter, misspelt, texts, year};
use crate::source::Sources;

const MARKS: [char; 7] = ['、', '，', ',', '．', '.', '：', ':'];

/// The labels of adopted texts that a mark follows.
pub static LABELS: Maker = Maker {
    makes: &[&[year::TEXTS, texts::MARKED_LABELS]],
    of: &[],
    make: |it| find_marked_labels(it.root, it.sources),
};

fn find_marked_labels(root: &mut Datum, sources: &Sources) {
    let mut found = Vec::new();
    for section in [year::CHARTER, year::ELECTION, year::APPRAISAL] {
        let Some(prose) = root.get(section).get(charter::TEXT).prose() else { continue };
        prose.walk(&mut |node, _| {
            let text = node.plain_text();
            let mark = text.chars().next().filter(|c| MARKS.contains(c));
            let (Some(label), Some(mark)) = (&node.label, mark) else { return };
            let place = Some(label.span);
            let written = format!("{}{mark}", sources.text(label.span));
            let mut entry = Datum::new(MISSPELT.empty(), place);
            entry.set(misspelt::KIND, word("编号", place));
            entry.set(misspelt::FOUND, word(&written, place));
            entry.set(misspelt::EXPECTED, word(&label.text, place));
            found.push(entry);
        });
    }
    if let Some(texts) = root.get_mut(year::TEXTS) {
        texts.set(texts::MARKED_LABELS, list(found, None));
    }
}
