//! Printings of a difference: what is told of each change, and the formats that tell it.
//! It must not know how a change was found.

mod html;
mod markdown;
mod telling;
mod terminal;

pub use html::{CORRECTION, Corrected, FILE, UP, correction, page, site_page, standalone};
pub use markdown::markdown;
pub use telling::{Entry, Group, Line, Telling, address, note};
pub use terminal::{Look, terminal};
