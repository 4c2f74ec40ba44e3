//! The page over all years, `history.html`, with its charts, and the same tables to download.
//! It must not know any rule, nor name anybody.

mod chart;
mod sheet;
mod year;

pub use year::Year;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::document::Document;
use crate::edition::Union;
use crate::failure::Failure;
use crate::manifest::Artifact;
use crate::theme::Theme;
use chart::{Bars, Organisation, Steps, bars, organisation, percent, shares, steps};
use sheet::Sheet;
use year::{BANDS, FIGURES};

/// The name of the page in the site's folder.
pub const FILE: &str = "history.html";
/// The name of the workbook with all its tables.
pub const WORKBOOK: &str = "history.xlsx";

/// What the page says of the site.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Frame<'a> {
    /// A BCP 47 tag.
    pub language: &'a str,
    pub college: &'a str,
    pub title: &'a str,
    /// The site's address, ending in `/`, where it has one.
    pub address: Option<&'a str>,
    pub feed: Option<&'a str>,
    /// Under what licence the data stand, as the site says it.
    pub licence: Option<&'a str>,
    pub rare_style: Option<&'a str>,
}

#[derive(Serialize)]
struct View<'a> {
    #[serde(flatten)]
    frame: Frame<'a>,
    unions: Vec<UnionView<'a>>,
    downloads: Vec<Download<'a>>,
}

/// A file to download, with its columns.
#[derive(Serialize)]
struct Download<'a> {
    file: String,
    title: &'a str,
    columns: &'a [(&'static str, &'static str)],
}

/// The years of one union, newest first.
#[derive(Serialize)]
struct UnionView<'a> {
    /// Stands before the addresses of its tables.
    id: &'static str,
    /// 学生会 or 研究生会.
    name: &'a str,
    years: Vec<Head<'a>>,
    indicators: Vec<IndicatorView<'a>>,
    figures: Vec<FigureView<'a>>,
    /// Charts of what moves from year to year.
    moves: Vec<Bars>,
    limits: Vec<LimitsView<'a>>,
    ranks: Vec<FigureView<'a>>,
    delegates: Vec<FigureView<'a>>,
    newest: Newest<'a>,
}

/// What is drawn of one year, with the tables the drawings stand beside.
#[derive(Serialize)]
pub struct Newest<'a> {
    label: &'a str,
    ranks: Option<Bars>,
    delegates: Option<Bars>,
    /// The delegates of each department against its students; empty where these are not said.
    against: Vec<Against<'a>>,
    units: &'a [(String, i64)],
    organisation: Option<Organisation<'a>>,
    steps: Option<Steps>,
}

#[derive(Serialize)]
struct Against<'a> {
    department: &'a str,
    delegates: i64,
    share: String,
    students: i64,
    share_of_students: String,
}

#[derive(Serialize)]
struct LimitsView<'a> {
    name: &'a str,
    cells: Vec<Option<LimitView<'a>>>,
}

#[derive(Serialize)]
struct LimitView<'a> {
    value: &'a str,
    /// Where the article stands in that year.
    href: String,
}

#[derive(Serialize)]
struct Head<'a> {
    year: &'a str,
    label: &'a str,
}

#[derive(Serialize)]
struct IndicatorView<'a> {
    name: String,
    cells: Vec<Option<VerdictView<'a>>>,
}

#[derive(Serialize)]
struct VerdictView<'a> {
    yes: bool,
    stated: &'a str,
    reason: &'a str,
    /// Where the indicator stands in that year.
    href: String,
}

#[derive(Serialize)]
struct FigureView<'a> {
    name: &'a str,
    cells: Vec<String>,
}

/// Makes the page over all years and its downloads; none while nothing is published.
pub fn files(frame: Frame, years: &[Year], theme: &Theme) -> Result<Vec<Artifact>, Failure> {
    if years.is_empty() {
        return Ok(Vec::new());
    }
    let mut newest: Vec<&Year> = years.iter().collect();
    newest.sort_by(|a, b| (b.union, &b.start).cmp(&(a.union, &a.start)));
    let unions = [Union::First, Union::Graduate].into_iter().filter_map(|union| {
        let own: Vec<&Year> = newest.iter().copied().filter(|year| year.union == union).collect();
        (!own.is_empty()).then(|| union_view(union, &own))
    });
    let sheets = sheet::sheets(&newest);
    let downloads = sheets.iter().map(|sheet: &Sheet| Download {
        file: sheet.file(),
        title: sheet.title,
        columns: &sheet.columns,
    });
    let view = View { frame, unions: unions.collect(), downloads: downloads.collect() };
    let mut files = vec![Artifact::new(FILE, theme.templates()?.fill(FILE, view)?)];
    files.extend(sheets.iter().map(|sheet| Artifact::new(sheet.file(), sheet.csv())));
    files.push(Artifact::new(WORKBOOK, sheet::workbook(frame.title, &sheets)?));
    Ok(files)
}

fn union_view<'a>(union: Union, years: &[&'a Year]) -> UnionView<'a> {
    let newest = years[0];
    UnionView {
        id: if union.is_first() { "union" } else { "graduate" },
        name: &newest.organisation,
        years: years.iter().map(|year| Head { year: &year.folder, label: &year.label }).collect(),
        indicators: indicators(years),
        figures: figures(years),
        moves: moves(years),
        limits: limits(years),
        ranks: ranks(years),
        delegates: delegates(years),
        newest: drawn(newest),
    }
}

