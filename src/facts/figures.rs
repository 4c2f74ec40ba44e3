//! Plain numbers in reporting texts that name a datum: 119名代表, 护理系45人, 应选3人.
//! It must not judge; beside each number stands what the data say.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::owners::{self, Own};
use super::passages::{FILLED, Kind, Passage};
use crate::datum::{Datum, FieldName, Value, flag, number, word};
use crate::model::{
    FIGURE, college, congress, delegates, delegation, election, figure, head, matrix_row,
    nomination, person, previous, self_evaluation, totals, unit, year,
};
use crate::numeral;
use crate::source::Span;
use crate::standard::{Words, form, limits};

/// A number, Arabic or Chinese.
const NUMBER: &str = "(?<n>[0-9０-９]+|[〇零一二两三四五六七八九十百千]+)";

/// A datum by the names that lead to it.
type Path = &'static [FieldName];

/// Sections whose texts report, and may name what the data hold.
const REPORTING: [FieldName; 4] =
    [year::PREFACE, year::NOMINATION, year::CONGRESS, year::DELEGATES];

/// A way to say a datum: the words around the number, and which data it may be, the likeliest first.
struct Phrase {
    words: Regex,
    data: &'static [(Path, &'static str)],
    /// The one section in which the words say it, if they say it nowhere else.
    only: Option<FieldName>,
    /// Words of which one stands in the same clause or right before it, where the phrase alone could
    /// be of others.
    beside: &'static [&'static str],
    /// Words of another matter that do not make this number another: 候选人依次发言.
    despite: &'static [&'static str],
    /// Words in the same clause that make this number of something else: 4名候选人来自4个系.
    unless: &'static [&'static str],
}

