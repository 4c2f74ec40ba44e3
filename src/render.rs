//! Printings of a document: each turns the one tree into the bytes of a format.
//! It must not know where a document came from, nor where its bytes go.

pub mod changes;
pub mod docx;
pub mod field_guide;
pub mod formats;
pub mod handbook;
pub mod html;
pub mod pdf;
pub mod schema;
pub mod sheets;
pub mod standings;
pub mod tables;
pub mod web_font;
