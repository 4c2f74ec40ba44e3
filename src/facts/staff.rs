//! What joins the roster, the table of units and the guides, row to row.
//! It must not judge; a value that lacks any of its sources is absent.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::derive::{flag, number, plain_name, word};
use crate::academic_year::AcademicYear;
use crate::datum::{Datum, Field, Need, Value, Visibility};
use crate::load::decode;
use crate::model::{MENTION, PERSON};
use crate::source::Span;

/// How like two duties are, in hundredths, from which on they are said to be alike.
const ALIKE: usize = 85;

/// Fills the derived fields that compare rows of one table.
pub fn derive(root: &mut Datum, year: AcademicYear) {
    people(root, year);
    blanks(root);
    units(root);
    guides(root);
}

/// Returns in which year of a programme a grade is: 二年级 and, in 2025—2026, 2024级 are 2.
pub fn grade_number(grade: &str, year: AcademicYear) -> Option<i64> {
    let plain: Vec<char> = grade.chars().map(decode::half_width).collect();
    let entry = plain
        .windows(5)
        .find(|window| window[..4].iter().all(char::is_ascii_digit) && window[4] == '级');
    if let Some(entry) = entry {
        let entry: i32 = entry[..4].iter().collect::<String>().parse().ok()?;
        return Some(i64::from(year.start() - entry) + 1);
    }
    let digit = plain.iter().find(|c| "一二三四五六七1234567".contains(**c))?;
    decode::count(&digit.to_string(), "")
}

/// Tells whether a grade is written as one: 二年级, 大二, 研一, 硕士二年级, 2024级, 预科.
fn is_grade(grade: &str) -> bool {
    static FORMS: LazyLock<Regex> = LazyLock::new(|| {
        let forms = "^[^0-9]{0,6}(?:[一二三四五六七1-7]年级|[大研硕博专本]士?[一二三四五六七1-7]|20[0-9]{2}级|预科|延[期长修])";
        Regex::new(forms).expect("a pattern of our own")
    });
    let plain: String = grade.chars().map(decode::half_width).collect();
    FORMS.is_match(&plain)
}

fn people(root: &mut Datum, year: AcademicYear) {
    let mut ranks: BTreeMap<(String, i64, i64), i64> = BTreeMap::new();
    let mut cohorts: BTreeMap<[String; 3], (i64, Option<Span>)> = BTreeMap::new();
    let mut presiding = Some(0);
    let mut lacking = None;
    for person in root.get_mut("roster").map(Datum::items_mut).unwrap_or_default() {
        let post = person.get("post").clone();
        match post.text() {
            Some(text) => {
                let presides = text.starts_with("主席") || text.contains("执行主席");
                person.set("presides", flag(presides, post.span));
                presiding = presiding.map(|count: i64| count + i64::from(presides));
            }
            None => {
                presiding = None;
                lacking = lacking.or(post.span);
                person.set("presides", Datum::absent(post.span));
            }
        }
        let grade = person.get("grade").clone();
        if let Some(text) = grade.text() {
            person.set("grade_formed", flag(is_grade(text), grade.span));
        }
        if let Some(n) = grade.text().and_then(|text| grade_number(text, year)) {
            person.set("grade_number", number(n, grade.span));
        }
        let entry = person.get("entry_year").clone();
        if let Some(entry_year) = entry.number() {
            person.set(
                "grade_by_entry",
                number(i64::from(year.start()) - entry_year + 1, entry.span),
            );
        }
        let no = person.get("no").number().unwrap_or_default();
        let text = |name: &str| person.get(name).text().map(str::to_owned);
        let cell = person.get("rank_cell").span;
        let (rank, cohort) = (person.get("rank").number(), person.get("cohort").number());
        let (Some(major), Some(cohort)) = (text("major"), cohort) else { continue };
        let class = text("department").zip(text("grade"));
        if let Some((department, grade)) = class {
            let class = cohorts.entry([department, major.clone(), grade]);
            let (first, place) = *class.or_insert((cohort, cell));
            if first != cohort {
                person.set("cohort_of_others", number(first, place));
            }
        }
        if let Some(rank) = rank {
            match ranks.get(&(major.clone(), rank, cohort)) {
                Some(other) => person.set("same_rank_as", number(*other, cell)),
                None => {
                    ranks.insert((major, rank, cohort), no);
                }
            }
        }
    }
    let roster = root.get("roster");
    let (place, given) = (roster.items().last().map(|p| p.get("post").span), roster.is_absent());
    if let Some(totals) = root.get_mut("totals").filter(|_| !given) {
        match presiding {
            Some(count) => totals.set("presiding", number(count, place.flatten())),
            None => totals.set("presiding", Datum::absent(lacking)),
        }
    }
}

