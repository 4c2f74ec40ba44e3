//! A round of appraisals → its notice: what the author wrote, then what the data say, then annexes.
//! It must not know a format, nor judge.

use super::sentence::{About, Key, Sentence, telling};
use super::table::{column, field, heading, made, several};
use super::view::View;
use super::{prose, section};
use crate::datum::FieldName;
use crate::document::{
    Align, Block, Cell, Column, Inline, Level, Page, Role, Row, Said, Section, Subject, Table,
    Value,
};
use crate::model::round::{
    annexes, committee, contact, dimension, folder, grade, kind, knock_out, notice, open_matter,
    period, quota, rater, rounding, scoring, sheet, subject, supplement, work,
};
use crate::numeral;

/// The addressee, the opening words, and the documents they rest on.
pub fn preamble(root: &View) -> Vec<Block> {
    let notice = root.child(folder::NOTICE);
    let mut blocks = Vec::new();
    for (field, subject, role, after) in [
        (notice::NUMBER, Subject::Number, Role::Subtitle, ""),
        (notice::ADDRESSEE, Subject::Addressee, Role::Addressee, "："),
    ] {
        if let Some(said) = Key(&[folder::NOTICE, field], "").read(&notice) {
            let sentence = Sentence::default().saying(said).then(after);
            blocks.push(sentence.paragraph(role, About::new(subject, "")));
        }
    }
    if let Some(text) = notice.prose(notice::TEXT) {
        blocks.extend(prose::regulation(text, "notice", root).0);
    }
    let titles: Vec<String> = notice.children(notice::BASIS).iter().map(View::printed).collect();
    if !titles.is_empty() {
        let words: String = titles.iter().map(|title| format!("《{title}》")).collect();
        let basis = Said::new("notice.basis", "文件", words, Some(Value::texts(titles)));
        let sentence = Sentence::starting("本次评议依据").saying(basis).then("。");
        blocks.push(sentence.paragraph(Role::Body, About::new(Subject::Basis, "依据")));
    }
    blocks
}

/// The parts: the author's, then those that are data, numbered through; then the annexes. What the
/// scores came to is told behind them: the notice itself stays as it was issued.
pub fn sections(root: &View) -> Vec<Section> {
    let text = root.child(folder::NOTICE).prose(notice::TEXT);
    let mut parts = text.map_or_else(Vec::new, |text| prose::regulation(text, "notice", root).1);
    parts.extend([subjects(root), committee(root), work(root), grading(root), results(root)]);
    parts.extend(open_matters(root));
    parts.push(contacts(root));
    for (at, part) in (1..).zip(&mut parts) {
        part.number = format!("{}、", numeral::chinese(at));
    }
    parts.last_mut().expect("there are contacts").blocks.extend(signature(root));
    parts.extend(annexes(root));
    parts.extend(standings(root));
    parts
}

/// The list of annexes, then issuer and date.
fn signature(root: &View) -> Vec<Block> {
    let notice = root.child(folder::NOTICE);
    let titles: Vec<String> = notice.children(notice::ANNEXES).iter().map(View::printed).collect();
    let lines = (1..).zip(&titles).map(|(no, title)| {
        let before = match (no, titles.len()) {
            (1, 1) => "附件：".to_owned(),
            (1, _) => "附件：1. ".to_owned(),
            (no, _) => format!("{no}. "),
        };
        let sentence = Sentence::starting(&before).saying(telling("notice.annexes", "附件", title));
        sentence.paragraph(Role::Enclosure, About::new(Subject::Enclosure, "附件"))
    });
    let mut blocks: Vec<Block> = lines.collect();
    for (name, label) in [(notice::ISSUER, "发布单位"), (notice::ISSUED, "印发日期")] {
        blocks.extend(super::signature(&notice, Key(&[folder::NOTICE, name], label)));
    }
    blocks
}

/// The score sheets, then what the author annexed.
fn annexes(root: &View) -> Vec<Section> {
    let scoring = root.child(folder::SCORING);
    let sheets = scoring.children(scoring::SHEETS);
    let mut annexes: Vec<Section> =
        sheets.iter().enumerate().map(|(at, sheet)| score_sheet(root, at + 1, sheet)).collect();
    if let Some(text) = root.child(folder::ANNEXES).prose(annexes::TEXT) {
        annexes.extend(prose::regulation(text, "annex", root).1);
    }
    let alone = annexes.len() == 1;
    for (at, annex) in (1..).zip(&mut annexes) {
        annex.number = if alone { "附件".to_owned() } else { format!("附件{at}") };
    }
    annexes
}

