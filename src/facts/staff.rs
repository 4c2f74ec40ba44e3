//! What joins the roster, the table of units and the guides, row to row.
//! It must not judge; a value that lacks any of its sources is absent.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::asked::Maker;
use super::grade::Grade;
use super::persons::{BETWEEN_OFFICES, on_presidium};
use super::terms::counted_in;
use crate::datum::{Datum, Field, FieldName, Need, Value, Visibility, flag, list, number, word};
use crate::load::Year;
use crate::model::{MENTION, PERSON, guide, mention, person, totals, unit, year};
use crate::name::plain_name;
use crate::source::Span;
use crate::standard::{Words, form, word_lists};

/// How like two duties are, in hundredths, from which on they are said to be alike.
const ALIKE: usize = 85;

/// What somebody leads, and how many preside.
pub static POSTS: Maker = Maker {
    makes: &[
        &[year::ROSTER, person::OFFICES],
        &[year::ROSTER, person::PRESIDES],
        &[year::TOTALS, totals::PRESIDING],
    ],
    of: &[&[year::FORM]],
    make: |it| posts(it.root, it.beside.words),
};

/// The grade, by itself and by the year of entry.
pub static GRADES: Maker = Maker {
    makes: &[
        &[year::ROSTER, person::GRADE_FORMED],
        &[year::ROSTER, person::GRADE_NUMBER],
        &[year::ROSTER, person::PROGRAMME_YEARS],
        &[year::ROSTER, person::GRADE_BY_ENTRY],
        &[year::ROSTER, person::GRADE_FITS],
    ],
    of: &[],
    make: |it| grades(it.root, counted_in(it.root, it.year.edition.year), it.beside.words),
};

/// Ranks beside those of others of the same class or major.
pub static RANKS_OF_OTHERS: Maker = Maker {
    makes: &[&[year::ROSTER, person::COHORT_OF_OTHERS], &[year::ROSTER, person::SAME_RANK_AS]],
    of: &[
        &[year::ROSTER, person::RANK_CELL],
        &[year::ROSTER, person::RANK],
        &[year::ROSTER, person::COHORT],
    ],
    make: |it| ranks_of_others(it.root),
};

/// The units in one cell.
pub static MERGED: Maker =
    Maker { makes: &[&[year::TOTALS, totals::MERGED]], of: &[], make: |it| merged(it.root) };

pub static NAMESAKES: Maker =
    Maker { makes: &[&[year::ROSTER, person::NAMESAKE]], of: &[], make: |it| namesakes(it.root) };

/// Of which department a major is, and was.
pub static MAJORS: Maker = Maker {
    makes: &[
        &[year::ROSTER, person::MAJOR_DEPARTMENT],
        &[year::ROSTER, person::MAJOR_THERE],
        &[year::ROSTER, person::MAJOR_HERE],
    ],
    of: &[],
    make: |it| majors(it.root, it.beside.before),
};

/// The cells somebody left empty that most fill in.
pub static BLANKS: Maker = Maker {
    makes: &[&[year::ROSTER, person::BLANKS]],
    of: &[&[year::ROSTER, person::RANK_CELL], &[year::ROSTER, person::EXEMPT]],
    make: |it| blanks(it.root),
};

/// Units of one name or of like duties.
pub static UNITS_ALIKE: Maker = Maker {
    makes: &[&[year::UNITS, unit::SAME_AS], &[year::UNITS, unit::DUTIES_LIKE]],
    of: &[],
    make: |it| units(it.root),
};

pub static GUIDES: Maker = Maker {
    makes: &[
        &[year::GUIDES, guide::IS_GUIDE],
        &[year::GUIDES, guide::IS_SECRETARY],
        &[year::GUIDES, guide::CATEGORY_FITS],
        &[year::GUIDES, guide::SAME_PERSON],
        &[year::GUIDES, guide::NAMESAKES],
        &[year::TOTALS, totals::GUIDES],
        &[year::TOTALS, totals::SECRETARIES],
    ],
    of: &[&[year::FORM]],
    make: |it| guides(it.root, it.beside.words),
};