/// What tells that delegates are those of the congress.
const CONGRESS: [&str; 14] = [
    "大会", "产生", "选举", "选出", "推选", "名额", "分配", "当选", "应到", "实到", "到会", "出席",
    "共有", "共计",
];

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    const TOTAL: (Path, &str) = (&[year::DELEGATES, delegates::TOTAL], "代表.总数");
    const DUE: (Path, &str) = (&[year::CONGRESS, congress::DUE], "代表大会.应到代表");
    const PRESENT: (Path, &str) = (&[year::CONGRESS, congress::PRESENT], "代表大会.实到代表");
    const SEATS: (Path, &str) = (&[year::ELECTION, election::SEATS], "选举.应选人数");
    const ELECTED: (Path, &str) = (&[year::CONGRESS, congress::ELECTED], "代表大会.当选人数");
    const CANDIDATES: (Path, &str) =
        (&[year::NOMINATION, nomination::CANDIDATES], "候选人.候选人数");
    const ON_BALLOT: (Path, &str) = (&[year::ELECTION, election::CANDIDATES], "选举.候选人数");
    const NOMINATED: (Path, &str) = (&[year::NOMINATION, nomination::NOMINATED], "候选人.推荐人数");
    const SURPLUS: (Path, &str) = (&[year::ELECTION, election::SURPLUS], "选举.差额");
    const CAMPUSES: (Path, &str) =
        (&[year::HEAD, head::COLLEGE, college::CAMPUSES], "年度.学校.校区数");
    const EACH: (Path, &str) =
        (&[year::NOMINATION, nomination::PER_DEPARTMENT], "候选人.每系推荐人数");
    const STAFF: (Path, &str) = (&[year::TOTALS, totals::STAFF], "合计.名单人数");
    const UNITS: (Path, &str) = (&[year::TOTALS, totals::DEPARTMENTS], "合计.部门数");
    const DEPARTMENTS: (Path, &str) = (&[year::CONGRESS, congress::DEPARTMENTS], "代表大会.院系数");
    const BASE: (Path, &str) = (&[year::DELEGATES, delegates::BASE], "代表.学生基数");
    const STUDENTS: (Path, &str) =
        (&[year::HEAD, head::COLLEGE, college::STUDENTS], "年度.学校.学生总数");
    const OTHERS: (Path, &str) = (&[year::DELEGATES, delegates::NON_OFFICERS], "代表.非学生骨干");
    let phrase = |words: &str, data| {
        let words = words.replace('N', NUMBER);
        let words = Regex::new(&words).expect("a pattern of our own");
        Phrase { words, data, only: None, beside: &[], despite: &[], unless: &[] }
    };
    let of_congress = |words: &str, data| Phrase { beside: &CONGRESS, ..phrase(words, data) };
    let of_candidates = |words: &str, data| Phrase { despite: &["发言"], ..phrase(words, data) };
    let within = |only, words: &str, data| Phrase { only: Some(only), ..phrase(words, data) };
    vec![
        phrase("应到(?:会)?(?:代表)?(?:人数)?(?:共|为|有)?N[人名位]", &[DUE, TOTAL]),
        phrase("实到(?:会)?(?:代表)?(?:人数)?(?:共|为|有)?N[人名位]", &[PRESENT]),
        phrase("应选(?:主席团成员|人数|名额)?(?:共|为)?N[人名位]", &[SEATS]),
        phrase("差额(?:人数)?(?:共|为)?N[人名位]", &[SURPLUS]),
        phrase("候选人(?:人选|人数)?(?:共|为|有)?N[人名位]", &[CANDIDATES, ON_BALLOT, NOMINATED]),
        of_candidates("N[名位](?:主席团成员)?候选人", &[CANDIDATES, ON_BALLOT, NOMINATED]),
        phrase(
            "(?:现有|共有|共|共计|总计|实有)(?:学生会)?工作人员(?:共|有|为)?N[人名位]",
            &[STAFF],
        ),
        phrase("工作人员(?:总数|总人数|共有?|共计|合计|现有)(?:为|是)?N[人名位]", &[STAFF]),
        phrase("(?:现有|共有|共|全体|全部)N[名位](?:学生会)?工作人员", &[STAFF]),
        phrase(
            "(?:设|设有|设立|设置|现有|共有|下设)(?:有)?(?:主席团(?:和|、|及|以及))?N个(?:工作)?部门",
            &[UNITS],
        ),
        Phrase {
            despite: &["各"],
            ..phrase("各系(?:团组织)?(?:共|共计|合计)推荐(?:人选)?N[人名位]", &[NOMINATED])
        },
        phrase("推荐(?:人选|人数)?(?:共|共计|为)?N[人名位]", &[NOMINATED, EACH]),
        phrase("(?:当选|主席团成员)(?:共|为|有)?N[人名位]", &[ELECTED, SEATS]),
        phrase("N[名位](?:学生会)?主席团成员", &[ELECTED, SEATS]),
        within(year::NOMINATION, "每个?(?:院系|学院|分院|系)(?:各?推荐)?N[人名位]", &[EACH]),
        within(year::NOMINATION, "合计(?:推荐)?N[人名位]", &[NOMINATED]),
        phrase("(?:共|共计|合计)N[人名位]，占(?:全院|全校|在校)?学?生", &[TOTAL]),
        phrase(
            "(?:其中)?(?:没有|不|未)在[^，。；0-9]{0,12}(?:任职|担任工作人员)的(?:代表|同学)?(?:共|有)?N[人名位]",
            &[OTHERS],
        ),
        phrase("非学生(?:会)?骨干(?:代表)?(?:共|为|有)?N[人名位]", &[OTHERS]),
        phrase(
            "(?:^|[，。；：、（\\s]|共|产生|选举|选出|推选|正式|出席|参会|到会|大会)代表(?:总数|人数)?(?:共|共计|总计|为|有)?N[人名位]",
            &[TOTAL, DUE, PRESENT],
        ),
        of_congress("N[人名位](?:正式|参会|学生)?代表", &[TOTAL, DUE, PRESENT]),
        Phrase {
            unless: &["候选人", "当选", "联名", "联合", "其余", "个别"],
            ..phrase(
                "N个(?:院系|学院|二级学院|分院|系)",
                &[DEPARTMENTS, (&[year::TOTALS, totals::SECOND_LEVEL], "合计.二级组织数")],
            )
        },
        phrase("(?:设有|现有|共有|拥有|有|共)N个校区", &[CAMPUSES]),
        Phrase {
            despite: &["改为"],
            ..phrase("候选人(?:人数)?比应选(?:人数|名额)?多N[人名位]", &[SURPLUS])
        },
        phrase("(?:现有|共有|在籍)(?:在校|在籍)?学生N[人名]", &[BASE, STUDENTS]),
        phrase("(?:全院|全校)(?:共有|共|现有)?N[人名位](?:在校)?(?:同学|学生)", &[BASE, STUDENTS]),
        phrase("学生(?:总数|总人数|人数)的?(?:共|为|有)?N[人名]", &[BASE, STUDENTS]),
        phrase("在校(?:学)?生(?:总数|人数)?(?:共|为|有)?N[人名]", &[STUDENTS, BASE]),
    ]
});

