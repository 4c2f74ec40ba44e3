//! Plain numbers in reporting texts that name a datum: 119名代表, 护理系45人, 应选3人.
//! It must not judge; beside each number stands what the data say.

mod departments;
mod venue;

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use self::departments::Departments;
use super::owners::{self, Own};
use super::passages::{FILLED, Kind, Passage};
use crate::datum::{Datum, FieldName, Value, flag, number, word};
use crate::model::{
    FIGURE, YEAR, college, congress, delegates, election, figure, head, matrix_row, person,
    self_evaluation, unit, year,
};
use crate::numeral;
use crate::source::Span;
use crate::standard::{Saying, Words, form, has, limits, word_lists};

/// A number, Arabic or Chinese.
const NUMBER: &str = "(?<n>[0-9０-９]+|[〇零一二两三四五六七八九十百千]+)";

/// Sections whose texts report, and may name what the data hold.
const REPORTING: [FieldName; 4] =
    [year::PREFACE, year::NOMINATION, year::CONGRESS, year::DELEGATES];

/// A way to say a number, and the data it may be, the likeliest first, each with how authors call it.
struct Said<'a> {
    saying: &'a Saying,
    data: Vec<(Vec<FieldName>, &'a str)>,
}

impl<'a> Said<'a> {
    fn of(saying: &'a Saying) -> Self {
        let data = saying.data.iter().filter_map(|key| Some((YEAR.path(key)?, key.as_str())));
        Self { saying, data: data.collect() }
    }

    /// Tells whether the words say it in a section: everywhere, or only in some.
    fn is_of(&self, section: FieldName) -> bool {
        let key = YEAR.field(section).map_or("", |field| field.key);
        let only = &self.saying.sections;
        only.is_empty() || only.iter().any(|name| name == key)
    }
}

/// A share of all students, in percent.
static PERCENT: LazyLock<Regex> = LazyLock::new(|| {
    let of_all = "占(?:全院|全校|全体|在校)?学?生(?:总数|总人数|人数)?[^，。；%％]{0,14}?的?";
    Regex::new(&format!("{of_all}(?<n>{})", numeral::PERCENT)).expect("a pattern of our own")
});

/// Finds every number in a reporting text that names a datum of this union, of this event.
pub fn find(passages: &[Passage], root: &Datum, words: &Words) -> Vec<Datum> {
    let departments = Departments::gather(root);
    let own = Own::gather(root, words);
    let date = |path: &[FieldName]| root.at(path).date().map(|day| day.year());
    let years: Vec<i32> = [[year::CONGRESS, congress::DATE], [year::HEAD, head::PUBLISHED]]
        .iter()
        .filter_map(|path| date(path))
        .collect();
    let scrutineers = scrutineers(passages);
    let sayings: Vec<Said> = words.sayings.figures.iter().map(Said::of).collect();
    let mut found = Vec::new();
    for passage in passages {
        if passage.kind == Kind::Body && REPORTING.contains(&passage.section) {
            let mut figures = Figures {
                passage,
                root,
                own: &own,
                years: &years,
                words,
                taken: Vec::new(),
                found: Vec::new(),
            };
            departments.find(&mut figures);
            departments.staff(&mut figures);
            departments.compare(&mut figures);
            let here = |said: &&Said| said.is_of(passage.section);
            sayings.iter().filter(here).for_each(|said| figures.say(said));
            figures.percent();
            figures.grades(passages);
            figures.scrutineers(&scrutineers);
            figures.renamed();
            figures.absent();
            figures.party();
            figures.held_at();
            figures.found.sort_by_key(|figure| figure.span);
            found.append(&mut figures.found);
        }
    }
    found
}

/// The numbers found in one passage.
struct Figures<'a> {
    passage: &'a Passage,
    root: &'a Datum,
    own: &'a Own<'a>,
    years: &'a [i32],
    words: &'a Words,
    taken: Vec<Range<usize>>,
    found: Vec<Datum>,
}

