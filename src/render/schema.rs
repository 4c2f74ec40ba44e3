//! JSON Schemas of the YAML files of `content/`, for editors: what may be written where, in Chinese.
//! It must not know any field, nor touch the disk; nothing that is checked rests on it.

use serde_json::{Map, Value, json};

use super::field_guide::describe_field;
use crate::datum::{Field, Need, Record, Shape};
use crate::edition::Edition;
use crate::load::decode::UNFILLED;
use crate::manifest::Artifact;
use crate::model::round::ROUND;
use crate::model::{SITE, Tables, YEAR};
use crate::standard::{FIELDS, FORM};

/// Where the schemas stand, below the root of a site.
const FOLDER: &str = ".gongkai/schema";

/// How the line begins by which an editor finds the schema of a file.
const HINT: &str = "# yaml-language-server: $schema=";

/// Makes the schema of every file of a site that writes to these tables, by its path below the root of a site.
pub fn schemas(tables: Tables) -> Vec<Artifact> {
    let below = [tables.year, tables.round].into_iter().flat_map(|record| record.fields);
    let of_fields = below.filter(|field| is_written(field)).filter_map(|field| {
        let only_prose = field.shape.record()?.fields.iter().all(|field| !is_written(field));
        (!only_prose)
            .then(|| artifact(field.name.as_str(), field.key, field.meaning, value(field.shape)))
    });
    let own = [("site", &SITE), ("form", &FORM), ("fields", &FIELDS)];
    let own = own.map(|(name, record)| {
        artifact(name, record.title, record.title, value(Shape::One(record)))
    });
    of_fields.chain(own).collect()
}

/// Puts the line that leads an editor to the schema at the head of a file, by the file's path below
/// the root of its site; a file that has no schema stays as it is.
pub fn hinted(path: &str, text: &str) -> String {
    let Some(name) = schema_of(path) else { return text.to_owned() };
    let up = "../".repeat(path.matches('/').count());
    let rest = match text.split_once('\n') {
        Some((first, rest)) if first.starts_with(HINT) => rest,
        _ => text,
    };
    format!("{HINT}{up}{FOLDER}/{name}.json\n{rest}")
}

/// Returns the name of the schema that a file has.
fn schema_of(path: &str) -> Option<&'static str> {
    let below = path.strip_prefix("content/")?;
    let stem = below.strip_suffix(".yaml")?;
    if stem == "site" {
        return Some("site");
    }
    if stem == "standards/fields" {
        return Some("fields");
    }
    if stem.strip_prefix("standards/forms/").is_some_and(|name| !name.contains('/')) {
        return Some("form");
    }
    let (edition, file) = Edition::of_file(below)?;
    let record = if edition.is_round() { &ROUND } else { &YEAR };
    let field = record.fields.iter().find(|field| file.strip_suffix(".yaml") == Some(field.key));
    field.filter(|field| is_written(field)).map(|field| field.name.as_str())
}

fn is_written(field: &Field) -> bool {
    field.need != Need::Derived && !matches!(field.shape, Shape::Prose(_))
}

fn artifact(name: &str, title: &str, meaning: &str, schema: Value) -> Artifact {
    let mut whole = Map::new();
    whole.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    whole.insert("title".to_owned(), json!(title));
    whole.insert("description".to_owned(), json!(meaning));
    if let Value::Object(schema) = schema {
        whole.extend(schema);
    }
    let text = serde_json::to_string_pretty(&whole).expect("texts, numbers and lists");
    Artifact::new(format!("{FOLDER}/{name}.json"), text + "\n")
}

/// Returns what a field may hold: its value, or that it is still to be filled in, or nothing where
/// it need not be written.
fn field(field: &Field) -> Value {
    let mut any = vec![value(field.shape), json!({ "const": UNFILLED })];
    if !is_needed(field) {
        any.push(json!({ "type": "null" }));
    }
    json!({ "title": field.key, "description": describe_field(field), "anyOf": any })
}

fn is_needed(field: &Field) -> bool {
    matches!(field.need, Need::Required | Need::Part)
}

