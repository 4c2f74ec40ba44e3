//! The compliance report: the verdicts at a glance, then every rule with its outcome and evidence.
//! It must not show a hidden value, nor anything that another hidden value would have made otherwise:
//! of a rule that read one, it says that it was checked and no more.

use super::section;
use super::sections::{indicator_address, indicator_words, item_cell, verdict};
use super::sentence::{About as Of, Sentence};
use super::table::{column, field, heading, several};
use super::view::View;
use crate::document::{
    Align, Block, Cell, Inline, Page, Role, Row, Said, Section, Subject, Table, Value,
};
use crate::load::{ABRIDGED, SAYS_ABRIDGED};
use crate::model::{exemption, head, indicator, self_evaluation, year};
use crate::rules::{Cleared, Evidence, Outcome, Verdict};
use crate::standard::{About, Issuer, Rule, form, form_item};

/// Composes the report of a cleared year.
pub fn report(cleared: &Cleared, rules: &[Rule], root: &View) -> Section {
    let (hidden, public): (Vec<&Outcome>, Vec<&Outcome>) =
        cleared.outcomes.iter().partition(|outcome| outcome.hidden);
    let lead = lead(cleared, &public, hidden.len(), root);
    let mut report = section("compliance", "", "合规核查报告", vec![lead]);
    report.page = Page::Compliance;
    let wording = root.child(year::FORM).text(form::WORDING);
    let abridged = (wording == ABRIDGED).then(|| note(SAYS_ABRIDGED));
    // Only a year answers to indicators.
    let indicators = (cleared.facts.about() == About::Year).then(|| section(
        "compliance/indicators",
        "",
        "各项指标一览",
        vec![
            note("“数据相符”是指看公开数据的相关规则全部通过；“数据未见矛盾”是指数据只能证明其中一部分；“未公开，未见违规”是指证明它的规则要看未公开的数据，没有发现违规；“见佐证”是指数据不能证明，以所列材料为凭。"),
            Block::Table(indicators(cleared, root)),
        ]
        .into_iter()
        .chain(abridged)
        .collect(),
    ));
    report.sections.extend(indicators);
    let groups = [
        (Verdict::StatedNotMet, "stated-not-met", "如实说明未达到的"),
        (Verdict::Exempted, "exempted", "准予例外的"),
        // In a cleared year these are warnings and notices.
        (Verdict::Violated, "remarks", "提醒改进的"),
        (Verdict::Unverified, "unverified", "无法核实的"),
        (Verdict::Holds, "holds", "通过的"),
        (Verdict::NotApplicable, "not-applicable", "不适用的"),
    ];
    for (verdict, id, title) in groups {
        let outcomes: Vec<&Outcome> =
            public.iter().copied().filter(|o| o.verdict == verdict).collect();
        let mut blocks = Vec::new();
        let of_year = cleared.facts.about() == About::Year;
        if verdict == Verdict::Exempted && of_year && exemptions_of(root) > 0 {
            blocks.push(Block::Table(exemptions(root)));
        }
        if !outcomes.is_empty() {
            let table = rules_table(&format!("compliance/{id}"), title, &outcomes, rules, evidence);
            blocks.push(Block::Table(table));
        }
        if blocks.is_empty() {
            continue;
        }
        report.sections.push(section(&format!("compliance/{id}"), "", title, blocks));
    }
    if !hidden.is_empty() {
        let title = "要看未公开数据的";
        let said = "这些规则要看不公开的数据。有一处违规就不能公开，所以没有违规，准予例外的除外；其余情况不在这里写，免得由此推出不公开的内容。";
        let table = rules_table("compliance/hidden", title, &hidden, rules, |_| {
            vec![Inline::text("未公开数据，已核对")]
        });
        let blocks = vec![note(said), Block::Table(table)];
        report.sections.push(section("compliance/hidden", "", title, blocks));
    }
    report.sections.iter_mut().for_each(|part| part.page = Page::Compliance);
    report
}

