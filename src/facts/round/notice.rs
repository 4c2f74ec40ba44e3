//! What follows from the notice of a round: numbering, open matters, annexes, how it names its year.
//! It must not judge when anything is due.

use std::sync::LazyLock;

use regex::Regex;
use time::{Date, Month};

use super::scoring::applies_to;
use crate::academic_year::AcademicYear;
use crate::datum::prose::{Kind, Prose};
use crate::datum::{Datum, Value, flag, list, number, word};
use crate::facts::beside::Beside;
use crate::facts::private::each_text;
use crate::facts::statutes::passage::clause;
use crate::facts::{numbering, spelling};
use crate::load::Year;
use crate::model::round::{
    ANNEX, annex, annexes, committee, folder, notice, open_matter, period, scoring, sheet, subject,
    work,
};
use crate::model::{BREAK, MENTION, mention, numbering_break, unit, year};
use crate::source::{Sources, Span};
use crate::standard::{Calendar, Day, Words};

/// An academic year called as if it were a year of the calendar.
static YEAR_WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[0-9０-９]{4} *[-—–－~～至] *[0-9０-９]{4} *年度").expect("a pattern of our own")
});

/// Two years of four digits, as an academic year is written.
static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[0-9０-９]{4} *[-—–－~～] *[0-9０-９]{4}").expect("a pattern of our own")
});

/// A calendar year that is appraised: 2025年度学生会述职评议.
static YEAR_OF_WORK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?P<year>20[0-9]{2} *年度)[^，。；、《》]{0,16}(?:述职|评议)")
        .expect("a pattern of our own")
});

static DATED_SEASON: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("(?P<year>20[0-9]{2}) *年[春秋]季").expect("a pattern of our own"));

static SEASON: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("[春秋]季").expect("a pattern of our own"));

/// What is put off.
static DEFERRED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("另行(?:通知|安排|告知|确定|公布)").expect("a pattern of our own"));

/// From one score to another, in either order.
static SCORES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("([0-9]{1,3}) *分? *[-—–－~～至到]+ *([0-9]{1,3}) *分")
        .expect("a pattern of our own")
});

/// How a heading begins that carries its own number.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|[0-9]+[.．、])")
        .expect("a pattern of our own")
});

