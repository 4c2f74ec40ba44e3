//! What reporting texts say of units and departments by name, and of all members of a group:
//! 权益服务部6人, 名额最多的是护理系, 主席团成员均为三年级学生.
//! It must not judge; beside what is said stands what the roster and the delegations have.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::clauses::{Sentence, sentences};
use super::owners;
use super::passages::{Kind, Passage};
use super::pattern::compiled;
use super::sayings::entry;
use crate::datum::{Datum, FieldName};
use crate::model::{delegates, delegation, person, unit, year};
use crate::numeral;
use crate::standard::{Words, has, word_lists};

const NUMBER: &str = "[0-9０-９]+|[一二两三四五六七八九十]+";

/// Names, how many belong to each, and how texts put it.
struct Named {
    counts: BTreeMap<String, i64>,
    what: &'static str,
    each: Arc<Regex>,
    most: Arc<Regex>,
    /// What is said of each of them.
    alike: Arc<Regex>,
    /// What some of them come to: 商务系、机械系代表合计18名.
    together: Arc<Regex>,
    name: Arc<Regex>,
}

impl Named {
    fn gather(
        counts: BTreeMap<String, i64>,
        what: &'static str,
        [kinds, alike]: [&str; 2],
    ) -> Option<Self> {
        let mut names: Vec<&String> = counts.keys().collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let names: Vec<String> = names.into_iter().map(|name| regex::escape(name)).collect();
        let names = names.join("|");
        let each = format!(
            "(?P<d>{names})(?:人数最[多少]，|现有|共有|有|共|各|工作人员|成员)+(?P<n>{NUMBER})[人名](?:成员|工作人员|代表)?(?:[，。；、）]|$)"
        );
        let most = format!(
            "最(?P<end>[多少])的(?:一个)?(?:工作)?(?:部门|院系|学院|系)?(?:是|为)?(?P<d>{names})"
        );
        let alike = format!(
            "(?:{alike})(?:各|均|都|一律)?(?:有|为)?(?:工作人员|成员|代表)?(?:均|都)?(?P<least>不少于|至少)?(?P<n>{NUMBER})[人名](?:成员|工作人员|代表)?(?:[，。；、）]|$)"
        );
        let alike = compiled(&alike)?;
        let together = format!(
            "(?P<list>(?:{names})(?:[、和与及](?:{names}))+)(?:的)?(?:[两三四五六七八九]个(?:系|学院|部门))?(?:的)?(?:代表|成员|工作人员)?(?:名额|人数)?(?:合计|共计|一共|总计|共有|共)(?:有|为)?(?:代表|成员)?(?P<n>{NUMBER})[人名]"
        );
        let (together, name) = (compiled(&together)?, compiled(&names)?);
        let (each, most) = (compiled(&each)?, compiled(&format!("(?:{kinds}){most}"))?);
        (!counts.is_empty()).then_some(Self { counts, what, each, most, alike, together, name })
    }

    /// Tells what a sentence says; of `counts`, how many belong to each, too.
    fn tell(&self, sentence: &Sentence, counts: bool, found: &mut Vec<Datum>) {
        let text = sentence.text;
        for hit in self.each.captures_iter(text).filter(|_| counts) {
            let (Some(name), Some(number)) = (hit.name("d"), hit.name("n")) else { continue };
            let (Some(known), Some(value)) =
                (self.counts.get(name.as_str()), numeral::count(number.as_str(), ""))
            else {
                continue;
            };
            let range = name.start()..number.end() + '人'.len_utf8();
            found.push(self.entry(sentence, range, name.as_str(), *known, *known == value));
        }
        if let Some(hit) = self.alike.captures(text)
            && let (Some(whole), Some(each)) = (hit.get(0), numeral::count(&hit["n"], ""))
        {
            let of_all = hit.name("least").is_none();
            let differs = |count: i64| if of_all { count != each } else { count < each };
            let other = self.counts.iter().find(|(_, count)| differs(**count));
            if let Some((name, count)) = other {
                found.push(self.entry(sentence, whole.range(), name, *count, false));
            }
        }
        if let Some(hit) = self.together.captures(text)
            && let (Some(whole), Some(said)) = (hit.get(0), numeral::count(&hit["n"], ""))
        {
            let list = &hit["list"];
            let known = self.name.find_iter(list).filter_map(|it| self.counts.get(it.as_str()));
            let known: i64 = known.sum();
            found.push(self.entry(sentence, whole.range(), list, known, said == known));
        }
        if let Some(hit) = self.most.captures(text) {
            let (Some(name), Some(whole)) = (hit.name("d"), hit.get(0)) else { return };
            let ends = match &hit["end"] {
                "多" => self.counts.values().max(),
                _ => self.counts.values().min(),
            };
            let known = self.counts[name.as_str()];
            let fits = ends == Some(&known);
            found.push(self.entry(sentence, whole.range(), name.as_str(), known, fits));
        }
    }