/// A share of all students, in percent.
static PERCENT: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = "占(?:全院|全校|在校)?学?生(?:总数|总人数|人数)?[^，。；%％]{0,14}?的?(?<n>[0-9]+(?:\\.[0-9]+)?[%％])";
    Regex::new(pattern).expect("a pattern of our own")
});

/// Finds every number in a reporting text that names a datum of this union, of this event.
pub fn find(passages: &[Passage], root: &Datum, words: &Words) -> Vec<Datum> {
    let departments = Departments::gather(root);
    let own = Own::gather(root, words);
    let date = |path: &[FieldName]| root.at(path).date().map(|day| day.year());
    let years: Vec<i32> = [[year::CONGRESS, congress::DATE], [year::HEAD, head::PUBLISHED]]
        .iter()
        .filter_map(|path| date(path))
        .collect();
    let scrutineers = scrutineers(passages);
    let mut found = Vec::new();
    for passage in passages {
        if passage.kind == Kind::Body && REPORTING.contains(&passage.section) {
            let mut figures = Figures {
                passage,
                root,
                own: &own,
                years: &years,
                words,
                taken: Vec::new(),
                found: Vec::new(),
            };
            departments.find(&mut figures);
            let here = |phrase: &&Phrase| phrase.only.is_none_or(|only| only == passage.section);
            PHRASES.iter().filter(here).for_each(|phrase| figures.phrase(phrase));
            figures.percent();
            figures.grades(passages);
            figures.scrutineers(&scrutineers);
            figures.renamed();
            figures.absent();
            figures.before();
            figures.party();
            figures.held_at();
            figures.found.sort_by_key(|figure| figure.span);
            found.append(&mut figures.found);
        }
    }
    found
}

/// The numbers found in one passage.
struct Figures<'a> {
    passage: &'a Passage,
    root: &'a Datum,
    own: &'a Own<'a>,
    years: &'a [i32],
    words: &'a Words,
    taken: Vec<Range<usize>>,
    found: Vec<Datum>,
}

