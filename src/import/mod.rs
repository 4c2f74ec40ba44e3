//! A foreign document → the author's own YAML, CSV and Markdown: Word, spreadsheets, web pages.
//! It must not hold a rule, a limit or a sentence of the standard; the usual loading reads what it
//! wrote.
//!
//! The way of a file: [`office`] reads it onto [`paper`], [`read`] takes that apart into a year's
//! files, [`cover`] looks what was left out, [`report`] tells of it.

mod cover;
pub mod office;
pub mod paper;
pub mod read;
pub mod report;
mod written;

pub use office::Foreign;
pub use read::{Disclosure, Given, Round, Site, disclosure, is_notice, round, year_of};
pub use report::Report;
