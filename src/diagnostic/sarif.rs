//! Diagnostics as SARIF 2.1.0, the format code-hosting sites and editors read.
//! It must not know any rule; what there is to say of one is handed in.

use serde_json::{Value, json};

use super::json::place;
use super::{Diagnostic, Label, Level};
use crate::source::{Sources, Span};

/// What a log says of one rule.
#[derive(Debug)]
pub struct RuleText<'a> {
    pub code: &'a str,
    pub title: &'a str,
    /// Why and how, in Markdown.
    pub body: &'a str,
    pub help: Option<&'a str>,
    pub level: Level,
}

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Makes a log of one run.
pub fn log(diagnostics: &[Diagnostic], sources: &Sources, rules: &[RuleText]) -> Value {
    let results: Vec<Value> =
        diagnostics.iter().map(|diagnostic| result(diagnostic, sources, rules)).collect();
    let rules: Vec<Value> = rules.iter().map(rule).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": "zh-CN",
                "rules": rules,
            } },
            "language": "zh-CN",
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(rule: &RuleText) -> Value {
    // The lines of a rule's text are broken anywhere; Chinese is joined without a blank.
    let plain =
        |text: &str| text.replace("\n\n", "\u{2029}").replace('\n', "").replace('\u{2029}', "\n");
    let mut value = json!({
        "id": rule.code,
        "shortDescription": { "text": rule.title },
        "defaultConfiguration": { "level": severity(rule.level) },
    });
    if !rule.body.is_empty() {
        value["fullDescription"] = json!({ "text": plain(rule.body), "markdown": rule.body });
    }
    if let Some(help) = rule.help {
        value["help"] = json!({ "text": help });
    }
    value
}

/// The level of a failed result.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Violation => "error",
        Level::Warning => "warning",
        Level::Unverified | Level::Notice => "note",
    }
}

fn result(diagnostic: &Diagnostic, sources: &Sources, rules: &[RuleText]) -> Value {
    let mut text = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        text.push('\n');
        text.push_str(help);
    }
    // What could not be decided is no failure: SARIF calls it open, and gives it no level.
    let (kind, level) = match diagnostic.level {
        Level::Unverified => ("open", "none"),
        level => ("fail", severity(level)),
    };
    let mut result = json!({
        "ruleId": diagnostic.code,
        "kind": kind,
        "level": level,
        "message": { "text": text },
        "locations": [location(diagnostic.primary.span, sources)],
    });
    if let Some(index) = rules.iter().position(|rule| rule.code == diagnostic.code) {
        result["ruleIndex"] = json!(index);
    }
    if !diagnostic.related.is_empty() {
        let related = diagnostic.related.iter().enumerate().map(|(i, label)| {
            let Label { span, text } = label;
            let mut location = location(*span, sources);
            location["id"] = json!(i + 1);
            if !text.is_empty() {
                location["message"] = json!({ "text": text });
            }
            location
        });
        result["relatedLocations"] = related.collect();
    }
    let mut properties = serde_json::Map::new();
    for (key, value) in [("found", &diagnostic.found), ("expected", &diagnostic.expected)] {
        if let Some(value) = value {
            properties.insert(key.to_owned(), json!(value));
        }
    }
    if !properties.is_empty() {
        result["properties"] = Value::Object(properties);
    }
    result
}

fn location(span: Span, sources: &Sources) -> Value {
    let place = place(span, sources);
    let mut physical = json!({ "artifactLocation": { "uri": uri(&place.path) } });
    // A place without width at the very start means the file as a whole.
    if (span.start, span.end) != (0, 0) {
        physical["region"] = json!({
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        });
    }
    match place.cell {
        // A workbook has no lines; its cells have names.
        Some(cell) => json!({
            "physicalLocation": { "artifactLocation": { "uri": uri(&place.path) } },
            "logicalLocations": [{ "name": cell, "kind": "cell" }],
        }),
        None => json!({ "physicalLocation": physical }),
    }
}

/// Writes a path as a URI reference, in which 汉字 are percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_paths_are_encoded() {
        let mut sources = Sources::default();
        let file = sources.add("content/名单.csv", "姓名\n𬭚学\n");
        let span = Span::new(file, "姓名\n𬭚".len(), "姓名\n𬭚学".len());
        let log = log(&[Diagnostic::warning("TX-01", span, "甲")], &sources, &[]);
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "content/%E5%90%8D%E5%8D%95.csv");
        assert_eq!(place["region"]["startLine"], 2);
        assert_eq!(place["region"]["startColumn"], 2);
        assert_eq!(place["region"]["endColumn"], 3);
    }
}
