//! What is still to be filled in, as a list of questions.
//! It must not know any answer.

use super::Run;
use crate::datum::{Datum, Field, Value};
use crate::load::decode::UNFILLED;
use crate::load::{self, Folder, Year};
use crate::source::{FileId, Sources, Span};

/// A value that is still written as 待填.
#[derive(Debug)]
pub struct Question {
    pub place: Span,
    /// The author's words down to it, `学校 › 全称`; of a text, the line it stands in.
    pub asked: String,
    /// What the file it stands in is, by the table of fields.
    pub title: &'static str,
    /// What the table says of the value; nothing of one that stands in a text.
    pub field: Option<&'static Field>,
}

/// What is to be filled in of a year or round, and of the site's own file.
#[derive(Debug, Default)]
pub struct Unanswered {
    /// Every value still written as 待填, in the order of the files.
    pub questions: Vec<Question>,
    /// The files that cannot be read: what is to be filled in there cannot be asked before they are
    /// mended.
    pub unread: Vec<FileId>,
}

/// Returns what is still to be filled in of a year or round, and of the site's own file.
pub fn unanswered(run: &Run, folder: &Folder) -> Unanswered {
    let sources = &run.inputs.sources;
    let year = load::year(folder, sources, &mut Vec::new());
    let mut questions = of_year(&year, sources);
    questions.extend(of_site(run));
    let site = sources.find("content/site.yaml").filter(|_| run.site.is_absent());
    Unanswered { questions, unread: year.unread.into_iter().chain(site).collect() }
}

fn of_year(year: &Year, sources: &Sources) -> Vec<Question> {
    let Value::Fields(record, data) = &year.root.value else { return Vec::new() };
    let mut questions = Vec::new();
    for (file, datum) in record.fields.iter().zip(data) {
        let mut known = Vec::new();
        gather(datum, file, String::new(), &mut known);
        let of_file = |place: &Span| {
            let path = &sources.file(place.file).path;
            let name = path.rsplit('/').next().unwrap_or(path);
            name.split('.').next() == Some(file.key)
        };
        let mut places: Vec<Span> = year.unfilled.iter().copied().filter(of_file).collect();
        places.sort();
        questions.extend(places.into_iter().map(|place| {
            let of_data = known.iter().find(|(span, _, _)| *span == place);
            let (asked, field) = match of_data {
                Some((_, asked, field)) => (asked.clone(), Some(*field)),
                None => (line_of(place, sources), None),
            };
            Question { place, asked, title: file.meaning, field }
        }));
    }
    questions
}

fn of_site(run: &Run) -> Vec<Question> {
    let Value::Fields(record, data) = &run.site.value else { return Vec::new() };
    let mut known = Vec::new();
    for (field, datum) in record.fields.iter().zip(data) {
        gather(datum, field, field.key.to_owned(), &mut known);
    }
    let open = |place: &Span| run.inputs.sources.text(*place).trim() == UNFILLED;
    let question =
        |(place, asked, field)| Question { place, asked, title: record.title, field: Some(field) };
    known.into_iter().filter(|(place, ..)| open(place)).map(question).collect()
}

/// Finds the values that are missing where something stands, with the words down to each.
fn gather(
    datum: &Datum,
    field: &'static Field,
    path: String,
    found: &mut Vec<(Span, String, &'static Field)>,
) {
    match &datum.value {
        Value::Fields(record, data) => {
            // A record that is itself to be filled in is asked for once.
            if let Some(span) = datum.span {
                found.push((span, path.clone(), field));
            }
            for (field, datum) in record.fields.iter().zip(data) {
                let between = if path.is_empty() { "" } else { " › " };
                gather(datum, field, format!("{path}{between}{}", field.key), found);
            }
        }
        Value::Items(items) => {
            for (at, item) in (1..).zip(items) {
                gather(item, field, format!("{path}[{at}]"), found);
            }
        }
        _ => found.extend(datum.span.map(|span| (span, path, field))),
    }
}

/// Returns the words of the line a place is in.
fn line_of(place: Span, sources: &crate::source::Sources) -> String {
    let text = &sources.file(place.file).text;
    let start = text[..place.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[place.end..].find('\n').map_or(text.len(), |at| place.end + at);
    text[start..end].trim().to_owned()
}
