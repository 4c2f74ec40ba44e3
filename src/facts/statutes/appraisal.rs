//! The appraisal rules beside their data: what is said in both, bounds of grades, headings, doubles.
//! It must not judge how officers ought to be appraised.

use std::sync::LazyLock;

use regex::Regex;

use super::dimensions;
use super::passage::{COMMAS, entry, pieces, prose, set};
use crate::datum::prose::{Kind, Node, Prose};
use crate::datum::{Datum, flag, list, number, word};
use crate::facts::asked::Maker;
use crate::model::{MENTION, STATED, appraisal, mention, stated, year};
use crate::numeral;
use crate::source::Span;
use crate::standard::Words;

/// The shortest paragraph that is no formula, in characters.
const PARAGRAPH: usize = 12;

static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    let number = "[0-9０-９]+|[一二三四五六七八九十两]+";
    Regex::new(&format!(
        "提前 *(?P<a>{number}) *(?P<u>[天日]|周|个?星期)|(?P<b>{number}) *(?P<v>[天日]|周|个?星期)之?前"
    ))
        .expect("a pattern of our own")
});

/// A number with what it counts, as grades are bounded by.
static BOUND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:[0-9０-９]|[一二三四五六七八九十百]) *[分%％名个颗星]|名额|比例|[≤⩽＜<] *(?:得分|分数|总分|成绩|[0-9])|得分 *[≤⩽＜<]")
        .expect("a pattern of our own")
});

/// A grade beside the scores it is given for: 90分以上的为优秀.
static GRADE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("分[^，。；：]{0,12}[为是](?P<grade>\\p{Han}{1,4})(?:等次?)?(?:[，。；、]|$)")
        .expect("a pattern of our own")
});

/// How long somebody speaks: 5分钟, 3—5分钟.
static MINUTES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("[0-9]+(?:-[0-9]+)?分钟").expect("a pattern of our own"));

/// What the rules of appraisal say, beside their data.
pub static APPRAISAL: Maker = Maker {
    makes: &[
        &[year::APPRAISAL, appraisal::STATED],
        &[year::APPRAISAL, appraisal::WRITTEN_DIMENSIONS],
        &[year::APPRAISAL, appraisal::WRITTEN_GRADES],
        &[year::APPRAISAL, appraisal::GRADES_FIT],
        &[year::APPRAISAL, appraisal::GRADE_BOUNDS],
        &[year::APPRAISAL, appraisal::UNNUMBERED],
        &[year::APPRAISAL, appraisal::REPEATED],
        &[year::APPRAISAL, appraisal::MINUTES_MOST],
    ],
    of: &[],
    make: |it| read_appraisal(it.root, it.beside.words, it.sources),
};

fn read_appraisal(root: &mut Datum, known: &Words, sources: &crate::source::Sources) {
    let Some(text) = prose(root, year::APPRAISAL) else { return };
    let place = root.get(year::APPRAISAL).get(appraisal::TEXT).span;
    let words = text_by_lines(text);
    let written = written_grades(root.get(year::APPRAISAL), text, sources);
    let facts = [
        (
            appraisal::WRITTEN_DIMENSIONS,
            written_dimensions(root.get(year::APPRAISAL), text, known, sources),
        ),
        (appraisal::GRADES_FIT, grades_fit(root.get(year::APPRAISAL), &written)),
        (appraisal::WRITTEN_GRADES, written),
        (appraisal::STATED, list(stated(root.get(year::APPRAISAL), &words), place)),
        (appraisal::GRADE_BOUNDS, list(grade_bounds(root.get(year::APPRAISAL), &words), place)),
        (appraisal::UNNUMBERED, list(unnumbered(text), place)),
        (appraisal::REPEATED, list(repeated(text), place)),
    ];
    for (name, datum) in facts {
        set(root, year::APPRAISAL, name, datum);
    }
    let minutes = root.get(year::APPRAISAL).get(appraisal::MINUTES).clone();
    if let Some(most) = minutes.text().and_then(most) {
        set(root, year::APPRAISAL, appraisal::MINUTES_MOST, number(most, minutes.span));
    }
}

/// Reads the last number of `3—5分钟`.
fn most(minutes: &str) -> Option<i64> {
    let bare = minutes.trim().trim_end_matches("分钟").trim_end();
    numeral::count(bare.rsplit(['-', '—', '–', '－', '~', '～', '至', '到']).next()?, "")
}

/// All words of a text, one node a line.
fn text_by_lines(text: &Prose) -> String {
    let mut all = String::new();
    text.walk(&mut |node, _| {
        all.push_str(&node.plain_text());
        all.push('\n');
    });
    all
}

