//! How a roster writes a person: the name, the offices, the department, alike wherever they are compared.
//! It must not know any rule.

use crate::datum::Datum;
use crate::model::matrix_row;
use crate::standard::Words;

/// What stands between the two offices or units of one person.
pub(super) const BETWEEN_OFFICES: [char; 9] = ['、', '，', ',', '/', '／', '兼', '；', ';', '＋'];

/// Returns a name without the blanks that spread two characters over three, its dots as one.
pub(super) fn plain_name(name: &str) -> String {
    let plain = name.chars().filter(|c| !c.is_whitespace());
    plain.map(|c| if "•・‧∙⋅･．".contains(c) { '·' } else { c }).collect()
}

/// Returns the departments that a second-level body is of: those it declares, its name, and its name
/// without what says that it is a union.
pub(super) fn departments(row: &Datum, words: &Words) -> Vec<String> {
    let Some(name) = row.get(matrix_row::NAME).text() else { return Vec::new() };
    let declared = row.get(matrix_row::DEPARTMENTS).items().iter();
    let mut names: Vec<String> = declared.filter_map(Datum::text).map(str::to_owned).collect();
    names.push(name.to_owned());
    let bare = words.body_ends.iter().filter_map(|end| name.strip_suffix(end.as_str()));
    let bare = bare.filter(|bare| !bare.is_empty()).min_by_key(|bare| bare.len());
    names.extend(bare.map(str::to_owned));
    names
}
