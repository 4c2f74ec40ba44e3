//! The ten sections of the form, each from its part of the year.
//! It must not know a format, nor judge.

use super::sentence::{About, Key, Sentence};
use super::table::{column, field, heading, made, said_of, several};
use super::view::View;
use super::{prose, section};
use crate::datum::FieldName;
use crate::document::{
    Align, Block, Cell, Column, Inline, Page, Role, Row, Said, Section, Statement, Subject, Table,
    Value,
};
use crate::edition::Union;
use crate::model::{
    charter, charter_limit, congress, delegates, delegation, evidence, guide, head, held,
    indicator, matrix_row, person, rounds, second_item, self_evaluation, totals, unit, year,
};
use crate::redaction::take_down;
use crate::standard::{form, form_item};

/// Composes the ten sections in order.
pub fn all(root: &View) -> Vec<Section> {
    let who = root.child(year::HEAD).text(head::ORGANISATION);
    let congress = if who == "研究生会" {
        "研究生代表大会"
    } else {
        "学生（研究生）代表大会"
    };
    vec![
        self_evaluation(root, &who),
        charter(root),
        units(root),
        roster(root),
        text_section(root, year::NOMINATION, "五、", "校级组织主席团成员候选人产生办法".to_owned()),
        text_section(root, year::ELECTION, "六、", "校级组织主席团成员选举办法".to_owned()),
        congress_held(root, format!("校级{congress}召开情况")),
        delegates(root, format!("校级{congress}代表产生办法")),
        appraisal(root),
        guides(root, &who),
    ]
}

fn self_evaluation(root: &View, who: &str) -> Section {
    let evaluation = root.child(year::SELF_EVALUATION);
    let form = root.child(year::FORM);
    let year = root.child(year::HEAD).text(head::YEAR);
    let value = root.child(year::HEAD).value(head::YEAR);
    let year = Said::new("head.year", "学年", format!("{year}学年"), value);
    let legend = form.text(form::LEGEND);
    let legend = match legend.split_once("{学年}") {
        Some((before, after)) => {
            let after = after.replace("{学年}", &year.words);
            Sentence::starting(before).saying(year).then(&after)
        }
        None => Sentence::starting(&legend),
    };
    let school = Table {
        id: "self-evaluation/school/table".to_owned(),
        subject: Subject::Indicator,
        of: None,
        caption: String::new(),
        columns: vec![
            heading(column("item", "指标", 11, Align::Start)),
            column("verdict", "结论", 2, Align::Center),
            column("remark", "备注", 6, Align::Start),
        ],
        rows: evaluation.children(self_evaluation::SCHOOL).iter().map(indicator).collect(),
        wide: false,
    };
    let second = Table {
        id: "self-evaluation/second/table".to_owned(),
        subject: Subject::SecondItem,
        of: None,
        caption: String::new(),
        columns: vec![
            heading(column("item", "项目", 11, Align::Start)),
            column("stated", "符合标准的组织数量", 3, Align::Center),
            column("remark", "备注", 5, Align::Start),
        ],
        rows: evaluation.children(self_evaluation::SECOND).iter().map(second_item).collect(),
        wide: false,
    };
    let items = evaluation.children(self_evaluation::SECOND);
    let mut columns = vec![heading(column("name", "二级组织", 4, Align::Start))];
    columns.extend(items.iter().map(|item| {
        let key = format!("verdicts.{}", item.child(second_item::ITEM).text(form_item::KEY));
        column(key, item.text(second_item::NO), 1, Align::Center)
    }));
    let matrix = Table {
        id: "self-evaluation/matrix/table".to_owned(),
        subject: Subject::SecondUnion,
        of: None,
        caption: "各二级组织符合标准情况".to_owned(),
        columns,
        rows: evaluation
            .children(self_evaluation::MATRIX)
            .iter()
            .enumerate()
            .map(matrix_row)
            .collect(),
        wide: true,
    };
    let mut evaluation = section("self-evaluation", "一、", "改革自评表", Vec::new());
    let note = legend.paragraph(Role::Note, About::new(Subject::Legend, ""));
    evaluation.sections = vec![
        section(
            "self-evaluation/school",
            "（一）",
            format!("校级{who}组织改革自评表"),
            vec![note, Block::Table(school)],
        ),
        section(
            "self-evaluation/second",
            "（二）",
            format!("二级{who}组织改革自评表"),
            vec![Block::Table(second)],
        ),
        section("self-evaluation/matrix", "（三）", "二级组织具体情况", vec![Block::Table(matrix)]),
    ];
    evaluation
}

