//! 五 to 九: how candidates came about, the election, the congress, the delegates, the appraisal.
//! Their texts as they stand, and the facts they state in prose as data.
//! It must not judge a fact, nor take one from elsewhere without saying so.

mod appraisal;
mod congress;
mod delegates;
mod election;
mod nomination;

use super::prose::{self, Stated};
use crate::import::paper::{Block, lines};
use crate::import::written::Yaml;
use crate::standard::has;
pub use appraisal::appraisal;
pub use congress::congress;
pub use delegates::delegates;
pub use election::election;
pub use nomination::nomination;

/// Names ways in which a fact is stated; `N` in them is its number.
macro_rules! patterns {
    ($name:ident, $($text:literal),+) => {
        static $name: std::sync::LazyLock<Vec<regex::Regex>> =
            std::sync::LazyLock::new(|| vec![$($crate::import::read::prose::pattern($text)),+]);
    };
}
use patterns;

patterns!(
    CANDIDATES,
    "候选人(?:人数)?(?:为|共|共有)? *N *[名人]",
    "(?:确定|提出|产生)N *[名人][^，。；]{0,6}候选人",
    "N *[名人](?:主席团)?(?:成员)?(?:正式)?候选人"
);
patterns!(
    CONGRESS,
    "第N *次(?:全校|全院)?(?:学生|研究生|学生（研究生）)?代表大会",
    "第N *次学代会",
    "第N *届(?:学生|研究生)?代表大会"
);

/// Finds the number of candidates where the election or the congress states it.
pub fn candidates(election: &[Block], congress: &[Block]) -> Option<(&'static str, Stated)> {
    let find = |blocks: &[Block]| prose::number(&lines(blocks), &CANDIDATES);
    let of_election = find(election).map(|stated| ("选举办法", stated));
    of_election.or_else(|| find(congress).map(|stated| ("代表大会召开情况", stated)))
}

/// Writes a value that the document states, or says that it does not.
fn put(yaml: &mut Yaml, key: &str, stated: Option<&Stated>, missing: &str) {
    match stated {
        Some(Stated { value, sentence }) => {
            yaml.quote(0, sentence);
            yaml.given(0, key, value);
        }
        None => yaml.unfilled(0, key, missing),
    }
}

fn put_optional(yaml: &mut Yaml, key: &str, stated: Option<&Stated>) {
    if let Some(Stated { value, sentence }) = stated {
        yaml.quote(0, sentence);
        yaml.given(0, key, value);
    }
}

fn put_list(yaml: &mut Yaml, key: &str, values: &[String], missing: &str) {
    match values {
        [] => yaml.unfilled(0, key, missing),
        values => yaml.list(0, key, values),
    }
}

/// Returns the clauses of a text that hold one of some verbs, as the steps it tells.
fn items(words: &[String], verbs: &[String]) -> Vec<String> {
    let clauses = words.iter().flat_map(|line| line.split(['，', '。', '；', '\n']));
    let clauses = clauses.map(|clause| clause.trim().to_owned());
    clauses.filter(|clause| has(clause, verbs)).collect()
}

/// Returns the steps of a procedure: clauses with one of some verbs, each with the clauses before it
/// that say who does it, and where.
fn steps(words: &[String], verbs: &[String]) -> Vec<String> {
    let mut steps = Vec::new();
    for sentence in words.iter().flat_map(|line| line.split(['。', '；', '\n'])) {
        let mut step = Vec::new();
        for clause in sentence.split('，').map(str::trim) {
            step.push(clause);
            if has(clause, verbs) {
                steps.push(step.join("，"));
                step.clear();
            }
        }
    }
    steps
}
