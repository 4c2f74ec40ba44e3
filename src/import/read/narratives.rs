//! 五 to 九: how candidates came about, the election, the congress, the delegates, the appraisal.
//! Their texts as they stand, and the facts they state in prose as data.
//! It must not judge a fact, nor take one from elsewhere without saying so.

use std::sync::LazyLock;

use regex::Regex;

use super::prose::{self, NUMBER, Stated, pattern};
use super::text::{adopted, narrative};
use super::{Draft, Known, table};
use crate::facts::amounts;
use crate::import::paper::{Block, lines};
use crate::import::written::Yaml;
use crate::numeral;

macro_rules! patterns {
    ($name:ident, $($text:literal),+) => {
        static $name: LazyLock<Vec<Regex>> = LazyLock::new(|| vec![$(pattern($text)),+]);
    };
}

patterns!(
    PER_DEPARTMENT,
    "(?:每|各)[^，。；]{0,14}?推荐[^，。；、（0-9]{0,6}?N *[名人]",
    "每(?:个)?(?:系|院|学院|院系)N *[名人]"
);
patterns!(
    NOMINATED,
    "共(?:计)?推荐[^，。；0-9]{0,6}N *[名人]",
    "(?:合计|共计|总计)(?:推荐)?N *[名人]",
    "推荐[^，。；0-9]{0,8}共N *[名人]"
);
patterns!(
    CANDIDATES,
    "候选人(?:人数)?(?:为|共|共有)? *N *[名人]",
    "(?:确定|提出|产生)N *[名人][^，。；]{0,6}候选人",
    "N *[名人](?:主席团)?(?:成员)?(?:正式)?候选人"
);
patterns!(
    SEATS,
    "应选[^，。；、0-9零〇一二三四五六七八九十百两]{0,12}N *[人名]",
    "由N *[人名]组成",
    "选举(?:产生)?[^，。；0-9]{0,16}主席团成员N *[人名]",
    "主席团成员N *[人名]"
);
patterns!(SURPLUS, "差额(?:人数)?(?:为|共)? *N *[人名]");
patterns!(
    CONGRESS,
    "第N *次(?:全校|全院)?(?:学生|研究生|学生（研究生）)?代表大会",
    "第N *次学代会",
    "第N *届(?:学生|研究生)?代表大会"
);
patterns!(UNION, "第N *届(?:学生会|研究生会|学生委员会)", "第N *届主席团");
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
patterns!(TOTAL, "代表(?:共|共计|总数)?(?:为)?N *[名人]", "共N *[名人]", "N *[名人]代表");
patterns!(
    NON_OFFICERS,
    "(?:非|不是|没有|不担任)[^，。；0-9]{0,18}(?:骨干|任职|工作人员)[^，。；0-9]{0,10}N *[名人]",
    "非学生(?:会)?骨干(?:代表)?N *[名人]"
);
patterns!(LEAD, "提前 *N *(?:个工作)?[天日]", "N *(?:个工作)?[天日]之?前");

static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:在|于)(?P<n>[^，。；在于]{2,24}?)(?:顺利|隆重|胜利|成功|圆满)?(?:召开|举行)")
        .expect("a pattern of our own")
});

static SHARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("占(?P<l>[^，。；（(0-9０-９]{2,20}?)(?:[（(](?P<a>[0-9０-９]+) *人?[）)]|(?P<b>[0-9０-９]+) *人?)(?:的|总数的)?约?(?P<p>[0-9０-９.．]+ *[%％])").expect("a pattern of our own")
});

static DELEGATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!("(?:^|[，、；：。（(\\s])(?P<d>\\p{{Han}}{{1,16}}?(?:系|学院|院|部|书院|中心))(?:代表)? *(?P<n>{NUMBER}) *[名人]"))
        .expect("a pattern of our own")
});

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

static FROM_SIDES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("从(?P<n>\\p{Han}{2,8}(?:、\\p{Han}{2,8}){2,7})等?(?:[一二三四五六七八0-9]个)?方面")
        .expect("a pattern of our own")
});

static SIDE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:第[^条]{1,6}条\\s*|[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]\\s*)?(?P<n>\\p{Han}{2,8})[。：:，]").expect("a pattern of our own")
});

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
fn items(words: &[String], verbs: &[&str]) -> Vec<String> {
    let clauses = words.iter().flat_map(|line| line.split(['，', '。', '；', '\n']));
    let clauses = clauses.map(|clause| clause.trim().to_owned());
    clauses.filter(|clause| verbs.iter().any(|verb| clause.contains(verb))).collect()
}

/// Returns the steps of a procedure: clauses with one of some verbs, each with the clauses before it
/// that say who does it, and where.
fn steps(words: &[String], verbs: &[&str]) -> Vec<String> {
    let mut steps = Vec::new();
    for sentence in words.iter().flat_map(|line| line.split(['。', '；', '\n'])) {
        let mut step = Vec::new();
        for clause in sentence.split('，').map(str::trim) {
            step.push(clause);
            if verbs.iter().any(|verb| clause.contains(verb)) {
                steps.push(step.join("，"));
                step.clear();
            }
        }
    }
    steps
}

/// Reads 五、into `候选人.md` and `候选人.yaml`.
pub fn nomination(blocks: &[Block], known: &Known, draft: &mut Draft) {
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
    let steps =
        steps(&words, &["推荐", "同意", "审查", "审核", "面试", "确定", "审定", "公示", "批准"]);
    put_list(&mut yaml, "程序", &steps, missing);
    draft.section("候选人产生办法", "候选人", yaml, &text);
}

