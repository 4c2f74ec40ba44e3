//! 八: how delegates came about, how many, of whom they are a share and where they come from.
//! It must not know what they did.

use std::sync::LazyLock;

use regex::Regex;

use super::{patterns, put, put_list, put_optional, steps};
use crate::import::paper::Block;
use crate::import::read::prose::NUMBER;
use crate::import::read::text::narrative;
use crate::import::read::{Draft, Known, prose, table};
use crate::import::written::Yaml;
use crate::numeral;
use crate::standard::{Words, word_lists};

patterns!(TOTAL, "代表(?:共|共计|总数)?(?:为)?N *[名人]", "共N *[名人]", "N *[名人]代表");
patterns!(
    NON_OFFICERS,
    "(?:非|不是|没有|不担任)[^，。；0-9]{0,18}(?:骨干|任职|工作人员)[^，。；0-9]{0,10}N *[名人]",
    "非学生(?:会)?骨干(?:代表)?N *[名人]"
);

static SHARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("占(?P<l>[^，。；（(0-9０-９]{2,20}?)(?:[（(](?P<a>[0-9０-９]+) *人?[）)]|(?P<b>[0-9０-９]+) *人?)(?:的|总数的)?约?(?P<p>[0-9０-９.．]+ *[%％])").expect("a pattern of our own")
});

static DELEGATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!("(?:^|[，、；：。（(\\s])(?P<d>\\p{{Han}}{{1,16}}?(?:系|学院|院|部|书院|中心))(?:代表)? *(?P<n>{NUMBER}) *[名人]"))
        .expect("a pattern of our own")
});

/// Reads 八、into `代表.md` and `代表.yaml`.
pub fn delegates(blocks: &[Block], known: &mut Known, standard: &Words, draft: &mut Draft) {
    let heads = |column| standard.under(word_lists::HEADS, column);
    let listed = blocks.iter().find_map(|block| {
        table::headed(block.table()?, &[heads("代表.院系"), heads("代表.代表人数")])
    });
    let mut paragraphs: Vec<Block> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let before_table = blocks.get(at + 1).is_some_and(|next| next.table().is_some());
        let line = block.lines().concat();
        match listed.is_some() {
            true if block.table().is_some() => {}
            true if before_table && table::is_caption(&line) => draft.printed.push(line),
            _ => paragraphs.push(block.clone()),
        }
    }
    let text = narrative(&paragraphs);
    let words = text.plain_lines();
    let mut yaml = Yaml::new("代表");
    let missing = "文里没有写";
    put(&mut yaml, "总数", prose::number(&words, &TOTAL).as_ref(), missing);
    let share = words.iter().find_map(|line| {
        let hit = SHARE.captures(line)?;
        let base = hit.name("a").or(hit.name("b"))?;
        let sentence = prose::sentence(line, base.start());
        let label = hit["l"].trim().to_owned();
        Some((base.as_str().to_owned(), label, hit["p"].replace(' ', ""), sentence))
    });
    match &share {
        Some((base, label, percent, sentence)) => {
            yaml.quote(0, sentence);
            yaml.given(0, "学生基数", base);
            yaml.given(0, "基数说明", label);
            yaml.given(0, "占比", percent);
            known.base = Some((base.clone(), label.clone(), sentence.clone()));
        }
        None => {
            for key in ["学生基数", "基数说明"] {
                yaml.unfilled(0, key, missing);
            }
        }
    }
    put_optional(&mut yaml, "非学生骨干", prose::number(&words, &NON_OFFICERS).as_ref());
    let by_department = match &listed {
        Some(headed) => {
            draft.printed.extend(headed.columns.iter().cloned());
            let name = headed.column(heads("代表.院系"));
            let count = headed.column(heads("代表.代表人数"));
            let students = headed.column(heads("代表.学生人数")).filter(|it| Some(*it) != count);
            let cells = |row: &Vec<String>| {
                [name, count, students].map(|column| headed.cell(row, column).to_owned())
            };
            let rows = headed.rows.iter().map(cells);
            let is_entry = |[name, ..]: &[String; 3]| {
                !name.is_empty() && !standard.knows(word_lists::TOTALS, name)
            };
            rows.filter(is_entry).collect()
        }
        None => distribution(&words, &known.departments, &mut yaml),
    };
    match by_department.is_empty() {
        true => yaml.unfilled(0, "分布", missing),
        false => yaml.open(0, "分布"),
    }
    for [name, count, students] in &by_department {
        match students.as_str() {
            "" | "—" => yaml.given(1, name, count),
            students => {
                yaml.open(1, name);
                yaml.given(2, "人数", count);
                yaml.given(2, "学生", students);
            }
        }
    }
    let steps = steps(&words, standard.list(word_lists::DELEGATES_STEPS));
    put_list(&mut yaml, "程序", &steps, missing);
    draft.section("代表产生办法", "代表", yaml, &text);
}

/// Finds a sentence that counts the delegates of the departments: each with its name, how many they are,
/// and no students.
fn distribution(words: &[String], known: &[String], yaml: &mut Yaml) -> Vec<[String; 3]> {
    for line in words {
        let mut found: Vec<[String; 3]> = Vec::new();
        for part in line.split(['，', '、', '；', '。', '：']) {
            let named = known.iter().filter(|name| part.trim().starts_with(name.as_str()));
            let rest = named
                .max_by_key(|name| name.len())
                .map(|name| (name.clone(), part.trim()[name.len()..].trim().to_owned()));
            let pair = match rest {
                Some((name, rest)) => {
                    let number = rest.trim_start_matches("代表").trim_end_matches(['人', '名']);
                    numeral::count(number, "").map(|count| (name, count))
                }
                None => DELEGATION
                    .captures(part)
                    .and_then(|hit| Some((hit["d"].to_owned(), numeral::count(&hit["n"], "")?))),
            };
            found.extend(pair.map(|(name, count)| [name, count.to_string(), String::new()]));
        }
        if found.len() >= 2 {
            yaml.quote(0, line);
            return found;
        }
    }
    Vec::new()
}