pub fn derive_notice(root: &mut Datum, beside: &Beside, sources: &Sources) {
    let words = beside.words;
    let mut year_words = Vec::new();
    let mut shared_bounds = Vec::new();
    each_text(root.get(folder::NOTICE), &mut |text, span| {
        shared_bounds.extend(self::shared_bounds(text, span, sources));
        year_words.extend(mentions(&YEAR_WORD, text, span, sources, |found| {
            found.trim_end_matches("年度").trim_end().to_owned() + "学年"
        }));
        year_words.extend(YEAR_OF_WORK.captures_iter(text).filter_map(|hit| {
            let year = hit.name("year")?;
            // 2024—2025年度 is found above.
            let ahead = text[..year.start()].trim_end();
            if ahead.ends_with(['-', '—', '–', '－', '~', '～', '至']) || ahead.contains('《')
            {
                return None;
            }
            let place = Some(sources.part(span, text, year.range()));
            let mut mention = Datum::new(MENTION.empty(), place);
            mention.set(mention::WORDS, word(year.as_str(), place));
            mention.set(mention::EXPECTED, word("学年的写法，如 2024—2025学年", place));
            Some(mention)
        }));
    });
    let mut deferred = Vec::new();
    for path in [
        &[folder::NOTICE, notice::TEXT],
        &[folder::NOTICE, notice::WORK],
        &[folder::NOTICE, notice::METHOD],
    ] {
        each_text(root.at(path), &mut |text, span| {
            deferred.extend(mentions(&DEFERRED, text, span, sources, |_| String::new()));
        });
    }
    let mut bad_times = Vec::new();
    each_text(root.get(folder::NOTICE), &mut |text, span| {
        bad_times.extend(self::bad_times(text, span, sources));
    });
    let strange = strange_units(root, beside.years);
    let units = unit_names(beside.years);
    let misspelt =
        spelling::of_round(root, &units.iter().map(String::as_str).collect::<Vec<_>>(), sources);
    let annexes = annexes(root);
    let annex_breaks = root
        .get(folder::ANNEXES)
        .get(annexes::TEXT)
        .prose()
        .map(numbering::breaks)
        .unwrap_or_default();
    let Some(notice) =
        root.get_mut(folder::NOTICE).filter(|it| matches!(it.value, Value::Fields(..)))
    else {
        return;
    };
    let year = notice.get(notice::YEAR).clone();
    if let Some(of) = year.text().and_then(AcademicYear::parse) {
        notice.set(notice::YEAR_START, number(of.start().into(), year.span));
        notice.set(notice::YEAR_LABEL, word(of.label(), year.span));
        let semester = notice.get(notice::SEMESTER).clone();
        let semester = semester.text().unwrap_or_default();
        let title = notice.get(notice::TITLE);
        if let (Some(text), Some(span)) = (title.text(), title.span) {
            let slips = title_slips(text, span, of, semester, sources);
            let mut slips = slips;
            each_text(notice.get(notice::TEXT), &mut |text, span| {
                slips.extend(season_slips(text, span, semester, sources));
            });
            notice.set(notice::TITLE_SLIPS, list(slips, None));
        }
        let (first, last) = days_of(of, semester);
        let span = notice.get(notice::PERIOD).get(period::FROM).span;
        notice.set(notice::PERIOD_FIRST, Datum::new(Value::Date(first), span));
        notice.set(notice::PERIOD_LAST, Datum::new(Value::Date(last), span));
    }
    if let Some(prose) = notice.get(notice::TEXT).prose() {
        let mut breaks = numbering::breaks(prose);
        breaks.extend(own_numbers(prose));
        breaks.extend(annex_breaks);
        let span = notice.get(notice::TEXT).span;
        notice.set(notice::BREAKS, list(breaks, span));
    }
    notice.set(notice::YEAR_WORDS, list(year_words, None));
    notice.set(notice::DEFERRED, list(deferred, None));
    notice.set(notice::SHARED_BOUNDS, list(shared_bounds, None));
    notice.set(notice::ANNEX_LIST, annexes);
    notice.set(notice::BAD_TIMES, list(bad_times, None));
    notice.set(notice::STRANGE_UNITS, strange);
    notice.set(notice::MISSPELT_UNITS, list(misspelt, None));
    let work = notice.get(notice::WORK);
    let (arranged, place) = (work.items().iter(), work.span);
    let timed = arranged.clone().filter(|entry| !entry.get(work::MINUTES).is_absent());
    let timed = list(timed.flat_map(applies_to).collect(), place);
    let arranged = list(arranged.flat_map(applies_to).collect(), place);
    notice.set(notice::ARRANGED, arranged);
    notice.set(notice::TIMED, timed);
    number_year(notice);
    working_days(notice, &words.calendar);
    committee(notice);
    recipients(notice, words);
    open_matters(notice);
}

/// A time of day: 14:30, 17时30分.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?P<h>[0-9]{1,2})[:：](?P<m>[0-9]{2})|(?P<hour>[0-9]{1,2})[时点](?:(?P<minute>[0-9]{1,2})分)?")
        .expect("a pattern of our own")
});

/// Finds times that no day has. A ratio, 3:20 of a score sheet, stands in no notice.
fn bad_times(text: &str, span: Span, sources: &Sources) -> Vec<Datum> {
    let digit = |c: char| c.is_ascii_digit() || c == ':' || c == '：';
    let bad = |hit: &regex::Captures| {
        let part = |a: &str, b: &str| {
            hit.name(a).or(hit.name(b)).and_then(|part| part.as_str().parse::<u32>().ok())
        };
        let whole = hit.get(0).expect("a match has a whole").range();
        let joined = text[..whole.start].ends_with(digit) || text[whole.end..].starts_with(digit);
        // 30点 of a list and 24时 are right.
        let hours = part("h", "hour").is_some_and(|hour| hour > 24);
        let minutes = part("m", "minute").is_some_and(|minute| minute > 59);
        !joined && (hours || minutes) && !text[whole.end..].starts_with(['建', '意', '要'])
    };
    let hits = TIME.captures_iter(text).filter(bad).filter_map(|hit| hit.get(0));
    let mention = |hit: regex::Match| {
        let place = Some(sources.part(span, text, hit.range()));
        let mut mention = Datum::new(MENTION.empty(), place);
        mention.set(mention::WORDS, word(hit.as_str(), place));
        mention
    };
    hits.map(mention).collect()
}

/// Returns the names of the units of some years, those they had before too.
fn unit_names(years: &[Year]) -> Vec<String> {
    let units = years.iter().flat_map(|year| year.root.get(year::UNITS).items());
    let names = units.flat_map(|unit| {
        std::iter::once(unit.get(unit::NAME)).chain(unit.get(unit::FORMER_NAMES).items())
    });
    names.filter_map(Datum::text).map(str::to_owned).collect()
}

