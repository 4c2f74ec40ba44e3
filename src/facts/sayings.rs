//! What reporting texts say that the data hold too, in numbers, for all of something or on the average:
//! 一年级新生3名, 代表全部到会, 平均每63名同学产生1名代表.
//! It must not know any phrase: those are data, `standards/sayings.yaml`; it must not judge.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::clauses::{Sentence, sentences};
use super::owners::{self, Own};
use super::passages::{FILLED, Kind, Passage};
use super::{numbering, tallies};
use crate::datum::{Datum, FieldName, flag, prose, word};
use crate::model::{
    SHARE, YEAR, appraisal, charter, college, congress, delegates, election, head, indicator,
    matrix_row, nomination, person, previous, self_evaluation, share, totals, year,
};
use crate::numeral;
use crate::standard::{Phrase, Saying, Words, form_item, has, word_lists};

/// Sections whose texts report on the year.
const REPORTING: [FieldName; 4] =
    [year::PREFACE, year::NOMINATION, year::CONGRESS, year::DELEGATES];

/// How many there are on the roster.
const STAFF: &str = "工作人员";

/// Quantities by the names that `sayings.yaml` calls them by.
pub struct Quantities(BTreeMap<&'static str, i64>);

impl Quantities {
    /// Gathers what a year has; what lacks any of its sources is left out.
    pub fn gather(root: &Datum, words: &Words) -> Self {
        let mut known = Self(BTreeMap::new());
        known.written(root);
        known.of_roster(root, words);
        known.of_indicators(root);
        let more = known.get(STAFF).zip(known.get("上年工作人员"));
        known.note("比上年多的工作人员", more.map(|(now, before)| now - before));
        known.note("比上年少的工作人员", more.map(|(now, before)| before - now));
        known
    }

    pub fn get(&self, name: &str) -> Option<i64> {
        self.0.get(name).copied().or_else(|| name.parse().ok())
    }

    fn note(&mut self, name: &'static str, value: Option<i64>) {
        self.0.extend(value.map(|value| (name, value)));
    }

    fn written(&mut self, root: &Datum) {
        let at = |path: &[FieldName]| root.at(path).number();
        let own = |section: FieldName, name: FieldName| at(&[section, name]);
        for (name, value) in [
            ("应到代表", own(year::CONGRESS, congress::DUE)),
            ("实到代表", own(year::CONGRESS, congress::PRESENT)),
            ("当选", own(year::CONGRESS, congress::ELECTED)),
            ("院系", own(year::CONGRESS, congress::DEPARTMENTS)),
            ("代表", own(year::DELEGATES, delegates::TOTAL)),
            ("非骨干代表", own(year::DELEGATES, delegates::NON_OFFICERS)),
            ("应选", own(year::ELECTION, election::SEATS)),
            ("候选人", own(year::ELECTION, election::CANDIDATES)),
            ("推荐人选", own(year::NOMINATION, nomination::NOMINATED)),
            ("每系推荐", own(year::NOMINATION, nomination::PER_DEPARTMENT)),
            ("工作部门", own(year::TOTALS, totals::DEPARTMENTS)),
            ("二级组织", own(year::TOTALS, totals::SECOND_LEVEL)),
            ("主席团成员", own(year::TOTALS, totals::PRESIDIUM)),
            ("来自院系", own(year::TOTALS, totals::FROM_COLLEGE_UNION)),
            ("上年工作人员", own(year::PREVIOUS, previous::STAFF)),
            ("上次代表", own(year::PREVIOUS, previous::DELEGATES)),
            ("上年工作部门", own(year::PREVIOUS, previous::DEPARTMENTS)),
            ("上年主席团成员", own(year::PREVIOUS, previous::PRESIDIUM)),
            ("上年学生", own(year::PREVIOUS, previous::STUDENTS)),
            ("学生", at(&[year::HEAD, head::COLLEGE, college::STUDENTS])),
        ] {
            self.note(name, value);
        }
        let absent = self.get("应到代表").zip(self.get("实到代表")).map(|(due, came)| due - came);
        self.note("缺席", absent.filter(|count| *count >= 0));
        let officers = self.get("代表").zip(self.get("非骨干代表")).map(|(all, rest)| all - rest);
        self.note("骨干代表", officers.filter(|count| *count >= 0));
        let more = self.get("代表").zip(self.get("上次代表")).map(|(now, before)| now - before);
        self.note("比上次多的代表", more);
        let lost = self.get("候选人").zip(self.get("当选")).map(|(all, won)| all - won);
        self.note("落选", lost.filter(|count| *count >= 0));
        let more = self.get("学生").zip(self.get("上年学生")).map(|(now, before)| now - before);
        self.note("比上年多的学生", more);
        let more = self.get("工作部门").zip(self.get("上年工作部门"));
        self.note("比上年多的工作部门", more.map(|(now, before)| now - before));
        let yes = |holds: bool| Some(i64::from(holds));
        let adopted =
            own(year::CHARTER, charter::ADOPTED_BY).zip(own(year::CONGRESS, congress::NUMBER));
        self.note("这次通过的章程", adopted.and_then(|(by, this)| yes(by == this)));
        let provisional = root.get(year::APPRAISAL).get(appraisal::PROVISIONAL).bool();
        self.note("试行的办法", provisional.and_then(yes));
        let left = self.get("推荐人选").zip(self.get("候选人")).map(|(all, some)| all - some);
        self.note("没有列为候选人的", left.filter(|count| *count >= 0));
        let agenda = root.get(year::CONGRESS).get(congress::AGENDA).items().len() as i64;
        self.note("大会议程", (agenda > 0).then_some(agenda));
        if let Some(text) = root.get(year::CHARTER).get(charter::TEXT).prose() {
            let mut chapters = 0;
            text.walk(&mut |node, _| {
                // The title has no number.
                let is_one = node.kind == prose::Kind::Chapter && node.label.is_some();
                chapters += i64::from(is_one);
            });
            self.note("章程的章", (chapters > 0).then_some(chapters));
            let articles = numbering::articles(text).len() as i64;
            self.note("章程的条", (articles > 0).then_some(articles));
        }
    }

    fn of_roster(&mut self, root: &Datum, words: &Words) {
        let people = root.get(year::ROSTER).items();
        if people.is_empty() {
            return;
        }
        let mut count = |name: &'static str, holds: &dyn Fn(&Datum) -> Option<bool>| {
            let all: Option<Vec<bool>> = people.iter().map(holds).collect();
            self.note(name, all.map(|all| all.iter().filter(|it| **it).count() as i64));
        };
        let status = |person: &Datum| words.status(person.get(person::POLITICAL).text()?);
        let is = |person: &Datum, name: &str| Some(status(person)?.names[0] == name);
        let grade = |person: &Datum, n: i64| Some(person.get(person::GRADE_NUMBER).number()? == n);
        let leads = |it: &Datum| Some(words.has(word_lists::LEADERS, it.get(person::POST).text()?));
        count(STAFF, &|_| Some(true));
        count("党员", &|it| Some(status(it)?.party));
        count("正式党员", &|it| is(it, "中共党员"));
        count("预备党员", &|it| is(it, "中共预备党员"));
        count("团员", &|it| is(it, "共青团员"));
        count("群众", &|it| is(it, "群众"));
        count("新生", &|it| it.get(person::FRESHMAN).bool());
        count("二年级", &|it| grade(it, 2));
        count("三年级", &|it| grade(it, 3));
        count("四年级", &|it| grade(it, 4));
        count("负责人", &leads);
        count("部门成员", &|it| it.get(person::PRESIDES).bool().map(|presides| !presides));
        count("普通成员", &|it| Some(!it.get(person::PRESIDES).bool()? && !leads(it)?));
        let from = |it: &Datum| it.get(person::FROM_COLLEGE_UNION).bool();
        count("来自院系的部门成员", &|it| {
            Some(from(it)? && !it.get(person::PRESIDES).bool()?)
        });
        count("来自院系的普通成员", &|it| {
            Some(from(it)? && !it.get(person::PRESIDES).bool()? && !leads(it)?)
        });
        count("不及格", &|it| it.get(person::FAILED_COURSES).number().map(|failed| failed > 0));
    }

    fn of_indicators(&mut self, root: &Datum) {
        let rows = root.get(year::SELF_EVALUATION).get(self_evaluation::MATRIX).items().iter();
        let cells = rows.map(|row| row.get(matrix_row::VERDICTS).items());
        let short = cells.filter(|row| row.iter().any(|it| it.bool() == Some(false))).count();
        self.note("没有全部达到的二级组织", Some(short as i64));
        let all = root.get(year::SELF_EVALUATION).get(self_evaluation::MATRIX).items().len();
        self.note("全部达到的二级组织", Some((all - short) as i64).filter(|_| all > 0));
        let items = root.get(year::SELF_EVALUATION).get(self_evaluation::SCHOOL).items();
        let verdicts: Option<Vec<bool>> =
            items.iter().map(|item| item.get(indicator::VERDICT).bool()).collect();
        let Some(verdicts) = verdicts.filter(|all| !all.is_empty()) else { return };
        let met = verdicts.iter().filter(|met| **met).count() as i64;
        self.note("指标", Some(verdicts.len() as i64));
        let of_core =
            |item: &&Datum| item.get(indicator::ITEM).get(form_item::MARK).text() == Some("★");
        let core = items.iter().filter(of_core).count() as i64;
        self.note("核心指标", (core > 0).then_some(core));
        let second =
            root.get(year::SELF_EVALUATION).get(self_evaluation::SECOND).items().len() as i64;
        self.note("二级标准", (second > 0).then_some(second));
        self.note("达到的指标", Some(met));
        self.note("没有达到的指标", Some(verdicts.len() as i64 - met));
    }
}

