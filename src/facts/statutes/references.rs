//! References from one provision to another, followed to see whether what they name is there.
//! It must not follow references to texts that are not of the year.

use std::sync::LazyLock;

use regex::Regex;

use super::{entry, pieces, prose, word};
use crate::datum::prose::{Kind, Node, Prose};
use crate::datum::{Datum, Value};
use crate::facts::numbering;
use crate::load::numeral;
use crate::model::REFERENCE;
use crate::source::{Sources, Span};

static REFERENCE_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    let number = "[0-9０-９]+|[零〇一二三四五六七八九十百]+";
    Regex::new(&format!(
        "(?:(?P<own>本条)|第 *(?P<article>{number}) *条)\
         (?:第 *(?P<paragraph>{number}) *款)?(?:第 *[（(]?(?P<item>{number})[）)]? *项)?|前款"
    ))
    .expect("a pattern of our own")
});

/// The texts that have provisions, by section, with what they call themselves.
const TEXTS: [(&str, &str); 3] =
    [("charter", "章程"), ("election", "选举办法"), ("appraisal", "述职评议办法")];
const NARRATIVES: [&str; 4] = ["preface", "nomination", "congress", "delegates"];

/// Finds every reference in the year's texts to one of its own.
pub fn all(root: &Datum, sources: &Sources) -> Datum {
    let mut found = Vec::new();
    for section in TEXTS.iter().map(|(section, _)| *section).chain(NARRATIVES) {
        let Some(text) = prose(root, section) else { continue };
        text.walk(&mut |node, above| {
            let article = std::iter::once(&node)
                .chain(above.iter().rev())
                .find(|node| node.kind == Kind::Article)
                .copied();
            for (text, span) in pieces(node) {
                follow(root, section, node, article, &text, span, sources, &mut found);
            }
        });
    }
    Datum::new(Value::Items(found), None)
}

#[allow(clippy::too_many_arguments)]
fn follow(
    root: &Datum,
    section: &str,
    node: &Node,
    article: Option<&Node>,
    text: &str,
    span: Span,
    sources: &Sources,
    found: &mut Vec<Datum>,
) {
    // Where the reference before ended, and what it pointed to: 第二十九条、第三十条.
    let mut last: Option<(usize, Option<&str>)> = None;
    for hit in REFERENCE_WORDS.captures_iter(text) {
        let range = hit.get(0).expect("the whole match").range();
        let part = |name: &str| hit.name(name).and_then(|m| numeral::parse(m.as_str()));
        let before = &text[..range.start];
        let target = match last.take() {
            Some((end, target)) if is_join(&text[end..range.start]) => target,
            _ => target(root, section, before),
        };
        last = Some((range.end, target));
        let Some((section, name)) = target.and_then(|t| TEXTS.iter().find(|(s, _)| *s == t)) else {
            continue;
        };
        let Some(of) = prose(root, section) else { continue };
        let missing = if &text[range.clone()] == "前款" {
            let first = article.is_some_and(|article| std::ptr::eq(article, node));
            first.then(|| "前一款".to_owned())
        } else {
            let named = match (hit.name("own"), part("article")) {
                (Some(_), _) => article,
                (None, Some(number)) => provision(of, number),
                (None, None) => continue,
            };
            missing(named, part("article"), part("paragraph"), part("item"))
        };
        let place = sources.part(span, text, range.clone());
        let missing = missing.map_or(Datum::absent(Some(place)), |missing| word(&missing, place));
        found.push(entry(
            &REFERENCE,
            Some(place),
            [
                ("words", word(&text[range], place)),
                ("target", word(name, place)),
                ("missing", missing),
            ],
        ));
    }
}

fn is_join(between: &str) -> bool {
    ["", "、", "和", "及", "以及", "与", "或", "或者", "至", "到", "，"].contains(&between)
}

/// Tells which text a reference points to by the words before it; none when to another document.
fn target<'a>(root: &Datum, section: &'a str, before: &str) -> Option<&'a str> {
    if before.rfind('《').is_some_and(|open| !before[open..].contains('》')) {
        return None;
    }
    let own = TEXTS.iter().any(|(known, _)| *known == section).then_some(section);
    if let Some(titled) = before.strip_suffix('》') {
        let title = &titled[titled.rfind('《').map_or(0, |i| i + '《'.len_utf8())..];
        let is = |section: &str| {
            let known = root.get(section).get("title").text();
            known.is_some_and(|known| known == title || known.ends_with(title))
        };
        return TEXTS.iter().map(|(section, _)| *section).find(|section| is(section));
    }
    if before.ends_with("联合会章程") || before.ends_with("学联章程") || before.ends_with("团章程")
    {
        return None;
    }
    if before.ends_with("章程") {
        return Some("charter");
    }
    if ["本办法", "本规则", "本规定", "本细则"].iter().any(|word| before.ends_with(word))
    {
        return own;
    }
    let other = ["法", "例", "定", "则", "案", "见", "知"];
    // 规定, 决定 as verbs read 依照规定; only a title before a number is another document.
    let named = other.iter().any(|end| before.ends_with(end)) && !before.ends_with("依法");
    if named { None } else { own }
}

/// Finds an article, or the entry of a numbered list where a text has no articles.
fn provision(text: &Prose, number: u32) -> Option<&Node> {
    let articles = numbering::articles(text);
    if !articles.is_empty() {
        return articles.into_iter().find(|(n, _)| *n == number).map(|(_, article)| article);
    }
    let mut found = None;
    text.walk(&mut |node, above| {
        let inner = above.iter().any(|n| matches!(n.kind, Kind::Item | Kind::Subitem));
        let numbered = node.label.as_ref().and_then(|label| label.number) == Some(number);
        if node.kind == Kind::Subitem && numbered && !inner && found.is_none() {
            found = Some(node);
        }
    });
    found
}

/// Names the outermost thing a reference names that is not there.
fn missing(
    article: Option<&Node>,
    number: Option<u32>,
    paragraph: Option<u32>,
    item: Option<u32>,
) -> Option<String> {
    let Some(article) = article else {
        return Some(number.map_or("本条".to_owned(), |n| format!("第{}条", numeral::chinese(n))));
    };
    // The 项 of each 款: the first 款 is the article's own words.
    let mut paragraphs: Vec<Vec<u32>> = vec![Vec::new()];
    let mut own = article.runs.is_empty();
    for child in &article.children {
        match child.kind {
            Kind::Paragraph if own => own = false,
            Kind::Paragraph => paragraphs.push(Vec::new()),
            _ => {}
        }
        let inner = child.children.iter().filter(|_| child.kind == Kind::Paragraph);
        for item in std::iter::once(child).chain(inner) {
            if matches!(item.kind, Kind::Item | Kind::Subitem)
                && let Some(number) = item.label.as_ref().and_then(|label| label.number)
            {
                paragraphs.last_mut().expect("there is a first 款").push(number);
            }
        }
    }
    let nth = paragraph.and_then(|n| usize::try_from(n).ok()).map(|n| n.wrapping_sub(1));
    if let (Some(nth), Some(number)) = (nth, paragraph)
        && nth >= paragraphs.len()
    {
        return Some(format!("第{}款", numeral::chinese(number)));
    }
    let item = item?;
    let there = match nth {
        Some(nth) => paragraphs[nth].contains(&item),
        None => paragraphs.iter().any(|items| items.contains(&item)),
    };
    (!there).then(|| format!("第（{}）项", numeral::chinese(item)))
}