fn body(text: impl Into<String>) -> Block {
    Block::paragraph(Role::Body, vec![Inline::text(text)])
}

/// What one of a kind is counted by.
fn unit(kind: &View) -> &'static str {
    if kind.text(kind::SORT) == "个人" { "人" } else { "个" }
}

/// How many of an entry, where that is known: `9人`; otherwise only that there is the entry.
fn counted(entry: &View, key: &str, unit: &str) -> Said {
    let name = entry.text(kind::NAME);
    let value = entry.text(kind::COUNT).parse().ok().map(|number| Value::count(number, unit));
    let words = match entry.text(kind::COUNT) {
        count if count.is_empty() => count,
        count => format!("{count}{unit}"),
    };
    Said::new(key, &name, words, value).for_entry(&name)
}

/// Adds entries by their names, each with how many.
fn listed(sentence: Sentence, entries: Vec<Said>, between: &str) -> Sentence {
    (0..).zip(entries).fold(sentence, |sentence, (at, entry)| {
        let between = if at > 0 { between } else { "" };
        let name = entry.label.clone();
        sentence.then(between).then(&name).saying(entry)
    })
}

fn subjects(root: &View) -> Section {
    let (notice, scoring) = (root.child(folder::NOTICE), root.child(folder::SCORING));
    let kinds = scoring.children(scoring::KINDS);
    let kinds = kinds.iter().map(|kind| counted(kind, "scoring.kinds.count", unit(kind)));
    let year = notice.text(notice::YEAR).replace('-', "—");
    let semester = match notice.text(notice::SEMESTER).as_str() {
        "全学年" => String::new(),
        season => format!("{season}学期"),
    };
    let term = notice.entry([notice::YEAR, notice::SEMESTER]);
    let term = Said::new("notice.semester", "评议的学期", format!("{year}学年{semester}"), term);
    let period = notice.child(notice::PERIOD);
    let days = period.entry([period::FROM, period::TO]);
    let words = format!("{}至{}", period.text(period::FROM), period.text(period::TO));
    let period = Said::new("notice.period", "评议时段", words, days);
    let sentence = listed(Sentence::default(), kinds.collect(), "、").then("。评议").saying(term);
    let sentence = sentence.then("（").saying(period).then("）的工作。");
    let about = About::new(Subject::Appraised, "工作对象");
    section("subjects", "", "工作对象", vec![sentence.paragraph(Role::Body, about)])
}

fn committee(root: &View) -> Section {
    let parts = root.child(folder::NOTICE).children(notice::COMMITTEE);
    let total: Option<i64> =
        parts.iter().map(|part| part.text(committee::COUNT).parse::<i64>().ok()).sum();
    let each = parts.iter().map(|part| counted(part, "notice.committee.count", "人")).collect();
    let sentence = Sentence::starting("评议小组由");
    let sentence = match total {
        Some(total) => {
            let value = Some(Value::count(total, "人"));
            let all = Said::new("notice.committee_count", "总人数", format!("{total}人"), value);
            listed(sentence.saying(all).then("组成，其中"), each, "，").then("。")
        }
        None => listed(sentence, each, "、").then("组成。"),
    };
    let about = About::new(Subject::Committee, "评议小组");
    section("committee", "", "评议小组", vec![sentence.paragraph(Role::Body, about)])
}

fn work(root: &View) -> Section {
    let entries = root.child(folder::NOTICE).children(notice::WORK);
    let mut section = section("work", "", "工作安排", Vec::new());
    section.sections = (1..).zip(&entries).map(|(at, entry)| arrangement(at, entry)).collect();
    section
}