/// The number, mark and words of an indicator, as its row begins.
pub fn indicator_words(indicator: &View) -> Vec<Inline> {
    let item = indicator.child(indicator::ITEM);
    let mut words = vec![Inline::text(indicator.text(indicator::NO))];
    if item.has(form_item::MARK) {
        let symbol = item.text(form_item::MARK);
        let meaning = if symbol == "★" { "核心指标" } else { "观测指标" };
        words.push(Inline::Mark { symbol, meaning: meaning.to_owned() });
    }
    words.push(Inline::text(format!(". {}", item.text(form_item::TEXT))));
    words
}

/// The address of an indicator's row.
pub fn indicator_address(indicator: &View) -> String {
    format!("self-evaluation/{}", indicator.child(indicator::ITEM).text(form_item::KEY))
}

/// The cell that names an indicator or item: its number, its mark, what it asks.
pub fn item_cell(words: Vec<Inline>, item: &View) -> Cell {
    let form = item.child(indicator::ITEM);
    let says = [
        said_of(item, indicator::NO, "序号"),
        said_of(&form, form_item::MARK, "标记"),
        said_of(&form, form_item::TEXT, "文字"),
    ];
    several(words, says.into_iter().flatten().map(within_item).collect())
}

/// What the form says of an item stands below the item's own field.
fn within_item(said: Said) -> Said {
    match said.key.as_str() {
        "no" => said,
        key => Said { key: format!("item.{key}"), ..said },
    }
}

fn indicator(indicator: &View) -> Row {
    let remark = Lines::default()
        .field(indicator, indicator::STATED, "实有", "实有")
        .field(indicator, indicator::HELD_ON, "召开日期：", "召开日期")
        .field(indicator, indicator::REMARK, "", "备注")
        .field(indicator, indicator::REASON, "原因：", "原因")
        .field(indicator, indicator::RECTIFY_BY, "整改期限：", "整改期限")
        .evidence(indicator);
    let cells = vec![
        item_cell(indicator_words(indicator), indicator),
        verdict(indicator.text(indicator::VERDICT) == "是"),
        several(remark.words, remark.says),
    ];
    Row::new(indicator_address(indicator), cells)
        .keyed(indicator.child(indicator::ITEM).text(form_item::KEY))
}

/// The cell of an answer.
pub fn verdict(yes: bool) -> Cell {
    Cell { value: Some(Value::YesNo { yes }), ..Cell::showing(vec![Inline::Verdict { yes }]) }
}

/// The lines of a remark, and what they say.
#[derive(Default)]
struct Lines {
    words: Vec<Inline>,
    says: Vec<Said>,
}

impl Lines {
    fn start(&mut self) {
        if !self.words.is_empty() {
            self.words.push(Inline::LineBreak);
        }
    }

    fn field(mut self, view: &View, name: FieldName, before: &str, label: &str) -> Self {
        if let Some(said) = said_of(view, name, label) {
            self.start();
            self.words.push(Inline::text(format!("{before}{}", said.words)));
            self.says.push(said);
        }
        self
    }

    fn evidence(mut self, indicator: &View) -> Self {
        for evidence in indicator.children(indicator::EVIDENCE) {
            self.start();
            let title = vec![Inline::text(evidence.text(evidence::TITLE))];
            self.words.push(Inline::text("佐证："));
            if evidence.has(evidence::LINK) {
                self.words
                    .push(Inline::Link { target: evidence.text(evidence::LINK), content: title });
            } else {
                self.words.extend(title);
            }
            let date = match evidence.text(evidence::DATE) {
                date if date.is_empty() => date,
                date => format!("（{date}）"),
            };
            if !date.is_empty() {
                self.words.push(Inline::text(date.clone()));
            }
            let words = format!("{}{date}", evidence.text(evidence::TITLE));
            let value = evidence.entry([evidence::TITLE, evidence::DATE, evidence::LINK]);
            self.says.push(Said::new("evidence", "佐证", words, value));
        }
        self
    }
}

