//! The matters a notice settles: who sits, who is told, what is annexed, what was left open.
//! It must not judge whether that is enough.

use crate::datum::prose::Kind;
use crate::datum::{Datum, Value, flag, list, number, word};
use crate::model::round::{
    ANNEX, annex, annexes, committee, folder, notice, open_matter, scoring, sheet, work,
};
use crate::source::Span;
use crate::standard::{Calendar, Day, Words, word_lists};

/// Tells of each deadline and meeting whether anybody works on that day.
pub fn working_days(notice: &mut Datum, calendar: &Calendar) {
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

/// Counts the committee and its student delegates, where each part says how many it has.
pub fn committee(notice: &mut Datum) {
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
pub fn recipients(notice: &mut Datum, words: &Words) {
    for entry in notice.get_mut(notice::WORK).map(Datum::items_mut).unwrap_or_default() {
        let written = entry.get(work::SUBMITTED_TO).clone();
        let Some(text) = written.text() else { continue };
        let text = text.split(['，', ',', '；', ';', '：', ':']).next().unwrap_or(text).trim();
        let bracket = text.strip_suffix(['）', ')']).and_then(|text| text.rfind(['（', '(']));
        let text = bracket.map_or(text, |at| &text[..at]);
        let office =
            words.list(word_lists::OFFICE_ENDS).iter().any(|end| text.ends_with(end.as_str()));
        entry.set(work::TO_AN_OFFICE, flag(office, written.span));
    }
}

/// Lays the annexes that the notice lists beside those that are there.
pub fn annexes(root: &Datum) -> Datum {
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
pub fn open_matters(notice: &mut Datum) {
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