/// Says at the head of the report what it came to: the indicators first, then the rules.
fn lead(cleared: &Cleared, public: &[&Outcome], hidden: usize, root: &View) -> Block {
    let count = |verdict: Verdict| public.iter().filter(|o| o.verdict == verdict).count();
    let rules = |key: &str, label: &str, number| counted(key, label, number, " 条");
    let (lead, what) = match cleared.facts.about() {
        About::Year => (verdicts(root), "本学年数据"),
        About::Round => (Sentence::default(), "通知和评分表的数据"),
    };
    let lead = lead
        .then(&format!("{what}经 "))
        .saying(rules("rules", "规则", cleared.outcomes.len()))
        .then("规则核查，违规 0 条：通过 ")
        .saying(rules("holds", "通过", count(Verdict::Holds)))
        .then("，不适用 ")
        .saying(rules("not-applicable", "不适用", count(Verdict::NotApplicable)));
    let others = [
        ("unverified", "无法核实", Verdict::Unverified),
        ("stated-not-met", "数据显示未达到、已如实写“否”", Verdict::StatedNotMet),
        ("exempted", "准予例外", Verdict::Exempted),
        ("remarks", "提醒改进", Verdict::Violated),
    ];
    let others = others.into_iter().filter(|(_, _, verdict)| count(*verdict) > 0);
    let lead = others.fold(lead, |lead, (key, label, verdict)| {
        lead.then(&format!("，{label} ")).saying(rules(key, label, count(verdict)))
    });
    lead.then("；另有 ")
        .saying(rules("hidden", "要看未公开的数据", hidden))
        .then("要看未公开的数据，没有发现违规。")
        .paragraph(Role::Lead, Of::new(Subject::OutcomeCounts, ""))
}

/// Counts the verdicts of the self-evaluation.
fn verdicts(root: &View) -> Sentence {
    let school = root.child(year::SELF_EVALUATION).children(self_evaluation::SCHOOL);
    let no = school.iter().filter(|indicator| indicator.text(indicator::VERDICT) == "否").count();
    let items = |key: &str, label: &str, number| counted(key, label, number, " 项");
    Sentence::starting("校级自评 ")
        .saying(items("indicators", "校级自评", school.len()))
        .then("：是 ")
        .saying(items("yes", "是", school.len() - no))
        .then("，否 ")
        .saying(items("no", "否", no))
        .then("。")
}

fn counted(key: &str, label: &str, number: usize, unit: &str) -> Said {
    let value = Value::count(number as i64, unit.trim());
    Said::new(key, label, format!("{number}{unit}"), Some(value))
}

fn exemptions_of(root: &View) -> usize {
    root.child(year::HEAD).children(head::EXEMPTIONS).len()
}

fn note(text: &str) -> Block {
    Block::paragraph(Role::Note, vec![Inline::text(text)])
}

/// The exceptions a year declares, each with its reason and who approved it.
fn exemptions(root: &View) -> Table {
    let entries = root.child(year::HEAD).children(head::EXEMPTIONS);
    let rows = entries.iter().enumerate().map(|(i, entry)| {
        let cells = [exemption::CODE, exemption::PLACE, exemption::REASON, exemption::APPROVED_BY]
            .map(|name| field(entry, name));
        Row::new(format!("compliance/exemptions/row-{}", i + 1), cells.into())
    });
    Table {
        id: "compliance/exemptions/table".to_owned(),
        subject: Subject::Exemption,
        of: None,
        caption: "各处例外的理由和批准者".to_owned(),
        columns: vec![
            heading(column("code", "规则", 3, Align::Start)),
            column("place", "位置", 5, Align::Start),
            column("reason", "理由", 8, Align::Start),
            column("approved_by", "批准", 5, Align::Start),
        ],
        rows: rows.collect(),
        wide: false,
    }
}

fn indicators(cleared: &Cleared, root: &View) -> Table {
    let evaluation = root.child(year::SELF_EVALUATION);
    let school = evaluation.children(self_evaluation::SCHOOL);
    let rows = school.iter().map(|indicator| {
        let key = indicator.child(indicator::ITEM).text(form_item::KEY);
        let link = Inline::Link {
            target: format!("#{}", indicator_address(indicator)),
            content: indicator_words(indicator),
        };
        let says = [(indicator::STATED, "实有"), (indicator::HELD_ON, "召开日期")];
        let says = says
            .into_iter()
            .filter_map(|(name, label)| super::table::said_of(indicator, name, label));
        let says: Vec<Said> = says.collect();
        let value: String = says.iter().map(|said| said.words.as_str()).collect();
        let value = if value.is_empty() { Vec::new() } else { vec![Inline::text(value)] };
        let cells = vec![
            item_cell(vec![link], indicator),
            verdict(indicator.text(indicator::VERDICT) == "是"),
            several(value, says),
            Cell::text(standing(cleared, indicator, &key)),
        ];
        Row::new(format!("compliance/indicators/{key}"), cells).keyed(key)
    });
    Table {
        id: "compliance/indicators/table".to_owned(),
        subject: Subject::IndicatorOutcome,
        of: None,
        caption: "各项指标的结论、数值与核查情况".to_owned(),
        columns: vec![
            heading(column("item", "指标", 10, Align::Start)),
            column("verdict", "结论", 2, Align::Center),
            column("stated", "数值", 3, Align::Start),
            column("outcome", "核查", 4, Align::Start),
        ],
        rows: rows.collect(),
        wide: false,
    }
}

