//! 述职评议 scores: what the raters wrote → composite, grade and place, and how each came about.
//! It must not know a file, a page, nor where a scheme was read from; nothing here is a float.

mod check;
mod exact;
mod explain;
mod form;
mod grade;
mod order;
mod problem;

#[cfg(test)]
mod tests;

pub use check::{check_scheme, check_sheets};
pub use exact::{Exact, decimal, parse, printed};
pub use explain::explain;
pub use form::{CLOSED, Form, HEADS, MARK, ScoreTable, Table};
pub use problem::{Fault, Place, Problem};

use std::collections::BTreeMap;

/// How one score table is filled in and graded. All its subjects stand in one order and under one
/// scale of grades; kinds that are graded apart make schemes apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    pub kinds: Vec<Kind>,
    pub rounding: Rounding,
    /// Best first; none in a scheme that only scores.
    pub grades: Vec<String>,
    /// From which score to which each grade reaches; none when grades follow from quotas alone.
    pub bands: Vec<Band>,
    pub quotas: Vec<Quota>,
    /// What is compared in turn when two final scores are equal.
    pub ties: Vec<TieBreak>,
    /// The grade of who is knocked out; the lowest when none is named.
    pub knock_out: Option<String>,
}

/// A kind of subject (主席团成员, 工作部门负责人, 系学生会): what it is scored in, and by whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    pub name: String,
    pub dimensions: Vec<Dimension>,
    pub groups: Vec<Group>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    pub name: String,
    pub maximum: Exact,
}

/// A group of raters of one kind of subject. A group may rate several kinds under one name; its
/// raters then fill in one sheet each for all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub name: String,
    /// In percent, of the composite of this kind.
    pub weight: Exact,
    /// How many hand in a sheet.
    pub raters: usize,
    /// 互评: its raters are the subjects of this kind, and nobody rates himself.
    pub peers: bool,
}

/// How the final score is rounded: once, at the end. What comes after, grade, quota and place,
/// goes by the rounded score, the one that is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounding {
    /// Decimals.
    pub digits: u32,
    pub rule: RoundingRule,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundingRule {
    /// 四舍五入.
    HalfUp,
    /// 四舍六入五成双.
    HalfEven,
    /// 舍去.
    Truncate,
}

/// The scores of one grade, `from ≤ score < to`; the band that reaches highest holds its end too.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    pub grade: String,
    pub from: Exact,
    pub to: Exact,
}

/// How many at most get one of some grades that follow one another: 好 2个; 一般及以下 1个.
#[derive(Clone, Debug, PartialEq)]
pub struct Quota {
    /// Best first.
    pub grades: Vec<String>,
    pub limit: Limit,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    Number(usize),
    /// In percent of all subjects of the scheme, rounded down to whole subjects.
    Share(Exact),
}

/// What is compared when two final scores are equal.
#[derive(Clone, Debug, PartialEq)]
pub enum TieBreak {
    /// The weighted score of one dimension.
    Dimension(String),
    /// The mean of one group of raters.
    Group(String),
    /// 并列: those still equal are treated alike; where a quota cannot hold all, it holds none.
    Shared,
}

/// A person or body that is appraised.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    pub name: String,
    pub kind: String,
    /// Why the grade of a knock-out is due whatever the scores.
    pub knocked_out: Option<String>,
}

/// What one rater wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub group: String,
    /// From 1.
    pub rater: usize,
    /// By subject, in the order of its kind's dimensions; nothing where a cell was left blank.
    pub scores: BTreeMap<String, Vec<Option<Exact>>>,
    /// Which subject the rater is, in 互评.
    pub is: Option<String>,
}

/// What an appraisal came to for one subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub subject: String,
    pub kind: String,
    /// Absent when the subject was knocked out and nobody scored it.
    pub composite: Option<Exact>,
    /// The composite rounded, as it is printed.
    pub score: Option<String>,
    /// The grade by the bands alone.
    pub banded: Option<String>,
    /// The grade after quotas and knock-out; absent in a scheme without grades.
    pub grade: Option<String>,
    /// From 1 over all subjects of the scheme; equal for those that share it. A subject that was
    /// knocked out has none.
    pub place: Option<usize>,
    /// What led there, in order.
    pub steps: Vec<Step>,
}

/// One step from the sheets to a standing.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// What a group's raters gave, and what it comes to.
    Group {
        name: String,
        weight: Exact,
        /// Each rater's number, scores and their sum.
        raters: Vec<(usize, Vec<Exact>, Exact)>,
        mean: Exact,
        /// `weight` percent of `mean`.
        part: Exact,
    },
    /// The sum of the parts, and the final score.
    Composite {
        exact: Exact,
        score: Exact,
    },
    /// The band the final score fell into.
    Band(Band),
    /// A tie with others: what was compared in turn, own value first, then theirs in the order of
    /// `with`; `decided` when the last comparison told it apart from all of them.
    Tie {
        with: Vec<String>,
        compared: Vec<(TieBreak, Exact, Vec<Exact>)>,
        decided: bool,
    },
    Place(usize),
    /// A quota was full and the grade went down.
    Quota {
        quota: Quota,
        holds: usize,
        from: String,
        to: String,
    },
    KnockedOut {
        reason: String,
        grade: Option<String>,
    },
}

/// A subject on its way to its standing.
struct Scored<'a> {
    subject: &'a Subject,
    /// The final score; absent when nobody scored the subject.
    composite: Option<Composite>,
    steps: Vec<Step>,
}

