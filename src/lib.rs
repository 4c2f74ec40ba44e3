//! gongkai compiles a college's disclosure: content + standards + themes → output.

pub mod academic_year;
pub mod bundle;
pub mod datum;
pub mod diagnostic;
pub mod document;
pub mod failure;
pub mod load;
pub mod manifest;
pub mod model;
pub mod render;
pub mod source;
pub mod standard;