    fn entry(
        &self,
        at: &Sentence,
        range: Range<usize>,
        name: &str,
        known: i64,
        fits: bool,
    ) -> Datum {
        entry(at, range, &format!("{name}的{}", self.what), &known.to_string(), fits)
    }
}

/// Finds what the texts say of units, departments and whole groups otherwise than the data.
pub fn find(passages: &[Passage], root: &Datum, words: &Words) -> Vec<Datum> {
    let counts = |section: &Datum, name: FieldName, count: FieldName| -> BTreeMap<String, i64> {
        let entries = section.items().iter();
        entries
            .filter_map(|it| Some((it.get(name).text()?.to_owned(), it.get(count).number()?)))
            .collect()
    };
    let mut units = counts(root.get(year::UNITS), unit::NAME, unit::HEADCOUNT);
    // The presidium has sayings of its own, and 系级主席团 ends like it.
    units.retain(|name, _| !name.ends_with("主席团"));
    let by_department = root.get(year::DELEGATES).get(delegates::BY_DEPARTMENT);
    let sent = counts(by_department, delegation::DEPARTMENT, delegation::COUNT);
    let units = Named::gather(
        units,
        "人数",
        ["人数|成员|人员|人", "(?:个|各|每个|所有|全部)(?:工作)?部门(?:各|均|都)"],
    );
    let sent = Named::gather(
        sent,
        "代表人数",
        ["名额|代表|人数", "(?:每个?|各)(?:院系|学院|系)(?:的?代表)?(?:各|均|都)"],
    );
    let groups = Groups::gather(root);
    let mut found = Vec::new();
    for passage in passages.iter().filter(|it| !it.hidden && it.kind == Kind::Body) {
        let (of_units, of_delegates) = match passage.section {
            year::PREFACE => (true, true),
            year::NOMINATION => (true, false),
            year::DELEGATES => (false, true),
            year::CONGRESS => (false, false),
            _ => continue,
        };
        for sentence in sentences(passage) {
            let said = |list| words.has(list, sentence.text);
            let other = said(word_lists::NOT_OF_ALL_MEMBERS);
            if other || owners::is_of_another_time(sentence.text, words) {
                continue;
            }
            if let Some(units) = units.as_ref().filter(|_| of_units) {
                units.tell(&sentence, !has(sentence.text, &words.matters.some_of_unit), &mut found);
            }
            // What departments send is told beside the delegates; the firm numbers are figures.
            let delegates = said(word_lists::DELEGATES) && !said(word_lists::NOT_YET_DELEGATES);
            if let Some(sent) = sent.as_ref().filter(|_| of_delegates && delegates) {
                sent.tell(&sentence, false, &mut found);
            }
            // Who was elected before is told of in the congress's report, too.
            let own = passage.section != year::CONGRESS || said(word_lists::NEWLY_ELECTED);
            if let Some(groups) = groups.as_ref().filter(|_| own) {
                found.extend(groups.tell(&sentence, words));
                found.extend(groups.come_from(&sentence));
            }
        }
    }
    found.retain(|it| it.get(crate::model::share::FITS).bool() == Some(false));
    found
}

/// The people of the roster, and what is said of all of a group.
struct Groups<'a> {
    people: &'a [Datum],
    all: Arc<Regex>,
}

