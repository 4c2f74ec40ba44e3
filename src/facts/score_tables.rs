//! A round's 评分.yaml → the score tables that can be counted by.
//! It must not judge them; what keeps one from being counted by, `scoring` tells.

use crate::datum::Datum;
use crate::diagnostic::Diagnostic;
use crate::scoring::{
    Band, Dimension, Exact, Group, Kind, Limit, Quota, Rounding, RoundingRule, Scheme, ScoreTable,
    Subject, TieBreak, parse,
};

/// Returns the score tables of a record of `SCORING` under which somebody is scored, by their
/// titles. A table that has no raters, as where grades are given without scores, is left out.
///
/// What is missing for counting is told; the tables are whole only when nothing is.
pub fn score_tables(scoring: &Datum, faults: &mut Vec<Diagnostic>) -> Vec<ScoreTable> {
    let mut tables = Vec::new();
    for sheet in scoring.get("sheets").items() {
        let Some(title) = sheet.get("title").text() else { continue };
        let of_sheet = |kind: &&Datum| kind.get("sheet").text() == Some(title);
        let rated = |kind: &&Datum| !kind.get("raters").items().is_empty();
        let kinds: Vec<&Datum> =
            scoring.get("kinds").items().iter().filter(of_sheet).filter(rated).collect();
        if kinds.is_empty() {
            continue;
        }
        let subjects = subjects(scoring, &kinds);
        let scheme = scheme(sheet, &kinds, faults);
        tables.extend(scheme.map(|scheme| ScoreTable {
            title: title.to_owned(),
            scheme,
            subjects,
        }));
    }
    tables
}

fn scheme(sheet: &Datum, kinds: &[&Datum], faults: &mut Vec<Diagnostic>) -> Option<Scheme> {
    let rounding = rounding(sheet, faults);
    let dimensions: Vec<Dimension> =
        sheet.get("dimensions").items().iter().filter_map(dimension).collect();
    let kinds: Vec<Option<Kind>> =
        kinds.iter().map(|kind| self::kind(kind, &dimensions, faults)).collect();
    let grades = sheet.get("grades").items();
    let quotas: Vec<Option<Quota>> =
        sheet.get("quotas").items().iter().map(|of| quota(of, faults)).collect();
    Some(Scheme {
        rounding: rounding?,
        grades: grades.iter().filter_map(|grade| text(grade, "name")).collect(),
        bands: grades.iter().filter_map(band).collect(),
        ties: ties(sheet, &dimensions),
        knock_out: sheet.get("knock_out").get("grade").text().map(str::to_owned),
        kinds: kinds.into_iter().collect::<Option<_>>()?,
        quotas: quotas.into_iter().collect::<Option<_>>()?,
    })
}

fn text(record: &Datum, name: &str) -> Option<String> {
    record.get(name).text().map(str::to_owned)
}

fn whole(number: &Datum) -> Option<Exact> {
    number.number().map(|number| Exact::from_integer(number.into()))
}

fn rounding(sheet: &Datum, faults: &mut Vec<Diagnostic>) -> Option<Rounding> {
    let rounding = sheet.get("rounding");
    let digits = rounding.get("digits").number().and_then(|digits| u32::try_from(digits).ok());
    let rule = rounding.get("rule").text().map(|rule| match rule {
        "四舍六入五成双" => RoundingRule::HalfEven,
        "截去" => RoundingRule::Truncate,
        _ => RoundingRule::HalfUp,
    });
    if rounding.is_absent() {
        faults.extend(sheet.get("title").span.map(|span| {
            Diagnostic::violation("SC-06", span, "没有写综合得分怎样取舍，算不出得分")
                .help("在这张评分表里补上“取舍”，如 小数位: 2、方法: 四舍五入")
        }));
    }
    Some(Rounding { digits: digits?, rule: rule? })
}

fn dimension(dimension: &Datum) -> Option<Dimension> {
    Some(Dimension { name: text(dimension, "name")?, maximum: whole(dimension.get("maximum"))? })
}