fn posts(root: &mut Datum, words: &Words) {
    let mut presiding = Some(0);
    let mut lacking = None;
    let texts = |list: &[Datum]| list.iter().filter_map(Datum::text).map(str::to_owned).collect();
    let units: Vec<String> = root
        .get(year::UNITS)
        .items()
        .iter()
        .filter_map(|it| Some(it.get(unit::NAME).text()?.to_owned()))
        .collect();
    let posts: Vec<String> = match &root.get(year::FORM).value {
        Value::Fields(..) => texts(root.get(year::FORM).get(form::POSTS).items()),
        _ => Vec::new(),
    };
    for person in root.get_mut(year::ROSTER).map(Datum::items_mut).unwrap_or_default() {
        let (post, unit) = (person.get(person::POST).clone(), person.get(person::UNIT).clone());
        let presides = on_presidium(person, words);
        if let Some(text) = post.text() {
            let offices = offices(text, &units, &posts);
            let named = offices.iter().map(|office| word(office, post.span)).collect();
            person.set(person::OFFICES, list(named, post.span));
        }
        let place = if post.is_absent() && !unit.is_absent() { unit.span } else { post.span };
        person.set(person::PRESIDES, presides.map_or(Datum::absent(place), |yes| flag(yes, place)));
        match presides {
            Some(yes) => presiding = presiding.map(|count: i64| count + i64::from(yes)),
            None => {
                presiding = None;
                lacking = lacking.or(post.span);
            }
        }
    }
    let roster = root.get(year::ROSTER);
    let (place, given) =
        (roster.items().last().map(|p| p.get(person::POST).span), roster.is_absent());
    if let Some(totals) = root.get_mut(year::TOTALS).filter(|_| !given) {
        match presiding {
            Some(count) => totals.set(totals::PRESIDING, number(count, place.flatten())),
            None => totals.set(totals::PRESIDING, Datum::absent(lacking)),
        }
    }
}

fn grades(root: &mut Datum, start: i32, words: &Words) {
    for person in root.get_mut(year::ROSTER).map(Datum::items_mut).unwrap_or_default() {
        let grade = person.get(person::GRADE).clone();
        let read = grade.text().map(|text| Grade::read(text, words));
        if let Some(read) = &read {
            person.set(person::GRADE_FORMED, flag(read.is_some(), grade.span));
        }
        let read = read.flatten();
        if let Some(n) = read.as_ref().and_then(|read| read.number(start)) {
            person.set(person::GRADE_NUMBER, number(n, grade.span));
        }
        if let Some(years) = read.as_ref().and_then(Grade::last) {
            person.set(person::PROGRAMME_YEARS, number(years, grade.span));
        }
        let entry = person.get(person::ENTRY_YEAR).clone();
        if let Some(entry_year) = entry.number() {
            let by_entry = i64::from(start) - entry_year + 1;
            person.set(person::GRADE_BY_ENTRY, number(by_entry, entry.span));
            if let Some(read) = &read {
                person.set(person::GRADE_FITS, flag(read.fits(start, by_entry), grade.span));
            }
        }
    }
}

