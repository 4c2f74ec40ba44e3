//! References from one provision to another, followed to see whether what they name is there.
//! It must not follow references to texts that are not of the year.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::passage::{entry, pieces, prose};
use crate::datum::prose::{Kind, Node, Prose};
use crate::datum::{Datum, FieldName, list, word};
use crate::facts::numbering;
use crate::facts::private::each_text;
use crate::model::{REFERENCE, charter, reference, year};
use crate::numeral;
use crate::source::{Sources, Span};
use crate::standard::{Words, word_lists};

static REFERENCE_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    let number = "[0-9０-９]+|[零〇一二三四五六七八九十百]+";
    Regex::new(&format!(
        "(?:(?P<own>本条)|第 *(?P<article>{number}) *条)\
         (?:第 *(?P<paragraph>{number}) *款)?(?:第 *[（(]?(?P<item>{number})[）)]? *项)?|前款"
    ))
    .expect("a pattern of our own")
});

/// The texts that have provisions, by section, with what they call themselves.
const TEXTS: [(FieldName, &str); 3] =
    [(year::CHARTER, "章程"), (year::ELECTION, "选举办法"), (year::APPRAISAL, "述职评议办法")];
/// So many characters before the name of a text tell whose it is.
const OWNER: usize = 8;
const NARRATIVES: [FieldName; 4] =
    [year::PREFACE, year::NOMINATION, year::CONGRESS, year::DELEGATES];

/// A text of the year that has provisions.
struct Statute<'a> {
    section: FieldName,
    name: &'static str,
    title: Option<&'a str>,
    /// By number; the entries of a numbered list where there are no articles.
    provisions: BTreeMap<u32, &'a Node>,
}

/// Finds every reference in the year's texts to one of its own.
pub fn all(root: &Datum, words: &Words, sources: &Sources) -> Datum {
    let statutes: Vec<Statute> = TEXTS
        .into_iter()
        .filter_map(|(section, name)| {
            let title = root.get(section).get(charter::TITLE).text();
            let provisions = provisions(prose(root, section)?);
            Some(Statute { section, name, title, provisions })
        })
        .collect();
    let mut found = Vec::new();
    for section in TEXTS.iter().map(|(section, _)| *section).chain(NARRATIVES) {
        let Some(text) = prose(root, section) else { continue };
        text.walk(&mut |node, above| {
            let mut around = std::iter::once(node).chain(above.iter().rev().copied());
            let article = around.find(|node| node.kind == Kind::Article);
            for (text, span) in pieces(node) {
                for hit in follow(&statutes, section, Some(node), article, &text, words) {
                    let place = sources.part(span, &text, hit.range.clone());
                    found.push(reference(&text, hit, place));
                }
            }
        });
    }
    // Remarks, reasons and titles speak of articles too.
    for section in [year::HEAD, year::SELF_EVALUATION, year::UNITS, year::GUIDES] {
        each_text(root.get(section), &mut |text, span| {
            for hit in follow(&statutes, section, None, None, text, words) {
                let place = sources.part(span, text, hit.range.clone());
                found.push(reference(text, hit, place));
            }
        });
    }
    list(found, None)
}

fn reference(text: &str, hit: Reference, place: Span) -> Datum {
    let told =
        |text: Option<String>| text.map_or(Datum::absent(Some(place)), |text| word(&text, place));
    let fields = [
        (reference::WORDS, word(&text[hit.range], place)),
        (reference::TARGET, word(hit.target, place)),
        (reference::MISSING, told(hit.missing)),
        (reference::UNSAID, told(hit.unsaid)),
    ];
    entry(&REFERENCE, Some(place), fields)
}

/// A reference: where it stands, and the text it points to.
struct Reference {
    range: Range<usize>,
    target: &'static str,
    /// What is not there.
    missing: Option<String>,
    /// What is said of the provision, and it does not say.
    unsaid: Option<String>,
}

/// What each of several articles is named for: 甲、乙和丙，分别参照第一条、第二条和第三条.
static IN_TURN: LazyLock<Regex> = LazyLock::new(|| {
    let number = "[0-9零〇一二三四五六七八九十百]+";
    Regex::new(&format!(
        "(?P<topics>[^。；，]+)，?分别(?:参照|依照|按照|适用|执行|见)(?:本章程|章程|本办法)?(?P<list>第{number}条(?:[、和及与]+第{number}条)+)"
    ))
    .expect("a pattern of our own")
});

