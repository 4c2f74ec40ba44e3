//! What texts say that a department sends or puts forward: 护理系45人.
//! It must not judge; beside each number stands the delegation's.

use regex::Regex;

use super::{Figures, NUMBER, clause, sentence, whole_and_number};
use crate::datum::Datum;
use crate::model::{delegates, delegation, nomination, year};
use crate::standard::has;

use std::ops::Range;

/// The departments and the number of delegates each sends.
pub(super) struct Departments {
    search: Option<Regex>,
    delegations: Vec<(String, Datum)>,
}

impl Departments {
    pub(super) fn gather(root: &Datum) -> Self {
        let entries = root.get(year::DELEGATES).get(delegates::BY_DEPARTMENT).items().iter();
        let delegations: Vec<(String, Datum)> = entries
            .filter_map(|entry| {
                Some((
                    entry.get(delegation::DEPARTMENT).text()?.to_owned(),
                    entry.get(delegation::COUNT).clone(),
                ))
            })
            .collect();
        let mut names: Vec<&str> = delegations.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let names = names.iter().map(|name| regex::escape(name)).collect::<Vec<_>>().join("|");
        let pattern = format!(
            "(?<d>{names})(?:学生会)?(?:推荐|推选|选举|选出|产生|分配|代表|名额|共|只|仅|也|有|为|：|:)*{NUMBER}[人名位个]"
        );
        let search = if names.is_empty() { None } else { Regex::new(&pattern).ok() };
        Self { search, delegations }
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
            let about_delegates = passage.text.contains("代表") || passage.text.contains("名额");
            let (datum, key) = match (passage.section, delegation) {
                (year::NOMINATION, _) if recommends(&passage.text, &whole) => {
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
fn recommends(text: &str, whole: &Range<usize>) -> bool {
    let sentence = sentence(text, whole);
    sentence.contains("推荐")
        && !["报名", "参加", "落选", "另行"].iter().any(|word| sentence.contains(word))
}