fn ranks_of_others(root: &mut Datum) {
    let mut ranks: BTreeMap<(String, i64, i64), i64> = BTreeMap::new();
    let mut cohorts: BTreeMap<[String; 3], (i64, Option<Span>)> = BTreeMap::new();
    for person in root.get_mut(year::ROSTER).map(Datum::items_mut).unwrap_or_default() {
        let no = person.get(person::NO).number().unwrap_or_default();
        let text = |name: FieldName| person.get(name).text().map(str::to_owned);
        let cell = person.get(person::RANK_CELL).span;
        let (rank, cohort) =
            (person.get(person::RANK).number(), person.get(person::COHORT).number());
        let (Some(major), Some(cohort)) = (text(person::MAJOR), cohort) else { continue };
        let class = text(person::DEPARTMENT).zip(text(person::GRADE));
        if let Some((department, grade)) = class {
            match cohorts.entry([department, major.clone(), grade]) {
                Entry::Occupied(class) => {
                    let (first, place) = *class.get();
                    person.set(person::COHORT_OF_OTHERS, number(first, place));
                }
                Entry::Vacant(class) => drop(class.insert((cohort, cell))),
            }
        }
        if let Some(rank) = rank {
            match ranks.get(&(major.clone(), rank, cohort)) {
                Some(other) => person.set(person::SAME_RANK_AS, number(*other, cell)),
                None => {
                    ranks.insert((major, rank, cohort), no);
                }
            }
        }
    }
}

/// Finds the columns that look like merged cells: filled in the first row of each block and blank in
/// most others, no value twice.
fn merged(root: &mut Datum) {
    let people = root.get(year::ROSTER).items();
    let mut found = Vec::new();
    for field in PERSON.fields.iter().filter(|field| field.need != Need::Derived) {
        if [person::RANK_CELL, person::STANDING, person::RANK_BASIS, person::FAILED_COURSES]
            .contains(&field.name)
        {
            continue;
        }
        let cells: Vec<&Datum> = people.iter().map(|person| person.get(field.name)).collect();
        let filled: Vec<&str> = cells.iter().filter_map(|cell| cell.text()).collect();
        let once = filled.iter().collect::<BTreeSet<_>>().len() == filled.len();
        let starts = cells.first().is_some_and(|cell| !cell.is_absent());
        let blank = cells.iter().find(|cell| cell.is_absent());
        let Some(blank) = blank.filter(|_| starts && once && filled.len() >= 2) else { continue };
        if filled.len() * 2 < cells.len() {
            let mut mention = Datum::new(MENTION.empty(), blank.span);
            mention.set(mention::WORDS, word(field.key, blank.span));
            found.push(mention);
        }
    }
    if let Some(totals) = root.get_mut(year::TOTALS) {
        totals.set(totals::MERGED, list(found, None));
    }
}

/// Finds who has the name of somebody before in the same department, in another grade: more likely
/// one row copied than two persons.
fn namesakes(root: &mut Datum) {
    let mut seen: BTreeMap<[String; 2], (i64, Option<String>)> = BTreeMap::new();
    for person in root.get_mut(year::ROSTER).map(Datum::items_mut).unwrap_or_default() {
        let text = |name: FieldName| person.get(name).text().map(plain_name);
        let (Some(name), Some(department)) = (text(person::NAME), text(person::DEPARTMENT)) else {
            continue;
        };
        let (no, grade) =
            (person.get(person::NO).number().unwrap_or_default(), text(person::GRADE));
        match seen.get(&[name.clone(), department.clone()]) {
            Some((other, then)) if *then != grade => {
                let span = person.get(person::NAME).span;
                person.set(person::NAMESAKE, number(*other, span));
            }
            Some(_) => {}
            None => drop(seen.insert([name, department], (no, grade))),
        }
    }
}

/// Returns the offices a cell names, 学业部负责人 as 工作部门负责人, in the words the form admits.
fn offices(post: &str, units: &[String], posts: &[String]) -> Vec<String> {
    let known = |office: &str| posts.iter().any(|post| post == office);
    if known(post) {
        return vec![post.to_owned()];
    }
    let general = |office: &str| {
        let of_unit = units.iter().find_map(|unit| office.strip_prefix(unit.as_str()));
        let of_unit = of_unit.filter(|rest| !rest.is_empty() && !known(office));
        let wordings = of_unit.map(|rest| [format!("工作部门{rest}"), rest.to_owned()]);
        let bare = office.split(['（', '(']).next().filter(|bare| known(bare));
        let found = wordings.into_iter().flatten().find(|it| known(it));
        found.unwrap_or_else(|| bare.unwrap_or(office).to_owned())
    };
    // Who is in the branch of the league holds no office of the union by that.
    let of_union = |office: &&str| !office.contains("团支部");
    let named: Vec<&str> = post.split(BETWEEN_OFFICES).map(str::trim).filter(of_union).collect();
    if named.is_empty() {
        return vec![post.to_owned()];
    }
    named.into_iter().map(general).collect()
}

