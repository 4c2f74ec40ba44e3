//! Where numbers do not run on: 章, 节 within its 章, 条 through all, 项, 目; rows of a table.
//! It must not judge what must be numbered.

use super::asked::Maker;
use crate::datum::prose::{Kind, Label, Node, Prose};
use crate::datum::{Datum, list, word};
use crate::model::{BREAK, charter, numbering_break, year};
use crate::numeral;
use crate::source::Span;

/// Where the numbers of adopted texts do not run on.
pub static BREAKS: Maker = Maker {
    makes: &[
        &[year::CHARTER, charter::BREAKS],
        &[year::ELECTION, charter::BREAKS],
        &[year::APPRAISAL, charter::BREAKS],
    ],
    of: &[],
    make: |it| put_breaks(it.root),
};

fn put_breaks(root: &mut Datum) {
    for section in [year::CHARTER, year::ELECTION, year::APPRAISAL] {
        let prose = root.get(section).get(charter::TEXT).prose();
        let found = prose.map(|prose| match section {
            year::CHARTER => articles_lost(prose).map_or_else(|| breaks(prose), |it| vec![it]),
            _ => breaks(prose),
        });
        let span = root.get(section).get(charter::TEXT).span;
        if let (Some(found), Some(section)) = (found, root.get_mut(section)) {
            section.set(charter::BREAKS, list(found, span));
        }
    }
}

/// Returns one entry for each place where numbers do not run on: a number left out is one, at the
/// number behind it, and so is a number written wrongly among right ones.
pub fn breaks(prose: &Prose) -> Vec<Datum> {
    let mut articles = Vec::new();
    let mut found = Vec::new();
    siblings(&prose.nodes, &mut articles, &mut found);
    found.extend(out_of_line(&articles));
    let mut lists = Lists::default();
    lists.follow(&prose.nodes);
    lists.close(0);
    found.extend(lists.found);
    // In the order of the text; the text is one file.
    found.sort_by_key(|(_, span, _)| span.start);
    found
        .into_iter()
        .map(|(kind, span, (text, expected))| entry(kind, &text, expected, span))
        .collect()
}

/// Returns the first number of a charter that has 1., 2., 3. and no 条 at all: what a word processor
/// made of its automatic numbers.
pub fn articles_lost(prose: &Prose) -> Option<Datum> {
    let mut first = None;
    let (mut articles, mut pointed) = (0, 0);
    prose.walk(&mut |node, _| match &node.label {
        Some(label) if Style::read(node.kind, label) == Some(Style::Pointed) => {
            pointed += 1;
            first.get_or_insert((label.text.clone(), label.span));
        }
        Some(_) if node.kind == Kind::Article => articles += 1,
        _ => {}
    });
    let (text, span) = first.filter(|_| articles == 0 && pointed >= 3)?;
    Some(entry(Kind::Article, &text, 1, span))
}

/// A number that does not run on: its kind and place, how it is written and what it should be.
type Break = (Kind, Span, (String, u32));

/// A numbered node, and whether its number may begin anew.
type Numbered<'a> = (Kind, &'a Label, bool);

/// Follows 章 and 节 among siblings, and gathers 条, which run on through the whole text.
fn siblings<'a>(nodes: &'a [Node], articles: &mut Vec<Numbered<'a>>, found: &mut Vec<Break>) {
    let mut rows: [Vec<Numbered>; 2] = Default::default();
    for node in nodes {
        if let Some(label) = &node.label {
            let numbered = (node.kind, label, false);
            match node.kind {
                Kind::Chapter => rows[0].push(numbered),
                Kind::Section => rows[1].push(numbered),
                Kind::Article => articles.push(numbered),
                _ => {}
            }
        }
        siblings(&node.children, articles, found);
    }
    found.extend(rows.iter().flat_map(|row| out_of_line(row)));
}

/// How a number in a list is written; each way runs on by itself: （一）, 1., （1）, ①.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Item,
    Pointed,
    Bracketed,
    Circled,
}

impl Style {
    fn read(kind: Kind, label: &Label) -> Option<Self> {
        let first = label.text.chars().next();
        match kind {
            Kind::Item => Some(Style::Item),
            Kind::Subitem => Some(match first {
                Some('（' | '(' | '⑴'..='⒇') => Style::Bracketed,
                Some('①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿') => Style::Circled,
                _ if label.text.ends_with(['）', ')']) => Style::Bracketed,
                _ => Style::Pointed,
            }),
            _ => None,
        }
    }
}

/// The numbers of lists in the order of the text: 项 hold every 目, and of 目 a style that begins
/// within another ends with it. Where the lines between stand in the tree does not matter.
#[derive(Default)]
struct Lists<'a> {
    open: Vec<(Style, Vec<Numbered<'a>>)>,
    /// Whether a paragraph stands right before: behind it numbers may begin anew.
    after_paragraph: bool,
    found: Vec<Break>,
}

