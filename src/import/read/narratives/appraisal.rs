//! 九: the method of appraisal: how often, by whom, in what respects and grades.
//! It must not know a single round of it.

use std::sync::LazyLock;

use regex::Regex;

use super::{patterns, put, put_list, put_optional};
use crate::import::paper::{Block, lines};
use crate::import::read::prose::Stated;
use crate::import::read::text::adopted;
use crate::import::read::{Draft, prose, table};
use crate::import::written::Yaml;
use crate::standard::Words;

patterns!(LEAD, "提前 *N *(?:个工作)?[天日]", "N *(?:个工作)?[天日]之?前");
patterns!(
    SIDES,
    "从(?P<n>\\p{Han}{2,8}(?:、\\p{Han}{2,8}){2,7})等?(?:[一二三四五六七八0-9]个)?方面",
    "评议内容(?:为|是|包括)(?P<n>\\p{Han}{2,8}(?:、\\p{Han}{2,16}){2,7})[，。；]"
);

static COMMITTEE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "以(?P<a>[^，。；]{2,10})为主[，、](?P<b>[^。；]{2,60}?)等?(?:共同)?(?:参与|参加|组成)",
    )
    .expect("a pattern of our own")
});

static MEMBERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:评议会|评议小组)(?:成员)?由(?P<b>[^。；]{4,60}?)(?:等)?(?:组成|参加)")
        .expect("a pattern of our own")
});

/// A committee counted by whom its members come from.
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:评议会|评议小组)(?:成员)?由 *[0-9]+ *[人名]组成[，：:]其中(?P<b>[^。；]{4,60})")
        .expect("a pattern of our own")
});

/// A grade by the score it begins or ends at.
static BANDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[0-9]+ *分[^，。；]{0,12}?的?(?:为|是|定为|评为)[“\"]?(?P<n>\\p{Han}{1,4}?)[”\"]?[，。；、]")
        .expect("a pattern of our own")
});

static GRADES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?P<n>\\p{Han}{1,4}(?:[、和]\\p{Han}{1,4}){1,5})[一二三四五六2-6两]?个?(?:等级|等次|档次|档|级)").expect("a pattern of our own")
});

static MINUTES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?P<n>[0-9０-９]+ *(?:[-—–－~～至到]+ *[0-9０-９]+)? *分钟)")
        .expect("a pattern of our own")
});

static SIDE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:第[^条]{1,6}条\\s*|[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]\\s*)?(?P<n>\\p{Han}{2,8})[。：:，]").expect("a pattern of our own")
});

/// Reads 九、into `述职.md` and `述职.yaml`.
pub fn appraisal(blocks: &[Block], charter: &[Block], standard: &Words, draft: &mut Draft) {
    let blocks = without_rounds(blocks, draft);
    let text = adopted(&blocks, standard);
    let words = text.plain_lines();
    let title = text.title.clone().unwrap_or_default();
    let mut yaml = Yaml::new("述职");
    let missing = "文里没有写";
    let on_trial = match (title.is_empty(), title.contains("试行")) {
        (true, _) => None,
        (_, true) => Some(("是", "标题里写着试行")),
        (_, false) => Some(("否", "标题里没有写试行")),
    };
    match on_trial {
        Some((answer, why)) => {
            yaml.comment(0, why);
            yaml.given(0, "试行", answer);
        }
        None => yaml.unfilled(0, "试行", "没有找到办法的标题"),
    }
    let frequency = ["每学期", "每学年"].iter().find_map(|word| {
        let line = words.iter().find(|line| line.contains(word))?;
        let at = line.find(word)?;
        Some(Stated { value: (*word).to_owned(), sentence: prose::sentence(line, at) })
    });
    put(&mut yaml, "频次", frequency.as_ref(), missing);
    let committee = words.iter().find_map(|line| {
        if let Some(hit) = COUNTED.captures(line) {
            let counted = |c: char| c.is_ascii_digit() || matches!(c, '人' | '名' | ' ');
            let members = prose::listed(&hit["b"].replace('，', "、"));
            let bare = members.iter().map(|it| it.trim_end_matches(counted).to_owned());
            return Some((bare.collect(), prose::sentence(line, hit.get(0)?.start())));
        }
        let hit = COMMITTEE.captures(line).or_else(|| MEMBERS.captures(line))?;
        let mut members: Vec<String> =
            hit.name("a").map(|first| first.as_str().to_owned()).into_iter().collect();
        members.extend(prose::listed(hit.name("b")?.as_str()));
        Some((members, prose::sentence(line, hit.get(0)?.start())))
    });
    if let Some((_, sentence)) = &committee {
        yaml.quote(0, sentence);
    }
    let committee = committee.map(|(members, _)| members).unwrap_or_default();
    put_list(&mut yaml, "评议会组成", &committee, missing);
    write_sides(&words, charter, &mut yaml);
    let grades = prose::first_stated(&words, std::slice::from_ref(&*GRADES));
    if let Some(grades) = &grades {
        yaml.quote(0, &grades.sentence);
    }
    let grades: Vec<String> = grades
        .map(|it| prose::listed(it.value.trim_start_matches(['分', '为'])))
        .unwrap_or_default()
        .iter()
        // 优秀、合格、不合格三个等次
        .map(|grade| grade.trim_end_matches(['两', '二', '三', '四', '五', '六']).to_owned())
        .collect();
    // 90分以上的为优秀，75分以上不足90分的为良好，……
    let banded = words.iter().find_map(|line| {
        let names: Vec<String> = BANDS.captures_iter(line).map(|hit| hit["n"].to_owned()).collect();
        (names.len() >= 3).then_some((names, line))
    });
    let grades = match banded.filter(|_| grades.is_empty()) {
        Some((names, line)) => {
            yaml.quote(0, &prose::sentence(line, line.find(&names[0]).unwrap_or(0)));
            names
        }
        None => grades,
    };
    put_list(&mut yaml, "等次", &grades, missing);
    let lead = prose::number(&words, &LEAD);
    let week = words.iter().find_map(|line| {
        let at = line.find("一周前").or_else(|| line.find("1周前"))?;
        Some(prose::sentence(line, at))
    });
    match (lead, week) {
        (Some(lead), _) => put_optional(&mut yaml, "提前天数", Some(&lead)),
        (None, Some(sentence)) => {
            yaml.quote(0, &sentence);
            yaml.comment(0, "提前天数: 7");
        }
        (None, None) => {}
    }
    let minutes = prose::first_stated(&words, std::slice::from_ref(&*MINUTES));
    let minutes = minutes.map(|it| Stated { value: it.value.replace(' ', ""), ..it });
    put_optional(&mut yaml, "述职时长", minutes.as_ref());
    draft.headings(&text, "述职.md");
    draft.section("述职评议办法", "述职", yaml, &text);
}

