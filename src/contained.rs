//! A panic within a reader of somebody else's → an answer.
//! It must not be put around code of our own: a panic there is a bug, and is to be seen.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static IS_CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a reader that may panic on bytes nobody foresaw, without a word on the terminal.
///
/// What the reader was given must not be used again after an error: it may be half changed.
///
/// # Errors
/// What the reader said when it panicked.
pub fn contained<T>(read: impl FnOnce() -> T) -> Result<T, String> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let aloud = take_hook();
        set_hook(Box::new(move |panic| {
            if !IS_CONTAINED.get() {
                aloud(panic);
            }
        }));
    });
    let before = IS_CONTAINED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(read));
    IS_CONTAINED.set(before);
    outcome.map_err(said)
}

fn said(panic: Box<dyn Any + Send>) -> String {
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => panic.downcast_ref::<&str>().copied().unwrap_or("panic").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::contained;

    #[test]
    fn a_panic_is_an_answer() {
        assert_eq!(contained(|| 7), Ok(7));
        assert_eq!(contained(|| panic!("no {}", "such")), Err::<(), _>("no such".to_owned()));
        let deep = contained(|| contained(|| panic!("within")));
        assert_eq!(deep, Ok(Err::<(), _>("within".to_owned())));
    }
}
