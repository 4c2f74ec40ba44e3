//! What every text of a year is read for: its wording, its numbers, its names, what it claims.
//! It must not know how anything is found in it.

use super::asked::{Maker, Making, Path};
use super::{
    claims, clauses, dates, figures, links, mentions, names, owners, placeholder, private,
    regulation, tallies, wholes, wording,
};
use crate::datum::{Datum, FieldName, Shape, Value, list, word};
use crate::model::{
    MENTION, appraisal, charter, college, guide, head, indicator, mailbox, matrix_row, mention,
    person, previous, self_evaluation, texts, unit, year,
};
use crate::standard::{Words, word_lists};

/// A cell in which somebody says that he need not give a rank is emptied before texts are read.
const WRITTEN: Path = &[year::ROSTER, person::RANK_CELL];

pub static PRIVATE: Maker =
    Maker { makes: &[&[year::TEXTS, texts::PRIVATE]], of: &[WRITTEN], make: private_data };

pub static NAMED: Maker =
    Maker { makes: &[&[year::TEXTS, texts::NAMED]], of: &[WRITTEN], make: people_named };

/// Numbers in texts beside the data.
pub static FIGURES: Maker = Maker {
    makes: &[&[year::TEXTS, texts::FIGURES]],
    of: &[WRITTEN, &[year::FORM], &[year::PREVIOUS], &[year::TOTALS]],
    make: |it| {
        let found = figures::find(&it.passages(), it.root, it.beside.words);
        put(it, texts::FIGURES, found);
    },
};

pub static DATES: Maker = Maker {
    makes: &[&[year::TEXTS, texts::DATES]],
    of: &[WRITTEN],
    make: |it| {
        let own = owners::Own::gather(it.root, it.beside.words);
        let known = dates::Known::gather(it.root);
        let passages = it.passages();
        let found = dates::all(&passages, known, &own, it.beside.words);
        put(it, texts::DATES, found);
    },
};

/// Wholes and their parts, and votes.
pub static WHOLES: Maker = Maker {
    makes: &[&[year::TEXTS, texts::WHOLES]],
    of: &[WRITTEN, &[year::TOTALS], &[year::APPRAISAL, appraisal::WRITTEN_DIMENSIONS]],
    make: counted,
};

pub static CLAUSES: Maker = Maker {
    makes: &[
        &[year::TEXTS, texts::FORBIDDEN],
        &[year::TEXTS, texts::LACKING],
        &[year::TEXTS, texts::UNLIKE],
    ],
    of: &[
        WRITTEN,
        &[year::FORM],
        &[year::CHARTER, charter::TITLE],
        &[year::SELF_EVALUATION, self_evaluation::SCHOOL, indicator::ITEM],
    ],
    make: |it| clauses::match_clauses(&it.passages(), it.root, it.beside.words),
};

/// What texts claim that can be looked up.
pub static CLAIMS: Maker = Maker {
    makes: &[
        &[year::TEXTS, texts::OF_CHARTER],
        &[year::TEXTS, texts::SHARES],
        &[year::TEXTS, texts::UNLISTED],
        &[year::TEXTS, texts::UNKNOWN_UNITS],
        &[year::TEXTS, texts::STALE_YEARS],
        &[year::TEXTS, texts::LEFTOVERS],
        &[year::CHARTER, charter::APPROVAL_CLAUSE],
    ],
    of: &[
        WRITTEN,
        &[year::HEAD, head::YEAR_START],
        &[year::TOTALS],
        &[year::PREVIOUS, previous::STAFF],
        &[year::ROSTER, person::GRADE_NUMBER],
        &[year::ROSTER, person::FRESHMAN],
        &[year::ROSTER, person::PRESIDES],
        &[year::ROSTER, person::EXEMPT],
        &[year::ROSTER, person::RANK],
        &[year::ROSTER, person::COHORT],
    ],
    make: |it| claims::look_up_claims(&it.passages(), it.root, it.beside.words),
};

