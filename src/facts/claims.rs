//! What a text claims that can be looked up: a number of the charter, a share of the roster, a document
//! it rests on, a year; and what was left to be filled in.
//! It must not judge; beside each claim stands what was found.

use std::sync::LazyLock;

use regex::Regex;

use super::clauses::{Sentence, sentences};
use super::passages::{FILLED, Kind, Passage};
use super::statutes::amounts::{self, Amount};
use super::statutes::passage::{COMMAS, clause};
use super::{members, sayings, units_named};
use crate::datum::{Datum, FieldName, Value, list, word};
use crate::model::{
    MENTION, SHARE, SLIP, charter, delegates, head, mention, share, slip, texts, totals, year,
};
use crate::numeral;
use crate::source::Span;
use crate::standard::{Words, word_lists};

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of our own")
}

/// What is left where nothing was written yet; more words are data.
static BLANK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "[XxＸｘ×]{2,}|[_＿]{2,}|□{2,}|[＊*]{3,}|(?:[×＊*○ＸXx]{1,4}年)?[×＊*○ＸXx]{1,2}月[×＊*○ＸXx]{1,2}日|[（(【](?:此处|请在|请填|待填|待补|待定|填写)[^）)】]{0,16}[）)】]|(?:时间|地点|人数|日期|人选|名单|届次)[：:]?待[定补]",
    )
});

/// A digit of a year or a number that is still to come: 20XX年, 附件X.
static MASKED: LazyLock<Regex> = LazyLock::new(|| {
    pattern("20[XxＸｘ×]{2} *(?:年|学年|级)|附件[XxＸｘ×](?:[^A-Za-z]|$)|0{3,4}[-—]0{6,8}")
});

/// Fills the lists of claims among the facts about texts.
pub fn look_up_claims(passages: &[Passage], root: &mut Datum, words: &Words) {
    let seen: Vec<&Passage> = passages
        .iter()
        .filter(|passage| !passage.hidden && !matches!(passage.kind, Kind::Target | Kind::Name))
        .collect();
    let mut told = shares(&seen, root, words);
    told.extend(sayings::find(passages, root, words));
    told.extend(members::find(passages, root, words));
    let lists = [
        (texts::LEFTOVERS, seen.iter().flat_map(|passage| leftovers(passage, words)).collect()),
        (texts::STALE_YEARS, stale_years(&seen, root, words)),
        (texts::OF_CHARTER, of_charter(&seen, root, words)),
        (texts::SHARES, told),
        (texts::UNLISTED, unlisted(&seen, root, words)),
        (texts::UNKNOWN_UNITS, units_named::find(passages, root, words)),
    ];
    if let Some(texts) = root.get_mut(year::TEXTS) {
        for (name, found) in lists {
            texts.set(name, list(found, None));
        }
    }
    let clause = approval(&seen, root, words);
    if let Some(charter) =
        root.get_mut(year::CHARTER).filter(|it| matches!(it.value, Value::Fields(..)))
        && let Some((words, place)) = clause
    {
        charter.set(charter::APPROVAL_CLAUSE, word(words, Some(place)));
    }
}

fn slip(words: &str, proper: &str, place: Span) -> Datum {
    let text = |text: &str| word(text, Some(place));
    let mut slip = Datum::new(SLIP.empty(), Some(place));
    slip.set(slip::WORDS, text(words));
    slip.set(slip::PROPER, text(proper));
    slip
}