/// How far data bear an indicator out.
fn standing(cleared: &Cleared, indicator: &View, key: &str) -> String {
    let (hidden, proofs): (Vec<&Outcome>, Vec<&Outcome>) = cleared
        .outcomes
        .iter()
        .filter(|outcome| outcome.proves.as_deref() == Some(key))
        .partition(|outcome| outcome.hidden);
    let any = |verdict: Verdict| proofs.iter().any(|o| o.verdict == verdict);
    if any(Verdict::StatedNotMet) {
        return "数据与“否”相符".to_owned();
    }
    if any(Verdict::Exempted) {
        return "准予例外".to_owned();
    }
    if any(Verdict::Unverified) {
        return "无法核实".to_owned();
    }
    let decided = indicator.child(indicator::ITEM).text(form_item::DECIDED) == "是";
    match (
        any(Verdict::Holds),
        decided,
        indicator.has(indicator::EVIDENCE),
        indicator.text(indicator::VERDICT) == "是",
    ) {
        (true, true, _, _) => "数据相符".to_owned(),
        (true, false, _, true) => "数据未见矛盾".to_owned(),
        (_, _, _, false) => "如实填写为否".to_owned(),
        _ if !hidden.is_empty() => "未公开，未见违规".to_owned(),
        (_, _, true, _) => "见佐证".to_owned(),
        _ => "学校自述".to_owned(),
    }
}

fn rules_table(
    id: &str,
    caption: &str,
    outcomes: &[&Outcome],
    rules: &[Rule],
    evidence: fn(&Outcome) -> Vec<Inline>,
) -> Table {
    let rows = outcomes.iter().map(|outcome| {
        let rule = rules.iter().find(|rule| rule.code == outcome.code);
        let ground = rule.map_or(String::new(), |rule| {
            let cites: Vec<String> =
                rule.cites.iter().map(|c| format!("{}，{}", c.document, c.clause)).collect();
            let own = if rule.issuer == Issuer::Own { "（本校自定）" } else { "" };
            format!("{}{own}", cites.join("；"))
        });
        let cells = vec![
            Cell::text(outcome.code.clone()),
            Cell::text(subject(outcome)),
            Cell::text(ground),
            Cell::showing(evidence(outcome)),
        ];
        Row::new(format!("compliance/{}", outcome.code), cells).keyed(outcome.code.clone())
    });
    Table {
        id: format!("{id}/table"),
        subject: Subject::RuleOutcome,
        of: Some(caption.to_owned()),
        caption: format!("{caption}规则"),
        columns: vec![
            heading(column("code", "代号", 3, Align::Start)),
            column("title", "查什么", 7, Align::Start),
            column("cites", "依据", 5, Align::Start),
            column("evidence", "凭什么", 8, Align::Start),
        ],
        rows: rows.collect(),
        wide: false,
    }
}

/// A rule is named after its fault; a layman reads what was looked for.
fn subject(outcome: &Outcome) -> String {
    match outcome.verdict {
        Verdict::Holds if !outcome.hidden => format!("没有发现：{}", outcome.title),
        _ => outcome.title.clone(),
    }
}

fn evidence(outcome: &Outcome) -> Vec<Inline> {
    let mut lines = Vec::new();
    if outcome.items > 1 {
        lines.push(Inline::text(format!("逐一核对 {} 项", outcome.items)));
    }
    for Evidence { path, value } in &outcome.evidence {
        if !lines.is_empty() {
            lines.push(Inline::LineBreak);
        }
        lines.push(Inline::text(match value {
            Some(value) => format!("{path}：{value}"),
            None => format!("{path}：未公开数据，已核对"),
        }));
    }
    lines
}
