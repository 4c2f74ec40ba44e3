//! `gongkai build`
use super::terminal::Colour;
use super::{Exit, Outcome};
use std::path::Path;
#[derive(clap::Args)]
pub struct Arguments {}
pub fn run(_: &Path, _: Arguments, _: Colour) -> Outcome {
    Ok(Exit::Clean)
}
