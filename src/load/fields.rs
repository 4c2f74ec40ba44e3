//! `fields.yaml` and `limits.yaml` → the tables of fields with a site's own in them.
//! It must not know any field, nor any rule.

use super::decode::nearest;
use crate::datum::{Datum, Field, FieldName, Need, Shape, Visibility};
use crate::diagnostic::{Diagnostic, brief};
use crate::model::{LIMIT_NAMES, Misfit, OwnField, Tables, field_name};
use crate::source::Span;
use crate::standard::{known_limit, limit_words, own_field, own_fields};

/// Adds the fields that one record of [`crate::standard::FIELDS`] declares; one that cannot stand is
/// reported and left out.
pub fn add(tables: &mut Tables, file: &Datum, faults: &mut Vec<Diagnostic>) {
    for entry in file.get(own_fields::ENTRIES).items() {
        let Some(own) = declared(entry, faults) else { continue };
        match tables.with(&own) {
            Ok(longer) => *tables = longer,
            Err(why) => faults.push(misfit(entry, &own, &why)),
        }
    }
}

fn declared(entry: &Datum, faults: &mut Vec<Diagnostic>) -> Option<OwnField> {
    let text = |name| entry.get(name).text();
    let (key, written) = (text(own_field::KEY)?, text(own_field::NAME)?);
    let (place, meaning) = (text(own_field::PLACE)?, text(own_field::MEANING)?);
    let name = rule_name(written, entry.get(own_field::NAME).span, faults)?;
    if let Some(c) = key.chars().find(|c| c.is_whitespace() || ".：:[]{}#,，".contains(*c)) {
        let message = format!("字段的名称里不能有“{c}”");
        faults
            .push(bad(entry.get(own_field::KEY).span, message).help("只写一个词，如 女生代表人数"));
        return None;
    }
    let shape = shape(entry, faults)?;
    let visibility = match text(own_field::SEEN)? {
        "公开" => Visibility::Public,
        "具名" => Visibility::Named,
        _ => Visibility::Hidden,
    };
    if visibility == Visibility::Named && !matches!(shape, Shape::Text | Shape::Texts) {
        let message = "具名的字段写的是人名，类型应当是“文字”或“几条文字”";
        faults.push(
            bad(entry.get(own_field::KIND).span, message).help("不是人名的，公开一项写“公开”"),
        );
        return None;
    }
    let (key, meaning) = (leaked(key), leaked(meaning));
    let field = Field { key, name, shape, need: Need::Optional, visibility, meaning };
    Some(OwnField { place: place.split('.').map(|step| step.trim().to_owned()).collect(), field })
}

/// Adds the limits of one record of [`crate::standard::LIMIT_WORDS`] that no charter had before.
pub fn add_limits(tables: &mut Tables, file: &Datum, faults: &mut Vec<Diagnostic>) {
    for entry in file.get(limit_words::LIMITS).items() {
        let at = entry.get(known_limit::NAME).span;
        let Some(key) = entry.get(known_limit::NAME).text() else { continue };
        if LIMIT_NAMES.contains(&key) {
            continue;
        }
        let text = |name| entry.get(name).text();
        let (Some(written), Some(meaning)) = (text(known_limit::FIELD), text(known_limit::MEANING))
        else {
            let fault = bad(at, format!("“{key}”是新的限额，还要写“代号”和“含义”"));
            faults.push(fault.help(format!("程序已有的是：{}", LIMIT_NAMES.join("、"))));
            continue;
        };
        let place = entry.get(known_limit::FIELD).span;
        let Some(name) = rule_name(written, place, faults) else { continue };
        match tables.with_limit(leaked(key), name, leaked(meaning)) {
            Ok(longer) => *tables = longer,
            Err(_) => faults.push(bad(place, format!("已经有叫“{key}”或者“{written}”的限额"))),
        }
    }
}

/// Returns the name that rules call something of a site's own by.
fn rule_name(
    written: &str,
    place: Option<Span>,
    faults: &mut Vec<Diagnostic>,
) -> Option<FieldName> {
    let name = field_name(written);
    if name.is_none() {
        let message = format!("代号“{}”不能在规则里用", brief(written));
        let help = "代号用小写英文字母开头，只有小写字母、数字和下划线，如 women；and、or、given 等规则的用语不行";
        faults.push(bad(place, message).help(help));
    }
    name
}

/// Reads what a field holds; its unit or its choices belong to one kind each.
fn shape(entry: &Datum, faults: &mut Vec<Diagnostic>) -> Option<Shape> {
    let kind = entry.get(own_field::KIND);
    let (unit, choices) = (entry.get(own_field::UNIT), entry.get(own_field::CHOICES));
    let choices_of: Vec<&'static str> =
        choices.items().iter().filter_map(Datum::text).map(leaked).collect();
    let word = kind.text()?;
    if word == "选一个" && choices_of.len() < 2 {
        let message = "类型是“选一个”的字段要写“选项”，至少两样";
        faults.push(bad(kind.span, message).help("如 选项: [甲, 乙]"));
        return None;
    }
    for (part, datum, of) in [("单位", unit, "整数"), ("选项", choices, "选一个")] {
        if !datum.is_absent() && word != of {
            let message = format!("“{part}”只用于类型是“{of}”的字段，这里的类型是“{word}”");
            faults.push(bad(datum.span, message).help(format!("删去“{part}”，或者改类型")));
            return None;
        }
    }
    Some(match word {
        "整数" => Shape::Count(leaked(unit.text().unwrap_or_default())),
        "日期" => Shape::Date,
        "是或否" => Shape::YesNo,
        "几条文字" => Shape::Texts,
        "选一个" => Shape::Choice(choices_of.leak()),
        "学年" => Shape::Year,
        "邮箱" => Shape::Email,
        "网址" => Shape::Url,
        _ => Shape::Text,
    })
}

fn misfit(entry: &Datum, own: &OwnField, why: &Misfit) -> Diagnostic {
    let place = own.place.join(".");
    let at = |name| entry.get(name).span;
    match why {
        Misfit::NoSuchPlace(known) => {
            let fault = bad(at(own_field::PLACE), format!("“{place}”不是可以加字段的地方"));
            let wrong = own.place.iter().find(|step| !known.contains(&step.as_str()));
            let near = wrong.and_then(|step| nearest(step, known.iter().copied()));
            match near {
                Some(near) => fault.help(format!("是不是“{near}”？gongkai fields 列出全部文件")),
                None => fault.help("写文件的名称，如 代表、名单；gongkai fields 列出全部文件"),
            }
        }
        Misfit::Taken(meaning) => {
            let written = format!("{} / {}", own.field.key, own.field.name);
            let message = format!("“{place}”里已经有“{written}”：{meaning}");
            bad(at(own_field::KEY), message).help("程序已有的直接填写；另一项请换名称和代号")
        }
        Misfit::NotPrinted => {
            let message = format!("“{place}”里自定的字段只能不公开");
            let help = "表的各列、年度概况和述职的通知以官方表样为准，不另印：公开一项写“不公开”，\
                或者把字段放到代表、代表大会、候选人、选举、章程、述职、自评的部分";
            bad(at(own_field::SEEN), message).help(help)
        }
    }
}

fn bad(span: Option<Span>, message: impl Into<String>) -> Diagnostic {
    let span = span.expect("what is read from a file stands in it");
    Diagnostic::violation("RL-05", span, message)
}

/// Keeps a word for as long as the program runs, as a table of fields is kept.
fn leaked(word: &str) -> &'static str {
    String::from(word).leak()
}
