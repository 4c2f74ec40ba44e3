//! Whether scores can be counted: a scheme by itself, and the sheets under it.
//! It must not count.

mod scheme;
mod sheets;

pub use scheme::check_scheme;
pub use sheets::check_sheets;