impl Figures<'_> {
    fn say(&mut self, said: &Said) {
        let text = &self.passage.text;
        let hits = said.saying.phrases.iter().flat_map(|phrase| phrase.counts(text));
        for (whole, number) in hits {
            // The words of the phrase itself are what it is known by.
            let clause = clause(text, &whole);
            let follows = &text[whole.end..];
            let behind_number = number.end.saturating_sub(start_of(text, clause));
            let other = self.is_otherwise(
                &without_each(clause, behind_number, self.words),
                &whole,
                &said.saying.despite,
            ) || self.is_of_other_persons(&whole)
                || self.is_surplus_of_delegates(said, &whole)
                || said.saying.is_of_other_matter(self.sentence_before(&whole))
                // 65人次 counts no persons.
                || follows.starts_with('次')
                // 同一个系, 每个系 count nothing.
                || self.words.end(word_lists::EACH, &text[..number.start])
                // 代表团 and 代表大会 are not 代表.
                || (whole.end > number.end && self.words.begin(word_lists::LONGER_WORDS, follows));
            let behind = follows.split(['，', '。', '；']).next().unwrap_or_default();
            let around = format!("{}{behind}", &text[clause_start(text, &whole)..whole.end]);
            let known = said.data.iter().map(|(path, key)| (self.root.at(path), *key));
            let known: Vec<_> = known.filter(|(datum, _)| datum.number().is_some()).collect();
            let Some((likeliest, key)) = known.first().copied() else { continue };
            if !other && said.saying.holds(&around) {
                let accepted: Vec<i64> = known.iter().filter_map(|(d, _)| d.number()).collect();
                self.note(whole, number, likeliest, key, &accepted);
            }
        }
    }

    /// 参加选举的同学共7986名 counts students: the count of a 共 is of whoever stands before it.
    fn is_of_other_persons(&self, whole: &Range<usize>) -> bool {
        let text = &self.passage.text;
        let before = &text[clause_start(text, whole)..whole.start];
        text[whole.start..].starts_with(['共', '合', '总'])
            && self.words.matters.other_persons.iter().any(|word| before.ends_with(word.as_str()))
    }

    /// 各系共推荐代表人选172名，差额36名 tells how delegates were elected, not the presidium.
    fn is_surplus_of_delegates(&self, said: &Said, whole: &Range<usize>) -> bool {
        let sentence = sentence(&self.passage.text, whole);
        let of_presidium = self.words.has(word_lists::PRESIDIUM_SURPLUS, sentence);
        said.data.iter().any(|(path, _)| path.last() == Some(&election::SURPLUS))
            && !of_presidium
            && (self.passage.section == year::DELEGATES
                || self.words.has(word_lists::DELEGATES_SURPLUS, sentence))
    }

    fn note(
        &mut self,
        whole: Range<usize>,
        number: Range<usize>,
        datum: &Datum,
        key: &str,
        accepted: &[i64],
    ) {
        let text = &self.passage.text;
        let Some(value) = numeral::count(&text[number.clone()], "") else { return };
        if self.taken.iter().any(|taken| taken.start < number.end && number.start < taken.end) {
            return;
        }
        self.taken.push(number);
        let fits = accepted.contains(&value);
        self.figure(whole, datum.clone(), key, fits);
    }

    fn percent(&mut self) {
        let stated = self.root.get(year::DELEGATES).get(delegates::PERCENT);
        let Some(percent) = stated.text() else { return };
        let text = &self.passage.text;
        for hit in PERCENT.captures_iter(text) {
            let Some((whole, number)) = whole_and_number(&hit) else { continue };
            // 由1.5%提高到1.6% begins with what was.
            if self.words.end(word_lists::FROM, &text[..number.start])
                || self.is_otherwise::<&str>(clause(text, &whole), &whole, &[])
                || !is_of_delegates(text, &whole, self.words)
            {
                continue;
            }
            let fits = numeral::percent(&text[number.clone()]) == numeral::percent(percent);
            self.figure(whole, stated.clone(), "代表.占比", fits);
        }
    }

    /// Tells whether the sentence speaks of one department before it comes to a number.
    fn is_of_a_department(&self, whole: &Range<usize>) -> bool {
        let before = self.sentence_before(whole);
        let rows = self.root.get(year::SELF_EVALUATION).get(self_evaluation::MATRIX).items().iter();
        let mut names = rows.filter_map(|row| row.get(matrix_row::NAME).text());
        names.any(|name| !name.is_empty() && before.contains(name))
    }

    /// Returns the sentence as far as it goes before a part of it.
    fn sentence_before(&self, whole: &Range<usize>) -> &str {
        let text = &self.passage.text;
        let start = start_of(text, sentence(text, whole));
        &text[start.min(whole.start)..whole.start]
    }

    /// Tells whether a number is another body's or another year's.
    fn is_of_others(&self, whole: &Range<usize>) -> bool {
        let text = &self.passage.text;
        self.own.is_other(&text[clause_start(text, whole)..whole.start])
            || self.own.has_turned_to_others(self.sentence_before(whole))
            || self.own.is_of_another_term(self.sentence_before(whole))
            || owners::of_another_year(sentence(text, whole), self.years)
            || owners::tells_since(sentence(text, whole))
    }

    /// Tells whether a number is not this union's, or not the whole of what the words name.
    fn is_otherwise<S: AsRef<str>>(
        &self,
        clause: &str,
        whole: &Range<usize>,
        despite: &[S],
    ) -> bool {
        // A word within the phrase itself is what it is known by; 大会主席团 goes beyond it.
        let own = &self.passage.text[whole.clone()];
        let says = |word: &str| clause.contains(word) && !own.contains(word);
        let counts = |word: &&String| !despite.iter().any(|known| known.as_ref() == word.as_str());
        self.words.list(word_lists::OTHERWISE).iter().filter(counts).any(|word| says(word))
            || self.is_of_others(whole)
            || self.is_of_a_department(whole)
            || owners::is_of_another_time(clause, self.words)
    }

    /// 四个年级 where the programmes take three years.
    fn grades(&mut self, passages: &[Passage]) {
        let kind = self.root.get(year::HEAD).get(head::COLLEGE).get(college::KIND).text();
        let limit = self.root.at(match kind {
            Some("高职") => &[year::FORM, form::LIMITS, limits::VOCATIONAL_YEARS],
            Some("本科") => &[year::FORM, form::LIMITS, limits::DEGREE_YEARS],
            _ => return,
        });
        if self.root.get(year::HEAD).get(head::COLLEGE).get(college::HAS_GRADUATES).bool()
            == Some(true)
        {
            return;
        }
        // Asked of the few numbers that are too large: it reads all texts.
        let says_longer =
            |passage: &Passage| self.words.has(word_lists::LONGER_PROGRAMMES, &passage.text);
        let Some(most) = limit.number() else { return };
        let text = &self.passage.text;
        for hit in GRADES.captures_iter(text) {
            let Some((whole, number)) = whole_and_number(&hit) else { continue };
            let Some(value) = numeral::count(&text[number], "") else { continue };
            if value > most && !self.is_of_others(&whole) && !passages.iter().any(says_longer) {
                self.figure(whole, limit.clone(), "表样.限额.年级", false);
            }
        }
    }

    /// 5名监票人 where the election method has three.
    fn scrutineers(&mut self, known: &[(bool, i64)]) {
        let text = &self.passage.text;
        if known.is_empty() || self.passage.section != year::CONGRESS {
            return;
        }
        for hit in SCRUTINEERS.captures_iter(text) {
            let Some(whole) = hit.get(0).map(|hit| hit.range()) else { continue };
            let Some(counted) = hit.name("n").or(hit.name("m")) else { continue };
            let Some(value) = numeral::count(counted.as_str(), "") else { continue };
            // The chief ones are a number of their own.
            let chief = hit[0].contains('总');
            let of_kind = |(is_chief, _): &&(bool, i64)| !chief || *is_chief;
            let known: Vec<i64> = known.iter().filter(of_kind).map(|(_, n)| *n).collect();
            if !known.is_empty() && !self.is_of_others(&whole) && !known.contains(&value) {
                let most = known.iter().max().copied().unwrap_or_default();
                let place = Some(self.passage.place(whole.clone()));
                let datum = number(most, place);
                self.figure(whole, datum, "选举办法里监票人的人数", false);
            }
        }
    }

    /// Finds each number of one search, where its clause speaks of this union's own year.
    fn numbers<S: AsRef<str>>(&self, search: &Regex, despite: &[S]) -> Vec<(Range<usize>, i64)> {
        let text = &self.passage.text;
        let hits = search.captures_iter(text).filter_map(|hit| {
            let (whole, number) = whole_and_number(&hit)?;
            let own = !self.is_otherwise(clause(text, &whole), &whole, despite);
            Some((whole, numeral::count(&text[number], "")?)).filter(|_| own)
        });
        hits.collect()
    }

    /// 有一个工作部门更换名称 where two bear former names.
    fn renamed(&mut self) {
        let units = self.root.get(year::UNITS).items();
        let has_former = |unit: &&Datum| !unit.get(unit::FORMER_NAMES).items().is_empty();
        let renamed: Vec<&Datum> = units.iter().filter(has_former).collect();
        let Some(first) = renamed.first() else { return };
        let datum = number(renamed.len() as i64, first.get(unit::FORMER_NAMES).span);
        for (whole, value) in self.numbers(&RENAMED, &["更换"]) {
            let fits = value == renamed.len() as i64;
            self.figure(whole, datum.clone(), "机构.前称", fits);
        }
    }

    /// 8名代表请假 where no more than five are lacking.
    fn absent(&mut self) {
        let (due, present) = (
            self.root.get(year::CONGRESS).get(congress::DUE),
            self.root.get(year::CONGRESS).get(congress::PRESENT),
        );
        let (Some(all), Some(came)) = (due.number(), present.number()) else { return };
        if ![year::CONGRESS, year::DELEGATES].contains(&self.passage.section) {
            return;
        }
        let datum = number(all - came, present.span);
        let despite = self.words.list(word_lists::ABSENT);
        for (whole, value) in self.numbers(&ABSENT, despite) {
            let fits = value <= all - came;
            self.figure(whole, datum.clone(), "应到代表减实到代表", fits);
        }
    }

    /// 工作人员中共产党员8名 where the roster has four.
    fn party(&mut self) {
        let people = self.root.get(year::ROSTER).items();
        let of = |person: &Datum| self.words.status(person.get(person::POLITICAL).text()?);
        let statuses: Option<Vec<_>> = people.iter().map(of).collect();
        let Some(statuses) = statuses.filter(|all| !all.is_empty()) else { return };
        let party = statuses.iter().filter(|status| status.party).count() as i64;
        let full = statuses.iter().filter(|status| status.names[0] == "中共党员").count() as i64;
        let datum = number(party, self.root.get(year::ROSTER).span);
        for (whole, value) in self.numbers(&PARTY, &["其中", "党员"]) {
            let sentence = sentence(&self.passage.text, &whole);
            if sentence.contains("工作人员") && !sentence.contains("代表") {
                let fits = value == party || value == full || value == party - full;
                self.figure(whole, datum.clone(), "名单里的共产党员人数", fits);
            }
        }
    }

    fn figure(&mut self, whole: Range<usize>, datum: Datum, key: &str, fits: bool) {
        let place: Span = self.passage.place(whole.clone());
        let words =
            self.passage.text[whole].trim_start_matches(['，', '。', '；', '：', '、', '（', ' ']);
        let words = words.replace(FILLED, "…");
        let mut figure = Datum::new(FIGURE.empty(), Some(place));
        figure.set(figure::WORDS, word(words, Some(place)));
        let expected = match datum.value {
            Value::Number(number) => Value::Text(number.to_string()),
            other => other,
        };
        figure.set(figure::EXPECTED, Datum::new(expected, datum.span));
        figure.set(figure::DATUM, word(key, Some(place)));
        figure.set(figure::FITS, flag(fits, Some(place)));
        self.found.push(figure);
    }
}