/// Returns what the article named at a place of a text is named for, and does not speak of while
/// another one does.
fn unsaid_in_turn(
    statute: &Statute,
    article: &Node,
    text: &str,
    at: usize,
    words: &Words,
) -> Option<String> {
    let hit = IN_TURN.captures(text)?;
    let list = hit.name("list").filter(|list| list.range().contains(&at))?;
    let nth = list.as_str()[..at - list.start()].matches('条').count();
    let topics: Vec<&str> = hit["topics"].split(['、', '和', '与', '及']).collect();
    let topic = topics.get(nth).filter(|_| topics.len() == list.as_str().matches('条').count())?;
    let says = |node: &Node| {
        let mut text = String::new();
        whole(node, &mut text);
        shares_a_word(topic, &text, words)
    };
    let elsewhere = statute.provisions.values().any(|other| says(other));
    (!says(article) && elsewhere).then(|| (*topic).to_owned())
}

static TOPIC: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "^(?:已经|已|还)?(?:对|就|为)(?P<topic>[^，。；]{2,20}?)(?:作出|作了|作|有|提出)了?(?:明确|具体|专门)?的?规定|^的?(?:有?关于?|就)(?P<about>[^，。；]{2,16}?)的(?:规定|要求|条款)",
    )
    .expect("a pattern of our own")
});

static RATIO_OF_RULE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:所)?(?:规定|所列|所定|确定)的?比例").expect("a pattern of our own")
});

static OF_RULE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:的?规定|所列|所定)?的?(?:比例|程序|方式|办法|条件)?(?P<rest>.*)")
        .expect("a pattern of our own")
});

/// Returns what the words behind a reference say of the provision, and it does not say, or says so
/// little of that another one is meant.
fn unsaid(statute: &Statute, provision: &Node, behind: &str, words: &Words) -> Option<String> {
    let mut text = String::new();
    whole(provision, &mut text);
    if let Some(hit) = TOPIC.captures(behind) {
        let topic = hit.name("topic").or(hit.name("about"))?.as_str();
        let (own, all) = words_of(topic, &text, words);
        let covers = |node: &&Node| {
            let mut text = String::new();
            whole(node, &mut text);
            words_of(topic, &text, words).0 == all
        };
        let other = own * 2 < all && statute.provisions.values().any(covers);
        return (all > 0 && (own == 0 || other)).then(|| topic.to_owned());
    }
    // 依照第十三条规定的比例: the provision names a part of a whole.
    let ratio = ["分之", "半数", "%", "％", "/"];
    if RATIO_OF_RULE.is_match(behind) && !ratio.iter().any(|it| text.contains(it)) {
        return Some("比例".to_owned());
    }
    let hit = OF_RULE.captures(behind)?;
    let lacks = |(done, has): &&(String, Vec<String>)| {
        hit["rest"].starts_with(done.as_str()) && !has.iter().any(|word| text.contains(word))
    };
    words.named(word_lists::DONE_BY_PROVISION).iter().find(lacks).map(|(done, _)| done.clone())
}

/// What a provision is about, right before it is named: 表决程序见第四十条.
static SEEN_AT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?P<topic>\\p{Han}{2,12})(?:详见|参见|见)(?:本章程|章程|本办法)?$")
        .expect("a pattern of our own")
});

/// Returns what is said before a reference to be found in the provision, and is not.
fn unseen(provision: &Node, before: &str, words: &Words) -> Option<String> {
    let topic = SEEN_AT.captures(before)?.name("topic")?.as_str().to_owned();
    let mut text = String::new();
    whole(provision, &mut text);
    (!shares_a_word(&topic, &text, words)).then_some(topic)
}

/// Tells whether a text has two characters of a topic side by side, other than those every text has.
fn shares_a_word(topic: &str, text: &str, words: &Words) -> bool {
    let (own, all) = words_of(topic, text, words);
    all == 0 || own > 0
}

/// Counts the pairs of characters of a topic, other than those every text has, that stand in a text,
/// and how many there are.
fn words_of(topic: &str, text: &str, words: &Words) -> (usize, usize) {
    let letters: Vec<char> = topic.chars().collect();
    let pairs = letters.windows(2).map(String::from_iter);
    let pairs: Vec<String> = pairs.filter(|it| !words.knows(word_lists::COMMON, it)).collect();
    (pairs.iter().filter(|pair| text.contains(pair.as_str())).count(), pairs.len())
}

fn whole(node: &Node, text: &mut String) {
    text.push_str(&node.plain_text());
    node.children.iter().for_each(|child| whole(child, text));
}