/// Finds what was left to be filled in.
pub fn leftovers(passage: &Passage, words: &Words) -> Vec<Datum> {
    let text = passage.text.as_str();
    let blanks = BLANK.find_iter(text).map(|hit| hit.range());
    // 画“××” is a mark on a ballot, xx in an address a letter; a form's own tick boxes are no blanks.
    let blanks = blanks.filter(|range| {
        let beside = |c: Option<char>| {
            c.is_some_and(|c| c.is_ascii_alphanumeric() || "“”‘’\"/.@-".contains(c))
        };
        !beside(text[..range.start].chars().next_back())
            && !beside(text[range.end..].chars().next())
    });
    let blanks = blanks.chain(MASKED.find_iter(text).map(|hit| hit.range()));
    let known = words
        .list(word_lists::LEFTOVERS)
        .iter()
        .flat_map(|word| text.match_indices(word.as_str()).map(|(at, word)| at..at + word.len()));
    // A cell that holds nothing else.
    let cell = passage.kind == Kind::Cell && words.knows(word_lists::UNDECIDED, text.trim());
    let whole = cell.then_some(0..text.len());
    let mut ranges: Vec<_> = blanks.chain(known).chain(whole).collect();
    ranges.sort_by_key(|range| range.start);
    ranges.dedup_by(|b, a| b.start < a.end);
    ranges.into_iter().map(|range| slip(&text[range.clone()], "", passage.place(range))).collect()
}

static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern("(?P<year>20[0-9]{2}) *年"));
static OWN_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?P<year>20[0-9]{2}) *年度?(?:的)?(?:主要)?(?:学生会)?(?:组织)?(?:变化|自查|自评|公开|改革情况|工作情况|运行情况)",
    )
});

/// Years in the title, and years of which a text says that it reports on them, other than this
/// academic year's two.
fn stale_years(seen: &[&Passage], root: &Datum, words: &Words) -> Vec<Datum> {
    let Some(start) = root.get(year::HEAD).get(head::YEAR_START).number() else {
        return Vec::new();
    };
    let proper = format!("{start}—{}学年", start + 1);
    let title = root.get(year::HEAD).get(head::TITLE).span;
    let mut found = Vec::new();
    for passage in seen {
        let text = passage.text.as_str();
        let titled = passage.kind == Kind::Cell
            && passage.section == year::HEAD
            && Some(passage.place(0..text.len())) == title;
        let search = match passage.section {
            _ if titled => &YEAR,
            year::PREFACE => &OWN_YEAR,
            _ => continue,
        };
        for hit in search.captures_iter(text) {
            let (Some(whole), Ok(year)) = (hit.get(0), hit["year"].parse::<i64>()) else {
                continue;
            };
            // 较2024年度的变化, 对2024年公开中指出的问题 tell of what this year does about it.
            let before = &text[..whole.start()];
            let compares = words.end(word_lists::BEFORE_ANOTHER_YEAR, before);
            let titled = before.rfind('《').is_some_and(|open| !before[open..].contains('》'));
            if year != start && year != start + 1 && !compares && !titled {
                found.push(slip(whole.as_str(), &proper, passage.place(whole.range())));
            }
        }
    }
    found
}

/// Shares and numbers of which a text says that the charter sets them, and which it does not have.
fn of_charter(seen: &[&Passage], root: &Datum, words: &Words) -> Vec<Datum> {
    let own: Vec<Amount> = seen
        .iter()
        .filter(|passage| passage.section == year::CHARTER)
        .flat_map(|passage| amounts::find(&passage.text, &words.limits.bounding))
        .collect();
    if own.is_empty() || root.get(year::CHARTER).get(charter::TEXT).prose().is_none() {
        return Vec::new();
    }
    let base = root.get(year::DELEGATES).get(delegates::BASE).number();
    let mut found = Vec::new();
    let reporting =
        [year::PREFACE, year::NOMINATION, year::CONGRESS, year::DELEGATES, year::SELF_EVALUATION];
    for passage in seen.iter().filter(|passage| reporting.contains(&passage.section)) {
        let text = passage.text.as_str();
        for amount in amounts::find(text, &words.limits.bounding) {
            let clause = clause(text, amount.range.start, &COMMAS);
            let at = clause.as_ptr() as usize - text.as_ptr() as usize;
            let before = &text[at..amount.range.start];
            let says = before
                .rfind("章程")
                .is_some_and(|at| words.has(word_lists::LAID_DOWN, &before[at..]));
            // 比章程规定的上限少5名 tells a difference.
            let changes =
                words.end(word_lists::DIFFERING, before) || words.has(word_lists::CHANGING, clause);
            // 86名 is 1% of 8503 students, to the next whole one.
            let worked_out = base.is_some_and(|base| {
                let share = |it: &&Amount| it.unit.is_none() && it.den > 0;
                let most = |it: &Amount| (base * it.num + it.den - 1) / it.den;
                own.iter().filter(share).any(|it| most(it) == amount.num && amount.den == 1)
            });
            let known = worked_out || own.iter().any(|known| known.same(&amount));
            if says && !changes && !known {
                let place = passage.place(amount.range.clone());
                found.push(slip(&text[amount.range.clone()], "", place));
            }
        }
    }
    found
}