static GRADES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!("(?:全部|各|所有|全)?{NUMBER}个年级")).expect("a pattern of our own")
});

fn search(words: &str) -> Regex {
    Regex::new(&words.replace('N', NUMBER)).expect("a pattern of our own")
}

static RENAMED: LazyLock<Regex> = LazyLock::new(|| {
    search("N个(?:工作)?部门(?:更换名称|变更名称|更改名称|调整名称|更换了名称|更名|改名|改称)")
});

static ABSENT: LazyLock<Regex> = LazyLock::new(|| {
    search(
        "N[名位人](?:代表)?(?:因[^，。；0-9]{1,12})?(?:请假|缺席|未到会|没有到会|未能到会|未出席)",
    )
});

static PARTY: LazyLock<Regex> =
    LazyLock::new(|| search("(?:共产党员|中共党员|党员)(?:（[^）]*）)?(?:共|有)?N[名位人]"));

static SCRUTINEERS: LazyLock<Regex> = LazyLock::new(|| {
    let number = |name: &str| format!("(?<{name}>[0-9０-９]+|[一二三四五六七八九十两]+)");
    Regex::new(&format!(
        "(?:总)?监票人(?:共)?{}[人名]|{}[名位](?:总)?监票人",
        number("n"),
        number("m")
    ))
    .expect("a pattern of our own")
});