/// Finds units of subjects that the union did not have in the year they are appraised for; none where
/// the site has no such year.
fn strange_units(root: &Datum, years: &[Year]) -> Datum {
    let subjects = root.get(folder::SCORING).get(scoring::SUBJECTS);
    let wanted = root.get(folder::NOTICE).get(notice::YEAR).text().and_then(AcademicYear::parse);
    let year = years.iter().find(|year| Some(year.edition.year) == wanted);
    let Some(units) =
        year.map(|year| year.root.get(year::UNITS).items()).filter(|units| !units.is_empty())
    else {
        return list(Vec::new(), subjects.span);
    };
    let known: Vec<&str> = units.iter().filter_map(|unit| unit.get(unit::NAME).text()).collect();
    let level = root.get(folder::NOTICE).get(notice::LEVEL).text() == Some("校级");
    let mut found = Vec::new();
    for unit in subjects.items().iter().filter(|_| level).map(|subject| subject.get(subject::UNIT))
    {
        // A department may stand there for a person of its union.
        let Some(text) = unit.text().filter(|text| text.ends_with(['部', '处', '室'])) else {
            continue;
        };
        if !known.iter().any(|name| text.ends_with(name) || name.ends_with(text)) {
            let mut mention = Datum::new(MENTION.empty(), unit.span);
            mention.set(mention::WORDS, word(text, unit.span));
            found.push(mention);
        }
    }
    list(found, subjects.span)
}

static NUMBER_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[〔\\[［（(【](?P<year>[0-9]{4})[〕\\]］）)】]").expect("a pattern of our own")
});

/// Reads the year of the number a document has, 〔2025〕, and the year it was issued in.
fn number_year(notice: &mut Datum) {
    let written = notice.get(notice::NUMBER).clone();
    let year =
        written.text().and_then(|text| NUMBER_YEAR.captures(text)?["year"].parse::<i64>().ok());
    if let (Some(year), Some(issued)) = (year, notice.get(notice::ISSUED).date()) {
        let own = i64::from(issued.year());
        // What was registered in December may be issued in January.
        let late = issued.month() == Month::January && year == own - 1;
        notice.set(notice::NUMBER_YEAR, number(year, written.span));
        notice.set(
            notice::ISSUED_YEAR,
            number(if late { year } else { own }, notice.get(notice::ISSUED).span),
        );
    }
}

/// Tells of each deadline and meeting whether anybody works on that day.
fn working_days(notice: &mut Datum, calendar: &Calendar) {
    for entry in notice.get_mut(notice::WORK).map(Datum::items_mut).unwrap_or_default() {
        for (name, is) in [(work::DEADLINE, work::DEADLINE_IS), (work::MEETING, work::MEETING_IS)] {
            let day = entry.get(name).clone();
            if let Some(date) = day.date() {
                let kind = match calendar.day(date) {
                    Day::Working => "工作日",
                    Day::Weekend => "周末",
                    Day::Holiday => "法定节假日",
                };
                entry.set(is, word(kind, day.span));
            }
        }
    }
}

/// Finds semesters that the text of a notice appraises and the data do not: 秋季学期述职评议.
fn season_slips(text: &str, span: Span, semester: &str, sources: &Sources) -> Vec<Datum> {
    static APPRAISED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("(?P<season>[春秋]季)学期[^，。；]{0,12}(?:述职|评议)")
            .expect("a pattern of our own")
    });
    let hits = APPRAISED.captures_iter(text).filter_map(|hit| hit.name("season"));
    let wrong = hits.filter(|season| season.as_str() != semester && semester != "全学年");
    let mention = |season: regex::Match| {
        let place = Some(sources.part(span, text, season.range()));
        let mut mention = Datum::new(MENTION.empty(), place);
        mention.set(mention::WORDS, word(season.as_str(), place));
        mention.set(mention::EXPECTED, word(semester, place));
        mention
    };
    // What the last round found may be told of.
    let before = |season: &regex::Match| {
        let ahead = &text[..season.start()];
        !["上", "前", "去年", "此前"]
            .iter()
            .any(|word| ahead.rsplit(['，', '。', '；']).next().unwrap_or_default().contains(word))
    };
    wrong.filter(before).map(mention).collect()
}