/// What one kind of subject hands in and when it reports.
fn arrangement(at: u32, entry: &View) -> Section {
    let id = format!("work/kind-{at}");
    let number = format!("（{}）", numeral::chinese(at));
    let kind = entry.text(work::KIND);
    let work = |name: FieldName, label: &str| {
        Key(&[folder::NOTICE, notice::WORK, name], label).read(entry)
    };
    let outline: Vec<String> = entry.children(work::OUTLINE).iter().map(View::printed).collect();
    let numbered = (1..).zip(&outline).map(|(i, line)| (format!("（{i}）"), line));
    let words: Vec<String> = numbered.clone().map(|(label, line)| label + line).collect();
    let points = (1..).zip(numbered).map(|(i, (label, line))| Block::Provision {
        id: format!("{id}/report/item-{i}"),
        level: Level::Subitem,
        label,
        content: vec![Inline::text(line)],
        children: Vec::new(),
        statement: None,
    });
    let points = points.collect();
    let value = Some(Value::texts(outline.clone()));
    let says = Said::new("notice.work.outline", "报告内容", words.join("\n"), value);
    let report = Sentence::starting("提交述职报告。")
        .optional("", work(work::DEADLINE, "截止日期"), "前")
        .optional("经", work(work::SIGNED_BY, "签字"), "签字，")
        .optional("交", work(work::SUBMITTED_TO, "提交"), "。报告应包括：")
        .noting(says);
    let minutes = work(work::MINUTES, "述职时长").map(|said| {
        let minutes = format!("{}分钟", said.words);
        Said { words: minutes, ..said }
    });
    let meeting = Sentence::starting("现场述职。")
        .optional("", work(work::MEETING, "述职日期"), "")
        .optional("", work(work::TIME, "时间"), "")
        .optional("在", work(work::PLACE, "地点"), "")
        .then("举行")
        .optional("，以", work(work::FORM, "形式"), "进行")
        .optional("，每次不超过", minutes, "")
        .then("。");
    let about =
        |subject, what: &str| About::new(subject, format!("{kind}的{what}")).about_one(&kind);
    let blocks = vec![
        report.step(
            format!("{id}/report"),
            "1. ".to_owned(),
            points,
            about(Subject::Report, "述职报告"),
        ),
        meeting.step(
            format!("{id}/meeting"),
            "2. ".to_owned(),
            Vec::new(),
            about(Subject::Meeting, "现场述职"),
        ),
    ];
    section(&id, &number, kind.clone(), blocks)
}

fn grading(root: &View) -> Section {
    let (notice, scoring) = (root.child(folder::NOTICE), root.child(folder::SCORING));
    let mut blocks = Vec::new();
    if let Some(method) = Key(&[folder::NOTICE, notice::METHOD], "评定方式").read(&notice) {
        let about = About::new(Subject::Method, "");
        blocks.push(Sentence::default().saying(method).paragraph(Role::Body, about));
    }
    for (at, sheet) in (1..).zip(&scoring.children(scoring::SHEETS)) {
        blocks.push(Block::Table(grades(at, sheet)));
        blocks.extend(rules_of(sheet));
    }
    section("grading", "", "等次确定", blocks)
}

/// The grades of one sheet, with their bands and quotas.
fn grades(at: u32, sheet: &View) -> Table {
    let entries = sheet.children(sheet::GRADES);
    let quotas = sheet.children(sheet::QUOTAS);
    let top = sheet.text(sheet::TOTAL);
    let rows = (1..).zip(&entries).map(|(n, grade)| {
        let (from, to) = (grade.value(grade::FROM), grade.value(grade::TO));
        let (band, from, to) = match (grade.text(grade::FROM), grade.text(grade::TO)) {
            (low, high) if low.is_empty() || high.is_empty() => (String::new(), None, None),
            (low, high) if high == top => (format!("{low}分以上"), from, None),
            (low, high) if low == "0" => (format!("不足{high}分"), None, to),
            (low, high) => (format!("{low}分以上、不足{high}分"), from, to),
        };
        let bounds = [("from", from), ("to", to)];
        let cells = vec![
            field(grade, grade::NAME),
            made(band, Value::entry(bounds)),
            quota_cell(&grade.text(grade::NAME), &quotas),
        ];
        Row::new(format!("grading/sheet-{at}/row-{n}"), cells)
    });
    let mut table = Table {
        id: format!("grading/sheet-{at}/table"),
        subject: Subject::Grade,
        of: Some(sheet.text(sheet::TITLE)),
        caption: format!("{}的等次", sheet.text(sheet::TITLE)),
        columns: vec![
            heading(column("name", "等次", 3, Align::Center)),
            column("from", "综合得分", 6, Align::Center),
            column("quotas", "名额", 6, Align::Center),
        ],
        rows: rows.collect(),
        wide: false,
    };
    for at in [2, 1] {
        if table.rows.iter().all(|row| row.cells[at].is_empty()) {
            table.columns.remove(at);
            table.rows.iter_mut().for_each(|row| drop(row.cells.remove(at)));
        }
    }
    table
}