impl<'a> Lists<'a> {
    fn follow(&mut self, nodes: &'a [Node]) {
        for node in nodes {
            let style = node.label.as_ref().and_then(|label| Style::read(node.kind, label));
            match (style, &node.label) {
                (Some(style), Some(label)) => self.number(style, (node.kind, label)),
                _ if matches!(node.kind, Kind::Chapter | Kind::Section | Kind::Article) => {
                    self.close(0);
                }
                _ => {}
            }
            self.after_paragraph = node.kind == Kind::Paragraph;
            let own = |child: &Node| {
                child.label.as_ref().and_then(|label| Style::read(child.kind, label)) == style
            };
            // A list of the same style within an entry of one, or below a bullet, is its own.
            if node.kind == Kind::Entry || (style.is_some() && node.children.iter().any(own)) {
                let mut inner = Lists::default();
                inner.follow(&node.children);
                inner.close(0);
                self.found.extend(inner.found);
            } else {
                self.follow(&node.children);
            }
        }
    }

    fn number(&mut self, style: Style, (kind, label): (Kind, &'a Label)) {
        let known = self.open.iter().position(|(open, _)| *open == style);
        match known {
            Some(at) => self.close(at + 1),
            None if style == Style::Item => self.close(0),
            None => {}
        }
        let numbered = (kind, label, self.after_paragraph);
        match self.open.last_mut().filter(|_| known.is_some()) {
            Some((_, row)) => row.push(numbered),
            None => self.open.push((style, vec![numbered])),
        }
    }

    /// Ends all rows but so many.
    fn close(&mut self, rows: usize) {
        for (_, row) in self.open.drain(rows.min(self.open.len())..) {
            self.found.extend(out_of_line(&row));
        }
    }
}

/// Finds where a row of numbers does not run on.
fn out_of_line(row: &[Numbered]) -> Vec<Break> {
    follow(row).into_iter().filter_map(|(_, found)| found).collect()
}

/// Follows a row of numbers: which each is meant to be, and whether it does not run on. The number
/// behind tells one that is written wrongly (1 2 4 4 5), two that changed places (1 3 2 4) and one
/// that is missing (1 2 4 5).
fn follow(row: &[Numbered]) -> Vec<(u32, Option<Break>)> {
    let number = |i: usize| row.get(i).and_then(|(_, label, _)| label.number);
    let mut steps: Vec<(u32, Option<Break>)> = Vec::new();
    let mut last = 0;
    while let Some((kind, label, anew)) = row.get(steps.len()) {
        let behind = number(steps.len() + 1);
        let expected = last + 1;
        let here = label.number;
        if here == Some(expected) || (*anew && here == Some(1)) {
            last = here.unwrap_or(expected);
            steps.push((last, None));
            continue;
        }
        let found = (*kind, label.span, (label.text.clone(), expected));
        if here == Some(expected + 1) && behind == Some(expected) {
            last = expected + 1;
            steps.push((last, Some(found)));
            steps.push((expected, None));
            continue;
        }
        last = match here {
            Some(number) if behind != Some(expected + 1) => number,
            _ => expected,
        };
        steps.push((last, Some(found)));
    }
    steps
}

/// Returns the articles of a text, each with the number it is meant to have: one that is written
/// wrongly among right ones has its neighbours'.
pub fn articles(prose: &Prose) -> Vec<(u32, &Node)> {
    let mut nodes: Vec<&Node> = Vec::new();
    prose.walk(&mut |node, _| {
        if node.kind == Kind::Article && node.label.is_some() {
            nodes.push(node);
        }
    });
    let row: Vec<Numbered> =
        nodes.iter().filter_map(|node| Some((node.kind, node.label.as_ref()?, false))).collect();
    follow(&row).into_iter().map(|(number, _)| number).zip(nodes).collect()
}

/// Returns one entry for each number of a table that does not follow the one before it, and for
/// what is missing at its end, or stands beyond it, when it is known how far it must go.
pub fn gaps(numbers: &[(i64, Span)], up_to: Option<u32>) -> Vec<Datum> {
    const NONE: &str = "没有这一项";
    let mut found = Vec::new();
    let mut gap = |span, written: String, expected: String| {
        found.push(broken("序号", &written, &expected, span));
    };
    let end = up_to.map(i64::from);
    let mut last = 0;
    for (number, span) in numbers {
        if end.is_some_and(|end| *number > end) {
            gap(*span, number.to_string(), NONE.to_owned());
            continue;
        }
        if *number != last + 1 {
            gap(*span, number.to_string(), (last + 1).to_string());
        }
        last = *number;
    }
    if let (Some(end), Some((_, span))) = (end.filter(|end| last < *end), numbers.last()) {
        gap(*span, format!("{last} 之后没有了"), end.to_string());
    }
    found
}

fn entry(kind: Kind, text: &str, expected: u32, span: Span) -> Datum {
    let (level, expected) = match kind {
        Kind::Subitem if text.starts_with(['（', '(']) => ("目", format!("（{expected}）")),
        Kind::Chapter => ("章", format!("第{}章", numeral::chinese(expected))),
        Kind::Section => ("节", format!("第{}节", numeral::chinese(expected))),
        Kind::Article => ("条", format!("第{}条", numeral::chinese(expected))),
        Kind::Item => ("项", format!("（{}）", numeral::chinese(expected))),
        _ => ("目", format!("{expected}.")),
    };
    broken(level, text, &expected, span)
}

fn broken(level: &str, found: &str, expected: &str, span: Span) -> Datum {
    let text_of = |text: &str| word(text, Some(span));
    let mut entry = Datum::new(BREAK.empty(), Some(span));
    entry.set(numbering_break::LEVEL, text_of(level));
    entry.set(numbering_break::FOUND, text_of(found));
    entry.set(numbering_break::EXPECTED, text_of(expected));
    entry
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::datum::prose::Use;
    use crate::load::markdown::parse;
    use crate::source::Sources;

    /// The numbers found to be wrong, each with what was expected.
    fn found(numbers: &[u32]) -> Vec<(u32, u32)> {
        let mut sources = Sources::default();
        let file = sources.add("章程.md", "");
        let labels: Vec<Label> = numbers
            .iter()
            .map(|n| Label { text: n.to_string(), number: Some(*n), span: sources.whole(file) })
            .collect();
        let row: Vec<Numbered> = labels.iter().map(|label| (Kind::Article, label, false)).collect();
        let number = |(_, _, (text, expected)): Break| (text.parse().unwrap(), expected);
        out_of_line(&row).into_iter().map(number).collect()
    }

    /// The numbers of a text found to be wrong, each with what was expected.
    fn found_in(text: &str) -> Vec<(String, String)> {
        let mut sources = Sources::default();
        let file = sources.add("通知.md", text);
        let mut faults = Vec::new();
        let prose = parse(file, &sources, Use::Narrative, &mut faults);
        let told = |entry: &Datum, name: crate::datum::FieldName| {
            entry.get(name).text().unwrap().to_owned()
        };
        breaks(&prose)
            .iter()
            .map(|it| (told(it, numbering_break::FOUND), told(it, numbering_break::EXPECTED)))
            .collect()
    }

    #[test]
    fn each_style_of_number_runs_on_by_itself() {
        let lists = |lines: &[&str]| found_in(&lines.join("\n\n"));
        let none: [(String, String); 0] = [];
        let right = [
            "## 内容",
            "（一）述职",
            "1.目标",
            "说明",
            "2.报告",
            "包括",
            "（1）成效",
            "（2）不足",
            "另外",
            "3.汇报",
            "（二）评议",
            "1.小组",
            "说明",
            "2.报告",
        ];
        assert_eq!(lists(&right), none);
        assert_eq!(lists(&["1.目标", "（1）成效", "（2）不足", "2.报告", "（1）成效"]), none);
        assert_eq!(
            lists(&["（一）述职", "1.目标", "（二）评议", "2.小组"]),
            [("2.".into(), "1.".into())]
        );
        assert_eq!(
            lists(&["1.目标", "（1）成效", "（3）不足"]),
            [("（3）".into(), "（2）".into())]
        );
        assert_eq!(lists(&["1.目标", "说明", "3.汇报"]), [("3.".into(), "2.".into())]);
        assert_eq!(found_in("1. 目标\n   1. 甲\n   2. 乙\n2. 报告\n   1. 甲\n"), none);
    }

    #[test]
    fn one_slip_is_one_break() {
        assert_eq!(found(&[1, 2, 3, 4]), []);
        assert_eq!(found(&[1, 2, 4, 5, 6]), [(4, 3)], "one left out");
        assert_eq!(found(&[11, 12, 13]), [(11, 1)], "ten left out at the start");
        assert_eq!(found(&[1, 2, 3, 4, 6, 6, 7]), [(6, 5)], "5 written 6");
        assert_eq!(found(&[1, 3, 3]), [(3, 2)], "2 written 3");
        assert_eq!(found(&[1, 2, 2, 3]), [(2, 3)], "one doubled");
        assert_eq!(found(&[1, 2, 4, 3, 5]), [(4, 3)], "two changed places");
        assert_eq!(found(&[1, 2, 9]), [(9, 3)], "the last");
        assert_eq!(found(&[1, 2, 50, 4, 5, 7, 8]), [(50, 3), (7, 6)], "two slips");
    }
}