/// Returns what a value of a shape looks like, as the reader takes it; a number may stand where a
/// text is wanted, for YAML makes a number of `12`.
fn value(shape: Shape) -> Value {
    let pattern = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    match shape {
        Shape::Text => json!({ "type": ["string", "number", "boolean"] }),
        Shape::Count(unit) => {
            let digits = "[0-9０-９〇零一二两三四五六七八九十百千万亿]";
            let counted = pattern(&format!("^\\s*{digits}+\\s*({unit})?\\s*$"));
            json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, counted] })
        }
        Shape::Date => {
            let number = "\\s*[0-9０-９]{1,2}\\s*";
            pattern(&format!(
                "^\\s*[0-9０-９]{{4}}\\s*[-年/／.．]{number}[-月/／.．]{number}日?\\s*$"
            ))
        }
        Shape::YesNo => json!({ "enum": ["是", "否"] }),
        // The two boxes of the form, one of them ticked, are read too.
        Shape::Verdict => json!({ "anyOf": [{ "enum": ["是", "否"] }, pattern("是.*否|否.*是")] }),
        Shape::Verdicts => pattern("[是否]"),
        Shape::Choice(words) => json!({ "enum": words }),
        Shape::Year => pattern("^\\s*[0-9０-９]{4}\\s*[-–—－～~]\\s*[0-9０-９]{4}(学年)?\\s*$"),
        Shape::Email => pattern("^\\s*[A-Za-z0-9._+-]+@[A-Za-z0-9._+-]*\\.[A-Za-z0-9._+-]*\\s*$"),
        Shape::Url => pattern("^\\s*https?://[^\\s\"<>\\\\]+\\s*$"),
        Shape::Texts => json!({ "type": "array", "items": value(Shape::Text) }),
        Shape::One(record) => object(record.fields.iter()),
        Shape::Many(record) => json!({ "type": "array", "items": object(record.fields.iter()) }),
        Shape::Keyed(record) => keyed(record),
        Shape::Prose(_) => json!({}),
    }
}

fn object<'a>(fields: impl Iterator<Item = &'a Field>) -> Value {
    let written: Vec<&Field> = fields.filter(|field| is_written(field)).collect();
    let properties: Map<String, Value> =
        written.iter().map(|it| (it.key.to_owned(), field(it))).collect();
    let needed: Vec<&str> = written.iter().filter(|it| is_needed(it)).map(|it| it.key).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": false,
    })
}

/// Returns what a mapping holds whose keys are the first field of each entry: the other fields, or
/// the second alone where no other is needed.
fn keyed(record: &Record) -> Value {
    let [key, short, others @ ..] = record.fields else { unreachable!("an entry has two fields") };
    let whole = object(record.fields[1..].iter());
    let entry = match others.iter().any(is_needed) {
        true => vec![whole, json!({ "const": UNFILLED })],
        false => vec![field(short), whole],
    };
    let mut mapping = json!({
        "type": "object",
        "additionalProperties": { "description": describe_field(short), "anyOf": entry },
    });
    if let Shape::Choice(words) = key.shape {
        mapping["propertyNames"] = json!({ "enum": words });
    }
    mapping
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_led_to_the_schema_from_any_folder() {
        let led = |path: &str| hinted(path, "a: 1\n").lines().next().unwrap().to_owned();
        let hint = |rest: &str| format!("{HINT}{rest}");
        assert_eq!(led("content/site.yaml"), hint("../.gongkai/schema/site.json"));
        assert_eq!(led("content/2025-2026/年度.yaml"), hint("../../.gongkai/schema/head.json"));
        let round = led("content/2025-2026/研究生会/appraisal/spring/通知.yaml");
        assert_eq!(round, hint("../../../../../.gongkai/schema/notice.json"));
        assert_eq!(led("content/2025-2026/通知.yaml"), "a: 1");
        assert_eq!(led("content/2025-2026/合计.yaml"), "a: 1");
        assert_eq!(led("content/2025-2026/名单.csv"), "a: 1");
    }

    #[test]
    fn the_line_is_put_once_and_takes_the_place_of_another() {
        let once = hinted("content/site.yaml", "a: 1\n");
        assert_eq!(hinted("content/site.yaml", &once), once);
        let elsewhere = once.replace("../", "../../");
        assert_eq!(hinted("content/site.yaml", &elsewhere), once);
    }

    #[test]
    fn every_file_that_is_led_to_a_schema_has_one() {
        let made: Vec<String> =
            schemas(Tables::default()).into_iter().map(|file| file.path).collect();
        let places = [(&YEAR, "content/2025-2026"), (&ROUND, "content/2025-2026/appraisal/spring")];
        for (record, folder) in places {
            for field in record.fields.iter().filter(|field| is_written(field)) {
                let only_prose =
                    field.shape.record().is_some_and(|it| !it.fields.iter().any(is_written));
                let name = schema_of(&format!("{folder}/{}.yaml", field.key)).unwrap();
                let path = format!("{FOLDER}/{name}.json");
                assert_eq!(made.contains(&path), !only_prose, "{path}");
            }
        }
    }
}