/// Finds the number of candidates where the election or the congress states it.
pub fn candidates(election: &[Block], congress: &[Block]) -> Option<(&'static str, Stated)> {
    let find = |blocks: &[Block]| prose::number(&lines(blocks), &CANDIDATES);
    let of_election = find(election).map(|stated| ("选举办法", stated));
    of_election.or_else(|| find(congress).map(|stated| ("代表大会召开情况", stated)))
}

/// Reads 六、into `选举.md` and `选举.yaml`.
pub fn election(blocks: &[Block], known: &mut Known, draft: &mut Draft) {
    let text = adopted(blocks);
    let mut words = vec![text.title.clone().unwrap_or_default()];
    words.extend(text.plain_lines());
    let mut yaml = Yaml::new("选举");
    let missing = "文里没有写";
    let seats = prose::number(&words, &SEATS);
    let candidates = prose::number(&words, &CANDIDATES);
    put(&mut yaml, "应选人数", seats.as_ref(), missing);
    put(&mut yaml, "候选人数", candidates.as_ref(), missing);
    // Where it is not said it follows from the two: what the program works out it does not write.
    put_optional(&mut yaml, "差额", prose::number(&words, &SURPLUS).as_ref());
    match quorum(&words) {
        Some((stated, strict)) => {
            put(&mut yaml, "到会比例", Some(&stated), missing);
            let (answer, why) = match strict {
                true => ("是", "条文说的是超过"),
                false => ("否", "条文说的不是超过，而是达到"),
            };
            yaml.comment(0, why);
            yaml.given(0, "到会须超过", answer);
        }
        None => {
            yaml.unfilled(0, "到会比例", missing);
            yaml.unfilled(0, "到会须超过", missing);
        }
    }
    let congress = prose::number(&words, &CONGRESS);
    let union = prose::number(&words, &UNION);
    put(&mut yaml, "代表大会届次", congress.as_ref(), missing);
    put(&mut yaml, "学生会届次", union.as_ref(), missing);
    known.congress = congress;
    draft.headings(&text, "选举.md");
    draft.section("选举办法", "选举", yaml, &text);
}

/// Finds what share of the delegates must be there, and whether it must be exceeded.
fn quorum(words: &[String]) -> Option<(Stated, bool)> {
    words.iter().find_map(|line| {
        amounts::find(line).into_iter().filter(|amount| amount.unit.is_none()).find_map(|amount| {
            let sentence = prose::sentence(line, amount.range.start);
            let clause =
                sentence.split('，').find(|clause| clause.contains(&line[amount.range.clone()]))?;
            let about = ["到会", "出席", "参加"].iter().any(|word| sentence.contains(word))
                && ["代表", "有选举权"].iter().any(|word| clause.contains(word));
            let other =
                ["赞成", "同意", "得票", "当选", "应选"].iter().any(|word| clause.contains(word));
            let value = line[amount.range.clone()].to_owned();
            (about && !other).then_some((Stated { value, sentence }, amount.strict))
        })
    })
}

/// Reads 七、into `代表大会.md` and `代表大会.yaml`.
pub fn congress(blocks: &[Block], known: &mut Known, draft: &mut Draft) {
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
    let agenda = items(&words, &["听取", "审议", "表决", "选举产生", "选举第", "传达"]);
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

/// Reads 八、into `代表.md` and `代表.yaml`.
pub fn delegates(blocks: &[Block], known: &mut Known, draft: &mut Draft) {
    let listed = blocks.iter().find_map(|block| {
        let wanted: [&[&str]; 2] = [&["院系", "系", "学院", "单位"], &["人数", "名额", "代表"]];
        table::headed(block.table()?, &wanted)
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
            let name = headed.column(&["院系", "系", "学院", "单位"]);
            let count = headed.column(&["人数", "名额", "代表"]);
            let rows = headed
                .rows
                .iter()
                .map(|row| (headed.cell(row, name).to_owned(), headed.cell(row, count).to_owned()));
            let rows = rows.filter(|(name, _)| !matches!(name.as_str(), "" | "合计" | "总计"));
            rows.collect()
        }
        None => distribution(&words, &known.departments, &mut yaml),
    };
    match by_department.is_empty() {
        true => yaml.unfilled(0, "分布", missing),
        false => yaml.open(0, "分布"),
    }
    for (name, count) in &by_department {
        yaml.given(1, name, count);
    }
    put_list(
        &mut yaml,
        "程序",
        &steps(&words, &["推荐", "审查", "审定", "选举", "同意", "公示"]),
        missing,
    );
    draft.section("代表产生办法", "代表", yaml, &text);
}

/// Finds a sentence that counts the delegates of the departments.
fn distribution(words: &[String], known: &[String], yaml: &mut Yaml) -> Vec<(String, String)> {
    for line in words {
        let mut found: Vec<(String, String)> = Vec::new();
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
            found.extend(pair.map(|(name, count)| (name, count.to_string())));
        }
        if found.len() >= 2 {
            yaml.quote(0, line);
            return found;
        }
    }
    Vec::new()
}

/// Reads 九、into `述职.md` and `述职.yaml`.
pub fn appraisal(blocks: &[Block], charter: &[Block], draft: &mut Draft) {
    let blocks = without_rounds(blocks, draft);
    let text = adopted(&blocks);
    let words = text.plain_lines();
    let title = text.title.clone().unwrap_or_default();
    let mut yaml = Yaml::new("述职");
    let missing = "文里没有写";
    let (answer, why) = match title.contains("试行") {
        true => ("是", "标题里写着试行"),
        false => ("否", "标题里没有写试行"),
    };
    yaml.comment(0, why);
    yaml.given(0, "试行", answer);
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
    let listed = |lines: &[String]| prose::first_stated(lines, std::slice::from_ref(&*FROM_SIDES));
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