impl<'a> Groups<'a> {
    fn gather(root: &'a Datum) -> Option<Self> {
        let people = root.get(year::ROSTER).items();
        let mut names: Vec<&str> =
            people.iter().filter_map(|it| it.get(person::DEPARTMENT).text()).collect();
        names.sort_unstable();
        names.dedup();
        let names: Vec<String> = names.into_iter().map(regex::escape).collect();
        let all = format!(
            "(?P<who>候选人|主席团成员|(?:工作)?部门负责人|工作人员)(?:的?(?:学习)?(?:成绩|综合|专业)*排名)?(?:全部|全都|均|都|一律)(?:为|是|来自|在|位于|位列|属于)*(?:本专业)?(?:(?P<p>前 *[0-9]+) *[%％]|(?P<g>[一二三四五六])年级|(?P<d>{}))",
            names.join("|")
        );
        (!people.is_empty()).then(|| compiled(&all)).flatten().map(|all| Self { people, all })
    }

    /// 主席团成员分别来自信息技术系和护理系 where none of them is of one of the departments.
    fn come_from(&self, sentence: &Sentence) -> Option<Datum> {
        static FROM: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(
                "主席团(?:的)?(?:[2-5两二三四五][名位])?成员，?(?:分别)?来自(?P<list>[^，。；（]+)",
            )
            .expect("a pattern of our own")
        });
        let hit = FROM.captures(sentence.text)?;
        let whole = hit.get(0)?.range();
        let before = &sentence.text[..whole.start];
        if before.ends_with('系') || before.ends_with("大会") || before.ends_with("学生会") {
            return None;
        }
        let department = |it: &&Datum| it.get(person::DEPARTMENT).text().map(str::to_owned);
        let presides = |it: &&Datum| it.get(person::PRESIDES).bool() == Some(true);
        let all: BTreeSet<String> = self.people.iter().filter_map(|it| department(&it)).collect();
        let own: BTreeSet<String> =
            self.people.iter().filter(presides).filter_map(|it| department(&it)).collect();
        let named = hit["list"].split(['、', '和', '及', '与']).map(str::trim);
        let other = named.into_iter().find(|name| all.contains(*name) && !own.contains(*name))?;
        let told = own.iter().map(String::as_str).collect::<Vec<_>>().join("、");
        let what = format!("{other}：主席团成员所在院系");
        (!own.is_empty()).then(|| entry(sentence, whole, &what, &told, false))
    }

    /// 工作人员的排名均在前20%以内 where somebody's is not.
    fn tell(&self, sentence: &Sentence, words: &Words) -> Option<Datum> {
        let hit = self.all.captures(sentence.text)?;
        let who = hit.name("who")?;
        // Who was elected stood for election; candidates for other posts are others.
        let before = &sentence.text[..who.start()];
        if who.as_str() == "候选人" && words.end(word_lists::OTHER_CANDIDATES, before) {
            return None;
        }
        // 系学生会主席团成员 are others.
        if words.end(word_lists::UNIONS_OF_COLLEGES, before) {
            return None;
        }
        let belongs = |it: &&Datum| match who.as_str() {
            "主席团成员" | "候选人" => it.get(person::PRESIDES).bool() == Some(true),
            "工作人员" => true,
            _ => it.get(person::POST).text().is_some_and(|post| post.contains("负责人")),
        };
        let number = |name: &str| {
            let text = hit.name(name)?.as_str().trim_start_matches('前').trim();
            numeral::count(text, "")
        };
        let is_so = |it: &Datum| -> Option<bool> {
            if let Some(percent) = number("p") {
                let (Some(rank), Some(cohort)) =
                    (it.get(person::RANK).number(), it.get(person::COHORT).number())
                else {
                    return it.get(person::EXEMPT).bool().filter(|exempt| *exempt);
                };
                Some(rank * 100 <= percent * cohort)
            } else if let Some(grade) = number("g") {
                Some(it.get(person::GRADE_NUMBER).number()? == grade)
            } else {
                Some(it.get(person::DEPARTMENT).text()? == hit.name("d")?.as_str())
            }
        };
        let answers: Option<Vec<bool>> = self.people.iter().filter(belongs).map(is_so).collect();
        // 三年级以上, 护理系等七个系 and 二年级、三年级 say more than one thing.
        let behind = &sentence.text[hit.get(0)?.end()..];
        if words.begin(word_lists::AND_MORE, behind) {
            return None;
        }
        let others = answers?.iter().filter(|so| !**so).count();
        let told = format!("另有 {others} 人不是");
        let all = hit.get(0)?.range();
        (others > 0)
            .then(|| entry(sentence, all, &format!("名单里的{}", who.as_str()), &told, false))
    }
}
