//! A round of appraisals → its notice: what the author wrote, then what the data say, then annexes.
//! It must not know a format, nor judge.

use super::sections::column;
use super::view::View;
use super::{prose, section};
use crate::document::{Align, Block, Inline, Level, Page, Role, Row, Section, Table};
use crate::load::numeral;

/// The addressee, the opening words, and the documents they rest on.
pub fn preamble(root: &View) -> Vec<Block> {
    let notice = root.child("notice");
    let mut blocks = Vec::new();
    if notice.has("number") {
        blocks.push(paragraph(Role::Subtitle, notice.text("number")));
    }
    if notice.has("addressee") {
        blocks.push(paragraph(Role::Addressee, format!("{}：", notice.text("addressee"))));
    }
    if let Some(text) = notice.prose("text") {
        blocks.extend(prose::regulation(text, "notice", root).0);
    }
    let basis: String =
        notice.children("basis").iter().map(|title| format!("《{}》", title.printed())).collect();
    if !basis.is_empty() {
        blocks.push(paragraph(Role::Body, format!("本次评议依据{basis}。")));
    }
    blocks
}

/// The parts: the author's, then those that are data, numbered through; then the annexes. What the
/// scores came to is told behind them: the notice itself stays as it was issued.
pub fn sections(root: &View) -> Vec<Section> {
    let text = root.child("notice").prose("text");
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
    let notice = root.child("notice");
    let titles: Vec<String> = notice.children("annexes").iter().map(View::printed).collect();
    let lines = (1..).zip(&titles).map(|(no, title)| match (no, titles.len()) {
        (1, 1) => format!("附件：{title}"),
        (1, _) => format!("附件：1. {title}"),
        (no, _) => format!("{no}. {title}"),
    });
    let mut blocks: Vec<Block> = lines.map(|line| paragraph(Role::Enclosure, line)).collect();
    for line in [notice.text("issuer"), notice.text("issued")] {
        if !line.is_empty() {
            blocks.push(paragraph(Role::Signature, line));
        }
    }
    blocks
}

/// The score sheets, then what the author annexed.
fn annexes(root: &View) -> Vec<Section> {
    let scoring = root.child("scoring");
    let sheets = scoring.children("sheets");
    let mut annexes: Vec<Section> =
        sheets.iter().enumerate().map(|(at, sheet)| score_sheet(root, at + 1, sheet)).collect();
    if let Some(text) = root.child("annexes").prose("text") {
        annexes.extend(prose::regulation(text, "annex", root).1);
    }
    let alone = annexes.len() == 1;
    for (at, annex) in (1..).zip(&mut annexes) {
        annex.number = if alone { "附件".to_owned() } else { format!("附件{at}") };
    }
    annexes
}

fn paragraph(role: Role, text: impl Into<String>) -> Block {
    Block::Paragraph { role, content: vec![Inline::text(text)] }
}

fn body(text: impl Into<String>) -> Block {
    paragraph(Role::Body, text)
}

fn cell(text: impl Into<String>) -> Vec<Inline> {
    let text: String = text.into();
    if text.is_empty() { Vec::new() } else { vec![Inline::text(text)] }
}

/// What one of a kind is counted by.
fn unit(kind: &View) -> &'static str {
    if kind.text("sort") == "个人" { "人" } else { "个" }
}

/// How many, where that is known: `9人`.
fn counted(of: &View, unit: &str) -> String {
    match of.text("count") {
        count if count.is_empty() => count,
        count => format!("{count}{unit}"),
    }
}

fn subjects(root: &View) -> Section {
    let (notice, scoring) = (root.child("notice"), root.child("scoring"));
    let kinds = scoring.children("kinds");
    let kinds = kinds.iter().map(|kind| kind.text("name") + &counted(kind, unit(kind)));
    let period = notice.child("period");
    let year = notice.text("year").replace('-', "—");
    let semester = match notice.text("semester").as_str() {
        "全学年" => String::new(),
        season => format!("{season}学期"),
    };
    let text = format!(
        "{}。评议{year}学年{semester}（{}至{}）的工作。",
        kinds.collect::<Vec<_>>().join("、"),
        period.text("from"),
        period.text("to")
    );
    section("subjects", "", "工作对象", vec![body(text)])
}

fn committee(root: &View) -> Section {
    let parts = root.child("notice").children("committee");
    let total: Option<i64> = parts.iter().map(|part| part.text("count").parse::<i64>().ok()).sum();
    let each = parts.iter().map(|part| part.text("name") + &counted(part, "人"));
    let each: Vec<String> = each.collect();
    let text = match total {
        Some(total) => format!("评议小组由{total}人组成，其中{}。", each.join("，")),
        None => format!("评议小组由{}组成。", each.join("、")),
    };
    section("committee", "", "评议小组", vec![body(text)])
}