/// How many may have a grade: each quota it stands in, alone or with others.
fn quota_cell(grade: &str, quotas: &[View]) -> Cell {
    let (mut words, mut says) = (Vec::new(), Vec::new());
    for quota in quotas {
        let grades: Vec<String> = quota.children(quota::GRADES).iter().map(View::printed).collect();
        let at_most = quota.text(quota::AT_MOST);
        let limit = match &grades[..] {
            grades if !grades.iter().any(|it| it == grade) => continue,
            [_] => format!("不超过{at_most}"),
            grades => format!("{}合计{at_most}", grades.join("、")),
        };
        let value = quota.entry([quota::GRADES, quota::AT_MOST]);
        words.push(limit.clone());
        says.push(Said::new("quotas", "名额", limit, value));
    }
    match words.is_empty() {
        true => Cell::default(),
        false => several(vec![Inline::text(words.join("；"))], says),
    }
}

/// What a sheet says of rounding, ties and what rules a grade out.
fn rules_of(sheet: &View) -> Vec<Block> {
    let title = sheet.text(sheet::TITLE);
    let rule = |subject, name: FieldName, label: &str, words: String, value: Option<Value>| {
        let said = Said::new(format!("scoring.sheets.{name}"), "内容", words, value);
        let about = About::new(subject, format!("{title}的{label}")).about_one(&title);
        Sentence::default().saying(said).then("。").paragraph(Role::Body, about)
    };
    let mut rules = Vec::new();
    if sheet.has(sheet::ROUNDING) {
        let rounding = sheet.child(sheet::ROUNDING);
        let digits = match rounding.text(rounding::DIGITS).as_str() {
            "0" => "取整数".to_owned(),
            n => format!("保留{n}位小数"),
        };
        let words = format!("综合得分{}{digits}", rounding.text(rounding::RULE));
        let value = rounding.entry([rounding::DIGITS, rounding::RULE]);
        rules.push(rule(Subject::Rounding, sheet::ROUNDING, "取舍", words, value));
    }
    let ties: Vec<String> = sheet.children(sheet::TIES).iter().map(View::printed).collect();
    let words = match ties.split_last() {
        None => None,
        Some((last, [])) if last == "并列" => Some("综合得分相同的并列".to_owned()),
        Some((last, steps)) if last == "并列" => {
            Some(format!("综合得分相同的，依次比较{}的得分；仍相同的并列", steps.join("、")))
        }
        Some(_) => Some(format!("综合得分相同的，依次比较{}的得分", ties.join("、"))),
    };
    let value = sheet.value(sheet::TIES);
    rules.extend(words.map(|words| rule(Subject::Ties, sheet::TIES, "同分", words, value)));
    if sheet.has(sheet::KNOCK_OUT) {
        let knock_out = sheet.child(sheet::KNOCK_OUT);
        let words = format!(
            "{}，等次为{}",
            knock_out.text(knock_out::CONDITION),
            knock_out.text(knock_out::GRADE)
        );
        let value = knock_out.entry([knock_out::CONDITION, knock_out::GRADE]);
        rules.push(rule(Subject::KnockOut, sheet::KNOCK_OUT, "否决情形", words, value));
    }
    rules
}

fn results(root: &View) -> Section {
    let notice = root.child(folder::NOTICE);
    let recipients: Vec<String> =
        notice.children(notice::RECIPIENTS).iter().map(View::printed).collect();
    let recipients = Said::new(
        "notice.recipients",
        "告知",
        recipients.join("、"),
        Some(Value::texts(recipients)),
    );
    let sentence = Sentence::starting("评议结果")
        .field(&notice, ("在", "公布，并告知"), Key(&[folder::NOTICE, notice::RANGE], "公布范围"))
        .saying(recipients)
        .then("。");
    let about = About::new(Subject::Publication, "结果通报");
    section("results", "", "结果通报", vec![sentence.paragraph(Role::Body, about)])
}

