//! What a command came to, as it is given to people or to a program.
//! It must not know what any command does.

use gongkai::cli::terminal::{Form, Goal};
use gongkai::failure::Failure;
use serde::Serialize;

/// How the answer is written.
#[derive(clap::Args)]
pub struct Answer {
    /// 结果的格式：human 给人看，json 给程序读
    #[arg(long, default_value = "human", value_name = "human|json")]
    format: Form,
    #[command(flatten)]
    goal: Goal,
}

impl Answer {
    /// Refuses, before anything is done, a file for what only people read.
    pub fn fits(&self) -> Result<(), Failure> {
        self.goal.fits(self.format == Form::Human)
    }

    /// Gives the answer: as data, or in words.
    pub fn give(&self, data: &impl Serialize, words: impl FnOnce()) -> Result<(), Failure> {
        match self.format {
            Form::Json => self.goal.data(data),
            Form::Human => {
                words();
                Ok(())
            }
        }
    }
}
