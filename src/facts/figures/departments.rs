//! What texts say that a department sends, puts forward or has: 护理系45人, 护理系的工作人员7人.
//! It must not judge; beside each number stands the delegation's.

use std::sync::Arc;

use regex::Regex;

use super::super::pattern::compiled;
use super::{Figures, NUMBER, clause, sentence, whole_and_number};
use crate::datum::{Datum, word};
use crate::model::{delegates, delegation, nomination, person, year};
use crate::numeral;
use crate::standard::{Words, has, word_lists};

use std::ops::Range;

/// The departments and the number of delegates each sends.
pub(super) struct Departments {
    search: Option<Arc<Regex>>,
    /// 护理系的工作人员有7名.
    staff: Option<Arc<Regex>>,
    /// 护理系代表比智能制造系多5名.
    compared: Option<Arc<Regex>>,
    /// 代表最多的是护理系, 护理系代表最多.
    most: Option<Arc<Regex>>,
    /// 护理系学生2051人.
    students: Option<Arc<Regex>>,
    delegations: Vec<(String, Datum)>,
    enrolled: Vec<(String, Datum)>,
}

impl Departments {
    pub(super) fn gather(root: &Datum) -> Self {
        let entries = root.get(year::DELEGATES).get(delegates::BY_DEPARTMENT).items();
        let of = |field| -> Vec<(String, Datum)> {
            let named = entries.iter().filter_map(|entry| {
                let name = entry.get(delegation::DEPARTMENT).text()?;
                Some((name.to_owned(), entry.get(field).clone()))
            });
            named.collect()
        };
        let delegations = of(delegation::COUNT);
        let mut names: Vec<&str> = delegations.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let names = names.iter().map(|name| regex::escape(name)).collect::<Vec<_>>().join("|");
        let pattern = format!(
            "(?<d>{names})(?:学生会)?(?:推荐|推选|选举|选出|产生|分配|代表|名额|共|只|仅|也|有|为|：|:)*{NUMBER}[人名位个]"
        );
        let made = |pattern: &str| compiled(pattern).filter(|_| !names.is_empty());
        let staff = format!(
            "(?:(?<d>{names})的?工作人员|来自(?<e>{names})的(?:工作人员|成员))(?:共|共有|有|为)?{NUMBER}[人名位]"
        );
        let compared = format!(
            "(?<d>{names})(?:的)?代表(?:名额)?(?:人数)?比(?<e>{names})(?:的)?(?:代表)?(?:名额)?(?<how>多|少){NUMBER}[人名位个]"
        );
        let most = format!(
            "代表(?:名额|人数)?最(?<how>多|少)的(?:系|院系|学院|单位)?(?:是|为)(?<d>{names})|(?<e>{names})(?:的)?代表(?:名额|人数)?最(?<much>多|少)"
        );
        let students = format!(
            "(?<d>{names})(?:共有|现有|有)?(?:在校|在籍)?(?:学生|同学)(?:共|有|为)?{NUMBER}[人名位]"
        );
        Self {
            students: made(&students),
            enrolled: of(delegation::STUDENTS),
            search: made(&pattern),
            staff: made(&staff),
            compared: made(&compared),
            most: made(&most),
            delegations,
        }
    }

    /// Returns how many delegates a department sends.
    fn sent(&self, name: &str) -> Option<i64> {
        self.delegations.iter().find(|(known, _)| known == name)?.1.number()
    }

