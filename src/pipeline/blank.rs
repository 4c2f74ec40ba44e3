//! A year or a site that nobody has written yet: above each 待填 stands what is asked for.
//! It must not know any field.

use crate::datum::{Field, Record};
use crate::load::decode::UNFILLED;
use crate::render::field_guide::describe_field;

/// What stands at the head of a year that is begun.
const HEAD: &str = "# 把“待填”换成实际情况；核对完毕、可以公开的，把“在编”改成“完成”";

/// Says above each value to be filled in what it is, in place of where a document would have had it.
pub fn explained(text: &str, record: &'static Record) -> String {
    let mut out = Vec::new();
    for line in text.lines() {
        let bare = line.trim_start();
        if bare.starts_with('#') {
            // Whatever else is noted was noted of a document.
            out.extend(bare.contains("“在编”").then(|| HEAD.to_owned()));
            continue;
        }
        let indent = &line[..line.len() - bare.len()];
        let field = asked(line).and_then(|key| within(record, key));
        out.extend(field.map(|field| format!("{indent}# {}", describe_field(field))));
        out.push(line.to_owned());
    }
    out.iter().map(|line| format!("{line}\n")).collect()
}

/// Returns the key of a line whose value is to be filled in.
fn asked(line: &str) -> Option<&str> {
    let (key, value) = line.split_once(": ")?;
    (value == UNFILLED).then(|| key.trim_start_matches([' ', '-']))
}

/// Finds a field of that key in a record, or in one below it.
fn within(record: &'static Record, key: &str) -> Option<&'static Field> {
    let own = record.fields.iter().find(|field| field.key == key);
    own.or_else(|| {
        record.fields.iter().filter_map(|field| field.shape.record()).find_map(|it| within(it, key))
    })
}