/// Finds a pattern in a text, each hit with what it should be, when that is known.
fn mentions(
    pattern: &Regex,
    text: &str,
    span: Span,
    sources: &Sources,
    expected: impl Fn(&str) -> String,
) -> Vec<Datum> {
    let mention = |hit: regex::Match| {
        let place = Some(sources.part(span, text, hit.range()));
        let mut mention = Datum::new(MENTION.empty(), place);
        mention.set(mention::WORDS, word(hit.as_str(), place));
        let expected = expected(hit.as_str());
        if !expected.is_empty() {
            mention.set(mention::EXPECTED, word(&expected, place));
        }
        mention
    };
    pattern.find_iter(text).map(mention).collect()
}

/// Finds ranges of scores that begin or end where another of the same text does, unless the text
/// says what is included.
fn shared_bounds(text: &str, span: Span, sources: &Sources) -> Vec<Datum> {
    let mut seen: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for range in SCORES.captures_iter(text) {
        let whole = range.get(0).expect("a match has a whole");
        // The sentence may say what is included.
        if clause(text, whole.start(), &['。', '\n']).contains('含') {
            continue;
        }
        // Minutes are no scores.
        if text[whole.end()..].starts_with('钟') {
            continue;
        }
        let bounds = [&range[1], &range[2]];
        if let Some(shared) = bounds.iter().find(|bound| seen.iter().any(|known| known == *bound)) {
            let place = Some(sources.part(span, text, whole.range()));
            let mut mention = Datum::new(MENTION.empty(), place);
            mention.set(mention::WORDS, word(whole.as_str(), place));
            mention.set(mention::EXPECTED, word(format!("{shared}分"), place));
            found.push(mention);
        }
        seen.extend(bounds.map(str::to_owned));
    }
    found
}

/// Counts the committee and its student delegates, where each part says how many it has.
fn committee(notice: &mut Datum) {
    let committee = notice.get(notice::COMMITTEE).clone();
    let place = committee.span;
    let names = [notice::COMMITTEE_COUNT, notice::COMMITTEE_DELEGATES];
    for (name, count) in names.into_iter().zip(committee_counts(&committee)) {
        notice.set(name, count.map_or(Datum::absent(place), |count| number(count, place)));
    }
    let parts = committee.items().iter().map(|part| part.get(committee::NAME).clone()).collect();
    notice.set(notice::COMMITTEE_PARTS, list(parts, place));
}

/// Returns how many sit on a committee, and how many of them are student delegates.
pub fn committee_counts(committee: &Datum) -> [Option<i64>; 2] {
    let count = |delegates: bool| {
        let parts = committee.items().iter();
        let parts =
            parts.filter(|part| !delegates || part.get(committee::DELEGATES).bool() == Some(true));
        let sum = parts.map(|part| part.get(committee::COUNT).number()).sum::<Option<i64>>();
        sum.filter(|_| !committee.items().is_empty())
    };
    [count(false), count(true)]
}

/// Tells whether what each report is handed to ends as an office or a post does, rather than in a
/// person's name.
fn recipients(notice: &mut Datum, words: &Words) {
    for entry in notice.get_mut(notice::WORK).map(Datum::items_mut).unwrap_or_default() {
        let written = entry.get(work::SUBMITTED_TO).clone();
        let Some(text) = written.text() else { continue };
        let text = text.split(['，', ',', '；', ';', '：', ':']).next().unwrap_or(text).trim();
        let bracket = text.strip_suffix(['）', ')']).and_then(|text| text.rfind(['（', '(']));
        let text = bracket.map_or(text, |at| &text[..at]);
        let office = words.office_ends.iter().any(|end| text.ends_with(end.as_str()));
        entry.set(work::TO_AN_OFFICE, flag(office, written.span));
    }
}

/// The earliest and the latest day that work of a semester may be of: the months around it are
/// holidays, which colleges count to either.
fn days_of(year: AcademicYear, semester: &str) -> (Date, Date) {
    let day = |years: i32, month, day| {
        Date::from_calendar_date(year.start() + years, month, day).expect("a day of every year")
    };
    let (first, last) = (day(0, Month::August, 1), day(1, Month::August, 31));
    match semester {
        "秋季" => (first, day(1, Month::February, 28)),
        "春季" => (day(1, Month::January, 1), last),
        _ => (first, last),
    }
}