fn second_item(item: &View) -> Row {
    let form = item.child(second_item::ITEM);
    let title = format!("{}. {}", item.text(second_item::NO), form.text(form_item::TEXT));
    let cells = vec![
        item_cell(vec![Inline::text(title)], item),
        field(item, second_item::STATED),
        field(item, second_item::REMARK),
    ];
    let key = form.text(form_item::KEY);
    Row::new(format!("self-evaluation/second/{key}"), cells).keyed(key)
}

fn matrix_row((i, row): (usize, &View)) -> Row {
    let mut cells = vec![field(row, matrix_row::NAME)];
    let answers = row.children(matrix_row::VERDICTS);
    cells.extend(answers.iter().map(|answer| verdict(answer.printed() == "是")));
    Row::new(format!("self-evaluation/matrix/row-{}", i + 1), cells)
}

fn charter(root: &View) -> Section {
    let charter = root.child(year::CHARTER);
    let mut section = text_section(root, year::CHARTER, "二、", String::new());
    let title = match section.blocks.first() {
        Some(Block::Paragraph { role: Role::Title, content, .. }) => {
            crate::document::plain_text(content)
        }
        _ => "章程".to_owned(),
    };
    section.title = format!("《{title}》");
    limits(&charter, &mut section);
    let by = charter.has(charter::ADOPTED_BY).then(|| {
        let number = charter.text(charter::ADOPTED_BY).parse().map(crate::numeral::chinese);
        let congress = root.child(year::CONGRESS);
        // As the year's texts count it.
        let unit = match congress.has(congress::COUNTED_BY) {
            true => congress.text(congress::COUNTED_BY),
            false => "次".to_owned(),
        };
        let words = format!("第{}{unit}代表大会", number.unwrap_or_default());
        Said::new("charter.adopted_by", "通过届次", words, charter.value(charter::ADOPTED_BY))
    });
    let on = Key(&[year::CHARTER, charter::ADOPTED_ON], "通过日期").read(&charter);
    if (by.is_some() || on.is_some()) && !section.blocks.is_empty() {
        let words =
            Sentence::starting("（").optional("", on, "").optional("", by, "通过").then("）");
        let about = About::new(Subject::Adoption, "题注");
        section.blocks.insert(1, words.paragraph(Role::Subtitle, about));
    }
    section
}

/// Says as data, at the article that states them, which limits the charter was registered to lay down.
fn limits(charter: &View, section: &mut Section) {
    for limit in charter.children(charter::LIMITS) {
        let article = format!("{}/article-{}", section.id, limit.text(charter_limit::ARTICLE));
        let Some(statement) = section.said_at(&article) else { continue };
        let name = limit.text(charter_limit::NAME);
        let said = Said::new(
            "charter.limits.value",
            name.clone(),
            limit.text(charter_limit::VALUE),
            limit.value(charter_limit::VALUE),
        );
        let stated = statement.get_or_insert_with(|| Statement {
            subject: Subject::CharterLimit,
            of: None,
            label: "条文里的限额".to_owned(),
            says: Vec::new(),
        });
        stated.says.push(said.for_entry(name));
    }
}

fn text_section(root: &View, name: FieldName, number: &str, title: String) -> Section {
    let mut section = section(name.as_str(), number, title, Vec::new());
    if let Some(text) = root.child(name).prose(charter::TEXT) {
        (section.blocks, section.sections) = prose::regulation(text, name.as_str(), root);
    }
    section
}

fn units(root: &View) -> Section {
    let entries = root.children(year::UNITS);
    let rows = entries.iter().enumerate().map(|(i, unit)| Row {
        former: unit.children(unit::FORMER_NAMES).iter().map(View::printed).collect(),
        ..Row::new(
            format!("units/row-{}", i + 1),
            [unit::NO, unit::NAME, unit::HEADCOUNT, unit::DUTIES]
                .map(|name| field(unit, name))
                .into(),
        )
    });
    let table = Table {
        id: "units/table".to_owned(),
        subject: Subject::Unit,
        of: None,
        caption: String::new(),
        columns: vec![
            column("no", "序号", 2, Align::Center),
            heading(column("name", "机构名称", 4, Align::Start)),
            column("headcount", "人数", 2, Align::Center),
            column("duties", "主要职责", 14, Align::Start),
        ],
        rows: rows.collect(),
        wide: false,
    };
    section("units", "三、", "校级组织工作机构组织架构表", vec![Block::Table(table)])
}