/// How many scrutineers the election method has: each number it names, with whether it is of the
/// chief ones, and all together.
fn scrutineers(passages: &[Passage]) -> Vec<(bool, i64)> {
    let method = passages.iter().filter(|passage| passage.section == year::ELECTION);
    let mut known: Vec<(bool, i64)> = method
        .flat_map(|passage| SCRUTINEERS.captures_iter(&passage.text))
        .filter_map(|hit| {
            let number = numeral::count(hit.name("n").or(hit.name("m"))?.as_str(), "")?;
            Some((hit[0].contains('总'), number))
        })
        .collect();
    if known.len() > 1 {
        known.push((false, known.iter().map(|(_, n)| n).sum()));
    }
    known
}

/// Tells whether a share of all students is that of the delegates, by what stands before it.
fn is_of_delegates(text: &str, whole: &Range<usize>, words: &Words) -> bool {
    let start = clause_start(text, whole);
    let subject = &text[start..whole.start];
    let counted = |text: &str| words.has(word_lists::DELEGATES, text);
    let other = &words.matters.other_shares;
    if has(subject, other) {
        return false;
    }
    if !subject.trim().is_empty() {
        return counted(subject) || subject.contains(FILLED);
    }
    let before = sentence(text, whole);
    let before = &before[..before.find(&text[whole.clone()]).unwrap_or(before.len())];
    let last =
        before.trim_end_matches(['，', '、']).rsplit(['，', '；']).next().unwrap_or_default();
    !has(last, other) && (counted(before) || last.contains(FILLED) || last.starts_with("共"))
}

