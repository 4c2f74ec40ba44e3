//! gongkai compiles a college's disclosure: content + standards + themes → output.

pub mod academic_year;
pub mod align;
pub mod bundle;
pub mod cli;
pub mod compose;
pub mod datum;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod facts;
pub mod failure;
pub mod load;
pub mod manifest;
pub mod model;
pub mod pipeline;
pub mod render;
pub mod rules;
pub mod site;
pub mod source;
pub mod standard;
pub mod theme;