fn roster(root: &View) -> Section {
    let head = root.child(year::HEAD);
    let taken_down = head.text(head::TAKEN_DOWN) == "是";
    // Graduates are not ranked: that they failed in nothing is said below the table.
    let is_ranked = head.text(head::ORGANISATION) != Union::Graduate.organisation();
    let mut shown =
        vec![person::NO, person::NAME, person::POLITICAL, person::DEPARTMENT, person::GRADE];
    shown.extend(is_ranked.then_some(person::RANK_SHOWN));
    let entries = root.children(year::ROSTER);
    let rows = entries.iter().enumerate().map(|(i, person)| {
        let cells = shown.iter().map(|name| match *name {
            person::NAME => field(person, person::NAME).naming(),
            // Freshmen and graduates have no rank, which is not the same as one left out.
            person::RANK_SHOWN if !person.has(person::RANK_SHOWN) => Cell::nothing(),
            name => field(person, name),
        });
        Row::new(format!("roster/row-{}", i + 1), cells.collect())
    });
    let mut columns = vec![
        column("no", "序号", 2, Align::Center),
        heading(column("name", "姓名", 4, Align::Start)),
        column("political", "政治面貌", 4, Align::Start),
        column("department", "院系", 5, Align::Start),
        column("grade", "年级", 3, Align::Center),
    ];
    columns.extend(is_ranked.then(|| rank_column(&head.text(head::RANK_DISPLAY))));
    let mut table = Table {
        id: "roster/table".to_owned(),
        subject: Subject::Person,
        of: None,
        caption: String::new(),
        columns,
        rows: rows.collect(),
        wide: false,
    };
    let mut note = Sentence::default();
    if taken_down {
        take_down(&mut table, |_| true);
        note = note.then("名单的公开期限已过，只保留人数。");
    }
    let note = match is_ranked {
        true => note.field(
            &head,
            ("排名依据：", "。"),
            Key(&[year::HEAD, head::RANK_BASIS], "排名依据"),
        ),
        false => note.optional(
            "研究生不按成绩排名，全体工作人员不及格课程共 ",
            none_failed(&root.child(year::TOTALS)),
            " 门。",
        ),
    };
    let note = note
        .field(&head, ("", ""), Key(&[year::HEAD, head::ROSTER_NOTE], "名单脚注"))
        .paragraph(Role::Note, About::new(Subject::RosterNote, ""));
    let mut section =
        section("roster", "四、", "校级组织工作人员名单", vec![Block::Table(table), note]);
    section.page = Page::Roster;
    section
}

/// That nobody failed in any course, if it is so; where somebody did, the self-assessment says it.
fn none_failed(totals: &View) -> Option<Said> {
    let said = Key(&[year::TOTALS, totals::FAILED_COURSES], "不及格门数").read(totals)?;
    matches!(said.value, Some(Value::Count { number: 0, .. })).then_some(said)
}

/// The column of ranks, whose head says how exactly the college chose to publish them.
fn rank_column(display: &str) -> Column {
    let (display, how) = match display {
        "分段" => ("分段", "在所属专业的位置"),
        "只写合格" => ("只写合格", "是否符合要求"),
        _ => ("准确名次", "本人排名/所属专业人数"),
    };
    let says = Said::new("head.rank_display", "排名公开方式", how, Some(Value::text(display)));
    Column {
        label: Some("学习成绩排名".to_owned()),
        says: vec![says],
        ..column("rank_shown", format!("学习成绩排名（{how}）"), 5, Align::Center)
    }
}

fn congress_held(root: &View, title: String) -> Section {
    let mut section = text_section(root, year::CONGRESS, "七、", title);
    let congress = root.child(year::CONGRESS);
    if let Some(link) = Key(&[year::CONGRESS, congress::LINK], "链接").read(&congress) {
        let report = Sentence::starting("相关报道：").link(link);
        section.blocks.push(report.paragraph(Role::Body, About::new(Subject::CongressReport, "")));
    }
    section
}