/// Returns where a part of a text begins.
fn start_of(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// Returns a clause without the 各 of 各班 and 各个年级 behind its number, which count nothing: 代表来自7个系的各个班级.
fn without_each(clause: &str, number: usize, words: &Words) -> String {
    let (before, behind) = clause.split_at(number.min(clause.len()));
    let groups = words.list(word_lists::EACH_GROUP).iter();
    groups.fold(before.to_owned() + behind, |text, group| {
        let at = text.len().min(number);
        text[..at].to_owned() + &text[at..].replace(group.as_str(), "")
    })
}

/// Returns where the clause begins in which a part of a text lies.
fn clause_start(text: &str, part: &Range<usize>) -> usize {
    let clause = clause(text, part);
    (clause.as_ptr() as usize - text.as_ptr() as usize).min(part.start)
}

/// Returns the sentence in which a part of a text lies.
fn sentence<'a>(text: &'a str, part: &Range<usize>) -> &'a str {
    const ENDS: [char; 5] = ['。', '；', '！', '？', '\n'];
    let start = text[..part.start]
        .rfind(ENDS)
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let end = text[part.end..].find(ENDS).map_or(text.len(), |at| part.end + at);
    &text[start..end]
}

fn whole_and_number(hit: &Captures) -> Option<(Range<usize>, Range<usize>)> {
    Some((hit.get(0)?.range(), hit.name("n")?.range()))
}

/// Returns the clause that a part of a text lies in.
fn clause<'a>(text: &'a str, part: &Range<usize>) -> &'a str {
    const ENDS: [char; 7] = ['，', '。', '；', '！', '？', '\n', '、'];
    // A mark the part itself begins with belongs to the clause before.
    let begins = text[part.clone()].chars().take_while(|c| ENDS.contains(c)).map(char::len_utf8);
    let inner = part.start + begins.sum::<usize>();
    let start = text[..inner]
        .rfind(ENDS)
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let end = text[part.end..].find(ENDS).map_or(text.len(), |at| part.end + at);
    &text[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_ends_at_its_marks() {
        let text = "甲，共119名代表，其中女代表60名";
        let part = text.find("119").unwrap();
        assert_eq!(clause(text, &(part..part + 3)), "共119名代表");
    }
}
