//! Whose a mention is: this union's, or a department's, the province's, another school's, another
//! year's, a planned event's. It must not know what is compared afterwards.

use regex::Regex;
use std::sync::LazyLock;

use crate::datum::Datum;

/// How the name of somebody else's body ends, right before an ordinal or a number.
const OTHERS: [&str; 22] = [
    "省",
    "市",
    "区",
    "县",
    "全国",
    "系",
    "学院",
    "大学",
    "分院",
    "书院",
    "校区",
    "支部",
    "学联",
    "联合会",
    "团委",
    "年级",
    "班",
    "社团",
    "协会",
    "兄弟院校",
    "高校",
    "友校",
];

/// What may stand between the name of a body and its ordinal.
const FILL: [&str; 5] = ["的", "学生会", "在", "召开", "举行"];

/// Words of this union for itself.
const SELF: [&str; 12] = [
    "我院",
    "我校",
    "本院",
    "本校",
    "学院",
    "学校",
    "本会",
    "院",
    "校",
    "全院",
    "全校",
    "院学生会",
];

static YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("(?P<year>(?:19|20)[0-9]{2}) *年").expect("a pattern of our own"));

/// The names this union goes by.
#[derive(Clone, Debug, Default)]
pub struct Own {
    names: Vec<String>,
}

impl Own {
    /// Gathers the names of a year's college.
    pub fn of(root: &Datum) -> Self {
        let college = root.at("head.college");
        let names = ["name", "short_name"].map(|name| college.at(name).text().map(str::to_owned));
        Self { names: names.into_iter().flatten().filter(|name| !name.is_empty()).collect() }
    }

    /// Tells whether the words right before a mention name another body than this union.
    pub fn is_other(&self, before: &str) -> bool {
        let mut before = before.trim_end();
        while let Some(rest) = FILL.iter().find_map(|fill| before.strip_suffix(fill)) {
            before = rest.trim_end();
        }
        if self.names.iter().any(|name| before.ends_with(name.as_str())) {
            return false;
        }
        let own = SELF.iter().filter(|word| before.ends_with(**word)).map(|word| word.len()).max();
        let other =
            OTHERS.iter().filter(|word| before.ends_with(**word)).map(|word| word.len()).max();
        match (own, other) {
            // 我院 is ours; 护理学院 ends in 学院 with a name before it.
            (Some(own), Some(other)) if own >= other => self.has_name_before(before, own),
            (_, Some(_)) => true,
            _ => false,
        }
    }

    /// Tells whether 学院, 院 or 校 is the end of somebody's name rather than a word of its own.
    fn has_name_before(&self, before: &str, own: usize) -> bool {
        let rest = &before[..before.len() - own];
        let c = rest.chars().next_back();
        c.is_some_and(|c| {
            super::passages::is_han(c)
                && !"在由对于为与和及经从向以是将把据到该各全我本".contains(c)
        })
    }
}

/// Tells whether a stretch of text speaks of another calendar year than one of those given.
pub fn of_another_year(text: &str, years: &[i32]) -> bool {
    let mut named = YEAR.captures_iter(text).filter_map(|hit| hit["year"].parse::<i32>().ok());
    !years.is_empty() && named.any(|year| !years.contains(&year))
}

/// Tells whether a clause speaks of what is still to come.
pub fn is_planned(clause: &str) -> bool {
    const WORDS: [&str; 18] = [
        "拟",
        "下一学年",
        "下学年",
        "明年",
        "来年",
        "将于",
        "将在",
        "计划",
        "预计",
        "筹备",
        "筹办",
        "推迟",
        "延期",
        "延至",
        "下一次",
        "下次",
        "下届",
        "下一届",
    ];
    WORDS.iter().any(|word| clause.contains(word))
}

/// Tells whether a clause speaks of what was long ago.
pub fn is_past(clause: &str) -> bool {
    const WORDS: [&str; 13] = [
        "历届",
        "历次",
        "当时",
        "时期",
        "曾",
        "以前",
        "往届",
        "首届",
        "最早",
        "沿革",
        "成立之初",
        "沿用",
        "创立",
    ];
    WORDS.iter().any(|word| clause.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_body_is_known_by_its_name() {
        let own = Own { names: vec!["青禾职业学院".to_owned(), "青禾职院".to_owned()] };
        for ours in ["青禾职业学院", "，我院", "在学院", "", "大会通过了", "青禾职业学院学生会"]
        {
            assert!(!own.is_other(ours), "{ours}");
        }
        for others in
            ["青禾省", "出席青禾市", "护理系", "商务学院", "全国学联", "机械系学生会", "兄弟院校"]
        {
            assert!(own.is_other(others), "{others}");
        }
    }
}