fn delegates(root: &View, title: String) -> Section {
    let mut section = text_section(root, year::DELEGATES, "八、", title);
    let delegations = root.child(year::DELEGATES).children(delegates::BY_DEPARTMENT);
    let has_students = delegations.iter().any(|it| it.has(delegation::STUDENTS));
    let rows = delegations.iter().enumerate().map(|(i, delegation)| {
        let mut cells: Vec<Cell> =
            [delegation::DEPARTMENT, delegation::COUNT].map(|name| field(delegation, name)).into();
        cells.extend(has_students.then(|| match delegation.has(delegation::STUDENTS) {
            true => field(delegation, delegation::STUDENTS),
            false => Cell::nothing(),
        }));
        Row::new(format!("delegates/row-{}", i + 1), cells)
    });
    let mut columns = vec![
        heading(column("department", "院系", 3, Align::Start)),
        column("count", "代表人数", 2, Align::Center),
    ];
    columns.extend(has_students.then(|| column("students", "学生人数", 2, Align::Center)));
    section.blocks.push(Block::Table(Table {
        id: "delegates/table".to_owned(),
        subject: Subject::Delegation,
        of: None,
        caption: "各院系代表名额".to_owned(),
        columns,
        rows: rows.collect(),
        wide: false,
    }));
    section
}

/// The rules of appraisal, then the rounds that were held under them.
fn appraisal(root: &View) -> Section {
    let title = "主席团成员和工作部门负责人述职评议办法".to_owned();
    let mut part = text_section(root, year::APPRAISAL, "九、", title);
    let held = root.child(year::ROUNDS).children(rounds::HELD);
    if held.is_empty() {
        return part;
    }
    let has_results = held.iter().any(|round| !round.text(held::RESULTS).is_empty());
    let rows = (1..).zip(&held).map(|(n, round)| {
        let title = round.text(held::TITLE);
        let link = match round.text(held::ADDRESS) {
            target if target.is_empty() => vec![Inline::text(title)],
            target => vec![Inline::Link { target, content: vec![Inline::text(title)] }],
        };
        let year = round.text(held::YEAR).replace('-', "—");
        let semester = round.text(held::SEMESTER);
        let term = format!("{year}学年{}", semester.trim_start_matches("全学年"));
        let whole = round.entry([held::YEAR, held::SEMESTER]);
        let mut cells = vec![
            Cell { value: round.value(held::TITLE), ..Cell::showing(link) },
            made(term, whole),
            field(round, held::MEETING),
            field(round, held::SUBJECTS),
            field(round, held::RANGE),
        ];
        cells.extend(has_results.then(|| field(round, held::RESULTS)));
        Row::new(format!("appraisal/rounds/row-{n}"), cells)
    });
    let mut columns = vec![
        heading(column("title", "通知", 7, Align::Start)),
        column("semester", "评议的学期", 5, Align::Start),
        column("meeting", "述职日期", 5, Align::Start),
        column("subjects", "述职对象（个）", 3, Align::Center),
        column("range", "公布范围", 3, Align::Start),
    ];
    columns.extend(has_results.then(|| column("results", "各等次个数", 5, Align::Start)));
    let table = Table {
        id: "appraisal/rounds/table".to_owned(),
        subject: Subject::Round,
        of: None,
        caption: "各轮述职评议".to_owned(),
        columns,
        rows: rows.collect(),
        wide: false,
    };
    let rounds = section("appraisal/rounds", "", "述职评议开展情况", vec![Block::Table(table)]);
    part.sections.push(rounds);
    part
}

fn guides(root: &View, who: &str) -> Section {
    let entries = root.children(year::GUIDES);
    let rows = entries.iter().enumerate().map(|(i, guide)| {
        let cells = [guide::CATEGORY, guide::NAME, guide::POST, guide::FULL_TIME, guide::REMARK]
            .map(|name| match name {
                guide::NAME => field(guide, name).naming(),
                _ => field(guide, name),
            });
        Row::new(format!("guides/row-{}", i + 1), cells.into())
    });
    let table = Table {
        id: "guides/table".to_owned(),
        subject: Subject::Guide,
        of: None,
        caption: String::new(),
        columns: vec![
            heading(column("category", "类别", 6, Align::Start)),
            column("name", "姓名", 3, Align::Start),
            column("post", "职务", 5, Align::Start),
            column("full_time", "是否为专职团干部", 3, Align::Center),
            column("remark", "备注", 3, Align::Start),
        ],
        rows: rows.collect(),
        wide: false,
    };
    section("guides", "十、", format!("校团委指导{who}主要责任人"), vec![Block::Table(table)])
}
