//! Compiles a college's YAML data and Markdown texts into a disclosure bundle per academic year.

pub mod document;
pub mod failure;
pub mod manifest;
pub mod theme;

pub mod render;
pub mod site;
