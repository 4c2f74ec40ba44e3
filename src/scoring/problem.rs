//! What keeps scores from being counted, and where; said so that a teacher knows what to do.
//! It must not know the file or cell a place stands in.

use super::{Exact, decimal};

/// One fault of a scheme or of the sheets.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub fault: Fault,
    pub place: Place,
}

/// Where a fault stands, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Which of the sheets, from 0.
    pub sheet: Option<usize>,
    pub subject: Option<String>,
    /// Which of the dimensions of the subject's kind, from 0.
    pub dimension: Option<usize>,
}

/// What is wrong. Of a scheme: everything up to [`Fault::Unbalanced`].
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Something that has a name has it twice, or lacks what it needs.
    Scheme(String),
    /// The weights of a kind's groups do not make 100.
    Weights {
        kind: String,
        sum: Exact,
    },
    /// The bands leave a gap, overlap, or do not reach from 0 to the maximum.
    Bands(String),
    /// No such kind of subject.
    UnknownKind {
        kind: String,
    },
    /// A quota is full and no lower grade is left.
    Unbalanced {
        grades: Vec<String>,
        holds: usize,
        due: Vec<String>,
    },
    /// A tie that the rules do not break runs across the end of a quota.
    Undecided {
        tied: Vec<String>,
        grades: Vec<String>,
        holds: usize,
    },
    UnknownGroup {
        group: String,
    },
    /// Other than as many sheets as raters.
    Count {
        group: String,
        raters: usize,
        sheets: usize,
    },
    /// There is no rater of this number in 互评.
    NoSuchRater {
        group: String,
        rater: usize,
        raters: usize,
    },
    /// A second sheet of one rater; the first is `first`.
    Doubled {
        rater: usize,
        first: usize,
    },
    UnknownSubject {
        subject: String,
    },
    /// The group has no say about this kind.
    NotRated {
        subject: String,
        group: String,
    },
    SelfRated {
        subject: String,
    },
    /// Subjects have no row on the sheet.
    NoRow {
        subjects: Vec<String>,
    },
    Missing {
        subject: String,
        dimension: String,
    },
    /// More or fewer scores than dimensions.
    Width {
        subject: String,
        scores: usize,
        dimensions: usize,
    },
    AboveMaximum {
        score: Exact,
        maximum: Exact,
        dimension: String,
    },
    BelowZero {
        score: Exact,
        dimension: String,
    },
    /// Of a group with a weight, nobody may rate this subject.
    NoRater {
        subject: String,
        group: String,
    },
}

impl Problem {
    pub(super) fn new(fault: Fault, place: Place) -> Self {
        Self { fault, place }
    }

    /// Says in one sentence what is wrong.
    pub fn message(&self) -> String {
        match &self.fault {
            Fault::Scheme(said) | Fault::Bands(said) => said.clone(),
            Fault::Weights { kind, sum } => {
                format!("“{kind}”各评分主体的权重合计 {}%，应当是 100%", decimal(*sum))
            }
            Fault::UnknownKind { kind } => format!("评分办法里没有“{kind}”这一类述职对象"),
            Fault::Unbalanced { grades, holds, due } => {
                let (due, n) = (due.join("、"), due.len());
                format!(
                    "“{}”至多 {holds} 个，按规则有 {n} 个（{due}），又没有更低的等次",
                    named(grades)
                )
            }
            Fault::Undecided { tied, grades, holds } => {
                let tied = tied.join("、");
                format!("{tied}得分相同，“{}”的名额只有 {holds} 个，排不出先后", named(grades))
            }
            Fault::UnknownGroup { group } => format!("评分办法里没有“{group}”这一组评委"),
            Fault::Count { group, raters, sheets } => {
                format!("“{group}”评委 {raters} 人，填好的评分表有 {sheets} 张")
            }
            Fault::NoSuchRater { group, rater, raters } => {
                format!("“{group}”互评的评委是 1 至 {raters} 号，没有 {rater} 号")
            }
            Fault::Doubled { rater, .. } => format!("{rater}号评委有两张评分表"),
            Fault::UnknownSubject { subject } => format!("“{subject}”不是这一轮的述职对象"),
            Fault::NotRated { subject, group } => format!("“{subject}”不由“{group}”评分"),
            Fault::SelfRated { subject } => format!("“{subject}”给自己打了分"),
            Fault::NoRow { subjects } => {
                format!("评分表里没有“{}”的分数", subjects.join("”“"))
            }
            Fault::Missing { subject, dimension } => {
                format!("“{subject}”的“{dimension}”没有打分")
            }
            Fault::Width { subject, scores, dimensions } => {
                format!("“{subject}”有 {scores} 个分数，评分维度有 {dimensions} 个")
            }
            Fault::AboveMaximum { score, maximum, dimension } => {
                format!("{} 分超过了“{dimension}”的满分 {} 分", decimal(*score), decimal(*maximum))
            }
            Fault::BelowZero { score, dimension } => {
                format!("“{dimension}”写了 {} 分，不能低于 0 分", decimal(*score))
            }
            Fault::NoRater { subject, group } => {
                format!("“{group}”占有权重，却没有人给“{subject}”打分")
            }
        }
    }

    /// Says what to do.
    pub fn help(&self) -> &'static str {
        match &self.fault {
            Fault::Scheme(_) | Fault::UnknownKind { .. } => "核对评分办法里的名称",
            Fault::Weights { .. } => "核对各评分主体的权重，同一类述职对象的权重合计 100",
            Fault::Bands(_) => "每个等次写“从几分到几分”，后一段的上限就是前一段的下限",
            Fault::Unbalanced { .. } => "由评议小组核定名额，名额合计应当等于述职对象数",
            Fault::Undecided { .. } => {
                "在评分办法里写明得分相同时先比什么，或者写“并列”：名额不够时并列的一同降等"
            }
            Fault::UnknownGroup { .. } => "评委组的名称要和评分办法里写的完全相同",
            Fault::Count { .. } => {
                "收齐每位评委的评分表再放进“评分表”文件夹；有评委没有到会的，把评委人数改成实际评分的人数"
            }
            Fault::NoSuchRater { .. } => "互评的评委按述职对象的次序编号",
            Fault::Doubled { .. } => "只留一张；程序不猜哪一张算数",
            Fault::UnknownSubject { .. } => "核对姓名或名称；不是述职对象的，删去这一行",
            Fault::NotRated { .. } => "清空这一行的分数",
            Fault::SelfRated { .. } => "互评不能评自己，清空这一行的分数",
            Fault::NoRow { .. } => {
                "每个述职对象一行，补上缺的；或者用 gongkai appraisal sheets 重新生成评分表"
            }
            Fault::Missing { .. } => "请这位评委补上分数；程序不把空格当作 0 分",
            Fault::Width { .. } => "按评分维度的次序，每个维度写一个分数",
            Fault::AboveMaximum { .. } | Fault::BelowZero { .. } => {
                "请这位评委核对；分数在 0 到满分之间"
            }
            Fault::NoRater { .. } => "调整评委或权重；程序不会把这一组的权重分给别的组",
        }
    }
}

fn named(grades: &[String]) -> String {
    grades.join("、")
}