impl Figures<'_> {
    fn phrase(&mut self, phrase: &Phrase) {
        let text = &self.passage.text;
        for hit in phrase.words.captures_iter(text) {
            let Some((whole, number)) = whole_and_number(&hit) else { continue };
            // The words of the phrase itself are what it is known by.
            let clause = clause(text, &whole);
            let follows = &text[whole.end..];
            let other = self.is_otherwise(clause, &whole, phrase.despite)
                || phrase.unless.iter().any(|word| clause.contains(word))
                || self.is_of_other_persons(&whole)
                || self.is_surplus_of_delegates(phrase, &whole)
                // 同一个系, 每个系 count nothing.
                || ["同", "每", "某", "任", "哪", "另", "这", "该", "各"].iter().any(|w| text[..number.start].ends_with(w))
                // 代表团 and 代表大会 are not 代表.
                || (whole.end > number.end && ["大会", "团", "组"].iter().any(|w| follows.starts_with(w)));
            let around = &text[clause_start(text, &whole)..whole.end];
            let around =
                format!("{around}{}", follows.split(['，', '。', '；']).next().unwrap_or_default());
            if !phrase.beside.is_empty() && !phrase.beside.iter().any(|word| around.contains(word))
            {
                continue;
            }
            let known: Vec<_> = phrase
                .data
                .iter()
                .map(|(path, key)| (self.root.at(path), *key))
                .filter(|(datum, _)| datum.number().is_some())
                .collect();
            if let Some(((likeliest, key), false)) = known.first().map(|first| (*first, other)) {
                let accepted: Vec<i64> = known.iter().filter_map(|(d, _)| d.number()).collect();
                self.note(whole, number, likeliest, key, &accepted);
            }
        }
    }

    /// 参加选举的同学共7986名 counts students: the count of a 共 is of whoever stands before it.
    fn is_of_other_persons(&self, whole: &Range<usize>) -> bool {
        const OTHERS: [&str; 9] =
            ["同学", "学生", "师生", "志愿者", "党员", "团员", "教师", "青年", "人选"];
        let text = &self.passage.text;
        let before = &text[clause_start(text, whole)..whole.start];
        text[whole.start..].starts_with(['共', '合', '总'])
            && OTHERS.iter().any(|word| before.ends_with(word))
    }

    /// 各系共推荐代表人选172名，差额36名 tells how delegates were elected, not the presidium.
    fn is_surplus_of_delegates(&self, phrase: &Phrase, whole: &Range<usize>) -> bool {
        let sentence = sentence(&self.passage.text, whole);
        let of_presidium = ["主席团", "应选"].iter().any(|it| sentence.contains(it));
        phrase.data.iter().any(|(path, _)| path.last() == Some(&election::SURPLUS))
            && !of_presidium
            && (self.passage.section == year::DELEGATES
                || ["代表人选", "代表候选人", "代表名额"].iter().any(|it| sentence.contains(it)))
    }

    fn note(
        &mut self,
        whole: Range<usize>,
        number: Range<usize>,
        datum: &Datum,
        key: &str,
        accepted: &[i64],
    ) {
        let text = &self.passage.text;
        let Some(value) = numeral::count(&text[number.clone()], "") else { return };
        if self.taken.iter().any(|taken| taken.start < number.end && number.start < taken.end) {
            return;
        }
        self.taken.push(number);
        let fits = accepted.contains(&value);
        self.figure(whole, datum.clone(), key, fits);
    }

    fn percent(&mut self) {
        let stated = self.root.get(year::DELEGATES).get(delegates::PERCENT);
        let Some(percent) = stated.text() else { return };
        let plain = |text: &str| -> String {
            let half = text.chars().map(numeral::half_width);
            half.filter(|c| c.is_ascii_digit() || *c == '.').collect()
        };
        let text = &self.passage.text;
        for hit in PERCENT.captures_iter(text) {
            let Some((whole, number)) = whole_and_number(&hit) else { continue };
            if self.is_otherwise(clause(text, &whole), &whole, &[])
                || !is_of_delegates(text, &whole)
            {
                continue;
            }
            let fits = plain(&text[number.clone()]) == plain(percent);
            self.figure(whole, stated.clone(), "代表.占比", fits);
        }
    }

    /// Tells whether the sentence speaks of one department before it comes to a number.
    fn is_of_a_department(&self, whole: &Range<usize>) -> bool {
        let text = &self.passage.text;
        let sentence = sentence(text, whole);
        let at = sentence.as_ptr() as usize - text.as_ptr() as usize;
        let before = &text[at..whole.start.max(at)];
        let rows = self.root.get(year::SELF_EVALUATION).get(self_evaluation::MATRIX).items().iter();
        let mut names = rows.filter_map(|row| row.get(matrix_row::NAME).text());
        names.any(|name| !name.is_empty() && before.contains(name))
    }

    /// Tells whether a number is another body's or another year's.
    fn is_of_others(&self, whole: &Range<usize>) -> bool {
        let text = &self.passage.text;
        self.own.is_other(&text[clause_start(text, whole)..whole.start])
            || owners::of_another_year(sentence(text, whole), self.years)
    }

    /// Tells whether a number is not this union's, or not the whole of what the words name.
    fn is_otherwise(&self, clause: &str, whole: &Range<usize>, despite: &[&str]) -> bool {
        // A word within the phrase itself is what it is known by; 大会主席团 goes beyond it.
        let own = &self.passage.text[whole.clone()];
        let says = |word: &str| clause.contains(word) && !own.contains(word);
        let counts = |word: &&String| !despite.contains(&word.as_str());
        self.words.otherwise.iter().filter(counts).any(|word| says(word))
            || self.is_of_others(whole)
            || self.is_of_a_department(whole)
            || owners::is_of_another_time(clause, self.words)
    }

    /// 四个年级 where the programmes take three years.
    fn grades(&mut self, passages: &[Passage]) {
        let kind = self.root.get(year::HEAD).get(head::COLLEGE).get(college::KIND).text();
        let limit = self.root.at(match kind {
            Some("高职") => &[year::FORM, form::LIMITS, limits::VOCATIONAL_YEARS],
            Some("本科") => &[year::FORM, form::LIMITS, limits::DEGREE_YEARS],
            _ => return,
        });
        if self.root.get(year::HEAD).get(head::COLLEGE).get(college::HAS_GRADUATES).bool()
            == Some(true)
        {
            return;
        }
        // Asked of the few numbers that are too large: it reads all texts.
        let longer = ["五年", "贯通", "转段", "预科", "八年制", "专升本", "职教本科"];
        let says = |word: &&str| passages.iter().any(|passage| passage.text.contains(word));
        let Some(most) = limit.number() else { return };
        let text = &self.passage.text;
        for hit in GRADES.captures_iter(text) {
            let Some((whole, number)) = whole_and_number(&hit) else { continue };
            let Some(value) = numeral::count(&text[number], "") else { continue };
            if value > most && !self.is_of_others(&whole) && !longer.iter().any(says) {
                self.figure(whole, limit.clone(), "表样.限额.年级", false);
            }
        }
    }

    /// 5名监票人 where the election method has three.
    fn scrutineers(&mut self, known: &[i64]) {
        let text = &self.passage.text;
        if known.is_empty() || self.passage.section != year::CONGRESS {
            return;
        }
        for hit in SCRUTINEERS.captures_iter(text) {
            let Some(whole) = hit.get(0).map(|hit| hit.range()) else { continue };
            let Some(counted) = hit.name("n").or(hit.name("m")) else { continue };
            let Some(value) = numeral::count(counted.as_str(), "") else { continue };
            if !self.is_of_others(&whole) && !known.contains(&value) {
                let most = known.iter().max().copied().unwrap_or_default();
                let place = Some(self.passage.place(whole.clone()));
                let datum = number(most, place);
                self.figure(whole, datum, "选举办法里监票人的人数", false);
            }
        }
    }

    /// Finds each number of one search, where its clause speaks of this union's own year.
    fn numbers(&self, search: &Regex, despite: &[&str]) -> Vec<(Range<usize>, i64)> {
        let text = &self.passage.text;
        let hits = search.captures_iter(text).filter_map(|hit| {
            let (whole, number) = whole_and_number(&hit)?;
            let own = !self.is_otherwise(clause(text, &whole), &whole, despite);
            Some((whole, numeral::count(&text[number], "")?)).filter(|_| own)
        });
        hits.collect()
    }

    /// 有一个工作部门更换名称 where two bear former names.
    fn renamed(&mut self) {
        let units = self.root.get(year::UNITS).items();
        let has_former = |unit: &&Datum| !unit.get(unit::FORMER_NAMES).items().is_empty();
        let renamed: Vec<&Datum> = units.iter().filter(has_former).collect();
        let Some(first) = renamed.first() else { return };
        let datum = number(renamed.len() as i64, first.get(unit::FORMER_NAMES).span);
        for (whole, value) in self.numbers(&RENAMED, &["更换"]) {
            let fits = value == renamed.len() as i64;
            self.figure(whole, datum.clone(), "机构.前称", fits);
        }
    }

    /// 8名代表请假 where no more than five are lacking.
    fn absent(&mut self) {
        let (due, present) = (
            self.root.get(year::CONGRESS).get(congress::DUE),
            self.root.get(year::CONGRESS).get(congress::PRESENT),
        );
        let (Some(all), Some(came)) = (due.number(), present.number()) else { return };
        if ![year::CONGRESS, year::DELEGATES].contains(&self.passage.section) {
            return;
        }
        let datum = number(all - came, present.span);
        let despite = [
            "缺席",
            "请假",
            "其中",
            "不能到会",
            "未能到会",
            "未到会",
            "没有到会",
            "不能出席",
            "未能出席",
        ];
        for (whole, value) in self.numbers(&ABSENT, &despite) {
            let fits = value <= all - came;
            self.figure(whole, datum.clone(), "应到代表减实到代表", fits);
        }
    }

    /// 工作人员由上一学年的34人增加到35人.
    fn before(&mut self) {
        let known = [
            ("n", [year::PREVIOUS, previous::STAFF], "上年.名单人数"),
            ("now", [year::TOTALS, totals::STAFF], "合计.名单人数"),
        ];
        let text = &self.passage.text;
        let hits: Vec<_> = BEFORE
            .captures_iter(text)
            .filter_map(|hit| Some((hit.get(0)?.range(), hit.name("n")?, hit.name("now")?)))
            .map(|(whole, n, now)| (whole, [("n", n.as_str()), ("now", now.as_str())]))
            .collect();
        let mut found = Vec::new();
        for (whole, numbers) in hits {
            for ((_, path, key), (_, written)) in known.iter().zip(numbers) {
                let datum = self.root.at(path);
                if let (Some(known), Some(value)) = (datum.number(), numeral::count(written, "")) {
                    found.push((whole.clone(), datum.clone(), *key, known == value));
                }
            }
        }
        for (whole, datum, key, fits) in found {
            self.figure(whole, datum, key, fits);
        }
    }

    /// 工作人员中共产党员8名 where the roster has four.
    fn party(&mut self) {
        let people = self.root.get(year::ROSTER).items();
        let of = |person: &Datum| self.words.status(person.get(person::POLITICAL).text()?);
        let statuses: Option<Vec<_>> = people.iter().map(of).collect();
        let Some(statuses) = statuses.filter(|all| !all.is_empty()) else { return };
        let party = statuses.iter().filter(|status| status.party).count() as i64;
        let full = statuses.iter().filter(|status| status.names[0] == "中共党员").count() as i64;
        let datum = number(party, self.root.get(year::ROSTER).span);
        for (whole, value) in self.numbers(&PARTY, &["其中", "党员"]) {
            let sentence = sentence(&self.passage.text, &whole);
            if sentence.contains("工作人员") && !sentence.contains("代表") {
                let fits = value == party || value == full || value == party - full;
                self.figure(whole, datum.clone(), "名单里的共产党员人数", fits);
            }
        }
    }

    /// 大会在体育馆举行 where the data name a hall of the library.
    fn held_at(&mut self) {
        let place = self.root.get(year::CONGRESS).get(congress::PLACE).clone();
        if self.passage.section != year::CONGRESS {
            return;
        }
        let Some(known) = place.text().map(str::to_owned) else { return };
        let text = &self.passage.text;
        let hits: Vec<_> = HELD_AT
            .captures_iter(text)
            .filter_map(|hit| Some((hit.get(0)?.range(), hit["place"].to_owned())))
            .filter(|(whole, named)| {
                let sentence = sentence(text, whole);
                let own = ["代表大会", "学代会", "大会"].iter().any(|it| sentence.contains(it));
                let clause = clause(text, whole);
                own && !named.contains(FILLED)
                    && !self.is_of_others(whole)
                    && !self.is_of_a_department(whole)
                    && !owners::is_of_another_time(clause, self.words)
                    && ![
                        "分会场",
                        "代表团",
                        "小组",
                        "预备",
                        "开幕式",
                        "闭幕式",
                        "分组",
                        "讨论",
                        "座谈",
                        "培训",
                        "上次",
                        "上届",
                    ]
                    .iter()
                    .any(|it| sentence.contains(it))
            })
            .collect();
        for (whole, named) in hits {
            let letters: Vec<char> = named.chars().collect();
            let shares = letters.windows(2).any(|pair| known.contains(&String::from_iter(pair)));
            // A hall may lie in a library; of two libraries one is wrong.
            let same_kind = letters.last().is_some_and(|last| known.contains(*last));
            if same_kind {
                self.figure(whole, place.clone(), "代表大会.地点", shares);
            }
        }
    }

    fn figure(&mut self, whole: Range<usize>, datum: Datum, key: &str, fits: bool) {
        let place: Span = self.passage.place(whole.clone());
        let words =
            self.passage.text[whole].trim_start_matches(['，', '。', '；', '：', '、', '（', ' ']);
        let words = words.replace(FILLED, "…");
        let mut figure = Datum::new(FIGURE.empty(), Some(place));
        figure.set(figure::WORDS, word(words, Some(place)));
        let expected = match datum.value {
            Value::Number(number) => Value::Text(number.to_string()),
            other => other,
        };
        figure.set(figure::EXPECTED, Datum::new(expected, datum.span));
        figure.set(figure::DATUM, word(key, Some(place)));
        figure.set(figure::FITS, flag(fits, Some(place)));
        self.found.push(figure);
    }
}