fn stated(appraisal: &Datum, words: &str) -> Vec<Datum> {
    let plain = plain(words);
    let mut found = Vec::new();
    let mut see = |name: &str, value: &str, at: Option<Span>, same: bool, other: Option<String>| {
        let datum = |text: &str| word(text, at);
        let other = other.filter(|_| !same).map_or(Datum::absent(at), |other| datum(&other));
        found.push(entry(
            &STATED,
            at,
            [
                (stated::NAME, datum(name)),
                (stated::VALUE, datum(value)),
                (stated::WRITTEN, other),
                (stated::FOUND, flag(same, at)),
            ],
        ));
    };
    let frequency = appraisal.get(appraisal::FREQUENCY);
    if let Some(text) = frequency.text() {
        see("频次", text, frequency.span, plain.contains(text), None);
    }
    let lead = appraisal.get(appraisal::LEAD_DAYS);
    if let Some(days) = lead.number() {
        let written = |hit: regex::Captures| {
            let number = hit.name("a").or(hit.name("b")).map(|m| m.as_str().to_owned());
            // 一周前 is seven days before.
            let weeks =
                hit.name("u").or(hit.name("v")).is_some_and(|unit| !"天日".contains(unit.as_str()));
            number
                .and_then(|number| numeral::count(&number, ""))
                .map(|n| if weeks { 7 * n } else { n })
        };
        let said: Vec<i64> = LEAD.captures_iter(words).filter_map(written).collect();
        let other = said.first().map(|days| format!("{days}天"));
        see("提前天数", &format!("{days}天"), lead.span, said.contains(&days), other);
    }
    let minutes = appraisal.get(appraisal::MINUTES);
    if let Some(text) = minutes.text() {
        let plain = in_figures(&plain);
        let value = in_figures(&self::plain(text));
        let said: Vec<&str> = MINUTES.find_iter(&plain).map(|hit| hit.as_str()).collect();
        // A value of that form is not the end of a longer one: 5分钟 of 15分钟.
        let is_whole = MINUTES.find(&value).is_some_and(|hit| hit.as_str() == value);
        let same = said.contains(&value.as_str()) || (!is_whole && plain.contains(&value));
        see("述职时长", text, minutes.span, same, said.first().map(|&said| said.to_owned()));
    }
    for (field, name) in [
        (appraisal::COMMITTEE, "评议会组成"),
        (appraisal::DIMENSIONS, "维度"),
        (appraisal::GRADES, "等次"),
    ] {
        for part in appraisal.get(field).items() {
            if let Some(text) = part.text() {
                let value = self::plain(text);
                see(name, text, part.span, plain.contains(&value), nearly(&value, &plain));
            }
        }
    }
    found
}

/// Finds the words of a text that differ from a value of four characters or more in one of them,
/// or in the order of two.
fn nearly(value: &str, text: &str) -> Option<String> {
    let value: Vec<char> = value.chars().collect();
    let differ = |window: &[char]| {
        let at: Vec<usize> = (0..value.len()).filter(|i| window[*i] != value[*i]).collect();
        match at[..] {
            [_] => true,
            [a, b] => window[a] == value[b] && window[b] == value[a],
            _ => false,
        }
    };
    text.lines().filter(|_| value.len() >= 4).find_map(|line| {
        let line: Vec<char> = line.chars().collect();
        let window = line.windows(value.len()).find(|window| differ(window))?;
        Some(window.iter().collect())
    })
}

/// Returns the row of sides in the text that is meant to be the one of the data: at least half of
/// it is the same.
fn written_dimensions(
    appraisal: &Datum,
    text: &Prose,
    words: &Words,
    sources: &crate::source::Sources,
) -> Datum {
    let dimensions = appraisal.get(appraisal::DIMENSIONS);
    let known: Vec<&str> = dimensions.items().iter().filter_map(Datum::text).collect();
    let shared = |row: &Vec<Datum>| {
        row.iter().filter_map(Datum::text).filter(|side| known.contains(side)).count()
    };
    let rows = dimensions::find(text, words, sources).into_iter();
    let row = rows.filter(|row| shared(row) * 2 >= row.len()).max_by_key(shared);
    dimensions::datum(row, dimensions.span)
}

/// Tells whether all grades of the text are among those of the data, in their order or backwards.
fn grades_fit(appraisal: &Datum, written: &Datum) -> Datum {
    let grades: Vec<&str> =
        appraisal.get(appraisal::GRADES).items().iter().filter_map(Datum::text).collect();
    let order: Option<Vec<usize>> = written
        .items()
        .iter()
        .map(|it| grades.iter().position(|grade| it.text() == Some(*grade)))
        .collect();
    let fit = order
        .is_some_and(|order| order.is_sorted_by(|a, b| a < b) || order.is_sorted_by(|a, b| a > b));
    match written.items() {
        [] => Datum::absent(written.span),
        _ => flag(fit, written.span),
    }
}