pub static WORDING: Maker = Maker {
    makes: &[
        &[year::TEXTS, texts::WRONG_WORDS],
        &[year::TEXTS, texts::TRADITIONAL],
        &[year::TEXTS, texts::BLANKS],
        &[year::TEXTS, texts::DOUBLED],
        &[year::TEXTS, texts::MARK_RUNS],
        &[year::TEXTS, texts::HALF_WIDTH_MARKS],
        &[year::TEXTS, texts::FULL_WIDTH_DIGITS],
        &[year::TEXTS, texts::SPREAD_NAMES],
        &[year::TEXTS, texts::LETTER_TICKS],
        &[year::TEXTS, texts::MISSHAPEN_NUMBERS],
        &[year::TEXTS, texts::SELF_NAMES],
        &[year::TEXTS, texts::OFFICE_NAMES],
        &[year::TEXTS, texts::OFFICE_SLIPS],
        &[year::TEXTS, texts::BALLOT_MARKS],
        &[year::TEXTS, texts::REPEATS],
    ],
    of: &[WRITTEN],
    make: |it| {
        let (passages, plain) = (it.passages(), one_tier(it.root, it.beside.words));
        if let Some(texts) = it.root.get_mut(year::TEXTS) {
            wording::find(&passages, it.beside.words, plain, texts);
        }
    },
};

/// Entries of lists that repeat the one before.
pub static REPEATED_ENTRIES: Maker = Maker {
    makes: &[&[year::TEXTS, texts::REPEATED_ENTRIES]],
    of: &[],
    make: |it| put(it, texts::REPEATED_ENTRIES, repeated(&it.year.root)),
};

pub static LINKS: Maker = Maker {
    makes: &[&[year::TEXTS, texts::LINKS], &[year::TEXTS, texts::PLACEHOLDERS]],
    of: &[WRITTEN],
    make: |it| {
        let passages = it.passages();
        put(it, texts::LINKS, links::find(&passages, it.beside.site));
        put(it, texts::PLACEHOLDERS, placeholder::hosts(&passages, it.beside.site));
    },
};

/// Who and what is of the sample that the program brings along.
pub static SAMPLE: Maker = Maker {
    makes: &[
        &[year::HEAD, head::COLLEGE, college::INVENTED],
        &[year::ROSTER, person::OF_SAMPLE],
        &[year::GUIDES, guide::OF_SAMPLE],
    ],
    of: &[],
    make: |it| placeholder::mark(it.root, it.beside.words),
};

/// Where the bands of grades in the rules of appraisal leave a gap or overlap.
pub static BAND_GAPS: Maker = Maker {
    makes: &[&[year::APPRAISAL, appraisal::BAND_GAPS]],
    of: &[WRITTEN],
    make: |it| {
        let gaps = regulation::band_gaps(it.root, it.sources);
        let place = it.root.get(year::APPRAISAL).get(appraisal::TEXT).span;
        let appraisal = it.root.get_mut(year::APPRAISAL);
        if let Some(appraisal) = appraisal.filter(|it| matches!(it.value, Value::Fields(..))) {
            appraisal.set(appraisal::BAND_GAPS, list(gaps, place));
        }
    },
};

/// The academic years and the grace that texts speak of.
pub static MENTIONS: Maker = Maker {
    makes: &[&[year::TEXTS, texts::YEARS], &[year::TEXTS, texts::GRACE]],
    of: &[&[year::FORM]],
    make: |it| {
        let of = it.year.edition.year;
        let years = mentions::years(it.root, of, it.beside.words, it.sources);
        let grace = mentions::grace(it.root, of, it.sources);
        put(it, texts::YEARS, years);
        put(it, texts::GRACE, grace);
    },
};

