//! 二、the charter: its text as it stands, and the limits its articles state.
//! It must not know what a limit may be.

use super::Draft;
use super::prose;
use super::text::{Text, adopted};
use crate::facts::stated_limits;
use crate::import::paper::Block;
use crate::import::written::Yaml;
use crate::numeral;
use crate::standard::{Limits, Words, word_lists};

/// A limit as an article states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    pub name: String,
    pub value: String,
    pub article: u32,
    pub sentence: String,
}

/// Reads the part into `章程.md` and `章程.yaml`.
pub fn read(blocks: &[Block], words: &Words, draft: &mut Draft) {
    let known = &words.limits;
    let mut text = adopted(blocks, words);
    let mut yaml = Yaml::new("章程");
    let title = text.title.clone().unwrap_or_default();
    match words.list(word_lists::NOT_ADOPTED).iter().find(|word| title.contains(word.as_str())) {
        Some(word) => yaml.inferred(0, "状态", "草案", &format!("标题里写着“{word}”")),
        None => match passed(&title, &text) {
            Some(sentence) => {
                yaml.quote(0, &sentence);
                yaml.inferred(0, "状态", "通过", "正文里写了由代表大会通过的日期");
                let said = write_adoption(&sentence, &mut yaml);
                let bare = said.iter().find_map(|said| title.strip_suffix(said));
                if let Some(bare) = bare {
                    draft.printed.push(title.clone());
                    text.title = Some(bare.to_owned());
                }
            }
            None => yaml.unfilled(0, "状态", "文里没有写是草案还是已经通过"),
        },
    }
    let limits = limits(&text.plain_lines(), known);
    if !limits.is_empty() {
        yaml.open(0, "限额");
    }
    for limit in &limits {
        yaml.as_entry(1, |yaml| {
            yaml.quote(2, &limit.sentence);
            yaml.given(2, "名称", &limit.name);
            yaml.given(2, "数值", &limit.value);
            yaml.given(2, "条", &limit.article.to_string());
        });
    }
    if !limits.is_empty() {
        let told = format!("条文里的 {} 项限额按词句登记，请对照条文核对", limits.len());
        draft.report.inferred.push(("章程.限额".to_owned(), told));
    }
    let articles = text.lines.iter().filter(|line| article(&line.words).is_some()).count();
    draft.take("章程", "章程.md", &format!("{articles} 条，{} 段", text.lines.len()));
    draft.headings(&text, "章程.md");
    draft.yaml(yaml);
    draft.text("章程", &text);
}

/// Finds a note below the title that tells which congress passed the text, and when.
fn passed(title: &str, text: &Text) -> Option<String> {
    let first = text.lines.iter().take(3).map(|line| line.words.as_str());
    std::iter::once(title)
        .chain(first)
        .find(|line| {
            line.contains("通过") && line.contains("代表大会") && !prose::dates(line).is_empty()
        })
        .map(str::to_owned)
}

/// Writes both; returns how a page may say them below the title, which is then no part of the text.
fn write_adoption(sentence: &str, yaml: &mut Yaml) -> Vec<String> {
    let pattern = prose::pattern("第N[次届](?:学生|研究生)?代表大会");
    let number = prose::number(&[sentence.to_owned()], &[pattern]);
    if let Some(number) = &number {
        yaml.given(0, "通过届次", &number.value);
    }
    let dates = prose::dates(sentence);
    let Some((date, _)) = dates.first() else { return Vec::new() };
    yaml.given(0, "通过日期", &date.to_string());
    let Some(number) = number.and_then(|it| it.value.parse().ok()) else { return Vec::new() };
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    let said = |unit| {
        let number = numeral::chinese(number);
        format!("（{year}年{month}月{day}日第{number}{unit}代表大会通过）")
    };
    ["次", "届"].map(said).to_vec()
}

/// Returns the number of an article at the start of a line.
fn article(line: &str) -> Option<u32> {
    let rest = line.strip_prefix('第')?;
    let (number, _) = rest.split_once('条')?;
    let short = number.chars().count() <= 8;
    short.then(|| numeral::parse(&number.replace([' ', '\u{3000}'], ""))).flatten()
}