/// 成 as tenths, which provisions do not use: 超过八成.
static TENTHS: LazyLock<Regex> = LazyLock::new(|| pattern("(?P<n>[一二三四五六七八九])成"));

static TITLE: LazyLock<Regex> = LazyLock::new(|| pattern("《[^》]*》"));

/// What a share says right before it that it is of: 占32人的.
static OF_SO_MANY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("占[^，。；]{0,6}[0-9]+ *[名人位]的?$").expect("a pattern of our own")
});

/// Shares of the staff that come from the departments' unions, and of delegates who hold no office.
fn shares(seen: &[&Passage], root: &Datum, words: &Words) -> Vec<Datum> {
    let ratio = |num: &[FieldName], den: &[FieldName]| {
        Some((root.at(num).number()?, root.at(den).number()?))
    };
    let staff = ratio(&[year::TOTALS, totals::FROM_COLLEGE_UNION], &[year::TOTALS, totals::STAFF]);
    let others =
        ratio(&[year::DELEGATES, delegates::NON_OFFICERS], &[year::DELEGATES, delegates::TOTAL]);
    let mut found = Vec::new();
    let reporting = [year::PREFACE, year::NOMINATION, year::CONGRESS, year::DELEGATES];
    for passage in seen.iter().filter(|passage| reporting.contains(&passage.section)) {
        for sentence in sentences(passage) {
            let text = sentence.text;
            let has = |list| words.has(list, text);
            if has(word_lists::OTHER_SHARE) {
                continue;
            }
            let from_unions = text.contains("来自") && has(word_lists::COLLEGE_UNIONS);
            let without_office = has(word_lists::IN_OFFICE) && has(word_lists::NOT_IN_OFFICE);
            let known = match (from_unions, without_office) {
                (true, false) if has(word_lists::STAFF) => {
                    staff.map(|it| (it, "来自院系学生会的工作人员"))
                }
                (false, true) if text.contains("代表") || passage.section == year::DELEGATES => {
                    others.map(|it| (it, "不是学生会骨干的代表"))
                }
                _ => None,
            };
            let Some(((num, den), what)) = known else { continue };
            found.extend(share(&sentence, num, den, what, words));
        }
    }
    found
}

fn share(sentence: &Sentence, num: i64, den: i64, what: &str, words: &Words) -> Option<Datum> {
    let text = sentence.text;
    let tenths = TENTHS.captures(text).and_then(|hit| {
        let whole = hit.get(0)?.range();
        Some((numeral::count(&hit["n"], "")?, 10, whole))
    });
    let amounts = amounts::find(text, &words.limits.bounding);
    let amount = amounts.into_iter().find(|amount| amount.unit.is_none());
    let (part, of, range) = tenths.or(amount.map(|it| (it.num, it.den, it.range)))?;
    let before = &text[..range.start];
    // 占32人的65.6% names the whole it is of.
    if OF_SO_MANY.is_match(before) {
        return None;
    }
    let behind = &text[range.end..];
    let ends = |list| words.end(list, before.trim_end());
    let (own, said) = (i128::from(num) * i128::from(of), i128::from(part) * i128::from(den));
    let floor = ends(word_lists::NO_LESS) || behind.starts_with("以上");
    let about = ends(word_lists::ABOUT) || words.begin(word_lists::OR_SO, behind);
    let ceiling = ends(word_lists::NO_MORE) || behind.starts_with("以下");
    let fits = if floor {
        own >= said
    } else if ceiling {
        own <= said
    } else if ends(word_lists::MORE) {
        own > said
    } else {
        // To the digit that is printed; 约 allows a tenth of it all.
        let off = (own - said).abs() * 1000;
        let all = i128::from(den) * i128::from(of);
        let printed = if text[range.clone()].contains(['.', '．']) { 1 } else { 6 };
        off <= all * if about { 100 } else { printed }
    };
    let place = Some(sentence.place(range.clone()));
    let leaf = |value: Value| Datum::new(value, place);
    let mut entry = Datum::new(SHARE.empty(), place);
    let from = before.char_indices().rev().take(4).last().map_or(range.start, |(at, _)| at);
    entry.set(share::WORDS, leaf(Value::Text(text[from..range.end].replace(FILLED, "…"))));
    entry.set(share::WHAT, leaf(Value::Text(what.to_owned())));
    entry.set(share::COUNTED, leaf(Value::Text(format!("{num}/{den}"))));
    entry.set(share::FITS, leaf(Value::Bool(fits)));
    Some(entry)
}