fn work(root: &View) -> Section {
    let entries = root.child("notice").children("work");
    let mut section = section("work", "", "工作安排", Vec::new());
    section.sections = (1..).zip(&entries).map(|(at, entry)| arrangement(at, entry)).collect();
    section
}

/// What one kind of subject hands in and when it reports.
fn arrangement(at: u32, entry: &View) -> Section {
    let id = format!("work/kind-{at}");
    let number = format!("（{}）", numeral::chinese(at));
    let signed = match entry.text("signed_by") {
        by if by.is_empty() => String::new(),
        by => format!("经{by}签字，"),
    };
    let report = format!(
        "提交述职报告。{}前{signed}交{}。报告应包括：",
        entry.text("deadline"),
        entry.text("submitted_to")
    );
    let outline = entry.children("outline");
    let outline = outline.iter().enumerate().map(|(i, line)| Block::Provision {
        id: format!("{id}/report/item-{}", i + 1),
        level: Level::Subitem,
        label: format!("（{}）", i + 1),
        content: vec![Inline::text(line.printed())],
        children: Vec::new(),
    });
    let mut oral = format!("现场述职。{}", entry.text("meeting"));
    oral.push_str(&entry.text("time"));
    if entry.has("place") {
        oral.push_str(&format!("在{}", entry.text("place")));
    }
    oral.push_str("举行");
    if entry.has("form") {
        oral.push_str(&format!("，以{}进行", entry.text("form")));
    }
    if entry.has("minutes") {
        oral.push_str(&format!("，每次不超过{}分钟", entry.text("minutes")));
    }
    oral.push('。');
    let step = |n: u32, text: String, children: Vec<Block>| Block::Provision {
        id: format!("{id}/{}", if n == 1 { "report" } else { "meeting" }),
        level: Level::Subitem,
        label: format!("{n}. "),
        content: vec![Inline::text(text)],
        children,
    };
    let blocks = vec![step(1, report, outline.collect()), step(2, oral, Vec::new())];
    section(&id, &number, entry.text("kind"), blocks)
}

fn grading(root: &View) -> Section {
    let (notice, scoring) = (root.child("notice"), root.child("scoring"));
    let mut blocks = Vec::new();
    if notice.has("method") {
        blocks.push(body(notice.text("method")));
    }
    for (at, sheet) in (1..).zip(&scoring.children("sheets")) {
        blocks.push(Block::Table(grades(at, sheet)));
        blocks.extend(rules_of(sheet).map(body));
    }
    section("grading", "", "等次确定", blocks)
}