    /// Finds what is said of the departments' delegates beside each other.
    pub(super) fn compare(&self, figures: &mut Figures) {
        let text = &figures.passage.text;
        let mut found = Vec::new();
        for hit in self.compared.iter().flat_map(|search| search.captures_iter(text)) {
            let Some((whole, number)) = whole_and_number(&hit) else { continue };
            let [one, other] = [&hit["d"], &hit["e"]].map(|name| self.sent(name));
            let (Some(one), Some(other)) = (one, other) else { continue };
            let more = if &hit["how"] == "多" { one - other } else { other - one };
            let Some(value) = numeral::count(&text[number], "") else { continue };
            found.push((whole, format!("{one} 和 {other}"), value == more));
        }
        for hit in self.most.iter().flat_map(|search| search.captures_iter(text)) {
            let (Some(whole), Some(name)) = (hit.get(0), hit.name("d").or(hit.name("e"))) else {
                continue;
            };
            let much = hit.name("how").or(hit.name("much")).is_some_and(|it| it.as_str() == "多");
            let all = self.delegations.iter().filter_map(|(known, n)| Some((known, n.number()?)));
            let end = if much { all.max_by_key(|(_, n)| *n) } else { all.min_by_key(|(_, n)| *n) };
            let (Some(own), Some((top, n))) = (self.sent(name.as_str()), end) else { continue };
            found.push((whole.range(), format!("{top} {n}"), own == n));
        }
        for hit in self.students.iter().flat_map(|search| search.captures_iter(text)) {
            let Some((whole, number)) = whole_and_number(&hit) else { continue };
            let known = self.enrolled.iter().find(|(name, _)| *name == hit["d"]);
            let known = known.and_then(|(_, students)| students.number());
            let some = has(clause(text, &whole), &figures.words.matters.some);
            let (Some(known), Some(value), false) =
                (known, numeral::count(&text[number], ""), some)
            else {
                continue;
            };
            // A department that is not so large has some of its students counted.
            if figures.passage.section == year::DELEGATES {
                found.push((whole, known.to_string(), value == known));
            }
        }
        for (whole, told, fits) in found {
            if fits || !figures.is_of_others(&whole) {
                let place = Some(figures.passage.place(whole.clone()));
                figures.figure(whole, word(told, place), "代表.分布", fits);
            }
        }
    }

    /// Finds how many of the staff are said to be of a department.
    pub(super) fn staff(&self, figures: &mut Figures) {
        let text = &figures.passage.text;
        let people = figures.root.get(year::ROSTER);
        for hit in self.staff.iter().flat_map(|search| search.captures_iter(text)) {
            let (Some((whole, number)), Some(name)) =
                (whole_and_number(&hit), hit.name("d").or(hit.name("e")))
            else {
                continue;
            };
            let of = |person: &&Datum| person.get(person::DEPARTMENT).text() == Some(name.as_str());
            let count = people.items().iter().filter(of).count() as i64;
            let clause = clause(text, &whole);
            let part = has(clause, &figures.words.matters.some)
                || figures.words.has(word_lists::OTHERWISE, clause)
                || figures.is_of_others(&whole);
            let Some(value) = numeral::count(&text[number], "").filter(|_| !part) else { continue };
            // The roster may call it by another name.
            if count > 0 {
                let datum = crate::datum::number(count, people.span);
                figures.figure(
                    whole,
                    datum,
                    &format!("名单里{}的人数", name.as_str()),
                    value == count,
                );
            }
        }
    }

    pub(super) fn find(&self, figures: &mut Figures) {
        let passage = figures.passage;
        let each = figures.root.get(year::NOMINATION).get(nomination::PER_DEPARTMENT);
        for hit in self.search.iter().flat_map(|search| search.captures_iter(&passage.text)) {
            let (Some((whole, number)), Some(name)) = (whole_and_number(&hit), hit.name("d"))
            else {
                continue;
            };
            let delegation = self.delegations.iter().find(|(known, _)| known == name.as_str());
            let about_delegates = figures.words.has(word_lists::DELEGATES, &passage.text);
            let (datum, key) = match (passage.section, delegation) {
                (year::NOMINATION, _) if recommends(&passage.text, &whole, figures.words) => {
                    (each, "候选人.每系推荐人数".to_owned())
                }
                (year::NOMINATION, _) => continue,
                (_, Some((name, count)))
                    if passage.section == year::DELEGATES || about_delegates =>
                {
                    (count, format!("代表.分布.{name}"))
                }
                _ => continue,
            };
            let clause = clause(&passage.text, &whole);
            // 请假代表中，护理系有2人 tells of some of them.
            let sentence = sentence(&passage.text, &whole);
            if has(sentence, &figures.words.matters.some_delegates) {
                continue;
            }
            // 有1名代表转学 tells what became of one of them.
            let follows = passage.text[whole.end..].trim_start_matches("代表");
            let ends = follows.chars().next().is_none_or(|c| "，。；、：）)和及等\n".contains(c));
            if let Some(value) =
                datum.number().filter(|_| ends && !has(clause, &figures.words.matters.some))
            {
                figures.note(whole, number, datum, &key, &[value]);
            }
        }
    }
}

/// Tells whether a sentence says how many were put forward, not how many asked to be.
fn recommends(text: &str, whole: &Range<usize>, words: &Words) -> bool {
    let sentence = sentence(text, whole);
    sentence.contains("推荐") && !words.has(word_lists::NOT_RECOMMENDED, sentence)
}