/// What stands before 根据 and has no more characters names no other thing that rests on a document.
const SUBJECT: usize = 4;

/// National documents that the preface rests on and the list of documents lacks.
fn unlisted(seen: &[&Passage], root: &Datum, words: &Words) -> Vec<Datum> {
    let listed: Vec<&str> =
        root.get(year::HEAD).get(head::DOCUMENTS).items().iter().filter_map(Datum::text).collect();
    let mut found: Vec<Datum> = Vec::new();
    for passage in seen.iter().filter(|passage| passage.section == year::PREFACE) {
        for sentence in sentences(passage) {
            let text = sentence.text;
            let rests_on = words.list(word_lists::RESTING_ON).iter();
            let Some(rests) = rests_on.filter_map(|word| text.find(word.as_str())).min() else {
                continue;
            };
            // 代表大会的召开依照《…》进行 tells what the congress rests on, not what is made public.
            let of = text[..rests].rsplit(['，', '：']).next().unwrap_or_default();
            let published = words.has(word_lists::PUBLISHING, of);
            if of.chars().count() > SUBJECT && !published {
                continue;
            }
            for (open, _) in text.match_indices('《').filter(|(at, _)| *at > rests) {
                let start = open + '《'.len_utf8();
                let Some(len) = text[start..].find('》') else { continue };
                let title = &text[start..start + len];
                let national = words.list(word_lists::NATIONAL).iter().any(|known| known == title);
                if national && !listed.is_empty() && !listed.contains(&title) {
                    let place = Some(sentence.place(start..start + len));
                    let mut mention = Datum::new(MENTION.empty(), place);
                    mention.set(mention::WORDS, word(title, place));
                    let rest = TITLE.replace_all(&text[start + len + '》'.len_utf8()..], "");
                    mention.set(mention::OF, word(rest, place));
                    found.push(mention);
                }
            }
        }
    }
    found
}

static APPROVAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:报|经|由|提请|送)(?:请)?(?P<who>[^，。；、报经由]{2,24}?)(?P<verb>核准|审核批准|审批|批准)",
    )
});

/// Returns who the charter says approves it, where that is another than the data say.
fn approval(seen: &[&Passage], root: &Datum, words: &Words) -> Option<(String, Span)> {
    let plain = |text: &str| text.replace("学生联合会", "学联").replace("秘书处", "");
    let own = plain(root.get(year::CHARTER).get(charter::APPROVED_BY).text()?);
    let mut told: Option<(String, Span)> = None;
    for passage in seen.iter().filter(|passage| passage.section == year::CHARTER) {
        for sentence in sentences(passage) {
            if !words.has(word_lists::CHARTER_ITSELF, sentence.text) {
                continue;
            }
            for hit in APPROVAL.captures_iter(sentence.text) {
                let Some(who) = hit.name("who") else { continue };
                if !words.has(word_lists::FEDERATION, who.as_str()) {
                    continue;
                }
                let said = plain(who.as_str());
                if said.contains(&own) || own.contains(&said) {
                    return None;
                }
                told = Some((who.as_str().to_owned(), sentence.place(who.range())));
            }
        }
    }
    told.filter(|_| ["学联"].iter().any(|word| own.contains(word)))
}
