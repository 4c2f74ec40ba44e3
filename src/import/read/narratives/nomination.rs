//! 五: how candidates came about, with how many each department put forward.
//! It must not know how they were elected.

use super::{CANDIDATES, patterns, put, put_list, steps};
use crate::import::paper::Block;
use crate::import::read::text::narrative;
use crate::import::read::{Draft, Known, prose};
use crate::import::written::Yaml;
use crate::standard::{Words, word_lists};

patterns!(
    PER_DEPARTMENT,
    "(?:每|各)[^，。；]{0,14}?推荐[^，。；、（0-9]{0,6}?N *[名人]",
    "每(?:个)?(?:系|院|学院|院系)N *[名人]"
);
patterns!(
    NOMINATED,
    "共(?:计)?推荐[^，。；0-9]{0,6}N *[名人]",
    "(?:合计|共计|总计)(?:推荐)?N *[名人]",
    "推荐[^，。；0-9]{0,8}共N *[名人]",
    "推荐M *[名人][，、]共N *[名人]"
);

/// Reads 五、into `候选人.md` and `候选人.yaml`.
pub fn nomination(blocks: &[Block], known: &Known, standard: &Words, draft: &mut Draft) {
    let text = narrative(blocks);
    let words = text.plain_lines();
    let mut yaml = Yaml::new("候选人");
    let missing = "文里没有写";
    put(&mut yaml, "每系推荐人数", prose::number(&words, &PER_DEPARTMENT).as_ref(), missing);
    put(&mut yaml, "推荐人数", prose::number(&words, &NOMINATED).as_ref(), missing);
    match (prose::number(&words, &CANDIDATES), &known.candidates) {
        (Some(own), _) => put(&mut yaml, "候选人数", Some(&own), missing),
        (None, Some((place, stated))) => {
            yaml.quote(0, &stated.sentence);
            let why = format!("这一部分没有写候选人数，取自{place}");
            yaml.inferred(0, "候选人数", &stated.value, &why);
        }
        (None, None) => yaml.unfilled(0, "候选人数", missing),
    }
    let steps = steps(&words, standard.list(word_lists::CANDIDATES_STEPS));
    put_list(&mut yaml, "程序", &steps, missing);
    draft.section("候选人产生办法", "候选人", yaml, &text);
}
