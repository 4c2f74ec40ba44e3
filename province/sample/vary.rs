//! A document of the sample as another college's: other people, sizes, answers and wording, which
//! still agree with one another; or with one fault planted.

use gongkai::document::{Block, Cell, Document, Inline, Said, Section, Subject, Table, Value};

use super::Fault;
use super::names::{self, Dice};

/// Sentences that a charter may have at the end of an article.
const TAILS: [&str; 16] = [
    "办理情况在学期末向同学公开。",
    "具体办法由主席团拟定后公布。",
    "有关材料由秘书处存档备查。",
    "同学可以就此提出意见，主席团应当答复。",
    "执行情况列入年度工作报告。",
    "必要时可以听取专门说明。",
    "各系可以结合实际细化，但不得降低要求。",
    "相关记录至少保存三年。",
    "遇有分歧的，由主席团集体讨论决定。",
    "工作中注意保护同学的个人信息。",
    "所需时间应当与教学安排相协调。",
    "涉及多个部门的，由执行主席协调。",
    "重要安排提前一周告知同学。",
    "对做得好的，给予鼓励。",
    "发现问题的，及时改正并说明。",
    "以书面形式为准，口头补充应当记录。",
];

/// Words for one another; a college keeps to one of each pair.
const WORDS: [(&str, &str); 12] = [
    ("应当", "须"),
    ("依照", "按照"),
    ("审议", "审议讨论"),
    ("经常", "定期"),
    ("如实", "客观"),
    ("丰富", "充实"),
    ("珍惜", "爱护"),
    ("重大事项", "重要事项"),
    ("查阅", "查看"),
    ("协助", "配合"),
    ("督促", "监督"),
    ("结合我院实际", "联系我院实际"),
];

/// The indicators to which a college may honestly answer 否, each with its reason.
const HONEST: [(&str, &str); 3] = [
    ("satisfaction", "满意度调查尚在试点，下学年全面开展"),
    ("league-branch", "团支部正在报批，成立后补充公开"),
    ("appraisal-used", "评优办法正在修订，修订后执行"),
];

/// Makes the document of a college out of the sample's.
pub(super) fn document(sample: &Document, number: usize, fault: Fault) -> Document {
    let college = names::college(number);
    let mut dice = Dice::new(number as u64);
    let mut document = sample.clone();
    people(&mut document, &mut dice);
    let fewer = dice.below(7);
    size(&mut document, fewer);
    // Of the year it is, so that answers move over the years.
    let mut of_year =
        Dice::new(number as u64 ^ document.published.bytes().map(u64::from).sum::<u64>());
    for (key, reason) in HONEST {
        if of_year.below(6) == 0 {
            answer_no(&mut document, key, reason);
        }
    }
    // A copy has the wording of the college before it.
    let wording = if fault == Fault::CopiedCharter { number - 1 } else { number };
    let mut dice_of_words = Dice::new(wording as u64 ^ 0xc4a2);
    charter(&mut document, &mut dice_of_words);
    plant(&mut document, fault);
    let text = String::from_utf8(document.to_json()).unwrap();
    let mut text = names::named(&text, &college);
    text = students(&text, sample, &mut dice, fault);
    if fault == Fault::SharedLink {
        let own = format!("xsh.{}.example/news/", college.id);
        text = text.replace(&own, "xsh.fenxiang.example/news/");
    }
    Document::from_json(text.as_bytes()).expect("what was varied is still a document")
}

/// Makes the document of a college out of an honest year that is not the sample's: other people, and
/// sentences of its own in the charter. Its numbers and answers are what make it another family.
pub(super) fn other(year: &Document, number: usize, fault: Fault) -> Document {
    let college = names::college(number);
    let mut dice = Dice::new(number as u64);
    let mut document = year.clone();
    people(&mut document, &mut dice);
    let mut dice_of_words = Dice::new(number as u64 ^ 0xc4a2);
    tails(&mut document, &mut dice_of_words);
    plant(&mut document, fault);
    let text = String::from_utf8(document.to_json()).unwrap();
    Document::from_json(names::named(&text, &college).as_bytes()).expect("it is still a document")
}