/// What the scores came to, as far as the round makes it public: never what a rater wrote, nor what
/// one group of raters gave.
fn standings(root: &View) -> Option<Section> {
    let scoring = root.child(folder::SCORING);
    let shown: Vec<String> = scoring.children(scoring::SHOWN).iter().map(View::printed).collect();
    if scoring.text(scoring::SCORED) != "是" || shown.is_empty() {
        return None;
    }
    let persons = scoring.text(scoring::PERSONS) == "是";
    let mut part = section("standings", "", "评议结果", Vec::new());
    if persons {
        part.page = Page::Roster;
    }
    if root.child(folder::NOTICE).text(notice::TAKEN_DOWN) == "是" {
        part.blocks.push(body("评议结果的公开期限已过，不再列出。"));
        return Some(part);
    }
    let fields = [(subject::PLACE, "名次"), (subject::SCORE, "得分"), (subject::GRADE, "等次")];
    let fields: Vec<(FieldName, &str)> =
        fields.into_iter().filter(|(_, what)| shown.iter().any(|it| it == what)).collect();
    let mut subjects = scoring.children(scoring::SUBJECTS);
    if shown.iter().any(|what| what == "名次") {
        // Who was ruled out has no place and stands last.
        subjects.sort_by_key(|subject| subject.text(subject::PLACE).parse().unwrap_or(u32::MAX));
    }
    let who = if persons { "姓名" } else { "述职对象" };
    let mut columns = vec![heading(column("name", who, 5, Align::Start))];
    if persons {
        columns.push(column("post", "部门和职务", 6, Align::Start));
    }
    columns.extend(fields.iter().map(|(field, what)| column(*field, *what, 3, Align::Center)));
    let rows = (1..).zip(&subjects).map(|(n, subject)| {
        let name = field(subject, subject::NAME);
        let mut cells = match persons {
            true => vec![name.naming(), held_post(subject)],
            false => vec![name],
        };
        cells.extend(fields.iter().map(|(name, _)| field(subject, *name)));
        Row::new(format!("standings/row-{n}"), cells)
    });
    let table = Table {
        id: "standings/table".to_owned(),
        subject: Subject::Result,
        of: None,
        caption: String::new(),
        rows: rows.collect(),
        columns,
        wide: false,
    };
    part.blocks.push(Block::Table(table));
    part.blocks.extend(below_standings(root, &shown));
    Some(part)
}

/// What is said below the results: how places of equal scores were told apart, and of what day they
/// are.
fn below_standings(root: &View, shown: &[String]) -> Vec<Block> {
    let scoring = root.child(folder::SCORING);
    let ties = scoring.children(scoring::TIES_DECIDED);
    let ties: Vec<String> = ties.iter().map(View::printed).collect();
    let mut below = Vec::new();
    if !ties.is_empty() && shown.iter().any(|what| what == "名次") {
        let words = ties.join("；");
        let said = Said::new("scoring.ties_decided", "同分", words, Some(Value::texts(ties)));
        let about = About::new(Subject::Ties, "同分的先后");
        below.push(Sentence::default().saying(said).then("。").paragraph(Role::Note, about));
    }
    let day = Key(&[folder::NOTICE, notice::RESULTS_ON], "结果公布日期");
    if let Some(day) = day.read(&root.child(folder::NOTICE)) {
        let about = About::new(Subject::Publication, "结果公布日期");
        let sentence = Sentence::starting("结果公布日期：").saying(day).then("。");
        below.push(sentence.paragraph(Role::Note, about));
    }
    below
}

/// The unit and the post somebody is appraised in.
fn held_post(subject: &View) -> Cell {
    let words = format!("{}{}", subject.text(subject::UNIT), subject.text(subject::POST));
    let says = [(subject::UNIT, "部门"), (subject::POST, "职务")];
    let says =
        says.into_iter().filter_map(|(name, label)| super::table::said_of(subject, name, label));
    several(vec![Inline::text(words)], says.collect())
}

