//! The facts that narratives name: each must be known, given and public.
//! It must not know which text names them.

use super::tree::{Fact, FactValue};
use crate::datum::Need;
use crate::datum::prose::Run;
use crate::diagnostic::Diagnostic;
use crate::load::decode::nearest;
use crate::source::Span;

/// Reports every `{{ … }}` that cannot be filled in.
pub fn faults(root: &Fact) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    each_prose(root, &mut |prose| {
        prose.walk(&mut |node, _| {
            named(&node.runs, &mut |path, span| faults.extend(fault(root, path, span)))
        });
    });
    faults
}

fn each_prose<'a>(fact: &'a Fact, see: &mut impl FnMut(&'a crate::datum::prose::Prose)) {
    match &fact.value {
        FactValue::Prose(prose) => see(prose),
        FactValue::Fields(_, facts) | FactValue::Items(facts) => {
            facts.iter().for_each(|fact| each_prose(fact, see));
        }
        _ => {}
    }
}

fn named(runs: &[Run], see: &mut impl FnMut(&str, Span)) {
    for run in runs {
        match run {
            Run::Fact { path, span } => see(path, *span),
            Run::Strong(runs) | Run::Emphasis(runs) | Run::Link { runs, .. } => named(runs, see),
            _ => {}
        }
    }
}

fn fault(root: &Fact, path: &str, span: Span) -> Option<Diagnostic> {
    let wrong = |message: String| Diagnostic::violation("MD-08", span, message);
    let mut fact = root;
    let mut need = Need::Optional;
    for key in path.split('.').map(str::trim) {
        if matches!(fact.value, FactValue::Absent) {
            break;
        }
        let FactValue::Fields(record, _) = &fact.value else {
            return Some(
                wrong(format!("“{path}”不是一个可以填入的值")).help("列表和表格不能填入文字"),
            );
        };
        match fact.get_by_key(key) {
            Some(below) => {
                need = record.fields.iter().find(|field| field.key == key).map_or(need, |f| f.need);
                fact = below;
            }
            None => {
                let near = nearest(key, record.fields.iter().map(|field| field.key));
                let fault = wrong(format!("没有“{path}”这个数据：{}里没有“{key}”", record.title));
                return Some(match near {
                    Some(near) => fault.help(format!("是不是“{near}”？")),
                    None => fault.help("gongkai rules facts 列出全部可以填入的数据"),
                });
            }
        }
    }
    if fact.hidden {
        let help = "改写成不含这个数据的句子";
        return Some(wrong(format!("“{path}”不公开，不能写进文字")).help(help));
    }
    match fact.value {
        // That it lacks was said where it should stand.
        FactValue::Absent if need == Need::Required => None,
        FactValue::Absent if need == Need::Optional && fact.span.is_none() => None,
        FactValue::Absent => {
            Some(wrong(format!("“{path}”没有可用的值")).help("先在数据里填好，文字会自动填入"))
        }
        FactValue::Leaf(_) | FactValue::Day(_) => None,
        _ => Some(wrong(format!("“{path}”不是一个可以填入的值")).help("列表和表格不能填入文字")),
    }
}