/// Finds the limits that the articles state, each name once, in the order of the articles.
pub fn limits(lines: &[String], known: &Limits) -> Vec<Limit> {
    let mut limits: Vec<Limit> = Vec::new();
    let mut number = None;
    for line in lines {
        number = article(line).or(number);
        let Some(article) = number else { continue };
        for stated in stated_limits::find(line, known) {
            let value = value(&line[stated.range.clone()], stated.amount.unit);
            let names = stated.limits.iter().filter(|limit| !limit.unregistered);
            let names = names.filter(|limit| !limit.range || stated.is_range());
            for limit in names {
                if limits.iter().all(|earlier| earlier.name != limit.name) {
                    let (name, value) = (limit.name.clone(), value.clone());
                    limits.push(Limit { name, value, article, sentence: stated.sentence.clone() });
                }
            }
        }
    }
    limits
}

/// Returns what a limit's value is written as: with its unit, where the words before share one.
fn value(words: &str, unit: Option<char>) -> String {
    match unit {
        Some(unit) if !words.ends_with(unit) => format!("{words}{unit}"),
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of `standards/limits.yaml`.
    fn known() -> Limits {
        let mut sources = crate::source::Sources::default();
        let file = include_str!("../../../standards/limits.yaml");
        sources.add("standards/limits.yaml", file);
        let folders = [("standards", crate::standard::Issuer::National)];
        crate::load::standards(&folders, &sources, &mut Vec::new()).words.limits
    }

    fn found(lines: &[&str]) -> Vec<(String, String, u32)> {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let found = limits(&lines, &known()).into_iter();
        found.map(|it| (it.name, it.value, it.article)).collect()
    }

    #[test]
    fn limits_are_found_with_their_articles() {
        let limits = found(&[
            "第九条 代表大会须有五分之四以上的代表到会方可举行。",
            "第十条 学代会代表不低于学生总数的1%。",
            "第十一条 系学生代表大会的代表按照本系学生数的5%—15%确定。",
            "第十二条 主席团成员不超过4名，系学生会主席团成员不超过3名。候选人应多于应选人数的20%。",
            "第十三条 工作部门不超过6个，每个部门不超过6名，其中负责人2至3人。工作人员不超过40人，系学生会工作人员一般为20至30人。",
            "第十四条 成绩排名在本专业前30%以内。",
            "第十五条 来自系学生会的一般不少于50%。",
        ]);
        let expected = [
            ("到会比例", "五分之四", 9),
            ("代表比例下限", "1%", 10),
            ("系代表比例", "5%—15%", 11),
            ("主席团成员上限", "4名", 12),
            ("系主席团成员上限", "3名", 12),
            ("差额下限", "20%", 12),
            ("工作部门上限", "6个", 13),
            ("部门人数上限", "6名", 13),
            ("部门负责人下限", "2人", 13),
            ("部门负责人上限", "3人", 13),
            ("工作人员上限", "40人", 13),
            ("系工作人员上限", "30人", 13),
            ("排名比例", "30%", 14),
            ("来自系学生会下限", "50%", 15),
        ];
        let expected: Vec<_> = expected
            .iter()
            .map(|(name, value, article)| ((*name).to_owned(), (*value).to_owned(), *article))
            .collect();
        assert_eq!(limits, expected);
    }

    #[test]
    fn a_clause_without_a_subject_takes_it_from_before_and_votes_are_no_delegates() {
        let limits = found(&[
            "第八条 作出其他决议，须有超过半数的到会代表同意。",
            "第九条 大会代表由各系选举产生，人数不低于学生总数的1%。",
            "第十条 代表中，不在本会和系学生会担任工作人员的同学所占比例不低于60%。",
            "第十一条 主席团对大会负责，成员不超过4人，任期一年。",
            "第十二条 系学生会主席团成员不超过3人，工作人员不超过30人。",
        ]);
        let expected = [
            ("代表比例下限", "1%", 9),
            ("非学生骨干代表下限", "60%", 10),
            ("主席团成员上限", "4人", 11),
            ("系主席团成员上限", "3人", 12),
            ("系工作人员上限", "30人", 12),
        ];
        let expected: Vec<_> = expected
            .iter()
            .map(|(name, value, at)| ((*name).to_owned(), (*value).to_owned(), *at))
            .collect();
        assert_eq!(limits, expected);
    }
}