fn put(it: &mut Making, name: FieldName, found: Vec<Datum>) {
    if let Some(texts) = it.root.get_mut(year::TEXTS) {
        texts.set(name, list(found, None));
    }
}

fn private_data(it: &mut Making) {
    let passages = it.passages();
    let mailboxes = it.root.get(year::HEAD).get(head::MAILBOXES).items().iter();
    let offices: Vec<&str> =
        mailboxes.filter_map(|mailbox| mailbox.get(mailbox::ADDRESS).text()).collect();
    let hits = private::hits(&passages, &offices, it.beside.site, &it.year.files, it.sources);
    put(it, texts::PRIVATE, hits);
}

fn people_named(it: &mut Making) {
    let passages = it.passages();
    let people = it.root.get(year::ROSTER).items().iter();
    let people = people.filter_map(|person| person.get(person::NAME).text());
    let named = names::find(&passages, people, &[year::ROSTER, year::GUIDES]);
    put(it, texts::NAMED, named);
}

fn counted(it: &mut Making) {
    let passages = it.passages();
    let appraisal = it.root.get(year::APPRAISAL);
    let sides = match appraisal.get(appraisal::WRITTEN_DIMENSIONS).items().len() {
        0 => appraisal.get(appraisal::DIMENSIONS).items().len(),
        sides => sides,
    };
    let sides = i64::try_from(sides).ok().filter(|sides| *sides > 0);
    let mut found = wholes::find(&passages, sides, it.beside.words);
    for section in [year::CHARTER, year::APPRAISAL, year::ELECTION] {
        let text = it.root.get(section).get(charter::TEXT).prose();
        found.extend(text.map_or_else(Vec::new, |text| wholes::items(text, it.sources)));
    }
    found.extend(tallies::find(&passages, it.root, it.beside.words));
    put(it, texts::WHOLES, found);
}

/// Tells whether 院 and 校 are both the whole college: none of its departments is an 学院.
fn one_tier(root: &Datum, words: &Words) -> bool {
    let rows = root.get(year::SELF_EVALUATION).get(self_evaluation::MATRIX).items().iter();
    let mut names = rows.filter_map(|row| row.get(matrix_row::NAME).text()).peekable();
    names.peek().is_some() && !names.any(|name| words.has(word_lists::COLLEGES_WITHIN, name))
}

/// Finds the entries of lists that are the same as the one right before. Numbered rows have rules
/// of their own.
fn repeated(root: &Datum) -> Vec<Datum> {
    fn visit(datum: &Datum, found: &mut Vec<Datum>) {
        let Value::Fields(record, data) = &datum.value else { return };
        for (field, datum) in record.fields.iter().zip(data) {
            let listed = matches!(field.shape, Shape::Many(of) if of.position(unit::NO).is_none());
            if listed || matches!(field.shape, Shape::Texts) {
                let pairs = datum.items().windows(2).map(|pair| (lines(&pair[0]), &pair[1]));
                let same = pairs.filter(|(before, entry)| *before == lines(entry));
                found.extend(same.map(|(same, entry)| {
                    let mut mention = Datum::new(MENTION.empty(), entry.span);
                    let brief = same.lines().next().unwrap_or_default();
                    mention.set(mention::WORDS, word(brief, entry.span));
                    mention
                }));
            }
            visit(datum, found);
            datum.items().iter().for_each(|entry| visit(entry, found));
        }
    }
    let mut found = Vec::new();
    visit(root, &mut found);
    found
}

/// All values of an entry, a line each.
fn lines(entry: &Datum) -> String {
    match &entry.value {
        Value::Text(text) => format!("{text}\n"),
        Value::Number(number) => format!("{number}\n"),
        Value::Date(date) => format!("{date}\n"),
        Value::Bool(yes) => format!("{yes}\n"),
        Value::Fields(_, data) | Value::Items(data) => data.iter().map(lines).collect(),
        Value::Absent | Value::Faulty | Value::Prose(_) => String::new(),
    }
}