/// The grades of one sheet, with their bands and quotas.
fn grades(at: u32, sheet: &View) -> Table {
    let entries = sheet.children("grades");
    let quotas = sheet.children("quotas");
    let top = sheet.text("total");
    let rows = (1..).zip(&entries).map(|(n, grade)| {
        let name = grade.text("name");
        let band = match (grade.text("from"), grade.text("to")) {
            (from, to) if from.is_empty() || to.is_empty() => String::new(),
            (from, to) if to == top => format!("{from}分以上"),
            (from, to) if from == "0" => format!("不足{to}分"),
            (from, to) => format!("{from}分以上、不足{to}分"),
        };
        let limits = quotas.iter().filter_map(|quota| {
            let grades: Vec<String> = quota.children("grades").iter().map(View::printed).collect();
            let at_most = quota.text("at_most");
            match &grades[..] {
                grades if !grades.contains(&name) => None,
                [_] => Some(format!("不超过{at_most}")),
                grades => Some(format!("{}合计{at_most}", grades.join("、"))),
            }
        });
        let limits: Vec<String> = limits.collect();
        Row::new(
            format!("grading/sheet-{at}/row-{n}"),
            vec![cell(name), cell(band), cell(limits.join("；"))],
        )
    });
    let mut table = Table {
        id: format!("grading/sheet-{at}/table"),
        caption: format!("{}的等次", sheet.text("title")),
        columns: vec![
            column("等次", 3, Align::Center, true),
            column("综合得分", 6, Align::Center, false),
            column("名额", 6, Align::Center, false),
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

/// What a sheet says of rounding, ties and what rules a grade out.
fn rules_of(sheet: &View) -> impl Iterator<Item = String> {
    let rounding = sheet.child("rounding");
    let rounding = sheet.has("rounding").then(|| {
        let digits = match rounding.text("digits").as_str() {
            "0" => "取整数".to_owned(),
            n => format!("保留{n}位小数"),
        };
        format!("综合得分{}{digits}。", rounding.text("rule"))
    });
    let ties: Vec<String> = sheet.children("ties").iter().map(View::printed).collect();
    let ties = match ties.split_last() {
        None => None,
        Some((last, [])) if last == "并列" => Some("综合得分相同的并列。".to_owned()),
        Some((last, steps)) if last == "并列" => {
            Some(format!("综合得分相同的，依次比较{}的得分；仍相同的并列。", steps.join("、")))
        }
        Some(_) => Some(format!("综合得分相同的，依次比较{}的得分。", ties.join("、"))),
    };
    let knock_out = sheet.child("knock_out");
    let knock_out = sheet
        .has("knock_out")
        .then(|| format!("{}，等次为{}。", knock_out.text("condition"), knock_out.text("grade")));
    [rounding, ties, knock_out].into_iter().flatten()
}

fn results(root: &View) -> Section {
    let notice = root.child("notice");
    let recipients: Vec<String> = notice.children("recipients").iter().map(View::printed).collect();
    let text = format!("评议结果在{}公布，并告知{}。", notice.text("range"), recipients.join("、"));
    section("results", "", "结果通报", vec![body(text)])
}

/// What the scores came to, as far as the round makes it public: never what a rater wrote, nor what
/// one group of raters gave.
fn standings(root: &View) -> Option<Section> {
    let scoring = root.child("scoring");
    let shown: Vec<String> = scoring.children("shown").iter().map(View::printed).collect();
    if scoring.text("scored") != "是" || shown.is_empty() {
        return None;
    }
    let persons = scoring.text("persons") == "是";
    let mut part = section("standings", "", "评议结果", Vec::new());
    if persons {
        part.page = Page::Roster;
    }
    if root.child("notice").text("taken_down") == "是" {
        part.blocks.push(body("评议结果的公开期限已过，不再列出。"));
        return Some(part);
    }
    let fields = [("place", "名次"), ("score", "得分"), ("grade", "等次")];
    let fields: Vec<(&str, &str)> =
        fields.into_iter().filter(|(_, what)| shown.iter().any(|it| it == what)).collect();
    let mut subjects = scoring.children("subjects");
    if shown.iter().any(|what| what == "名次") {
        // Who was ruled out has no place and stands last.
        subjects.sort_by_key(|subject| subject.text("place").parse().unwrap_or(u32::MAX));
    }
    let who = if persons { "姓名" } else { "述职对象" };
    let mut columns = vec![column(who, 5, Align::Start, true)];
    if persons {
        columns.push(column("部门和职务", 6, Align::Start, false));
    }
    columns.extend(fields.iter().map(|(_, what)| column(what, 3, Align::Center, false)));
    let rows = (1..).zip(&subjects).map(|(n, subject)| {
        let mut cells = vec![cell(subject.text("name"))];
        if persons {
            cells.push(cell(format!("{}{}", subject.text("unit"), subject.text("post"))));
        }
        cells.extend(fields.iter().map(|(field, _)| cell(subject.text(field))));
        Row::new(format!("standings/row-{n}"), cells)
    });
    let table = Table {
        id: "standings/table".to_owned(),
        caption: String::new(),
        rows: rows.collect(),
        columns,
        wide: false,
    };
    part.blocks.push(Block::Table(table));
    Some(part)
}

/// What was left open, and what has closed it since.
fn open_matters(root: &View) -> Option<Section> {
    let notice = root.child("notice");
    let (open, closed) = (notice.children("open"), notice.children("supplements"));
    if open.is_empty() && closed.is_empty() {
        return None;
    }
    let rows = (1..).zip(&open).map(|(n, entry)| {
        let matter = entry.text("matter");
        let supplements = closed.iter().filter(|it| it.text("matter") == matter);
        let supplements: Vec<String> =
            supplements.map(|it| format!("{}：{}", it.text("date"), it.text("content"))).collect();
        let cells = vec![cell(matter), cell(entry.text("remark")), cell(supplements.join("；"))];
        Row::new(format!("open/row-{n}"), cells)
    });
    let table = Table {
        id: "open/table".to_owned(),
        caption: String::new(),
        columns: vec![
            column("事项", 4, Align::Start, true),
            column("通知印发时", 5, Align::Start, false),
            column("补充通知", 7, Align::Start, false),
        ],
        rows: rows.collect(),
        wide: false,
    };
    Some(section("open", "", "另行通知的事项", vec![Block::Table(table)]))
}

fn contacts(root: &View) -> Section {
    let entries = root.child("notice").children("contacts");
    let blocks = entries.iter().map(|contact| {
        let mut content = vec![Inline::text(contact.text("office"))];
        if contact.has("person") {
            content.push(Inline::text(format!("，联系人：{}", contact.text("person"))));
        }
        for (name, before) in [("mailbox", "，邮箱："), ("personal", "，联系人邮箱：")] {
            let address = contact.text(name);
            if !address.is_empty() {
                content.push(Inline::text(before));
                content.push(Inline::Link {
                    target: format!("mailto:{address}"),
                    content: vec![Inline::text(address)],
                });
            }
        }
        Block::Paragraph { role: Role::Body, content }
    });
    section("contacts", "", "联系方式", blocks.collect())
}

/// Rows to write on where it is not known how many of a kind there are.
const BLANK_ROWS: usize = 5;

/// Returns how many of a kind have to be written in by hand: all, where none is listed yet.
fn unlisted(root: &View, kind: &View) -> usize {
    let name = kind.text("name");
    let subjects = root.child("scoring").children("subjects");
    match subjects.iter().any(|subject| subject.text("kind") == name) {
        true => 0,
        false => kind.text("count").parse().unwrap_or(BLANK_ROWS),
    }
}

/// A blank sheet: subjects as rows, dimensions as columns, raters and their weights below.
fn score_sheet(root: &View, at: usize, sheet: &View) -> Section {
    let scoring = root.child("scoring");
    let title = sheet.text("title");
    let kinds: Vec<View> =
        scoring.children("kinds").into_iter().filter(|kind| kind.text("sheet") == title).collect();
    let persons = kinds.iter().any(|kind| kind.text("sort") == "个人");
    let of_sheet = |subject: &&View| {
        let of = subject.text("kind");
        kinds.iter().any(|kind| kind.text("name") == of)
    };
    let subjects = scoring.children("subjects");
    let subjects = subjects.iter().filter(of_sheet);
    let dimensions = sheet.children("dimensions");
    let remark = sheet.has("remark");
    let mut columns = vec![column("序号", 2, Align::Center, false)];
    if persons {
        columns.push(column("部门和职务", 8, Align::Start, true));
        columns.push(column("述职人", 4, Align::Center, false));
    } else {
        columns.push(column("述职组织", 6, Align::Start, true));
    }
    for dimension in &dimensions {
        let head = format!("{}（{}分）", dimension.text("name"), dimension.text("maximum"));
        columns.push(column(&head, 4, Align::Center, false));
    }
    columns.push(column("总分", 2, Align::Center, false));
    if remark {
        columns.push(column("备注", 2, Align::Center, false));
    }
    let listed = (1..).zip(subjects).map(|(n, subject)| {
        let who = match persons {
            true => format!("{}{}", subject.text("unit"), subject.text("post")),
            false => subject.text("name"),
        };
        let mut cells = vec![cell(n.to_string()), cell(who)];
        cells.resize(columns.len(), Vec::new());
        cells
    });
    let unlisted: usize = kinds.iter().map(|kind| unlisted(root, kind)).sum();
    let rows = listed.chain(std::iter::repeat_n(vec![Vec::new(); columns.len()], unlisted));
    let rows = (1..).zip(rows);
    let rows = rows.map(|(n, cells)| Row::new(format!("annex/sheet-{at}/row-{n}"), cells));
    let table = Table {
        id: format!("annex/sheet-{at}/table"),
        caption: String::new(),
        rows: rows.collect(),
        // On a phone it scrolls: folded into cards, empty cells would be nothing.
        wide: true,
        columns: columns.clone(),
    };
    let mut blocks = vec![Block::Table(table)];
    if remark {
        blocks.push(paragraph(Role::Note, format!("备注：{}", sheet.text("remark"))));
    }
    for kind in &kinds {
        let raters = kind.children("raters");
        if raters.is_empty() {
            continue;
        }
        let each = raters.iter().map(|rater| {
            let peers =
                if rater.text("peers") == "是" { "，互评，不给自己打分" } else { "" };
            let count = match counted(rater, "人") {
                count if count.is_empty() => count,
                count => count + "，",
            };
            format!("{}（{count}占{}{peers}）", rater.text("name"), rater.text("weight"))
        });
        let each: Vec<String> = each.collect();
        let text = format!("{}的综合得分由{}评分构成。", kind.text("name"), each.join("、"));
        blocks.push(paragraph(Role::Note, text));
    }
    section(&format!("annex/sheet-{at}"), "", title, blocks)
}