/// What the last page of a year's PDF draws of it; nothing where there is nothing to draw.
#[derive(Serialize)]
pub struct Drawings(serde_json::Value);

impl Drawings {
    /// Measures the drawings of a year.
    pub fn measure(document: &Document) -> Option<Self> {
        let year = Year::gather(document);
        let drawn = drawn(&year);
        let nothing = drawn.ranks.is_none()
            && drawn.delegates.is_none()
            && drawn.organisation.is_none()
            && drawn.steps.is_none();
        let plain = || serde_json::to_value(&drawn).expect("measures are plain data");
        (!nothing).then(|| Self(plain()))
    }
}

fn drawn(year: &Year) -> Newest<'_> {
    Newest {
        label: &year.label,
        ranks: year.ranks.and_then(|of| {
            let values = BANDS.iter().zip(of);
            let values = values.map(|((_, name), count)| (short(name).to_owned(), count as i64));
            bars("工作人员成绩排名的分布", "人", values.collect())
        }),
        delegates: chart::delegates(year),
        against: against(year),
        units: &year.units,
        organisation: organisation(&year.units),
        steps: steps(year),
    }
}

/// Returns a name without what it says in brackets.
fn short(name: &str) -> &str {
    name.split('（').next().unwrap_or(name)
}

fn against(year: &Year) -> Vec<Against<'_>> {
    let counts: Vec<i64> = year.delegates.iter().map(|it| it.count).collect();
    let students: Option<Vec<i64>> = year.delegates.iter().map(|it| it.students).collect();
    let both = students.and_then(|students| {
        Some(shares(&counts)?.into_iter().zip(shares(&students)?).zip(students).collect::<Vec<_>>())
    });
    let rows = year.delegates.iter().zip(both.unwrap_or_default());
    rows.map(|(it, ((own, other), students))| Against {
        department: &it.department,
        delegates: it.count,
        share: percent(own),
        students,
        share_of_students: percent(other),
    })
    .collect()
}

/// Every limit that any year's charter lays down.
fn limits<'a>(years: &[&'a Year]) -> Vec<LimitsView<'a>> {
    let mut known = BTreeSet::new();
    let all = years.iter().flat_map(|year| &year.limits);
    let names = all.map(|limit| limit.name.as_str()).filter(|name| known.insert(*name));
    let of = |year: &&'a Year, name: &str| {
        let own = year.limits.iter().find(|limit| limit.name == name)?;
        let href = format!("{}/index.html#{}", year.folder, own.article);
        Some(LimitView { value: &own.value, href })
    };
    names
        .map(|name| LimitsView { name, cells: years.iter().map(|year| of(year, name)).collect() })
        .collect()
}

/// Every indicator that any year has, in the order of the newest that has it.
fn indicators<'a>(years: &[&'a Year]) -> Vec<IndicatorView<'a>> {
    let mut known = BTreeSet::new();
    let all = years.iter().flat_map(|year| &year.indicators);
    let all = all.filter(|indicator| known.insert(indicator.key.as_str()));
    all.map(|indicator| IndicatorView {
        name: format!("{}. {}", indicator.number, indicator.text),
        cells: years
            .iter()
            .map(|year| {
                let own = year.indicators.iter().find(|own| own.key == indicator.key)?;
                Some(VerdictView {
                    yes: own.yes?,
                    stated: &own.stated,
                    reason: &own.reason,
                    href: format!("{}/index.html#self-evaluation/{}", year.folder, own.key),
                })
            })
            .collect(),
    })
    .collect()
}

fn figures<'a>(years: &[&Year]) -> Vec<FigureView<'a>> {
    let rows = FIGURES.iter().map(|(key, name)| FigureView {
        name,
        cells: years.iter().map(|year| year.figure(key).to_owned()).collect(),
    });
    rows.filter(|row| row.cells.iter().any(|cell| !cell.is_empty())).collect()
}

fn ranks<'a>(years: &[&Year]) -> Vec<FigureView<'a>> {
    if years.iter().all(|year| year.ranks.is_none()) {
        return Vec::new();
    }
    let cell =
        |year: &&Year, band: usize| year.ranks.map_or(String::new(), |it| it[band].to_string());
    let rows = BANDS.iter().enumerate().map(|(band, (_, name))| FigureView {
        name,
        cells: years.iter().map(|year| cell(year, band)).collect(),
    });
    rows.collect()
}

fn delegates<'a>(years: &[&'a Year]) -> Vec<FigureView<'a>> {
    let mut known = BTreeSet::new();
    let all = years.iter().flat_map(|year| &year.delegates);
    let departments = all.map(|it| it.department.as_str()).filter(|name| known.insert(*name));
    let of = |year: &&Year, name: &str| {
        let own = year.delegates.iter().find(|own| own.department == name);
        own.map_or(String::new(), |own| own.count.to_string())
    };
    departments
        .map(|name| FigureView { name, cells: years.iter().map(|year| of(year, name)).collect() })
        .collect()
}

/// Charts of what moves from year to year, oldest first.
fn moves(years: &[&Year]) -> Vec<Bars> {
    let over = |key: &str, title: &str, unit: &'static str| {
        let values = years.iter().rev();
        let values = values.filter_map(|year| Some((year.short(), year.number(key)?)));
        bars(title, unit, values.collect())
    };
    let all = [over("staff", "各学年工作人员", "人"), over("delegates", "各学年代表", "名")];
    all.into_iter().flatten().collect()
}
