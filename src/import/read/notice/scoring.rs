//! 评分.yaml of a notice that says in sentences how its subjects are graded, and by whom.
//! It must not judge a scheme.

use std::sync::LazyLock;

use regex::Regex;

use super::apart::{Notice, Subject};
use super::arrangement::{Arrangement, Kind, PRESIDING};
use super::own;
use crate::import::read::Draft;
use crate::import::read::prose::{self, NUMBER};
use crate::import::written::Yaml;
use crate::standard::{Words, has, word_lists};

static AROUND: LazyLock<Regex> = LazyLock::new(|| {
    own("围绕(?P<n>\\p{Han}{2,10}?(?:、\\p{Han}{2,10}?){1,9})(?:等|，|。|；|方面)")
});
static BAND: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "(?P<g>\\p{Han}{1,4})[（(](?P<a>[0-9]+)分?(?:以下)?(?: *[-—–－~～至到]+ *(?P<b>[0-9]+)分?)?[）)]",
    )
});
static BELOW: LazyLock<Regex> =
    LazyLock::new(|| own("(?P<g>\\p{Han}{1,4})[（(](?:小于|低于|不足)(?P<a>[0-9]+)分?[）)]"));
static GRADES: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "(?:[按分]?(?:为)?[“\"]|分为?)(?P<n>\\p{Han}{1,4}?(?:、\\p{Han}{1,4}?){1,5})(?:[”\"][^，。；]{0,6}|[二三四五六]?个?)(?:等次|等级|档)",
    )
});
static QUOTA: LazyLock<Regex> = LazyLock::new(|| {
    own(&format!(
        "[“\"](?P<g>\\p{{Han}}{{1,4}})[”\"](?P<b>及以下)?(?:不超过|最多)?(?P<n>{NUMBER}) *个"
    ))
});
static RATER: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "(?P<n>\\p{Han}{2,10}?)(?P<p>互评|评分|打分|测评|评议)?[（(](?P<w>[0-9]+(?:\\.[0-9]+)?%)[）)]",
    )
});

pub fn write_scoring(
    notice: &Notice,
    parts: &[Arrangement],
    kinds: &[Kind],
    words: &Words,
    draft: &mut Draft,
) {
    let mut yaml = Yaml::new("评分");
    match notice.sheets.is_empty() {
        true => yaml.unfilled(0, "评分表", "文件里没有评分表"),
        false => yaml.open(0, "评分表"),
    }
    for (at, sheet) in notice.sheets.iter().enumerate() {
        yaml.open(1, &sheet.title);
        yaml.open(2, "维度");
        for (name, points) in &sheet.dimensions {
            yaml.given(3, name, points);
        }
        let part = kinds.iter().find(|kind| kind.sheet == Some(at)).map(|kind| &parts[kind.part]);
        write_grades(part.map(|part| part.lines.as_slice()).unwrap_or_default(), &mut yaml);
        if let Some(remark) = &sheet.remark {
            yaml.given(2, "备注", remark);
        }
    }
    yaml.open(0, "述职对象");
    for kind in kinds {
        let sheet = kind.sheet.and_then(|at| notice.sheets.get(at));
        yaml.open(1, &kind.name);
        yaml.given(2, "类别", if kind.persons { "个人" } else { "组织" });
        match sheet {
            Some(sheet) => yaml.given(2, "评分表", &sheet.title),
            None => yaml.unfilled(2, "评分表", "没有找到这一类的评分表"),
        }
        let lines = &parts[kind.part].lines;
        let mut demanded: Vec<String> = Vec::new();
        for line in lines {
            for hit in AROUND.captures_iter(line) {
                demanded.extend(prose::listed(&hit["n"]));
            }
        }
        demanded.dedup();
        match demanded.is_empty() {
            true => yaml.unfilled(2, "评议方面", "通知里没有写从哪几个方面述职"),
            false => yaml.list(2, "评议方面", &demanded),
        }
        write_raters(
            kind,
            sheet.map(|sheet| sheet.notes.as_slice()).unwrap_or_default(),
            words,
            &mut yaml,
        );
    }
    write_subjects(notice, kinds, words, &mut yaml);
    for sheet in &notice.sheets {
        for line in &sheet.notes {
            yaml.comment(0, &format!("原文：{line}"));
        }
    }
    draft.yaml(yaml);
    draft.take("评分表", "评分.yaml", &format!("{} 张", notice.sheets.len()));
}

