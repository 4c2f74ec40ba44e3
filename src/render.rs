//! Printings of a document: each turns the one tree into the bytes of a format.
//! It must not know where a document came from, nor where its bytes go.

pub mod amendments;
pub mod changes;
pub mod docx;
pub mod draft;
pub mod field_guide;
pub mod formats;
pub mod handbook;
pub mod history;
pub mod html;
mod lines;
pub mod pdf;
pub mod schema;
pub mod sheets;
pub mod standings;
pub mod tables;
mod title;
pub mod web_font;

use std::thread::{Builder, Scope, ScopedJoinHandle};

/// How much stack a thread has that prints: templates and layouts go as deep as a document.
const STACK: usize = 16 * 1024 * 1024;

/// Starts printing beside what goes on.
pub fn spawn<'scope, T: Send + 'scope>(
    threads: &'scope Scope<'scope, '_>,
    print: impl FnOnce() -> T + Send + 'scope,
) -> ScopedJoinHandle<'scope, T> {
    let thread = Builder::new().stack_size(STACK).spawn_scoped(threads, print);
    thread.expect("a system that runs this program has room for a thread")
}