/// Counts, on this roster and the one before, who studies a person's major in the same department
/// and in the one other where it is studied.
fn majors(root: &mut Datum, before: Option<&Year>) {
    let then = before.map(|before| before.root.get(year::ROSTER).items()).unwrap_or_default();
    let mut studied: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for person in root.get(year::ROSTER).items().iter().chain(then) {
        if let Some((major, department)) = studies(person) {
            let departments = studied.entry(major.to_owned()).or_default();
            *departments.entry(department.to_owned()).or_default() += 1;
        }
    }
    for person in root.get_mut(year::ROSTER).map(Datum::items_mut).unwrap_or_default() {
        let Some((major, own)) = studies(person) else { continue };
        let mut others = studied[major].iter().filter(|(department, _)| *department != own);
        let sole = others.next().filter(|_| others.next().is_none());
        let here = studied[major][own];
        if let Some((department, there)) = sole {
            let span = person.get(person::MAJOR).span;
            person.set(person::MAJOR_DEPARTMENT, word(department, span));
            person.set(person::MAJOR_THERE, number(*there as i64, span));
            person.set(person::MAJOR_HERE, number(here as i64, span));
        }
    }
}

/// Returns what somebody studies, and where.
fn studies(person: &Datum) -> Option<(&str, &str)> {
    person.get(person::MAJOR).text().zip(person.get(person::DEPARTMENT).text())
}

/// Notes the cells somebody left empty in a column for checking that most have filled in.
fn blanks(root: &mut Datum) {
    let people = root.get(year::ROSTER).items();
    let most = |field: &&&Field| {
        let filled = people.iter().filter(|person| !person.get(field.name).is_absent()).count();
        filled * 2 > people.len()
    };
    let is_check = |field: &&Field| {
        let optional = field.need == Need::Optional && field.visibility == Visibility::Hidden;
        optional && ![person::STANDING, person::RANK_BASIS].contains(&field.name)
    };
    let columns: Vec<&Field> = PERSON.fields.iter().filter(is_check).collect();
    let columns: Vec<&Field> = columns.iter().filter(most).copied().collect();
    for person in root.get_mut(year::ROSTER).map(Datum::items_mut).unwrap_or_default() {
        let exempt = person.get(person::EXEMPT).bool() == Some(true);
        let lacks = |field: &&&Field| {
            let cell = person.get(field.name);
            matches!(cell.value, Value::Absent) && !(exempt && field.name == person::FAILED_COURSES)
        };
        let blanks = columns.iter().filter(lacks).map(|field| {
            let cell = person.get(field.name).span;
            let mut blank = Datum::new(MENTION.empty(), cell);
            blank.set(mention::WORDS, word(field.key, cell));
            blank
        });
        let blanks = Value::Items(blanks.collect());
        person.set(person::BLANKS, Datum::new(blanks, None));
    }
}

