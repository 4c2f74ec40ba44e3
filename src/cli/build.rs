//! `gongkai build`
use std::path::Path;
use super::terminal::Colour;
use super::{Exit, Outcome};
#[derive(clap::Args)]
pub struct Arguments {}
pub fn run(_: &Path, _: Arguments, _: Colour) -> Outcome { Ok(Exit::Clean) }
