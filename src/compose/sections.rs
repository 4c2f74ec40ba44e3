//! The ten sections of the form, each from its part of the year.
//! It must not know a format, nor judge.

use super::view::View;
use super::{prose, section};
use crate::document::{Align, Block, Column, Inline, Page, Role, Row, Section, Table};
use crate::redaction::take_down;

/// Composes the ten sections in order.
pub fn all(root: &View) -> Vec<Section> {
    let who = root.child("head").text("organisation");
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
        text_section(root, "nomination", "五、", "校级组织主席团成员候选人产生办法".to_owned()),
        text_section(root, "election", "六、", "校级组织主席团成员选举办法".to_owned()),
        congress_held(root, format!("校级{congress}召开情况")),
        delegates(root, format!("校级{congress}代表产生办法")),
        appraisal(root),
        guides(root, &who),
    ]
}

fn self_evaluation(root: &View, who: &str) -> Section {
    let evaluation = root.child("self_evaluation");
    let form = root.child("form");
    let legend =
        form.text("legend").replace("{学年}", &format!("{}学年", root.child("head").text("year")));
    let school = Table {
        id: "self-evaluation/school/table".to_owned(),
        caption: String::new(),
        columns: vec![
            column("指标", 11, Align::Start, true),
            column("结论", 2, Align::Center, false),
            column("备注", 6, Align::Start, false),
        ],
        rows: evaluation.children("school").iter().map(indicator).collect(),
        wide: false,
    };
    let second = Table {
        id: "self-evaluation/second/table".to_owned(),
        caption: String::new(),
        columns: vec![
            column("项目", 11, Align::Start, true),
            column("符合标准的组织数量", 3, Align::Center, false),
            column("备注", 5, Align::Start, false),
        ],
        rows: evaluation.children("second").iter().map(second_item).collect(),
        wide: false,
    };
    let items = evaluation.children("second");
    let mut columns = vec![column("二级组织", 4, Align::Start, true)];
    columns.extend(items.iter().map(|item| column(&item.text("no"), 1, Align::Center, false)));
    let matrix = Table {
        id: "self-evaluation/matrix/table".to_owned(),
        caption: "各二级组织符合标准情况".to_owned(),
        columns,
        rows: evaluation.children("matrix").iter().enumerate().map(matrix_row).collect(),
        wide: true,
    };
    let mut evaluation = section("self-evaluation", "一、", "改革自评表", Vec::new());
    let note = Block::Paragraph { role: Role::Note, content: vec![Inline::text(legend)] };
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
    let item = indicator.child("item");
    let mut words = vec![Inline::text(indicator.text("no"))];
    if item.has("mark") {
        let symbol = item.text("mark");
        let meaning = if symbol == "★" { "核心指标" } else { "观测指标" };
        words.push(Inline::Mark { symbol, meaning: meaning.to_owned() });
    }
    words.push(Inline::text(format!(". {}", item.text("text"))));
    words
}

/// The address of an indicator's row.
pub fn indicator_address(indicator: &View) -> String {
    format!("self-evaluation/{}", indicator.child("item").text("key"))
}

fn indicator(indicator: &View) -> Row {
    let remark = Lines::default()
        .field(indicator, "stated", "实有")
        .field(indicator, "held_on", "召开日期：")
        .field(indicator, "remark", "")
        .field(indicator, "reason", "原因：")
        .field(indicator, "rectify_by", "整改期限：")
        .evidence(indicator);
    let cells = vec![indicator_words(indicator), verdict(&indicator.text("verdict")), remark.0];
    Row::new(indicator_address(indicator), cells)
}

fn verdict(text: &str) -> Vec<Inline> {
    vec![Inline::Verdict { yes: text == "是" }]
}

/// The lines of a remark.
#[derive(Default)]
struct Lines(Vec<Inline>);

impl Lines {
    fn start(&mut self) {
        if !self.0.is_empty() {
            self.0.push(Inline::LineBreak);
        }
    }

    fn field(mut self, view: &View, name: &str, before: &str) -> Self {
        if view.has(name) {
            self.start();
            self.0.push(Inline::text(format!("{before}{}", view.text(name))));
        }
        self
    }