/// Leaves out the table of a year's rounds, which a page makes of the rounds themselves, with the
/// headings above it.
fn without_rounds(blocks: &[Block], draft: &mut Draft) -> Vec<Block> {
    let wanted: [&[&str]; 3] = [&["通知"], &["述职日期"], &["公布范围"]];
    let rounds = blocks.iter().position(|block| {
        block.table().is_some_and(|table| table::headed(table, &wanted).is_some())
    });
    let Some(at) = rounds else { return blocks.to_vec() };
    let bare = |block: &&Block| table::is_caption(&block.lines().concat());
    let headings = blocks[..at].iter().rev().take(2).take_while(bare).count();
    let (before, after) = (&blocks[..at - headings], &blocks[at + 1..]);
    draft.printed.extend(blocks[at - headings..=at].iter().flat_map(Block::lines));
    let told = "述职办法后面的各轮述职评议一览表没有写入：页面由各轮述职评议自己生成，通知另行导入";
    draft.report.remarks.push(told.to_owned());
    [before, after].concat()
}

/// Writes the sides that are appraised: paragraphs in a row that each begin with one, or those that
/// the text or the charter lists.
fn write_sides(words: &[String], charter: &[Block], yaml: &mut Yaml) {
    let listed = |lines: &[String]| prose::first_stated(lines, &SIDES);
    let of_charter = listed(&lines(charter));
    if let Some(stated) = listed(words) {
        yaml.quote(0, &stated.sentence);
        yaml.list(0, "维度", &prose::listed(&stated.value));
        return;
    }
    let begins = |line: &String| SIDE.captures(line).map(|hit| hit["n"].to_owned());
    let known: Vec<String> =
        of_charter.as_ref().map(|stated| prose::listed(&stated.value)).unwrap_or_default();
    let mut rows: Vec<Vec<String>> = vec![Vec::new()];
    for line in words {
        match begins(line) {
            Some(side) => rows.last_mut().expect("never empty").push(side),
            None => rows.push(Vec::new()),
        }
    }
    let shared = |row: &Vec<String>| row.iter().filter(|side| known.contains(side)).count();
    let best = rows.into_iter().max_by_key(|row| (shared(row), row.len()));
    match (best, of_charter) {
        (Some(row), _) if shared(&row) >= 2 => {
            // Paragraphs of the same looks before and after say something else.
            let first = row.iter().position(|side| known.contains(side)).unwrap_or(0);
            let last = row.iter().rposition(|side| known.contains(side)).unwrap_or(row.len() - 1);
            yaml.comment(0, "正文里各段开头的词");
            yaml.list(0, "维度", &row[first..=last]);
        }
        (Some(row), _) if row.len() >= 3 => {
            yaml.inferred.push(("述职.维度".to_owned(), "取自正文里连续几段开头的词".to_owned()));
            yaml.comment(0, "推断：取自正文里连续几段开头的词");
            yaml.list(0, "维度", &row);
        }
        (_, Some(stated)) => {
            yaml.quote(0, &stated.sentence);
            yaml.inferred.push(("述职.维度".to_owned(), "办法里没有列出，取自章程".to_owned()));
            yaml.comment(0, "推断：办法里没有列出，取自章程");
            yaml.list(0, "维度", &prose::listed(&stated.value));
        }
        _ => yaml.unfilled(0, "维度", "文里没有写"),
    }
}