/// Finds academic years and semesters in the title other than the one that is appraised.
fn title_slips(
    title: &str,
    span: Span,
    year: AcademicYear,
    semester: &str,
    sources: &Sources,
) -> Vec<Datum> {
    let label = year.label().replace("学年", "");
    let mut slips = mentions(&YEARS, title, span, sources, |_| label.clone());
    slips
        .retain(|slip| slip.get(mention::WORDS).text().and_then(AcademicYear::parse) != Some(year));
    // 2024年春季学期 of 2024—2025 is the spring of 2025.
    let own = match semester {
        "秋季" => Some(year.start()),
        "春季" => Some(year.start() + 1),
        _ => None,
    };
    for hit in DATED_SEASON.captures_iter(title) {
        let written = hit.name("year").expect("the pattern has one");
        if own.is_some_and(|own| written.as_str().parse() != Ok(own)) {
            let place = Some(sources.part(span, title, written.range()));
            let mut mention = Datum::new(MENTION.empty(), place);
            mention.set(mention::WORDS, word(written.as_str(), place));
            mention.set(mention::EXPECTED, word(own.unwrap_or_default().to_string(), place));
            slips.push(mention);
        }
    }
    let seasons = mentions(&SEASON, title, span, sources, |_| semester.to_owned());
    slips.extend(
        seasons.into_iter().filter(|slip| slip.get(mention::WORDS).text() != Some(semester)),
    );
    slips
}

/// Finds headings that carry a number: the program numbers the parts of a notice, its own among them.
fn own_numbers(prose: &Prose) -> Vec<Datum> {
    let mut found = Vec::new();
    prose.walk(&mut |node, _| {
        let text = node.plain_text();
        let written = match (&node.label, NUMBERED.find(&text)) {
            (Some(label), _) => label.text.clone(),
            (None, Some(number)) => number.as_str().to_owned(),
            (None, None) => return,
        };
        if matches!(node.kind, Kind::Chapter | Kind::Section) {
            let place = Some(node.span);
            let mut entry = Datum::new(BREAK.empty(), place);
            entry.set(numbering_break::LEVEL, word("标题", place));
            entry.set(numbering_break::FOUND, word(&written, place));
            entry.set(numbering_break::EXPECTED, word("不写编号", place));
            found.push(entry);
        }
    });
    found
}

/// Lays the annexes that the notice lists beside those that are there.
fn annexes(root: &Datum) -> Datum {
    let listed = root.get(folder::NOTICE).get(notice::ANNEXES);
    let named = listed.items();
    // Of sheets that could not be read nobody can say which are there.
    if !matches!(root.get(folder::SCORING).get(scoring::SHEETS).value, Value::Items(_)) {
        return Datum::absent(listed.span);
    }
    let sheets = root.get(folder::SCORING).get(scoring::SHEETS).items().iter();
    let mut present: Vec<(String, Option<Span>)> = sheets
        .map(|sheet| sheet.get(sheet::TITLE))
        .filter_map(|title| Some((title.text()?.to_owned(), title.span)))
        .collect();
    if let Some(prose) = root.get(folder::ANNEXES).get(annexes::TEXT).prose() {
        let parts = prose.nodes.iter().filter(|node| node.kind == Kind::Chapter);
        present.extend(parts.map(|part| (part.plain_text().trim().to_owned(), Some(part.span))));
    }
    let mut entries = Vec::new();
    for at in 0..named.len().max(present.len()) {
        let (name, own) = (named.get(at), present.get(at));
        let place = name.and_then(|name| name.span).or(own.and_then(|(_, span)| *span));
        let mut entry = Datum::new(ANNEX.empty(), place);
        let text = |text: Option<&str>| word(text.unwrap_or("没有"), place);
        let (name, own) = (name.and_then(Datum::text), own.map(|(title, _)| title.as_str()));
        entry.set(annex::NO, number(at as i64 + 1, place));
        entry.set(annex::NAMED, text(name));
        entry.set(annex::PRESENT, text(own));
        entries.push(entry);
    }
    list(entries, listed.span)
}

/// Joins what was left open with what closed it.
fn open_matters(notice: &mut Datum) {
    let of = |list: &Datum| -> Vec<String> {
        let matters = list.items().iter().filter_map(|entry| entry.get(open_matter::MATTER).text());
        matters.map(str::to_owned).collect()
    };
    let closed = of(notice.get(notice::SUPPLEMENTS));
    for entry in notice.get_mut(notice::OPEN).map(Datum::items_mut).unwrap_or_default() {
        let matter = entry.get(open_matter::MATTER).clone();
        if let Some(text) = matter.text() {
            entry.set(
                open_matter::CLOSED,
                flag(closed.iter().any(|known| known == text), matter.span),
            );
        }
    }
}