/// Finds what the texts say otherwise than the data, by every saying.
pub fn find(passages: &[Passage], root: &Datum, words: &Words) -> Vec<Datum> {
    let known = Quantities::gather(root, words);
    let own = Own::gather(root, words);
    let years: Vec<i32> = [[year::CONGRESS, congress::DATE], [year::HEAD, head::PUBLISHED]]
        .iter()
        .filter_map(|path| Some(root.at(path).date()?.year()))
        .collect();
    let teller = Teller { known, own, years, words };
    let read = || passages.iter().filter(|it| !it.hidden && it.kind == Kind::Body);
    let repeated = words.sayings.repeated.iter().flat_map(|it| teller.repeated(it, read()));
    let mut found: Vec<Datum> = repeated.collect();
    for passage in read() {
        for sentence in sentences(passage) {
            found.extend(teller.sentence(&sentence));
            found
                .extend(unmet(&sentence, root, words).filter(|_| passage.section == year::PREFACE));
        }
    }
    found
}

struct Teller<'a> {
    known: Quantities,
    own: Own<'a>,
    years: Vec<i32>,
    words: &'a Words,
}

impl Teller<'_> {
    fn sentence(&self, sentence: &Sentence) -> Vec<Datum> {
        let sayings = &self.words.sayings;
        let mut found = Vec::new();
        fn among<'s>(list: &'s [Saying], looks_at: &dyn Fn(&Saying) -> bool) -> Vec<&'s Saying> {
            list.iter().filter(|it| looks_at(it)).collect()
        }
        let looks_at = |it: &Saying| self.looks_at(it, sentence);
        // Of several ways to say it, the first that is there.
        let first = |saying: &Saying, tell: &dyn Fn(&Phrase) -> Vec<Datum>| {
            saying.phrases.iter().map(tell).find(|told| !told.is_empty()).unwrap_or_default()
        };
        for saying in among(&sayings.counts, &looks_at) {
            found.extend(first(saying, &|it| self.counts(saying, it, sentence)));
        }
        for saying in among(&sayings.averages, &looks_at) {
            found.extend(first(saying, &|it| self.averages(saying, it, sentence)));
        }
        for saying in among(&sayings.shares, &looks_at) {
            found.extend(first(saying, &|it| self.shares(saying, it, sentence)));
        }
        for saying in among(&sayings.changes, &looks_at) {
            found.extend(first(saying, &|it| self.changes(saying, it, sentence)));
        }
        for saying in among(&sayings.claims, &looks_at) {
            found.extend(saying.phrases.iter().find_map(|it| self.claims(saying, it, sentence)));
        }
        found.retain(|it| it.get(share::FITS).bool() == Some(false));
        found
    }

    /// Finds where a part of the year tells a number otherwise than it did before.
    fn repeated<'p>(
        &self,
        saying: &Saying,
        passages: impl Iterator<Item = &'p Passage>,
    ) -> Vec<Datum> {
        let mut told: BTreeMap<FieldName, i64> = BTreeMap::new();
        let mut found = Vec::new();
        for passage in passages {
            for sentence in sentences(passage).iter().filter(|it| self.looks_at(saying, it)) {
                let text = sentence.text;
                let counted = |phrase: &Phrase| {
                    let hit = phrase.counts(text).find(|(whole, number)| {
                        !is_part(text, whole, number.start, self.words)
                            && !saying.is_of_other_matter(&text[..whole.start])
                            && !self.is_of_others(text, whole)
                    });
                    let (whole, number) = hit?;
                    let number = &text[number];
                    let share = || numeral::percent(number)?.parse().ok();
                    Some((whole, numeral::count(number, "").or_else(share)?))
                };
                let Some((whole, value)) = saying.phrases.iter().find_map(counted) else {
                    continue;
                };
                let before = *told.entry(passage.section).or_insert(value);
                if value != before {
                    let before = format!("前面写的 {before}");
                    found.push(entry(sentence, whole, &saying.name, &before, false));
                }
            }
        }
        found
    }

    fn looks_at(&self, saying: &Saying, sentence: &Sentence) -> bool {
        let section = sentence.passage.section;
        let named = |name: &String| YEAR.field(section).is_some_and(|it| it.key == name);
        let here = match saying.sections.is_empty() {
            true => REPORTING.contains(&section),
            false => saying.sections.iter().any(named),
        };
        here && sentence.may_say(&saying.phrases)
            && saying.holds(sentence.text)
            && (saying.past || !owners::is_of_another_time(sentence.text, self.words))
            && !owners::of_another_year(sentence.text, &self.years)
            && !self.words.has(word_lists::LONG_AGO, sentence.text)
    }

    /// Tells whether what a part of a sentence says is another body's.
    fn is_of_others(&self, text: &str, part: &Range<usize>) -> bool {
        let before = text[..part.start].rsplit(['，', '。', '；', '：']).next().unwrap_or_default();
        self.own.is_other(before)
            || self.own.has_turned_to_others(&text[..part.start])
            || self.own.is_of_another_term(&text[..part.start])
            || has(before, &self.words.matters.other_bodies)
            || text[part.clone()].contains(FILLED)
    }

    fn counts(&self, saying: &Saying, phrase: &Phrase, sentence: &Sentence) -> Vec<Datum> {
        let text = sentence.text;
        let accepted: Vec<i64> =
            saying.data.iter().filter_map(|name| self.known.get(name)).collect();
        let Some(likeliest) = accepted.first().filter(|_| accepted.len() == saying.data.len())
        else {
            return Vec::new();
        };
        let counted = |(whole, number): (Range<usize>, Range<usize>)| {
            let part = is_part(text, &whole, number.start, self.words);
            let value = numeral::count(&text[number], "")?;
            // 120人次 counts no persons, and more than there are are others.
            let beyond = self.is_of_roster(saying) && self.known.get(STAFF) < Some(value);
            let other = part
                || beyond
                || saying.is_of_other_matter(&text[..whole.start])
                || text[whole.end..].starts_with('次')
                || self.is_of_others(text, &whole);
            let fits = accepted.contains(&value);
            (!other).then(|| entry(sentence, whole, &saying.name, &likeliest.to_string(), fits))
        };
        phrase.counts(text).filter_map(counted).collect()
    }

    /// Tells whether a saying counts people of the roster.
    fn is_of_roster(&self, saying: &Saying) -> bool {
        // Names of quantities, as they are noted above.
        const OF_ROSTER: [&str; 9] =
            ["党员", "团员", "群众", "新生", "二年级", "三年级", "负责人", "部门成员", "普通成员"];
        saying.data.iter().any(|name| OF_ROSTER.contains(&name.as_str()))
    }

    fn averages(&self, saying: &Saying, phrase: &Phrase, sentence: &Sentence) -> Vec<Datum> {
        let [all, each] = &saying.data[..] else { return Vec::new() };
        let Some((all, each)) = self.known.get(all).zip(self.known.get(each)) else {
            return Vec::new();
        };
        let counted = |(whole, number): (Range<usize>, Range<usize>)| {
            let fits = averages_to(all, each, &sentence.text[number])?;
            let other = self.is_of_others(sentence.text, &whole);
            (!other).then(|| entry(sentence, whole, &saying.name, &format!("{all}/{each}"), fits))
        };
        phrase.counts(sentence.text).filter_map(counted).collect()
    }

    fn shares(&self, saying: &Saying, phrase: &Phrase, sentence: &Sentence) -> Vec<Datum> {
        let [part, whole] = &saying.data[..] else { return Vec::new() };
        let Some((part, all)) = self.known.get(part).zip(self.known.get(whole)) else {
            return Vec::new();
        };
        let counted = |(range, number): (Range<usize>, Range<usize>)| {
            let other = is_part(sentence.text, &range, number.start, self.words)
                || self.is_of_others(sentence.text, &range);
            let fits = tallies::comes_to(part, all, &sentence.text[number]);
            (!other).then(|| entry(sentence, range, &saying.name, &format!("{part}/{all}"), fits))
        };
        phrase.counts(sentence.text).filter_map(counted).collect()
    }

    /// 工作人员由上一学年的34人增加到35人: the one is of the year before, the other of this.
    fn changes(&self, saying: &Saying, phrase: &Phrase, sentence: &Sentence) -> Vec<Datum> {
        let [before, now] = &saying.data[..] else { return Vec::new() };
        let known = [self.known.get(before), self.known.get(now)];
        let told = known.map(|it| it.map_or("不详".to_owned(), |it| it.to_string())).join("→");
        let changed = |(range, numbers): (Range<usize>, Vec<Range<usize>>)| {
            let [first, second] = &numbers[..] else { return None };
            let other = is_part(sentence.text, &range, first.start, self.words)
                || self.is_of_others(sentence.text, &range);
            let written = [first, second].map(|at| numeral::count(&sentence.text[at.clone()], ""));
            let fits = written.iter().zip(known).all(|(it, known)| known.is_none() || *it == known);
            (!other).then(|| entry(sentence, range, &saying.name, &told, fits))
        };
        phrase.numbers(sentence.text).filter_map(changed).collect()
    }

    fn claims(&self, saying: &Saying, phrase: &Phrase, sentence: &Sentence) -> Option<Datum> {
        let [one, other] = &saying.data[..] else { return None };
        let (left, right) = self.known.get(one).zip(self.known.get(other))?;
        let whole = phrase.find(sentence.text, &self.words.denials)?;
        if self.is_of_others(sentence.text, &whole) {
            return None;
        }
        let told = match other.parse::<i64>() {
            Ok(_) => left.to_string(),
            Err(_) => format!("{left}，{other}是 {right}"),
        };
        Some(entry(sentence, whole, &saying.name, &told, left == right))
    }
}

