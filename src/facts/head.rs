//! What follows from the head of a year: its days, its mailboxes, the day of consent.
//! It must not judge; a value that lacks any of its sources is absent.

use time::{Date, Month};

use super::asked::Maker;
use super::{dates, private};
use crate::datum::{Datum, Value, flag, number, word, word_list};
use crate::load::Year;
use crate::model::{head, mailbox, site, year};
use crate::source::Span;

/// The academic year, its days, the mailboxes.
pub static HEAD: Maker = Maker {
    makes: &[
        &[year::HEAD, head::YEAR_START],
        &[year::HEAD, head::YEAR],
        &[year::HEAD, head::FIRST_DAY],
        &[year::HEAD, head::LAST_DAY],
        &[year::HEAD, head::STUDENT_PATTERN],
        &[year::HEAD, head::ALLOWED_MAILBOXES],
        &[year::HEAD, head::PROVINCIAL_MAILBOXES],
        &[year::HEAD, head::NATIONAL_MAILBOXES],
    ],
    of: &[],
    make: |it| head(it.root, it.year, it.beside.site),
};

/// The day by which those named agreed.
pub static CONSENT: Maker =
    Maker { makes: &[&[year::HEAD, head::CONSENTED_ON]], of: &[], make: |it| consent(it.root) };

fn head(root: &mut Datum, year: &Year, site: &Datum) {
    let allowed: Vec<&str> = match site.value {
        Value::Fields(..) => {
            site.get(site::MAILBOXES).items().iter().filter_map(Datum::text).collect()
        }
        _ => Vec::new(),
    };
    let pattern = match site.value {
        Value::Fields(..) => site.get(site::STUDENT_NUMBER).clone(),
        _ => Datum::absent(None),
    };
    let span = root.get(year::HEAD).span.map(Span::at_start);
    let start = year.edition.year.start();
    let day = |year, month, day| {
        Date::from_calendar_date(year, month, day).map_or(Value::Absent, Value::Date)
    };
    if let Some(head) = root.get_mut(year::HEAD) {
        head.set(head::YEAR_START, number(start.into(), span));
        let label = format!("{start}—{}", start + 1);
        head.set(head::YEAR, word(label, span));
        head.set(head::FIRST_DAY, Datum::new(day(start, Month::September, 1), span));
        head.set(head::LAST_DAY, Datum::new(day(start + 1, Month::August, 31), span));
        if let Some(text) = pattern.text() {
            let usable = private::student_number(text).is_some();
            head.set(head::STUDENT_PATTERN, flag(usable, pattern.span));
        }
        if !allowed.is_empty() {
            head.set(head::ALLOWED_MAILBOXES, word_list(allowed, span));
        }
        let mailboxes = head.get(head::MAILBOXES).clone();
        if let Value::Items(boxes) = &mailboxes.value {
            let levels: Option<Vec<&str>> =
                boxes.iter().map(|b| b.get(mailbox::LEVEL).text()).collect();
            let place =
                boxes.first().and_then(|first| first.get(mailbox::LEVEL).span).or(mailboxes.span);
            for (name, wanted) in
                [(head::PROVINCIAL_MAILBOXES, "省级"), (head::NATIONAL_MAILBOXES, "全国")]
            {
                let of_level = |levels: &Vec<&str>| levels.iter().filter(|l| **l == wanted).count();
                if let Some(count) = levels.as_ref().map(of_level) {
                    head.set(name, number(count as i64, place));
                }
            }
        }
    }
}

fn consent(root: &mut Datum) {
    let consent = root.get(year::HEAD).get(head::CONSENT).clone();
    if let Some(head) = root.get_mut(year::HEAD).filter(|it| matches!(it.value, Value::Fields(..)))
        && let Some(day) = consent.text().and_then(dates::last_day)
    {
        head.set(head::CONSENTED_ON, Datum::new(Value::Date(day), consent.span));
    }
}