/// Returns the grades that a paragraph of the text gives for scores, if they are meant to be those
/// of the data: at least half of them are the same.
fn written_grades(appraisal: &Datum, text: &Prose, sources: &crate::source::Sources) -> Datum {
    let grades = appraisal.get(appraisal::GRADES);
    let known: Vec<&str> = grades.items().iter().filter_map(Datum::text).collect();
    let mut found: Option<Vec<Datum>> = None;
    text.walk(&mut |node, _| {
        for (text, span) in pieces(node) {
            let hits = GRADE.captures_iter(&text).filter_map(|hit| hit.name("grade"));
            let row: Vec<Datum> = hits
                .map(|hit| word(hit.as_str(), sources.part(span, &text, hit.range())))
                .collect();
            let shared = row.iter().filter(|it| it.text().is_some_and(|it| known.contains(&it)));
            if row.len() > 1 && shared.count() * 2 >= row.len() && found.is_none() {
                found = Some(row);
            }
        }
    });
    dimensions::datum(found, grades.span)
}

/// A text with half-width digits, one dash and no blanks.
fn plain(text: &str) -> String {
    text.chars()
        .map(numeral::half_width)
        .filter(|c| !matches!(c, ' ' | '\u{3000}'))
        .map(|c| if "–—－～~至".contains(c) { '-' } else { c })
        .collect()
}

static SPELT_MINUTES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:(?P<from>[一二三四五六七八九十]+)[-到])?(?P<to>[一二三四五六七八九十]+)分钟")
        .expect("a pattern of our own")
});

/// Returns a text with its minutes in figures: 3-5分钟 for 三-五分钟.
fn in_figures(text: &str) -> String {
    let figure = |part: regex::Match| numeral::count(part.as_str(), "").map(|n| n.to_string());
    let minutes = |hit: &regex::Captures| {
        let from = hit.name("from").and_then(figure).map(|from| from + "-").unwrap_or_default();
        let to = hit.name("to").and_then(figure).unwrap_or_default();
        format!("{from}{to}分钟")
    };
    SPELT_MINUTES.replace_all(text, minutes).into_owned()
}

/// Finds for each grade the clause that bounds it by a score, a quota or a share.
fn grade_bounds(appraisal: &Datum, words: &str) -> Vec<Datum> {
    let clauses: Vec<&str> = words.split(COMMAS).collect();
    let grades = appraisal.get(appraisal::GRADES).items();
    let names: Vec<&str> = grades.iter().filter_map(Datum::text).collect();
    let bounded = |grade: &str| {
        clauses.iter().copied().find(|clause| {
            let own = clause.match_indices(grade).any(|(at, _)| {
                // 合格 within 不合格 is another grade.
                let longer = names.iter().filter(|n| n.len() > grade.len() && n.ends_with(grade));
                !longer.into_iter().any(|n| clause[..at + grade.len()].ends_with(n))
            });
            own && BOUND.is_match(clause)
        })
    };
    let stated = |grade: &Datum| {
        let name = grade.text()?;
        let clause = bounded(name);
        let text = |text: &str| word(text, grade.span);
        Some(entry(
            &STATED,
            grade.span,
            [
                (stated::NAME, text("等次")),
                (stated::VALUE, text(name)),
                (stated::WRITTEN, clause.map_or(Datum::absent(grade.span), text)),
                (stated::FOUND, flag(clause.is_some(), grade.span)),
            ],
        ))
    };
    grades.iter().filter_map(stated).collect()
}

/// Finds headings without a number among headings that have one.
fn unnumbered(text: &Prose) -> Vec<Datum> {
    fn among(nodes: &[Node], kind: Kind, found: &mut Vec<Datum>) {
        let of_kind: Vec<&Node> = nodes.iter().filter(|node| node.kind == kind).collect();
        if of_kind.iter().any(|node| node.label.is_some()) {
            for node in of_kind.iter().filter(|node| node.label.is_none()) {
                found.extend(mention(node));
            }
        }
    }
    let mut found = Vec::new();
    among(&text.nodes, Kind::Chapter, &mut found);
    for chapter in &text.nodes {
        among(&chapter.children, Kind::Section, &mut found);
    }
    found
}

/// Finds paragraphs that stand in the text before, word for word.
fn repeated(text: &Prose) -> Vec<Datum> {
    let mut seen: std::collections::BTreeSet<String> = Default::default();
    let mut found = Vec::new();
    text.walk(&mut |node, _| {
        let words = plain(&node.plain_text());
        if words.chars().count() >= PARAGRAPH && !seen.insert(words) {
            found.extend(mention(node));
        }
    });
    found
}

fn mention(node: &Node) -> Option<Datum> {
    let (text, place) = pieces(node).into_iter().next()?;
    Some(entry(&MENTION, Some(place), [(mention::WORDS, word(&text, place))]))
}