fn units(root: &mut Datum) {
    let mut seen: Vec<(String, BTreeSet<[char; 2]>, i64)> = Vec::new();
    for unit in root.get_mut(year::UNITS).map(Datum::items_mut).unwrap_or_default() {
        let Some(name) = unit.get(unit::NAME).text().map(plain_name) else { continue };
        let duties = unit.get(unit::DUTIES).clone();
        let pairs = pairs(duties.text().unwrap_or_default());
        if let Some((_, _, no)) = seen.iter().find(|(known, _, _)| *known == name) {
            unit.set(unit::SAME_AS, number(*no, unit.get(unit::NAME).span));
        }
        if let Some((other, _, _)) = seen.iter().find(|(_, known, _)| alike(known, &pairs)) {
            unit.set(unit::DUTIES_LIKE, word(other, duties.span));
        }
        let no = unit.get(unit::NO).number().unwrap_or_default();
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

fn guides(root: &mut Datum, words: &Words) {
    let list = root.get(year::GUIDES);
    let (given, place) = (!list.is_absent(), list.span);
    let form = root.get(year::FORM);
    let labels = [form::GUIDE_LABEL, form::SECRETARY_LABEL].map(|name| match form.value {
        Value::Fields(..) => form.get(name).text().map(str::to_owned),
        _ => None,
    });
    let students: Vec<String> = root
        .get(year::ROSTER)
        .items()
        .iter()
        .filter_map(|it| it.get(person::NAME).text().map(plain_name))
        .collect();
    let mut counts = [0, 0];
    let mut seen: Vec<String> = Vec::new();
    for guide in root.get_mut(year::GUIDES).map(Datum::items_mut).unwrap_or_default() {
        let category = guide.get(guide::CATEGORY).clone();
        let Some(text) = category.text() else { continue };
        let roles = [text.contains("分管"), text.contains("秘书长")];
        let label = if roles[0] { &labels[0] } else { &labels[1] };
        if let Some(label) = label {
            guide.set(
                guide::CATEGORY_FITS,
                flag(one_committee(text, words) == one_committee(label, words), category.span),
            );
        }
        for ((name, is_it), count) in
            [guide::IS_GUIDE, guide::IS_SECRETARY].into_iter().zip(roles).zip(&mut counts)
        {
            guide.set(name, flag(is_it, category.span));
            *count += i64::from(is_it);
        }
        let Some(name) = guide.get(guide::NAME).text().map(plain_name) else { continue };
        let written = guide.get(guide::NAME).span;
        guide.set(guide::SAME_PERSON, flag(seen.contains(&name), written));
        let namesakes = students.iter().filter(|student| **student == name).count() as i64;
        guide.set(guide::NAMESAKES, number(namesakes, written));
        seen.push(name);
    }
    if let Some(totals) = root.get_mut(year::TOTALS).filter(|_| given) {
        totals.set(totals::GUIDES, number(counts[0], place));
        totals.set(totals::SECRETARIES, number(counts[1], place));
    }
}

/// Writes the college's league committee one way: 校团委, 院团委 and its full name are one.
fn one_committee(text: &str, words: &Words) -> String {
    let full = text.find("共青团").and_then(|start| {
        let end = text[start..].find("委员会")? + start + "委员会".len();
        Some(format!("{}团委{}", &text[..start], &text[end..]))
    });
    let text = full.unwrap_or_else(|| text.to_owned());
    let own = words.list(word_lists::OWN_LEAGUE).iter();
    own.fold(text, |text, long| text.replace(long.as_str(), "团委"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offices_of_a_cell_are_told_apart() {
        let posts = ["主席团成员", "工作部门负责人", "部长"].map(str::to_owned);
        let of = |post: &str| offices(post, &["学业部".to_owned()], &posts).join("|");
        assert_eq!(of("主席团成员兼学业部负责人"), "主席团成员|工作部门负责人");
        assert_eq!(of("主席团成员（执行主席）"), "主席团成员");
        assert_eq!(of("学业部部长"), "部长");
        assert_eq!(of("学业部干事"), "学业部干事");
    }

    #[test]
    fn duties_are_alike_but_for_a_word() {
        let like = |a: &str, b: &str| alike(&pairs(a), &pairs(b));
        assert!(like("组织学习互助和学风建设活动。", "组织学习互助和学风建设的活动"));
        assert!(!like("组织学习互助和学风建设活动。", "收集同学意见，跟进答复。"));
    }
}
