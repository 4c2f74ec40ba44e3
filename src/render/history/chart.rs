//! The measures of charts, in whole units of a drawing, for the theme to draw.
//! It must not know what a chart is about, nor how it looks.

use serde::Serialize;

use super::year::Year;

/// The width of every drawing.
const WIDTH: i64 = 640;
/// Where bars begin, and how long the longest is; its number stands behind it.
const BAR_LEFT: i64 = 170;
const BAR_LONGEST: i64 = 340;
const ROW: i64 = 34;
const THICK: i64 = 24;
/// The room of two bars that belong together, and of one of them.
const PAIR: i64 = 52;
const THIN: i64 = 23;

/// Bars that lie below one another, each with its name before and its number behind it.
#[derive(Debug, Serialize)]
pub struct Bars {
    title: String,
    /// What tells bars apart that are not filled alike; empty where all are.
    key: &'static str,
    /// All that the drawing shows, in words.
    said: String,
    width: i64,
    height: i64,
    left: i64,
    /// How high a bar is.
    thick: i64,
    bars: Vec<Bar>,
}

#[derive(Debug, Serialize)]
struct Bar {
    /// Empty of a bar that belongs to the one above it.
    name: String,
    words: String,
    y: i64,
    width: i64,
    /// Whether it is drawn as an outline.
    hollow: bool,
}

/// Measures a chart of some values; one value alone needs none.
pub fn bars(title: &str, unit: &str, values: Vec<(String, i64)>) -> Option<Bars> {
    let longest = values.iter().map(|(_, value)| *value).max().filter(|longest| *longest > 0)?;
    if values.len() < 2 {
        return None;
    }
    let said: Vec<String> =
        values.iter().map(|(name, value)| format!("{name} {value}{unit}")).collect();
    let height = ROW * values.len() as i64;
    let bars = values.into_iter().zip(0..).map(|((name, value), at)| Bar {
        words: format!("{value}{unit}"),
        name,
        y: at * ROW + (ROW - THICK) / 2,
        width: BAR_LONGEST * value / longest,
        hollow: false,
    });
    Some(Bars {
        title: title.to_owned(),
        key: "",
        said: said.join("，"),
        width: WIDTH,
        height,
        left: BAR_LEFT,
        thick: THICK,
        bars: bars.collect(),
    })
}

/// Measures the delegates of a year's departments, beside their students where all say how many they
/// have: each as its share of all.
pub fn delegates(year: &Year) -> Option<Bars> {
    let title = format!("{}各院系代表", year.label);
    let all = &year.delegates;
    let students: Option<Vec<i64>> = all.iter().map(|it| it.students).collect();
    let simple = || all.iter().map(|it| (it.department.clone(), it.count)).collect();
    let Some(students) = students.filter(|_| all.len() > 1) else {
        return bars(&title, "名", simple());
    };
    let counts = all.iter().map(|it| it.count).collect::<Vec<_>>();
    let shares = shares(&counts)?.into_iter().zip(shares(&students)?).collect::<Vec<_>>();
    let longest = shares.iter().map(|(own, other)| *own.max(other)).max()?.max(1);
    let mut bars = Vec::new();
    let mut said = Vec::new();
    for (at, (it, (own, other))) in (0..).zip(all.iter().zip(&shares)) {
        let students = it.students.unwrap_or_default();
        let words = [
            format!("{}名 {}", it.count, percent(*own)),
            format!("{students}人 {}", percent(*other)),
        ];
        said.push(format!("{}代表{}，学生{}", it.department, words[0], words[1]));
        for (line, (words, share)) in (0..).zip(words.into_iter().zip([own, other])) {
            bars.push(Bar {
                name: if line == 0 { it.department.clone() } else { String::new() },
                words,
                y: at * PAIR + line * THIN + (PAIR - 2 * THIN) / 2,
                width: BAR_LONGEST * share / longest,
                hollow: line == 1,
            });
        }
    }
    Some(Bars {
        title: format!("{title}和学生"),
        key: "实心是代表占全部代表的比例，空心是学生占全部学生的比例",
        said: said.join("；"),
        width: WIDTH,
        height: PAIR * all.len() as i64,
        left: BAR_LEFT,
        thick: THIN - 4,
        bars,
    })
}

