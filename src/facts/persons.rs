//! How a roster writes a person: the name, the offices, the department, alike wherever they are compared.
//! It must not know any rule.

use crate::datum::Datum;
use crate::model::{matrix_row, person};
use crate::standard::{Words, word_lists};

/// What stands between the two offices or units of one person.
pub(super) const BETWEEN_OFFICES: [char; 9] = ['、', '，', ',', '/', '／', '兼', '；', ';', '＋'];

/// Returns the departments that a second-level body is of: those it declares, its name, and its name
/// without what says that it is a union.
pub(super) fn departments(row: &Datum, words: &Words) -> Vec<String> {
    let Some(name) = row.get(matrix_row::NAME).text() else { return Vec::new() };
    let declared = row.get(matrix_row::DEPARTMENTS).items().iter();
    let mut names: Vec<String> = declared.filter_map(Datum::text).map(str::to_owned).collect();
    names.push(name.to_owned());
    let bare =
        words.list(word_lists::BODY_ENDS).iter().filter_map(|end| name.strip_suffix(end.as_str()));
    let bare = bare.filter(|bare| !bare.is_empty()).min_by_key(|bare| bare.len());
    names.extend(bare.map(str::to_owned));
    names
}

/// Tells whether somebody is a member of the presidium, by an office of his or else by his unit.
pub(super) fn on_presidium(person: &Datum, words: &Words) -> Option<bool> {
    let unit = person.get(person::UNIT).text();
    let of_unit = || Some(unit?.split(BETWEEN_OFFICES).any(|it| it.ends_with("主席团")));
    person.get(person::POST).text().map(|post| presides(post, words)).or_else(of_unit)
}

/// Tells whether one of the offices a cell names makes a member of the presidium: 主席团成员兼学业部
/// 负责人 is one, 主席助理 is none.
fn presides(post: &str, words: &Words) -> bool {
    let plain: String = post.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = |office: &str| office.split(['（', '(']).next().unwrap_or_default().to_owned();
    plain.split(BETWEEN_OFFICES).any(|office| {
        let known = |name: &String| *name == office || *name == bare(office);
        words.list(word_lists::PRESIDING_POSTS).iter().any(known)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_office_makes_a_member_of_the_presidium() {
        let posts: &[_] = &["主席团成员", "执行主席", "副主席"];
        let words = Words::of([(word_lists::PRESIDING_POSTS, posts)]);
        for post in ["主席团成员", "副主席", "主席团成员兼学业部负责人", "主席团成员（执行主席）"]
        {
            assert!(presides(post, &words), "{post}");
        }
        for post in ["主席助理", "主席团秘书", "主席团成员助理", "学业部负责人"]
        {
            assert!(!presides(post, &words), "{post}");
        }
    }
}