/// Notes the cells somebody left empty in a column for checking that most have filled in.
fn blanks(root: &mut Datum) {
    let people = root.get("roster").items();
    let most = |field: &&&Field| {
        let filled = people.iter().filter(|person| !person.get(field.name).is_absent()).count();
        filled * 2 > people.len()
    };
    let is_check = |field: &&Field| {
        let optional = field.need == Need::Optional && field.visibility == Visibility::Hidden;
        optional && field.name != "standing"
    };
    let columns: Vec<&Field> = PERSON.fields.iter().filter(is_check).collect();
    let columns: Vec<&Field> = columns.iter().filter(most).copied().collect();
    for person in root.get_mut("roster").map(Datum::items_mut).unwrap_or_default() {
        let exempt = person.get("exempt").bool() == Some(true);
        let lacks = |field: &&&Field| {
            let cell = person.get(field.name);
            matches!(cell.value, Value::Absent) && !(exempt && field.name == "failed_courses")
        };
        let blanks = columns.iter().filter(lacks).map(|field| {
            let cell = person.get(field.name).span;
            let mut blank = Datum::new(decode::empty(&MENTION), cell);
            blank.set("words", word(field.key, cell));
            blank
        });
        let blanks = Value::Items(blanks.collect());
        person.set("blanks", Datum::new(blanks, None));
    }
}

fn units(root: &mut Datum) {
    let mut seen: Vec<(String, BTreeSet<[char; 2]>, i64)> = Vec::new();
    for unit in root.get_mut("units").map(Datum::items_mut).unwrap_or_default() {
        let Some(name) = unit.get("name").text().map(plain_name) else { continue };
        let duties = unit.get("duties").clone();
        let pairs = pairs(duties.text().unwrap_or_default());
        if let Some((_, _, no)) = seen.iter().find(|(known, _, _)| *known == name) {
            unit.set("same_as", number(*no, unit.get("name").span));
        }
        if let Some((other, _, _)) = seen.iter().find(|(_, known, _)| alike(known, &pairs)) {
            unit.set("duties_like", word(other, duties.span));
        }
        let no = unit.get("no").number().unwrap_or_default();
        seen.push((name, pairs, no));
    }
}

/// Returns the pairs of neighbouring characters, marks and blanks left out.
fn pairs(text: &str) -> BTreeSet<[char; 2]> {
    let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    chars.windows(2).map(|pair| [pair[0], pair[1]]).collect()
}

fn alike(a: &BTreeSet<[char; 2]>, b: &BTreeSet<[char; 2]>) -> bool {
    let both = a.intersection(b).count();
    !a.is_empty() && both * 200 >= ALIKE * (a.len() + b.len())
}

fn guides(root: &mut Datum) {
    let list = root.get("guides");
    let (given, place) = (!list.is_absent(), list.span);
    let mut counts = [0, 0];
    let mut seen: Vec<String> = Vec::new();
    for guide in root.get_mut("guides").map(Datum::items_mut).unwrap_or_default() {
        let category = guide.get("category").clone();
        let Some(text) = category.text() else { continue };
        let roles = [text.contains("分管"), text.contains("秘书长")];
        for ((name, is_it), count) in
            ["is_guide", "is_secretary"].into_iter().zip(roles).zip(&mut counts)
        {
            guide.set(name, flag(is_it, category.span));
            *count += i64::from(is_it);
        }
        let Some(name) = guide.get("name").text().map(plain_name) else { continue };
        guide.set("same_person", flag(seen.contains(&name), guide.get("name").span));
        seen.push(name);
    }
    if let Some(totals) = root.get_mut("totals").filter(|_| given) {
        totals.set("guides", number(counts[0], place));
        totals.set("secretaries", number(counts[1], place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_are_years_of_a_programme() {
        let year = AcademicYear::starting(2025);
        let of = |grade: &str| grade_number(grade, year);
        assert_eq!(of("二年级"), Some(2));
        assert_eq!(of("大三"), Some(3));
        assert_eq!(of("2024级"), Some(2));
        assert_eq!(of("２０２５级"), Some(1));
        assert_eq!(of("研一"), Some(1));
        assert_eq!(of("硕士二年级"), Some(2));
        assert_eq!(of("毕业班"), None);
        let forms =
            ["二年级", "大三", "２０２４级", "研一", "硕士二年级", "高职一年级", "2024级（3+2）"];
        assert!(forms.into_iter().all(is_grade));
        assert!(!["二年人", "年级", "级二年", "二级"].into_iter().any(is_grade));
    }

    #[test]
    fn duties_are_alike_but_for_a_word() {
        let like = |a: &str, b: &str| alike(&pairs(a), &pairs(b));
        assert!(like("组织学习互助和学风建设活动。", "组织学习互助和学风建设的活动"));
        assert!(!like("组织学习互助和学风建设活动。", "收集同学意见，跟进答复。"));
    }
}
