//! Patterns made of an author's own words: each is compiled once for as long as the words stay.
//! It must not know what is looked for.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use regex::Regex;

/// So many are kept: those of two or three years.
const MOST: usize = 64;

static KNOWN: LazyLock<Mutex<HashMap<String, Arc<Regex>>>> = LazyLock::new(Mutex::default);

/// Returns a pattern compiled; none of one that is no pattern, or too large.
pub(super) fn compiled(pattern: &str) -> Option<Arc<Regex>> {
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(regex) = known().get(pattern) {
        return Some(regex.clone());
    }
    // Others may look up theirs meanwhile.
    let regex = Arc::new(Regex::new(pattern).ok()?);
    let mut known = known();
    if known.len() >= MOST {
        known.clear();
    }
    known.insert(pattern.to_owned(), regex.clone());
    Some(regex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_compiled_once_and_not_all_are_kept() {
        let first = compiled("护理系|机械系").unwrap();
        assert!(Arc::ptr_eq(&first, &compiled("护理系|机械系").unwrap()));
        assert!(compiled("(").is_none());
        for number in 0..3 * MOST {
            assert!(compiled(&format!("系{number}")).unwrap().is_match(&format!("系{number}")));
            assert!(KNOWN.lock().unwrap().len() <= MOST);
        }
    }
}