fn kind(kind: &Datum, dimensions: &[Dimension], faults: &mut Vec<Diagnostic>) -> Option<Kind> {
    let groups: Vec<Option<Group>> =
        kind.get("raters").items().iter().map(|raters| group(raters, faults)).collect();
    Some(Kind {
        name: text(kind, "name")?,
        dimensions: dimensions.to_vec(),
        groups: groups.into_iter().collect::<Option<_>>()?,
    })
}

fn group(raters: &Datum, faults: &mut Vec<Diagnostic>) -> Option<Group> {
    let name = raters.get("name");
    if raters.get("count").is_absent() {
        faults.extend(name.span.map(|span| {
            let message = format!("“{}”没有写几名评委", name.text().unwrap_or_default());
            Diagnostic::violation("SC-06", span, message)
                .help("补上“人数”：有几名评委，就有几张评分表")
        }));
    }
    Some(Group {
        name: text(raters, "name")?,
        weight: percent(raters.get("weight"), faults)?,
        raters: raters.get("count").number().and_then(|count| usize::try_from(count).ok())?,
        peers: raters.get("peers").bool() == Some(true),
    })
}

/// Reads `40%` or `33.3%`.
fn percent(written: &Datum, faults: &mut Vec<Diagnostic>) -> Option<Exact> {
    let text = written.text()?;
    let number = text.trim().strip_suffix(['%', '％']).and_then(parse);
    if number.is_none() {
        faults.extend(written.span.map(|span| {
            Diagnostic::violation("SC-06", span, format!("“{text}”不是百分比"))
                .help("写成 40% 或 33.3% 的样子")
        }));
    }
    number
}

fn band(grade: &Datum) -> Option<Band> {
    let (from, to) = (whole(grade.get("from"))?, whole(grade.get("to"))?);
    Some(Band { grade: text(grade, "name")?, from, to })
}

fn quota(quota: &Datum, faults: &mut Vec<Diagnostic>) -> Option<Quota> {
    let grades = quota.get("grades").items().iter().filter_map(|grade| grade.text());
    let written = quota.get("at_most");
    let text = written.text()?.trim();
    let limit = match text.ends_with(['%', '％']) {
        true => Limit::Share(percent(written, faults)?),
        false => {
            let number = text.trim_end_matches(|c: char| !c.is_ascii_digit()).parse();
            if number.is_err() {
                faults.extend(written.span.map(|span| {
                    Diagnostic::violation("SC-06", span, format!("“{text}”不是名额"))
                        .help("写成 2个 或 30% 的样子")
                }));
            }
            Limit::Number(number.ok()?)
        }
    };
    Some(Quota { grades: grades.map(str::to_owned).collect(), limit })
}

/// A name that is no dimension is a group's.
fn ties(sheet: &Datum, dimensions: &[Dimension]) -> Vec<TieBreak> {
    let tie = |name: &str| match name {
        "并列" => TieBreak::Shared,
        _ if dimensions.iter().any(|d| d.name == name) => TieBreak::Dimension(name.to_owned()),
        _ => TieBreak::Group(name.to_owned()),
    };
    sheet.get("ties").items().iter().filter_map(|name| name.text()).map(tie).collect()
}

/// Returns the subjects of some kinds. Those of one name are told apart by their department.
fn subjects(scoring: &Datum, kinds: &[&Datum]) -> Vec<Subject> {
    let of_kinds = |subject: &&Datum| {
        let kind = subject.get("kind").text();
        kinds.iter().any(|of| of.get("name").text() == kind)
    };
    let listed: Vec<&Datum> = scoring.get("subjects").items().iter().filter(of_kinds).collect();
    let named = |name: &str| listed.iter().filter(|s| s.get("name").text() == Some(name)).count();
    let subject = |subject: &&Datum| {
        let name = text(subject, "name")?;
        let unit = text(subject, "unit").filter(|_| named(&name) > 1);
        Some(Subject {
            name: unit.map_or(name.clone(), |unit| format!("{name}（{unit}）")),
            kind: text(subject, "kind")?,
            knocked_out: text(subject, "knocked_out"),
        })
    };
    listed.iter().filter_map(subject).collect()
}