    fn evidence(mut self, indicator: &View) -> Self {
        for evidence in indicator.children("evidence") {
            self.start();
            let title = vec![Inline::text(evidence.text("title"))];
            self.0.push(Inline::text("佐证："));
            if evidence.has("link") {
                self.0.push(Inline::Link { target: evidence.text("link"), content: title });
            } else {
                self.0.extend(title);
            }
            if evidence.has("date") {
                self.0.push(Inline::text(format!("（{}）", evidence.text("date"))));
            }
        }
        self
    }
}

fn second_item(item: &View) -> Row {
    let title = format!("{}. {}", item.text("no"), item.child("item").text("text"));
    Row::new(
        format!("self-evaluation/second/{}", item.child("item").text("key")),
        vec![vec![Inline::text(title)], words(item, "stated"), words(item, "remark")],
    )
}

fn matrix_row((i, row): (usize, &View)) -> Row {
    let mut cells = vec![words(row, "name")];
    cells.extend(row.children("verdicts").iter().map(|answer| verdict(&answer.printed())));
    Row::new(format!("self-evaluation/matrix/row-{}", i + 1), cells)
}

fn charter(root: &View) -> Section {
    let charter = root.child("charter");
    let mut section = text_section(root, "charter", "二、", String::new());
    let title = match section.blocks.first() {
        Some(Block::Paragraph { role: Role::Title, content }) => {
            crate::document::plain_text(content)
        }
        _ => "章程".to_owned(),
    };
    section.title = format!("《{title}》");
    let adopted: Vec<String> = [
        charter.has("adopted_on").then(|| charter.text("adopted_on")),
        charter.has("adopted_by").then(|| {
            let number = charter.text("adopted_by").parse().map(crate::load::numeral::chinese);
            format!("第{}次代表大会通过", number.unwrap_or_default())
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !adopted.is_empty() && !section.blocks.is_empty() {
        let content = vec![Inline::text(format!("（{}）", adopted.concat()))];
        section.blocks.insert(1, Block::Paragraph { role: Role::Subtitle, content });
    }
    section
}

fn text_section(root: &View, name: &str, number: &str, title: String) -> Section {
    let mut section = section(name, number, title, Vec::new());
    if let Some(text) = root.child(name).prose("text") {
        (section.blocks, section.sections) = prose::regulation(text, name, root);
    }
    section
}

fn units(root: &View) -> Section {
    let entries = root.children("units");
    let rows = entries.iter().enumerate().map(|(i, unit)| Row {
        id: format!("units/row-{}", i + 1),
        cells: ["no", "name", "headcount", "duties"].map(|name| words(unit, name)).into(),
        former: unit.children("former_names").iter().map(View::printed).collect(),
    });
    let table = Table {
        id: "units/table".to_owned(),
        caption: String::new(),
        columns: vec![
            column("序号", 2, Align::Center, false),
            column("机构名称", 4, Align::Start, true),
            column("人数", 2, Align::Center, false),
            column("主要职责", 14, Align::Start, false),
        ],
        rows: rows.collect(),
        wide: false,
    };
    section("units", "三、", "校级组织工作机构组织架构表", vec![Block::Table(table)])
}

fn roster(root: &View) -> Section {
    let head = root.child("head");
    let fields = ["no", "name", "political", "department", "grade", "rank_shown"];
    let taken_down = head.text("taken_down") == "是";
    let entries = root.children("roster");
    let rows = entries.iter().enumerate().map(|(i, person)| {
        let cells = fields.map(|name| words(person, name));
        Row::new(format!("roster/row-{}", i + 1), cells.into())
    });
    let rank = match head.text("rank_display").as_str() {
        "分段" => "学习成绩排名（在所属专业的位置）",
        "只写合格" => "学习成绩排名（是否符合要求）",
        _ => "学习成绩排名（本人排名/所属专业人数）",
    };
    let mut table = Table {
        id: "roster/table".to_owned(),
        caption: String::new(),
        columns: vec![
            column("序号", 2, Align::Center, false),
            column("姓名", 4, Align::Start, true),
            column("政治面貌", 4, Align::Start, false),
            column("院系", 5, Align::Start, false),
            column("年级", 3, Align::Center, false),
            column(rank, 5, Align::Center, false),
        ],
        rows: rows.collect(),
        wide: false,
    };
    let mut note = format!("排名依据：{}。{}", head.text("rank_basis"), head.text("roster_note"));
    if taken_down {
        take_down(&mut table, |_| true);
        note = format!("名单的公开期限已过，只保留人数。{note}");
    }
    let note = Block::Paragraph { role: Role::Note, content: vec![Inline::text(note)] };
    let mut section =
        section("roster", "四、", "校级组织工作人员名单", vec![Block::Table(table), note]);
    section.page = Page::Roster;
    section
}

fn congress_held(root: &View, title: String) -> Section {
    let mut section = text_section(root, "congress", "七、", title);
    let congress = root.child("congress");
    if congress.has("link") {
        let target = congress.text("link");
        let content = vec![
            Inline::text("相关报道："),
            Inline::Link { content: vec![Inline::text(target.clone())], target },
        ];
        section.blocks.push(Block::Paragraph { role: Role::Body, content });
    }
    section
}

fn delegates(root: &View, title: String) -> Section {
    let mut section = text_section(root, "delegates", "八、", title);
    let delegations = root.child("delegates").children("by_department");
    let rows = delegations.iter().enumerate().map(|(i, delegation)| {
        let cells = ["department", "count"].map(|name| words(delegation, name)).into();
        Row::new(format!("delegates/row-{}", i + 1), cells)
    });
    section.blocks.push(Block::Table(Table {
        id: "delegates/table".to_owned(),
        caption: "各院系代表名额".to_owned(),
        columns: vec![
            column("院系", 3, Align::Start, true),
            column("代表人数", 2, Align::Center, false),
        ],
        rows: rows.collect(),
        wide: false,
    }));
    section
}

/// The rules of appraisal, then the rounds that were held under them.
fn appraisal(root: &View) -> Section {
    let title = "主席团成员和工作部门负责人述职评议办法".to_owned();
    let mut part = text_section(root, "appraisal", "九、", title);
    let held = root.child("rounds").children("held");
    if held.is_empty() {
        return part;
    }
    let has_results = held.iter().any(|round| !round.text("results").is_empty());
    let rows = (1..).zip(&held).map(|(n, round)| {
        let title = round.text("title");
        let link = match round.text("address") {
            target if target.is_empty() => vec![Inline::text(title)],
            target => vec![Inline::Link { target, content: vec![Inline::text(title)] }],
        };
        let year = round.text("year").replace('-', "—");
        let semester = round.text("semester");
        let mut cells = vec![
            link,
            vec![Inline::text(format!("{year}学年{}", semester.trim_start_matches("全学年")))],
            words(round, "meeting"),
            words(round, "subjects"),
            words(round, "range"),
        ];
        cells.extend(has_results.then(|| words(round, "results")));
        Row::new(format!("appraisal/rounds/row-{n}"), cells)
    });
    let mut columns = vec![
        column("通知", 7, Align::Start, true),
        column("评议的学期", 5, Align::Start, false),
        column("述职日期", 5, Align::Start, false),
        column("述职对象（个）", 3, Align::Center, false),
        column("公布范围", 3, Align::Start, false),
    ];
    columns.extend(has_results.then(|| column("各等次个数", 5, Align::Start, false)));
    let table = Table {
        id: "appraisal/rounds/table".to_owned(),
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
    let entries = root.children("guides");
    let rows = entries.iter().enumerate().map(|(i, guide)| {
        let fields = ["category", "name", "post", "full_time", "remark"];
        let cells = fields.map(|name| words(guide, name)).into();
        Row::new(format!("guides/row-{}", i + 1), cells)
    });
    let table = Table {
        id: "guides/table".to_owned(),
        caption: String::new(),
        columns: vec![
            column("类别", 6, Align::Start, true),
            column("姓名", 3, Align::Start, false),
            column("职务", 5, Align::Start, false),
            column("是否为专职团干部", 3, Align::Center, false),
            column("备注", 3, Align::Start, false),
        ],
        rows: rows.collect(),
        wide: false,
    };
    section("guides", "十、", format!("校团委指导{who}主要责任人"), vec![Block::Table(table)])
}

fn words(view: &View, name: &str) -> Vec<Inline> {
    let text = view.text(name);
    if text.is_empty() { Vec::new() } else { vec![Inline::text(text)] }
}

pub fn column(title: &str, weight: u32, align: Align, heads_row: bool) -> Column {
    Column { title: title.to_owned(), weight, align, heads_row }
}