/// Makes the document of which another is the correction: a sentence stood there that was wrong.
pub(super) fn before_correction(corrected: &Document) -> Document {
    let mut document = corrected.clone();
    let blocks = document.sections.iter_mut().flat_map(|section| &mut section.blocks);
    for block in blocks {
        if let Block::Paragraph { content, .. } = block {
            content.push(Inline::text("本页下载次数统计有误。"));
            break;
        }
    }
    document
}

/// Calls everybody something else, in tables and wherever they are named.
fn people(document: &mut Document, dice: &mut Dice) {
    let mut known: Vec<String> = Vec::new();
    each_table(document, &mut |table| {
        known.extend(table.people().map(|(_, cell)| cell.plain_text()));
    });
    let text = String::from_utf8(document.to_json()).unwrap();
    // In two steps, so that nobody is renamed twice.
    let text = known
        .iter()
        .enumerate()
        .fold(text, |text, (i, name)| text.replace(name.as_str(), &format!("\u{e000}{i}\u{e001}")));
    let text = (0..known.len()).fold(text, |text, i| {
        text.replace(&format!("\u{e000}{i}\u{e001}"), &names::person(dice, i))
    });
    *document = Document::from_json(text.as_bytes()).unwrap();
}

/// Takes the last people off the roster, and off the units and numbers that count them.
fn size(document: &mut Document, fewer: usize) {
    let mut before = 0;
    each_table(document, &mut |table| match table.subject {
        Subject::Person => {
            before = table.rows.len();
            table.rows.truncate(before - fewer);
        }
        Subject::Unit => {
            let departments = table.rows.len() - 1;
            let headcount = table.columns.iter().position(|it| it.key == "headcount").unwrap();
            for nth in 0..fewer {
                let cell = &mut table.rows[1 + nth % departments].cells[headcount];
                let Some(Value::Count { number, unit }) = &cell.value else { panic!() };
                *cell = counted(number - 1, unit.clone());
            }
        }
        _ => {}
    });
    let text = String::from_utf8(document.to_json()).unwrap();
    let text = text.replace(&format!("\"{before}人\""), &format!("\"{}人\"", before - fewer));
    let text = text.replace(&format!("实有{before}人\""), &format!("实有{}人\"", before - fewer));
    *document = Document::from_json(text.as_bytes()).unwrap();
}

fn counted(number: i64, unit: String) -> Cell {
    let words = vec![Inline::text(number.to_string())];
    Cell { words, value: Some(Value::count(number, unit)), ..Cell::default() }
}

/// Answers 否 to an indicator, in the self-evaluation and in the report.
fn answer_no(document: &mut Document, key: &str, reason: &str) {
    each_table(document, &mut |table| {
        if !matches!(table.subject, Subject::Indicator | Subject::IndicatorOutcome) {
            return;
        }
        let at = |name: &str| table.columns.iter().position(|it| it.key == name);
        let (verdict, remark) = (at("verdict"), at("remark"));
        for row in table.rows.iter_mut().filter(|row| row.key.as_deref() == Some(key)) {
            if let Some(verdict) = verdict {
                row.cells[verdict] = Cell {
                    words: vec![Inline::Verdict { yes: false }],
                    value: Some(Value::YesNo { yes: false }),
                    ..Cell::default()
                };
            }
            if let Some(remark) = remark {
                let words = vec![Inline::text("原因："), Inline::text(reason)];
                let said = Said::new("reason", "原因", reason, Some(Value::text(reason)));
                row.cells[remark] = Cell { words, says: vec![said], ..Cell::default() };
            }
        }
    });
}