fn write_grades(lines: &[String], yaml: &mut Yaml) {
    for line in lines {
        let mut bands: Vec<(String, String, String)> = Vec::new();
        for hit in BAND.captures_iter(line) {
            let Some(second) = hit.name("b") else { continue };
            let number = |text: &str| text.parse::<u32>().unwrap_or(0);
            let (a, b) = (number(&hit["a"]), number(second.as_str()));
            bands.push((hit["g"].to_owned(), a.min(b).to_string(), a.max(b).to_string()));
        }
        if bands.len() >= 2 {
            for hit in BELOW.captures_iter(line) {
                bands.push((hit["g"].to_owned(), "0".to_owned(), hit["a"].to_owned()));
            }
            let at = BAND.find(line).map_or(0, |hit| hit.start());
            yaml.quote(2, &prose::sentence(line, at));
            yaml.open(2, "等次");
            for (grade, from, to) in bands {
                yaml.open(3, grade.trim_start_matches('按'));
                yaml.given(4, "下限", &from);
                yaml.given(4, "上限", &to);
            }
            return;
        }
    }
    let named = lines.iter().find_map(|line| {
        let hit = GRADES.captures(line)?;
        Some((prose::listed(&hit["n"]), line, hit.get(0)?.start()))
    });
    let Some((grades, line, at)) = named else {
        yaml.unfilled(2, "等次", "通知里没有写等次");
        return;
    };
    yaml.quote(2, &prose::sentence(line, at));
    yaml.open(2, "等次");
    for grade in &grades {
        // A grade without bounds is a group without entries.
        yaml.empty(3, grade);
    }
    let quotas: Vec<_> = QUOTA.captures_iter(line).collect();
    if !quotas.is_empty() {
        yaml.open(2, "名额");
    }
    for hit in quotas {
        let from = grades.iter().position(|grade| *grade == hit["g"]);
        let of: Vec<String> = match (from, hit.name("b")) {
            (Some(from), Some(_)) => grades[from..].to_vec(),
            _ => vec![hit["g"].to_owned()],
        };
        yaml.as_entry(3, |yaml| {
            yaml.list(4, "等次", &of);
            yaml.given(4, "最多", &format!("{}个", &hit["n"]));
        });
    }
}

/// Writes who rates a kind, from the note below its sheet that names it.
fn write_raters(kind: &Kind, notes: &[String], words: &Words, yaml: &mut Yaml) {
    let officers = words.named(word_lists::REPORTING_OFFICERS);
    let called = words.under(word_lists::REPORTING_OFFICERS, &kind.name);
    let short = |line: &&String| {
        let start = line.split("由").next().unwrap_or_default();
        has(start, called) || (called.is_empty() && line.contains('%'))
    };
    let Some(line) = notes.iter().find(short) else { return };
    let raters: Vec<_> =
        RATER.captures_iter(line.split_once('由').map_or("", |(_, rest)| rest)).collect();
    if raters.is_empty() {
        return;
    }
    yaml.quote(2, line);
    yaml.open(2, "评委");
    for hit in raters {
        let name = hit["n"].trim_start_matches(['和', '、']).to_owned();
        yaml.open(3, &name);
        yaml.given(4, "权重", &hit["w"]);
        let from = officers.iter().find(|(kind, called)| {
            kind.starts_with(&name)
                || called.iter().any(|it| it.starts_with(&name) || name.ends_with(it.as_str()))
        });
        if let Some((from, _)) = from {
            yaml.given(4, "来自", from);
        }
        if hit.name("p").is_some_and(|word| word.as_str() == "互评") {
            yaml.given(4, "互评", "是");
        }
    }
}

fn write_subjects(notice: &Notice, kinds: &[Kind], words: &Words, yaml: &mut Yaml) {
    let mut subjects: Vec<(&str, &str)> = Vec::new();
    for (at, sheet) in notice.sheets.iter().enumerate() {
        let Some(kind) = kinds.iter().find(|kind| kind.sheet == Some(at)) else { continue };
        subjects.extend(sheet.subjects.iter().map(|name| (name.as_str(), kind.name.as_str())));
    }
    let listed = notice.subjects.iter().filter_map(|subject| {
        let presides = subject.post.contains("主席") || subject.unit.contains("主席团");
        let mut officers = words.named(word_lists::REPORTING_OFFICERS).iter();
        let (name, _) = officers.find(|(name, _)| (name == PRESIDING) == presides)?;
        let kind = kinds.iter().find(|kind| kind.persons && kind.name == *name)?;
        Some((subject, kind.name.as_str()))
    });
    let listed: Vec<_> = listed.collect();
    if subjects.is_empty() && !listed.is_empty() {
        write_listed(&listed, yaml);
        return;
    }
    if subjects.is_empty() {
        yaml.unfilled(0, "对象名单", "评分表里没有写述职对象的名称");
        return;
    }
    yaml.open(0, "对象名单");
    for (number, (name, kind)) in subjects.iter().enumerate() {
        yaml.as_entry(1, |yaml| {
            yaml.given(2, "序号", &(number + 1).to_string());
            yaml.given(2, "名称", name);
            yaml.given(2, "对象", kind);
        });
    }
}

/// Writes those whom an annex lists, with what they are.
fn write_listed(listed: &[(&Subject, &str)], yaml: &mut Yaml) {
    yaml.open(0, "对象名单");
    for (number, (subject, kind)) in listed.iter().enumerate() {
        yaml.as_entry(1, |yaml| {
            yaml.given(2, "序号", &(number + 1).to_string());
            yaml.given(2, "名称", &subject.name);
            yaml.given(2, "对象", kind);
            for (key, value) in [("部门", &subject.unit), ("职务", &subject.post)] {
                if !value.is_empty() {
                    yaml.given(2, key, value);
                }
            }
        });
    }
}