static GRADES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!("(?:全部|各|所有|全)?{NUMBER}个年级")).expect("a pattern of our own")
});

fn search(words: &str) -> Regex {
    Regex::new(&words.replace('N', NUMBER)).expect("a pattern of our own")
}

static RENAMED: LazyLock<Regex> = LazyLock::new(|| {
    search("N个(?:工作)?部门(?:更换名称|变更名称|更改名称|调整名称|更换了名称|更名|改名|改称)")
});

static ABSENT: LazyLock<Regex> = LazyLock::new(|| {
    search(
        "N[名位人](?:代表)?(?:因[^，。；0-9]{1,12})?(?:请假|缺席|未到会|没有到会|未能到会|未出席)",
    )
});

static PARTY: LazyLock<Regex> =
    LazyLock::new(|| search("(?:共产党员|中共党员|党员)(?:（[^）]*）)?(?:共|有)?N[名位人]"));

static HELD_AT: LazyLock<Regex> = LazyLock::new(|| {
    let of_place = "[^，。；：在于]{1,20}?(?:馆|厅|楼|室|礼堂|剧场|剧院|教室|操场|广场|中心)";
    search(&format!("在(?P<place>{of_place})(?:隆重|顺利|如期|圆满)?(?:举行|召开|开幕)"))
});