/// Tells whether so many of `all` come to each. A whole number may be round, one more or less or a
/// tenth; one with decimals is exact to its last digit.
fn averages_to(all: i64, each: i64, printed: &str) -> Option<bool> {
    if let Some((_, decimals)) = printed.split_once(['.', '．']) {
        let scale = 10_i64.checked_pow(decimals.chars().count().try_into().ok()?)?;
        let digits: String = printed.chars().filter(|c| numeral::is_digit(*c)).collect();
        let off = numeral::count(&digits, "")?.checked_mul(each)? - all.checked_mul(scale)?;
        return Some(each > 0 && off.abs() <= each);
    }
    let off = (numeral::count(printed, "")?.checked_mul(each)? - all).abs();
    Some(each > 0 && (off <= each || off * 10 <= all))
}

/// Tells whether a number counts only some: what stands beside the phrase in its clause says so.
fn is_part(text: &str, whole: &Range<usize>, number: usize, words: &Words) -> bool {
    const ENDS: [char; 8] = ['，', '。', '；', '：', '、', '（', '）', '\n'];
    let beside = [
        text[..whole.start].rsplit(ENDS).next().unwrap_or_default(),
        text[whole.end..].split(ENDS).next().unwrap_or_default(),
    ];
    beside.iter().any(|part| has(part, &words.matters.some))
        // 比上次多15名: a word of the phrase itself is what it is known by.
        || words.list(word_lists::BEFORE_SOME).iter().any(|word| {
            text[..number].ends_with(word.as_str())
                && !text[whole.start..number].ends_with(word.as_str())
        })
        || words.begin(word_lists::BEHIND_SOME, &text[whole.end..])
}