/// What was left open, and what has closed it since.
fn open_matters(root: &View) -> Option<Section> {
    let notice = root.child(folder::NOTICE);
    let (open, closed) = (notice.children(notice::OPEN), notice.children(notice::SUPPLEMENTS));
    if open.is_empty() && closed.is_empty() {
        return None;
    }
    let rows = (1..).zip(&open).map(|(n, entry)| {
        let matter = entry.text(open_matter::MATTER);
        let supplements = closed.iter().filter(|it| it.text(supplement::MATTER) == matter);
        let cells = vec![
            field(entry, open_matter::MATTER),
            field(entry, open_matter::REMARK),
            supplement_cell(supplements),
        ];
        Row::new(format!("open/row-{n}"), cells)
    });
    let table = Table {
        id: "open/table".to_owned(),
        subject: Subject::OpenMatter,
        of: None,
        caption: String::new(),
        columns: vec![
            heading(column("matter", "事项", 4, Align::Start)),
            column("remark", "通知印发时", 5, Align::Start),
            column("supplements", "补充通知", 7, Align::Start),
        ],
        rows: rows.collect(),
        wide: false,
    };
    Some(section("open", "", "另行通知的事项", vec![Block::Table(table)]))
}

/// What later notices said of a matter.
fn supplement_cell<'a>(supplements: impl Iterator<Item = &'a View>) -> Cell {
    let says = supplements.map(|it| {
        let words = format!("{}：{}", it.text(supplement::DATE), it.text(supplement::CONTENT));
        let value = it.entry([supplement::DATE, supplement::CONTENT]);
        Said::new("supplements", "补充通知", words, value)
    });
    let says: Vec<Said> = says.collect();
    let words: Vec<&str> = says.iter().map(|said| said.words.as_str()).collect();
    match says.is_empty() {
        true => Cell::default(),
        false => several(vec![Inline::text(words.join("；"))], says),
    }
}

fn contacts(root: &View) -> Section {
    let entries = root.child(folder::NOTICE).children(notice::CONTACTS);
    let blocks = entries.iter().map(|contact| {
        let office = contact.text(contact::OFFICE);
        let said =
            |name, label: &str| Key(&[folder::NOTICE, notice::CONTACTS, name], label).read(contact);
        let mut sentence = Sentence::default()
            .optional("", said(contact::OFFICE, "单位"), "")
            .optional("，联系人：", said(contact::PERSON, "联系人"), "");
        for (name, label) in [(contact::MAILBOX, "邮箱"), (contact::PERSONAL, "联系人邮箱")]
        {
            if let Some(address) = said(name, label) {
                sentence = sentence.then(&format!("，{label}：")).mailbox(address);
            }
        }
        sentence.paragraph(Role::Body, About::new(Subject::Contact, "联系方式").about_one(&office))
    });
    section("contacts", "", "联系方式", blocks.collect())
}

/// Rows to write on where it is not known how many of a kind there are.
const BLANK_ROWS: usize = 5;

/// Returns how many of a kind have to be written in by hand: all, where none is listed yet.
fn unlisted(root: &View, kind: &View) -> usize {
    let name = kind.text(kind::NAME);
    let subjects = root.child(folder::SCORING).children(scoring::SUBJECTS);
    match subjects.iter().any(|subject| subject.text(subject::KIND) == name) {
        true => 0,
        false => kind.text(kind::COUNT).parse().unwrap_or(BLANK_ROWS),
    }
}