static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let number = "[0-9０-９]+|[〇零一二两三四五六七八九十百]+";
    let pattern = format!(
        "工作人员(?:总数|人数)?(?:从|由)(?:上一?个?学年|上学年|去年|上年|上一年)的?(?P<n>{number})[人名](?:增加|增|减少|减|精简|压缩|调整)(?:到|至|为)(?P<now>{number})[人名]"
    );
    Regex::new(&pattern).expect("a pattern of our own")
});

static SCRUTINEERS: LazyLock<Regex> = LazyLock::new(|| {
    let number = |name: &str| format!("(?<{name}>[0-9０-９]+|[一二三四五六七八九十两]+)");
    Regex::new(&format!(
        "(?:总)?监票人(?:共)?{}[人名]|{}[名位](?:总)?监票人",
        number("n"),
        number("m")
    ))
    .expect("a pattern of our own")
});

/// How many scrutineers the election method has: each number it names, and all together.
fn scrutineers(passages: &[Passage]) -> Vec<i64> {
    let method = passages.iter().filter(|passage| passage.section == year::ELECTION);
    let mut known: Vec<i64> = method
        .flat_map(|passage| SCRUTINEERS.captures_iter(&passage.text))
        .filter_map(|hit| numeral::count(hit.name("n").or(hit.name("m"))?.as_str(), ""))
        .collect();
    if known.len() > 1 {
        known.push(known.iter().sum());
    }
    known
}

