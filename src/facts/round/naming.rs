//! How the notice of a round names its year and semester, in its title, its text and its number.
//! It must not judge which it ought to be.

use std::sync::LazyLock;

use regex::Regex;
use time::{Date, Month};

use crate::academic_year::AcademicYear;
use crate::datum::{Datum, Value, list, number, word};
use crate::facts::private::each_text;
use crate::model::round::{folder, notice, period};
use crate::model::{MENTION, mention};
use crate::source::{Sources, Span};
use crate::standard::{Words, word_lists};

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

static NUMBER_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[〔\\[［（(【](?P<year>[0-9]{4})[〕\\]］）)】]").expect("a pattern of our own")
});

/// Finds academic years called as if they were years of the calendar, and calendar years appraised.
pub fn year_words(root: &Datum, sources: &Sources) -> Vec<Datum> {
    let mut found = Vec::new();
    each_text(root.get(folder::NOTICE), &mut |text, span| {
        found.extend(mentions(&YEAR_WORD, text, span, sources, |found| {
            found.trim_end_matches("年度").trim_end().to_owned() + "学年"
        }));
        found.extend(YEAR_OF_WORK.captures_iter(text).filter_map(|hit| {
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
    found
}

/// Lays the year and the semester appraised beside the title, the text and the period.
pub fn compare_naming(notice: &mut Datum, words: &Words, sources: &Sources) {
    let year = notice.get(notice::YEAR).clone();
    let Some(of) = year.text().and_then(AcademicYear::parse) else { return };
    notice.set(notice::YEAR_START, number(of.start().into(), year.span));
    notice.set(notice::YEAR_LABEL, word(of.label(), year.span));
    let semester = notice.get(notice::SEMESTER).clone();
    let semester = semester.text().unwrap_or_default();
    let title = notice.get(notice::TITLE);
    if let (Some(text), Some(span)) = (title.text(), title.span) {
        let mut slips = title_slips(text, span, of, semester, sources);
        each_text(notice.get(notice::TEXT), &mut |text, span| {
            slips.extend(season_slips(text, span, semester, words, sources));
        });
        notice.set(notice::TITLE_SLIPS, list(slips, None));
    }
    let (first, last) = days_of(of, semester);
    let span = notice.get(notice::PERIOD).get(period::FROM).span;
    notice.set(notice::PERIOD_FIRST, Datum::new(Value::Date(first), span));
    notice.set(notice::PERIOD_LAST, Datum::new(Value::Date(last), span));
}

/// Reads the year of the number a document has, 〔2025〕, and the year it was issued in.
pub fn number_year(notice: &mut Datum) {
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

/// Finds semesters that the text of a notice appraises and the data do not: 秋季学期述职评议.
fn season_slips(
    text: &str,
    span: Span,
    semester: &str,
    words: &Words,
    sources: &Sources,
) -> Vec<Datum> {
    static APPRAISED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("(?P<season>[春秋]季)学期[^，。；]{0,12}(?:述职|评议)|(?:评议|述职)[^，。；]{0,12}?(?P<after>[春秋]季)学期")
            .expect("a pattern of our own")
    });
    let hits =
        APPRAISED.captures_iter(text).filter_map(|hit| hit.name("season").or(hit.name("after")));
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
        let clause = ahead.rsplit(['，', '。', '；']).next().unwrap_or_default();
        !words.has(word_lists::ANOTHER_ROUND, clause)
    };
    // Nor does it matter what the next one will be about.
    let next = |season: &regex::Match| {
        let behind = text[season.end()..].split(['，', '。', '；']).next().unwrap_or_default();
        !words.has(word_lists::NEXT_ROUND, behind)
    };
    wrong.filter(before).filter(next).map(mention).collect()
}

/// Finds a pattern in a text, each hit with what it should be, when that is known.
pub fn mentions(
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