/// A blank sheet: subjects as rows, dimensions as columns, raters and their weights below.
fn score_sheet(root: &View, at: usize, sheet: &View) -> Section {
    let scoring = root.child(folder::SCORING);
    let title = sheet.text(sheet::TITLE);
    let kinds: Vec<View> = scoring
        .children(scoring::KINDS)
        .into_iter()
        .filter(|kind| kind.text(kind::SHEET) == title)
        .collect();
    let persons = kinds.iter().any(|kind| kind.text(kind::SORT) == "个人");
    let of_sheet = |subject: &&View| {
        let of = subject.text(subject::KIND);
        kinds.iter().any(|kind| kind.text(kind::NAME) == of)
    };
    let subjects = scoring.children(scoring::SUBJECTS);
    let subjects = subjects.iter().filter(of_sheet);
    let dimensions = sheet.children(sheet::DIMENSIONS);
    let remark = sheet.has(sheet::REMARK);
    let columns = sheet_columns(persons, &dimensions, remark);
    let listed = (1..).zip(subjects).map(|(n, subject)| {
        let who = match persons {
            true => held_post(subject),
            false => field(subject, subject::NAME),
        };
        let mut cells = vec![made(n.to_string(), Some(Value::count(n, ""))), who];
        cells.resize(columns.len(), Cell::default());
        cells
    });
    let unlisted: usize = kinds.iter().map(|kind| unlisted(root, kind)).sum();
    let rows = listed.chain(std::iter::repeat_n(vec![Cell::default(); columns.len()], unlisted));
    let rows = (1..).zip(rows);
    let rows = rows.map(|(n, cells)| Row::new(format!("annex/sheet-{at}/row-{n}"), cells));
    let table = Table {
        id: format!("annex/sheet-{at}/table"),
        subject: Subject::ScoreSheet,
        of: Some(title.clone()),
        caption: String::new(),
        rows: rows.collect(),
        // On a phone it scrolls: folded into cards, empty cells would be nothing.
        wide: true,
        columns,
    };
    let mut blocks = vec![Block::Table(table)];
    if let Some(remark) =
        Key(&[folder::SCORING, scoring::SHEETS, sheet::REMARK], "备注").read(sheet)
    {
        let sentence = Sentence::starting("备注：").saying(remark);
        blocks.push(
            sentence.paragraph(Role::Note, About::new(Subject::SheetRemark, "").about_one(&title)),
        );
    }
    blocks.extend(kinds.iter().filter_map(raters));
    section(&format!("annex/sheet-{at}"), "", title, blocks)
}

fn sheet_columns(persons: bool, dimensions: &[View], remark: bool) -> Vec<Column> {
    let mut columns = vec![column("no", "序号", 2, Align::Center)];
    if persons {
        columns.push(heading(column("post", "部门和职务", 8, Align::Start)));
        columns.push(column("name", "述职人", 4, Align::Center));
    } else {
        columns.push(heading(column("name", "述职组织", 6, Align::Start)));
    }
    columns.extend(dimensions.iter().map(|dimension| {
        let (name, maximum) = (dimension.text(dimension::NAME), dimension.text(dimension::MAXIMUM));
        let points = format!("{maximum}分");
        let title = format!("{name}（{points}）");
        let says = vec![
            Said::new("name", "维度", &name, dimension.value(dimension::NAME)),
            Said::new("maximum", "满分", points, dimension.value(dimension::MAXIMUM)),
        ];
        Column { says, ..column(format!("dimensions.{name}"), title, 4, Align::Center) }
    }));
    columns.push(column("score", "总分", 2, Align::Center));
    columns.extend(remark.then(|| column("remark", "备注", 2, Align::Center)));
    columns
}

/// Who scores one kind of subject, how many they are and how much each group weighs.
fn raters(kind: &View) -> Option<Block> {
    let raters = kind.children(kind::RATERS);
    if raters.is_empty() {
        return None;
    }
    let name = kind.text(kind::NAME);
    let mut sentence = Sentence::starting(&format!("{name}的综合得分由"));
    for (at, rater) in raters.iter().enumerate() {
        let group = rater.text(rater::NAME);
        let said = |key: &str, label: &str, words: String, value| {
            let key = format!("scoring.kinds.raters.{key}");
            Said::new(key, format!("{group}{label}"), words, value).for_entry(&group)
        };
        let weight =
            said("weight", "的权重", rater.text(rater::WEIGHT), rater.value(rater::WEIGHT));
        let is_peers = rater.text(rater::PEERS) == "是";
        let peers = if is_peers { "是" } else { "否" };
        let peers =
            said("peers", "是否互评", peers.to_owned(), Some(Value::YesNo { yes: is_peers }));
        let count = rater.has(rater::COUNT).then(|| {
            said(
                "count",
                "的人数",
                format!("{}人", rater.text(rater::COUNT)),
                rater.value(rater::COUNT),
            )
        });
        let how_many = count.as_ref().map_or(String::new(), |count| format!("{}，", count.words));
        let among = if is_peers { "，互评，不给自己打分" } else { "" };
        let between = if at > 0 { "、" } else { "" };
        let words = format!("{between}{group}（{how_many}占{}{among}）", weight.words);
        let says = [Some(weight), count, Some(peers)];
        sentence = says.into_iter().flatten().fold(sentence.then(&words), Sentence::noting);
    }
    let about = About::new(Subject::Raters, &name).about_one(&name);
    Some(sentence.then("评分构成。").paragraph(Role::Note, about))
}