/// Returns the share of each in all, in thousandths, rounded; nothing where all are none.
pub fn shares(values: &[i64]) -> Option<Vec<i64>> {
    let all: i64 = values.iter().sum();
    (all > 0).then(|| values.iter().map(|value| (value * 2000 + all) / (2 * all)).collect())
}

/// Writes thousandths as a percentage.
pub fn percent(thousandths: i64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// The first unit above the others.
#[derive(Debug, Serialize)]
pub struct Organisation<'a> {
    said: String,
    width: i64,
    height: i64,
    boxes: Vec<Unit<'a>>,
    /// Each a line from one point to another.
    lines: Vec<[i64; 4]>,
}

#[derive(Debug, Serialize)]
struct Unit<'a> {
    name: &'a str,
    words: String,
    x: i64,
    y: i64,
    width: i64,
    height: i64,
}

const UNIT: (i64, i64) = (190, 56);
const BETWEEN: i64 = 30;

/// Measures the chart of an organisation: its first unit at the head, three others to a line below.
pub fn organisation(units: &[(String, i64)]) -> Option<Organisation<'_>> {
    let (first, others) = units.split_first().filter(|(_, others)| !others.is_empty())?;
    let (width, height) = UNIT;
    let unit = |(name, count): &'_ (String, i64), x, y| (name.clone(), format!("{count}人"), x, y);
    let middle = WIDTH / 2;
    let trunk = height + BETWEEN / 2;
    let mut placed = vec![unit(first, middle - width / 2, 0)];
    let mut lines = vec![[middle, height, middle, trunk]];
    for (line, three) in others.chunks(3).enumerate() {
        let y = height + BETWEEN + line as i64 * (height + BETWEEN);
        let taken = three.len() as i64 * (width + BETWEEN) - BETWEEN;
        for (at, other) in three.iter().enumerate() {
            let x = (WIDTH - taken) / 2 + at as i64 * (width + BETWEEN);
            placed.push(unit(other, x, y));
            // Each hangs on a bar of its own line, and the bars on one trunk between the columns.
            let centre = x + width / 2;
            let bar = y - BETWEEN / 2;
            let side = middle + width / 2 + BETWEEN / 2;
            lines.push([centre, bar, centre, y]);
            lines.push([centre, bar, side, bar]);
            lines.push([side, trunk, side, bar]);
        }
    }
    let said = units.iter().map(|(name, count)| format!("{name}{count}人")).collect::<Vec<_>>();
    let rows = (others.len() as i64 + 2) / 3;
    let boxes = units.iter().zip(placed).map(|((name, _), (_, words, x, y))| Unit {
        name,
        words,
        x,
        y,
        width,
        height,
    });
    Some(Organisation {
        said: said.join("，"),
        width: WIDTH,
        height: height + rows * (height + BETWEEN),
        boxes: boxes.collect(),
        lines,
    })
}

/// Points along a line.
#[derive(Debug, Serialize)]
pub struct Steps {
    said: String,
    width: i64,
    height: i64,
    steps: Vec<Step>,
}

#[derive(Debug, Serialize)]
struct Step {
    name: &'static str,
    words: String,
    x: i64,
}

/// Measures how many were left at each step of the election, as far as a year says it.
pub fn steps(year: &Year) -> Option<Steps> {
    let all =
        [("nominated", "推荐"), ("candidates", "候选"), ("seats", "应选"), ("elected", "当选")];
    let known = all.iter().filter_map(|(key, name)| Some((*name, year.number(key)?)));
    let known: Vec<(&str, i64)> = known.collect();
    if known.len() < 2 {
        return None;
    }
    let apart = WIDTH / known.len() as i64;
    let steps = known.iter().zip(0..).map(|((name, number), at)| Step {
        name,
        words: format!("{number}人"),
        x: apart / 2 + at * apart,
    });
    let said = known.iter().map(|(name, number)| format!("{name}{number}人")).collect::<Vec<_>>();
    Some(Steps { said: said.join("，"), width: WIDTH, height: 80, steps: steps.collect() })
}