/// Gives a charter a wording of its own.
fn charter(document: &mut Document, dice: &mut Dice) {
    let chosen: Vec<bool> = WORDS.iter().map(|_| dice.below(2) == 1).collect();
    let mut word = |content: &mut Vec<Inline>, tail: bool| {
        for inline in content.iter_mut() {
            if let Inline::Text { text } = inline {
                for ((from, to), chosen) in WORDS.iter().zip(&chosen) {
                    if *chosen {
                        *text = text.replace(from, to);
                    }
                }
            }
        }
        if tail && dice.below(3) > 0 {
            content.push(Inline::text(TAILS[dice.below(TAILS.len())]));
        }
    };
    for section in document.sections.iter_mut().filter(|section| section.id == "charter") {
        each_article(section, &mut word);
    }
}

/// Gives the articles of a charter sentences of its own at their ends.
fn tails(document: &mut Document, dice: &mut Dice) {
    let mut tail = |content: &mut Vec<Inline>, is_whole: bool| {
        if is_whole && dice.below(3) > 0 {
            content.push(Inline::text(TAILS[dice.below(TAILS.len())]));
        }
    };
    for section in document.sections.iter_mut().filter(|section| section.id == "charter") {
        each_article(section, &mut tail);
    }
}

fn each_article(section: &mut Section, see: &mut impl FnMut(&mut Vec<Inline>, bool)) {
    for block in &mut section.blocks {
        if let Block::Provision { content, children, .. } = block {
            let is_whole = children.is_empty();
            see(content, is_whole);
            for child in children {
                if let Block::Provision { content, .. } = child {
                    see(content, false);
                }
            }
        }
    }
    section.sections.iter_mut().for_each(|section| each_article(section, see));
}

/// Plants a fault that a rule must find.
fn plant(document: &mut Document, fault: Fault) {
    each_table(document, &mut |table| {
        let at = |name: &str| table.columns.iter().position(|it| it.key == name);
        match (fault, table.subject) {
            (Fault::RankOutside, Subject::Person) => {
                let column = at("rank_shown").unwrap();
                let ranked = |cell: &Cell| cell.plain_text().contains('/');
                let row = table.rows.iter_mut().rev().find(|row| ranked(&row.cells[column]));
                row.unwrap().cells[column] = Cell::text("91/100");
            }
            (Fault::Political, Subject::Person) => {
                let column = at("political").unwrap();
                table.rows.last_mut().unwrap().cells[column] = Cell::text("群众");
            }
            (Fault::Headcounts, Subject::Unit) => {
                let column = at("headcount").unwrap();
                let cell = &mut table.rows.last_mut().unwrap().cells[column];
                let Some(Value::Count { number, unit }) = &cell.value else { panic!() };
                *cell = counted(number + 1, unit.clone());
            }
            _ => {}
        }
    });
}

/// Gives a college another number of students, and the share that its delegates then are.
fn students(text: &str, sample: &Document, dice: &mut Dice, fault: Fault) -> String {
    let said = |key: &str| {
        let mut found = None;
        for section in &sample.sections {
            for says in section.blocks.iter().filter_map(Block::statement).flat_map(|it| &it.says) {
                if says.key == key {
                    found = Some(says.words.clone());
                }
            }
        }
        found.expect("the sample says it")
    };
    let (total, base, percent) =
        (said("delegates.total"), said("delegates.base"), said("delegates.percent"));
    let delegates: usize = total.parse().unwrap();
    let students = match fault {
        Fault::Outlier => 620,
        _ => delegates * 100 * (50 + dice.below(40)) / 100,
    };
    let tenths = (delegates * 2000 + students) / (2 * students);
    text.replace(&base, &students.to_string())
        .replace(&percent, &format!("{}.{}%", tenths / 10, tenths % 10))
}

fn each_table(document: &mut Document, see: &mut impl FnMut(&mut Table)) {
    let sections = document.sections.iter_mut().chain([&mut document.report]);
    sections.for_each(|section| tables(section, see));
}

fn tables(section: &mut Section, see: &mut impl FnMut(&mut Table)) {
    for block in &mut section.blocks {
        if let Block::Table(table) = block {
            see(table);
        }
    }
    section.sections.iter_mut().for_each(|section| tables(section, see));
}
