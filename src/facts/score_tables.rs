//! A round's 评分.yaml → the score tables that can be counted by.
//! It must not judge them; what keeps one from being counted by, `scoring` tells.

use crate::datum::{Datum, FieldName};
use crate::diagnostic::Diagnostic;
use crate::model::round::{
    dimension, grade, kind, knock_out, quota, rater, rounding, scoring, sheet, subject,
};
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
    for sheet in scoring.get(scoring::SHEETS).items() {
        let Some(title) = sheet.get(sheet::TITLE).text() else { continue };
        let of_sheet = |kind: &&Datum| kind.get(kind::SHEET).text() == Some(title);
        let rated = |kind: &&Datum| !kind.get(kind::RATERS).items().is_empty();
        let kinds: Vec<&Datum> =
            scoring.get(scoring::KINDS).items().iter().filter(of_sheet).filter(rated).collect();
        if kinds.is_empty() {
            continue;
        }
        let subjects = subjects(scoring, &kinds);
        faults.extend(kinds.iter().filter_map(|kind| unlisted(kind, &subjects)));
        let scheme = scheme(sheet, &kinds, faults);
        tables.extend(scheme.map(|scheme| ScoreTable {
            title: title.to_owned(),
            scheme,
            subjects,
        }));
    }
    tables
}

/// Tells of a kind nobody of which is listed: a notice may go out so, a sheet cannot be filled in.
fn unlisted(kind: &Datum, subjects: &[Subject]) -> Option<Diagnostic> {
    let name = kind.get(kind::NAME);
    let text = name.text().filter(|text| subjects.iter().all(|subject| subject.kind != **text))?;
    let message = format!("对象名单里还没有“{text}”，评分表上没有可以打分的对象");
    let fault = Diagnostic::violation("SC-06", name.span?, message);
    Some(fault.help("名单定了以后，在“对象名单”里逐个列出"))
}

fn scheme(sheet: &Datum, kinds: &[&Datum], faults: &mut Vec<Diagnostic>) -> Option<Scheme> {
    let rounding = rounding(sheet, faults);
    let dimensions: Vec<Dimension> =
        sheet.get(sheet::DIMENSIONS).items().iter().filter_map(dimension).collect();
    let kinds: Vec<Option<Kind>> =
        kinds.iter().map(|kind| self::kind(kind, &dimensions, faults)).collect();
    let grades = sheet.get(sheet::GRADES).items();
    let quotas: Vec<Option<Quota>> =
        sheet.get(sheet::QUOTAS).items().iter().map(|of| quota(of, faults)).collect();
    Some(Scheme {
        rounding: rounding?,
        grades: grades.iter().filter_map(|grade| text(grade, grade::NAME)).collect(),
        bands: grades.iter().filter_map(band).collect(),
        ties: ties(sheet, &dimensions),
        knock_out: sheet.get(sheet::KNOCK_OUT).get(knock_out::GRADE).text().map(str::to_owned),
        kinds: kinds.into_iter().collect::<Option<_>>()?,
        quotas: quotas.into_iter().collect::<Option<_>>()?,
    })
}

fn text(record: &Datum, name: FieldName) -> Option<String> {
    record.get(name).text().map(str::to_owned)
}

fn whole(number: &Datum) -> Option<Exact> {
    number.number().map(|number| Exact::from_integer(number.into()))
}

fn rounding(sheet: &Datum, faults: &mut Vec<Diagnostic>) -> Option<Rounding> {
    let rounding = sheet.get(sheet::ROUNDING);
    let digits =
        rounding.get(rounding::DIGITS).number().and_then(|digits| u32::try_from(digits).ok());
    let rule = rounding.get(rounding::RULE).text().map(|rule| match rule {
        "四舍六入五成双" => RoundingRule::HalfEven,
        "截去" => RoundingRule::Truncate,
        _ => RoundingRule::HalfUp,
    });
    if rounding.is_absent() {
        faults.extend(sheet.get(sheet::TITLE).span.map(|span| {
            Diagnostic::violation("SC-06", span, "没有写综合得分怎样取舍，算不出得分")
                .help("在这张评分表里补上“取舍”，如 小数位: 2、方法: 四舍五入")
        }));
    }
    Some(Rounding { digits: digits?, rule: rule? })
}

fn dimension(dimension: &Datum) -> Option<Dimension> {
    Some(Dimension {
        name: text(dimension, dimension::NAME)?,
        maximum: whole(dimension.get(dimension::MAXIMUM))?,
    })
}

fn kind(kind: &Datum, dimensions: &[Dimension], faults: &mut Vec<Diagnostic>) -> Option<Kind> {
    let groups: Vec<Option<Group>> =
        kind.get(kind::RATERS).items().iter().map(|raters| group(raters, faults)).collect();
    Some(Kind {
        name: text(kind, kind::NAME)?,
        dimensions: dimensions.to_vec(),
        groups: groups.into_iter().collect::<Option<_>>()?,
    })
}

fn group(raters: &Datum, faults: &mut Vec<Diagnostic>) -> Option<Group> {
    let name = raters.get(rater::NAME);
    if raters.get(rater::COUNT).is_absent() {
        faults.extend(name.span.map(|span| {
            let message = format!("“{}”没有写几名评委", name.text().unwrap_or_default());
            Diagnostic::violation("SC-06", span, message)
                .help("补上“人数”：有几名评委，就有几张评分表")
        }));
    }
    Some(Group {
        name: text(raters, rater::NAME)?,
        weight: percent(raters.get(rater::WEIGHT), faults)?,
        raters: raters.get(rater::COUNT).number().and_then(|count| usize::try_from(count).ok())?,
        peers: raters.get(rater::PEERS).bool() == Some(true),
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
    let (from, to) = (whole(grade.get(grade::FROM))?, whole(grade.get(grade::TO))?);
    Some(Band { grade: text(grade, grade::NAME)?, from, to })
}

fn quota(quota: &Datum, faults: &mut Vec<Diagnostic>) -> Option<Quota> {
    let grades = quota.get(quota::GRADES).items().iter().filter_map(|grade| grade.text());
    let written = quota.get(quota::AT_MOST);
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
    sheet.get(sheet::TIES).items().iter().filter_map(|name| name.text()).map(tie).collect()
}

/// Returns the subjects of some kinds. Those of one name are told apart by their department.
fn subjects(scoring: &Datum, kinds: &[&Datum]) -> Vec<Subject> {
    let of_kinds = |subject: &&Datum| {
        let kind = subject.get(subject::KIND).text();
        kinds.iter().any(|of| of.get(kind::NAME).text() == kind)
    };
    let listed: Vec<&Datum> =
        scoring.get(scoring::SUBJECTS).items().iter().filter(of_kinds).collect();
    let named =
        |name: &str| listed.iter().filter(|s| s.get(subject::NAME).text() == Some(name)).count();
    let subject = |subject: &&Datum| {
        let name = text(subject, subject::NAME)?;
        let unit = text(subject, subject::UNIT).filter(|_| named(&name) > 1);
        Some(Subject {
            name: unit.map_or(name.clone(), |unit| format!("{name}（{unit}）")),
            kind: text(subject, subject::KIND)?,
            knocked_out: text(subject, subject::KNOCKED_OUT),
        })
    };
    listed.iter().filter_map(subject).collect()
}