/// Tells whether a share of all students is that of the delegates, by what stands before it.
fn is_of_delegates(text: &str, whole: &Range<usize>) -> bool {
    let start = clause_start(text, whole);
    let subject = &text[start..whole.start];
    let counted = |words: &str| ["代表", "名额"].iter().any(|word| words.contains(word));
    let other = [
        "团员", "党员", "女", "男", "民族", "住校", "志愿", "参加", "参与", "满意", "答卷", "问卷",
        "新生", "毕业", "会员", "社团", "贫困", "资助",
    ];
    if other.iter().any(|word| subject.contains(word)) {
        return false;
    }
    if !subject.trim().is_empty() {
        return counted(subject) || subject.contains(FILLED);
    }
    let before = sentence(text, whole);
    let before = &before[..before.find(&text[whole.clone()]).unwrap_or(before.len())];
    let last =
        before.trim_end_matches(['，', '、']).rsplit(['，', '；']).next().unwrap_or_default();
    !other.iter().any(|word| last.contains(word))
        && (counted(before) || last.contains(FILLED) || last.starts_with("共"))
}

/// Returns where the clause begins in which a part of a text lies.
fn clause_start(text: &str, part: &Range<usize>) -> usize {
    let clause = clause(text, part);
    (clause.as_ptr() as usize - text.as_ptr() as usize).min(part.start)
}