/// 第18项指标没有达到, where it says 是.
static NOT_MET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("第 *(?P<n>[0-9]+|[一二三四五六七八九十]+) *项(?:校级)?(?:指标)?(?:还|尚)?(?:没有|未|不|未能)(?:能)?(?:达到|达标|完成|开展)")
        .expect("a pattern of our own")
});

/// Finds an indicator said not to be met, by its number, that the self-evaluation has as 是.
fn unmet(sentence: &Sentence, root: &Datum, words: &Words) -> Option<Datum> {
    let hit = NOT_MET.captures(sentence.text)?;
    let text = sentence.text;
    if words.has(word_lists::LAST_YEAR, text) || words.has(word_lists::SECOND_LEVEL, text) {
        return None;
    }
    let number = numeral::count(&hit["n"], "")?;
    let items = root.get(year::SELF_EVALUATION).get(self_evaluation::SCHOOL).items();
    let item = items.iter().find(|item| item.get(indicator::NO).number() == Some(number))?;
    let met = item.get(indicator::VERDICT).bool()?;
    let what = format!("自评表第 {number} 项");
    met.then(|| entry(sentence, hit.get(0).map_or(0..0, |it| it.range()), &what, "“是”", false))
}

/// Lays what a sentence says beside what the data hold.
pub(super) fn entry(
    sentence: &Sentence,
    range: Range<usize>,
    what: &str,
    counted: &str,
    fits: bool,
) -> Datum {
    let place = Some(sentence.place(range.clone()));
    let words = sentence.text[range].trim_matches(['，', '。', '；', '：', '、', '（', ' ']);
    let mut entry = Datum::new(SHARE.empty(), place);
    entry.set(share::WORDS, word(words.replace(FILLED, "…"), place));
    entry.set(share::WHAT, word(what, place));
    entry.set(share::COUNTED, word(counted, place));
    entry.set(share::FITS, flag(fits, place));
    entry
}