/// Follows the references of one node's words to the year's own texts.
fn follow(
    statutes: &[Statute],
    section: FieldName,
    node: Option<&Node>,
    article: Option<&Node>,
    text: &str,
    words: &Words,
) -> Vec<Reference> {
    let mut found = Vec::new();
    // Where the reference before ended, and what it pointed to: 第二十九条、第三十条.
    let mut last: Option<(usize, Option<&Statute>)> = None;
    for hit in REFERENCE_WORDS.captures_iter(text) {
        let range = hit.get(0).expect("the whole match").range();
        let part = |name: &str| hit.name(name).and_then(|m| numeral::parse(m.as_str()));
        let target = match last.take() {
            Some((end, target)) if is_join(&text[end..range.start], words) => target,
            _ => target(statutes, section, &text[..range.start], words),
        };
        last = Some((range.end, target));
        let Some(statute) = target else { continue };
        let mut named = None;
        let missing = if &text[range.clone()] == "前款" {
            let first =
                article.zip(node).is_some_and(|(article, node)| std::ptr::eq(article, node));
            first.then(|| "前一款".to_owned())
        } else {
            named = match (hit.name("own"), part("article")) {
                (Some(_), _) => article,
                (None, Some(number)) => statute.provisions.get(&number).copied(),
                (None, None) => continue,
            };
            missing(named, part("article"), part("paragraph"), part("item"))
        };
        // Of several joined, any may be what is meant; 本条 and 前款 speak of themselves.
        let joined = {
            let before = text[..range.start].ends_with(['、', '和', '或', '及', '至', '到', '与']);
            let behind = text[range.end..]
                .starts_with(['、', '和', '或', '及', '至', '到', '与', '第', '以']);
            before || behind
        };
        let alone = hit.name("article").is_some() && missing.is_none() && !joined;
        let unsaid = named.filter(|_| alone).and_then(|it: &Node| {
            unsaid(statute, it, &text[range.end..], words)
                .or_else(|| unseen(it, &text[..range.start], words))
        });
        let in_turn = |it: &Node| unsaid_in_turn(statute, it, text, range.start, words);
        let unsaid = unsaid.or_else(|| named.and_then(in_turn));
        found.push(Reference { range, target: statute.name, missing, unsaid });
    }
    found
}

/// Tells whether what stands between two references makes them to the same text: 第三条、第五条和第七条.
fn is_join(between: &str, words: &Words) -> bool {
    between.is_empty() || words.knows(word_lists::BETWEEN_REFERENCES, between)
}

/// Tells which text a reference points to by the words before it; none when to another document.
fn target<'s, 'a>(
    statutes: &'s [Statute<'a>],
    section: FieldName,
    before: &str,
    words: &Words,
) -> Option<&'s Statute<'a>> {
    let of = |section: FieldName| statutes.iter().find(|statute| statute.section == section);
    if before.rfind('《').is_some_and(|open| !before[open..].contains('》')) {
        return None;
    }
    if let Some(titled) = before.strip_suffix('》') {
        let title = &titled[titled.rfind('《').map_or(0, |i| i + '《'.len_utf8())..];
        return statutes.iter().find(|s| s.title.is_some_and(|known| known.ends_with(title)));
    }
    if words.end(word_lists::OTHER_CHARTERS, before) {
        return None;
    }
    if before.ends_with("章程") {
        return of(year::CHARTER);
    }
    if let Some((section, name)) = TEXTS.iter().find(|(_, name)| before.ends_with(name)) {
        // 系学生会述职评议办法 is another document.
        let before = &before[..before.len() - name.len()];
        let owner = before.char_indices().rev().take(OWNER).last().map_or(0, |(at, _)| at);
        return of(*section).filter(|_| !words.has(word_lists::OTHER_OWNERS, &before[owner..]));
    }
    // A title without 《》 right before the number is another document: 选举法第三条.
    let own = words.end(word_lists::OWN_TITLES, before) || words.end(word_lists::NO_TITLES, before);
    let other = !own && words.end(word_lists::KINDS_OF_TEXTS, before);
    if other { None } else { of(section) }
}

/// Gathers the articles of a text by number, or the entries of its list where it has none.
fn provisions(text: &Prose) -> BTreeMap<u32, &Node> {
    let mut found = BTreeMap::new();
    for (number, article) in numbering::articles(text) {
        found.entry(number).or_insert(article);
    }
    if found.is_empty() {
        text.walk(&mut |node, above| {
            let inner = above.iter().any(|n| matches!(n.kind, Kind::Item | Kind::Subitem));
            if let (Kind::Subitem, false, Some(label)) = (node.kind, inner, &node.label)
                && let Some(number) = label.number
            {
                found.entry(number).or_insert(node);
            }
        });
    }
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