/// Returns the sentence in which a part of a text lies.
fn sentence<'a>(text: &'a str, part: &Range<usize>) -> &'a str {
    const ENDS: [char; 5] = ['。', '；', '！', '？', '\n'];
    let start = text[..part.start]
        .rfind(ENDS)
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let end = text[part.end..].find(ENDS).map_or(text.len(), |at| part.end + at);
    &text[start..end]
}

/// The departments and the number of delegates each sends.
struct Departments {
    search: Option<Regex>,
    delegations: Vec<(String, Datum)>,
}

impl Departments {
    fn gather(root: &Datum) -> Self {
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
            "(?<d>{names})(?:学生会)?(?:推荐|推选|选举|选出|产生|分配|代表|名额|共|有|为|：|:)*{NUMBER}[人名位个]"
        );
        let search = if names.is_empty() { None } else { Regex::new(&pattern).ok() };
        Self { search, delegations }
    }

    fn find(&self, figures: &mut Figures) {
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
            let other = ["女", "男", "学生代表", "上次", "上届", "增加", "减少"];
            // 请假代表中，护理系有2人 tells of some of them.
            let sentence = sentence(&passage.text, &whole);
            let of_some = ["请假", "缺席", "未到会", "更换", "补选", "发言", "列席"];
            if of_some.iter().any(|word| sentence.contains(word)) {
                continue;
            }
            // 有1名代表转学 tells what became of one of them.
            let follows = passage.text[whole.end..].trim_start_matches("代表");
            let ends = follows.chars().next().is_none_or(|c| "，。；、：）)和及等\n".contains(c));
            if let Some(value) =
                datum.number().filter(|_| ends && !other.iter().any(|w| clause.contains(w)))
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

fn whole_and_number(hit: &Captures) -> Option<(Range<usize>, Range<usize>)> {
    Some((hit.get(0)?.range(), hit.name("n")?.range()))
}

/// Returns the clause that a part of a text lies in.
fn clause<'a>(text: &'a str, part: &Range<usize>) -> &'a str {
    const ENDS: [char; 7] = ['，', '。', '；', '！', '？', '\n', '、'];
    // A mark the part itself begins with belongs to the clause before.
    let begins = text[part.clone()].chars().take_while(|c| ENDS.contains(c)).map(char::len_utf8);
    let inner = part.start + begins.sum::<usize>();
    let start = text[..inner]
        .rfind(ENDS)
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let end = text[part.end..].find(ENDS).map_or(text.len(), |at| part.end + at);
    &text[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_name_their_number() {
        let numbers = |text: &str| -> Vec<String> {
            let hits = PHRASES.iter().flat_map(|phrase| phrase.words.captures_iter(text));
            hits.filter_map(|hit| Some(hit.name("n")?.as_str().to_owned())).collect()
        };
        assert_eq!(numbers("大会应到代表１１９人"), ["１１９"]);
        assert_eq!(numbers("选举产生129名代表"), ["129"]);
        assert_eq!(numbers("来自七个系"), ["七"]);
        assert_eq!(
            numbers("收到提案43件，三个年级，第八届学生会主席团，变化有三项"),
            Vec::<String>::new()
        );
        assert_eq!(numbers("学生代表9人，监票人2人，基层代表60名"), Vec::<String>::new());
    }

    #[test]
    fn a_clause_ends_at_its_marks() {
        let text = "甲，共119名代表，其中女代表60名";
        let part = text.find("119").unwrap();
        assert_eq!(clause(text, &(part..part + 3)), "共119名代表");
    }
}