struct Composite {
    exact: Exact,
    score: Exact,
    /// By dimension, weighted.
    dimensions: BTreeMap<String, Exact>,
    /// The mean of each group.
    groups: BTreeMap<String, Exact>,
}

impl Scheme {
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.name == name)
    }

    /// Returns the names of the groups, in the order they are first named.
    pub fn groups(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for group in self.kinds.iter().flat_map(|kind| &kind.groups) {
            if !names.contains(&group.name.as_str()) {
                names.push(&group.name);
            }
        }
        names
    }

    /// Returns the kinds a group rates, in order.
    pub fn rated_by<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Kind> {
        self.kinds.iter().filter(move |kind| kind.group(group).is_some())
    }

    /// Returns the subjects that are the raters of a group in 互评: the first is rater 1.
    pub fn peers<'a>(&self, group: &str, subjects: &'a [Subject]) -> Vec<&'a Subject> {
        let of = |kind: &str| self.kind(kind).and_then(|kind| kind.group(group));
        subjects.iter().filter(|subject| of(&subject.kind).is_some_and(|g| g.peers)).collect()
    }

    /// Returns how many sheets a group is given: one a peer, or one a rater.
    pub fn sheets(&self, group: &str, subjects: &[Subject]) -> usize {
        let raters = self.rated_by(group).filter_map(|kind| kind.group(group));
        let raters = raters.map(|group| group.raters).max().unwrap_or_default();
        raters.max(self.peers(group, subjects).len())
    }
}

impl Kind {
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.name == name)
    }

    /// Returns the highest sum of scores.
    pub fn maximum(&self) -> Exact {
        self.dimensions.iter().map(|dimension| dimension.maximum).sum()
    }
}

/// Appraises every subject, in the order they are given.
///
/// The composite of a subject is the sum, over the groups that rate its kind, of the group's
/// weight times the mean, over the group's raters, of the sum over the dimensions. It is exact, and
/// rounded once. Nothing is guessed: a blank cell, a missing sheet, a group without a rater is a
/// [`Problem`], never a silent reweighting, and all problems are told at once.
pub fn appraise(
    scheme: &Scheme,
    subjects: &[Subject],
    sheets: &[Sheet],
) -> Result<Vec<Standing>, Vec<Problem>> {
    let mut problems = check_scheme(scheme, subjects);
    problems.extend(check_sheets(scheme, subjects, sheets));
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut scored: Vec<Scored> =
        subjects.iter().map(|subject| score(scheme, subject, sheets)).collect();
    let ranks = order::rank(scheme, &mut scored);
    let grades = grade::grade(scheme, &mut scored, &ranks)?;
    let standings = scored.into_iter().zip(grades).enumerate().map(|(i, (scored, grade))| {
        let place = ranks.iter().position(|rank| rank.members.contains(&i));
        let place = place.map(|at| ranks[..at].iter().map(|r| r.members.len()).sum::<usize>() + 1);
        let composite = scored.composite.as_ref();
        Standing {
            subject: scored.subject.name.clone(),
            kind: scored.subject.kind.clone(),
            composite: composite.map(|composite| composite.exact),
            score: composite.map(|c| printed(c.exact, scheme.rounding)),
            banded: grade.banded,
            grade: grade.grade,
            place,
            steps: scored.steps,
        }
    });
    Ok(standings.collect())
}

/// Adds up what was given to one subject.
fn score<'a>(scheme: &Scheme, subject: &'a Subject, sheets: &[Sheet]) -> Scored<'a> {
    let kind = scheme.kind(&subject.kind).expect("kinds were checked");
    let hundred = Exact::from_integer(100);
    let mut steps = Vec::new();
    let mut dimensions: BTreeMap<String, Exact> = BTreeMap::new();
    let mut groups = BTreeMap::new();
    let mut exact = Exact::default();
    for group in &kind.groups {
        let raters = given(subject, group, sheets);
        if raters.is_empty() {
            return Scored { subject, composite: None, steps: Vec::new() };
        }
        let count = Exact::from_integer(raters.len() as i128);
        let mean = raters.iter().map(|(.., sum)| sum).sum::<Exact>() / count;
        let part = mean * group.weight / hundred;
        for (at, dimension) in kind.dimensions.iter().enumerate() {
            let sum: Exact = raters.iter().map(|(_, scores, _)| scores[at]).sum();
            *dimensions.entry(dimension.name.clone()).or_default() +=
                sum / count * group.weight / hundred;
        }
        exact += part;
        groups.insert(group.name.clone(), mean);
        let (name, weight) = (group.name.clone(), group.weight);
        steps.push(Step::Group { name, weight, raters, mean, part });
    }
    let score = exact::round(exact, scheme.rounding);
    steps.push(Step::Composite { exact, score });
    Scored { subject, composite: Some(Composite { exact, score, dimensions, groups }), steps }
}

/// Returns what each rater of a group gave a subject: number, scores and their sum.
fn given(subject: &Subject, group: &Group, sheets: &[Sheet]) -> Vec<(usize, Vec<Exact>, Exact)> {
    let mut raters = Vec::new();
    for sheet in sheets.iter().filter(|sheet| sheet.group == group.name) {
        let scores = sheet.scores.get(&subject.name).into_iter().flatten();
        let scores: Vec<Exact> = scores.filter_map(|score| *score).collect();
        if !scores.is_empty() {
            let sum = scores.iter().sum();
            raters.push((sheet.rater, scores, sum));
        }
    }
    raters.sort_by_key(|(number, ..)| *number);
    raters
}
