//! 七: how the congress went: its number, day, place, delegates and agenda.
//! It must not know by which method it elected.

use std::sync::LazyLock;

use regex::Regex;

use super::{CONGRESS, items, patterns, put, put_list, put_optional};
use crate::import::paper::Block;
use crate::import::read::prose::Stated;
use crate::import::read::text::narrative;
use crate::import::read::{Draft, Known, prose};
use crate::import::written::Yaml;
use crate::numeral;
use crate::standard::{Words, word_lists};

patterns!(
    DUE,
    "应到(?:会)?(?:正式)?代表(?:为|共)? *N *[名人]",
    "应到(?:会)?N *[名人]",
    "应出席[^，。；0-9]{0,6}N *[名人]"
);
patterns!(
    PRESENT,
    "实到(?:会)?(?:正式)?代表(?:为|共)? *N *[名人]",
    "实到(?:会)?N *[名人]",
    "N *[名人](?:学生|正式)?代表[^，。；]{0,24}?(?:参加|出席|到会)",
    "来自[^，。；]{0,16}的N *[名人]"
);
patterns!(DEPARTMENTS, "来自(?:全院|全校|学院|学校)?N *个(?:系|学院|院系|二级学院|教学系)");
patterns!(
    ELECTED,
    "(?:选举|选举产生|产生|选出)了? *N *[名人]",
    "(?:选举|产生)[^，。；0-9]{0,24}主席团成员(?:共)?N *[名人]",
    "当选[^，。；0-9]{0,10}N *[名人]"
);

static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:在|于)(?P<n>[^，。；在于]{2,24}?)(?:顺利|隆重|胜利|成功|圆满)?(?:召开|举行)")
        .expect("a pattern of our own")
});

/// Reads 七、into `代表大会.md` and `代表大会.yaml`.
pub fn congress(blocks: &[Block], known: &mut Known, standard: &Words, draft: &mut Draft) {
    let (link_lines, blocks): (Vec<Block>, Vec<Block>) =
        blocks.iter().cloned().partition(is_link_line);
    let text = narrative(&blocks);
    let words = text.plain_lines();
    let mut yaml = Yaml::new("代表大会");
    let missing = "文里没有写";
    let number = prose::number(&words, &CONGRESS).or_else(|| known.congress.clone());
    put(&mut yaml, "届次", number.as_ref(), missing);
    write_date(&words, known, &mut yaml);
    put_optional(
        &mut yaml,
        "地点",
        prose::first_stated(&words, std::slice::from_ref(&*PLACE)).as_ref(),
    );
    put_optional(&mut yaml, "应到代表", prose::number(&words, &DUE).as_ref());
    put(&mut yaml, "实到代表", prose::number(&words, &PRESENT).as_ref(), missing);
    // Where it is not said it follows from the table of the second level.
    put_optional(&mut yaml, "院系数", prose::number(&words, &DEPARTMENTS).as_ref());
    put(&mut yaml, "当选人数", prose::number(&words, &ELECTED).as_ref(), missing);
    let agenda = items(&words, standard.list(word_lists::AGENDA));
    put_list(&mut yaml, "议程", &agenda, missing);
    if let Some(last) = previous(&words, number.as_ref()) {
        yaml.quote(0, &last.sentence);
        yaml.inferred(0, "上次届次", &last.value, "正文里提到的前一次代表大会");
    }
    let links = link_lines.iter().chain(&blocks).flat_map(|block| {
        let aside = block.paragraph().map(|it| it.links.clone()).unwrap_or_default();
        let own = block.lines().iter().filter_map(|line| prose::link(line)).collect::<Vec<_>>();
        own.into_iter().chain(aside)
    });
    let links: Vec<String> = links.filter(|link| link.starts_with("http")).collect();
    if let Some(link) = links.first() {
        for line in link_lines.iter().flat_map(Block::lines) {
            yaml.quote(0, &line);
        }
        yaml.given(0, "链接", link);
        known.links.push(link.clone());
    }
    for link in links.iter().skip(1).filter(|link| *link != &links[0]) {
        yaml.comment(0, &format!("另有链接：{link}"));
    }
    draft.section("代表大会召开情况", "代表大会", yaml, &text);
}

/// Tells whether a paragraph is nothing but a link and what it is called.
fn is_link_line(block: &Block) -> bool {
    let Some(paragraph) = block.paragraph() else { return false };
    let text = paragraph.lines().concat();
    match prose::link(&text) {
        Some(link) => text.chars().count() <= link.chars().count() + 16,
        None => !paragraph.links.is_empty() && text.chars().count() <= 16,
    }
}

fn write_date(words: &[String], known: &Known, yaml: &mut Yaml) {
    let whole = words.iter().find_map(|line| {
        let (date, range) = prose::dates(line).into_iter().next()?;
        Some((date, prose::sentence(line, range.start)))
    });
    if let Some((date, sentence)) = whole {
        yaml.quote(0, &sentence);
        yaml.given(0, "召开日期", &date.to_string());
        return;
    }
    let day = words.iter().find_map(|line| {
        let (day, range) = prose::days(line).into_iter().next()?;
        Some((day, prose::sentence(line, range.start), line[range].to_owned()))
    });
    let same = |(month, day): (u8, u8)| {
        known.held_on.filter(|date| (u8::from(date.month()), date.day()) == (month, day))
    };
    match day {
        Some((day, sentence, _)) if same(day).is_some() => {
            yaml.quote(0, &sentence);
            let date = same(day).expect("just looked at");
            let why = "正文没有写年份，取自自评表第 11 项备注里同月同日的日期";
            yaml.inferred(0, "召开日期", &date.to_string(), why);
        }
        Some((_, sentence, words)) => {
            yaml.quote(0, &sentence);
            yaml.unfilled(0, "召开日期", &format!("“{words}”没有写年份"));
        }
        None => match known.held_on {
            Some(date) => {
                let why = "正文没有写日期，取自自评表的备注";
                yaml.inferred(0, "召开日期", &date.to_string(), why);
            }
            None => yaml.unfilled(0, "召开日期", "文里没有写"),
        },
    }
}

/// Finds the congress before this one, where the text names it.
fn previous(words: &[String], number: Option<&Stated>) -> Option<Stated> {
    let number = numeral::count(&number?.value, "")?;
    words.iter().find_map(|line| {
        CONGRESS.iter().find_map(|pattern| {
            pattern.captures_iter(line).find_map(|hit| {
                let found = hit.name("n")?;
                let other = numeral::count(found.as_str(), "")?;
                let sentence = prose::sentence(line, found.start());
                (other + 1 == number).then(|| Stated { value: other.to_string(), sentence })
            })
        })
    })
}
