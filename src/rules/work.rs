//! How much work a rule may be: a budget of steps, the same on every machine.
//! It must not know what the steps are for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The steps of one rule over one year. The rules of a college of a thousand officers take a
/// hundredth of them.
const MOST: u64 = 50_000_000;

/// What is left of a rule's steps.
#[derive(Clone, Debug)]
pub struct Work(Arc<AtomicU64>);

impl Default for Work {
    fn default() -> Self {
        Self(Arc::new(AtomicU64::new(MOST)))
    }
}

impl Work {
    /// Gives the next rule all its steps.
    pub fn renew(&self) {
        self.0.store(MOST, Ordering::Relaxed);
    }

    /// Takes some steps; tells whether there were so many left.
    pub fn spend(&self, steps: usize) -> bool {
        let left = self.0.load(Ordering::Relaxed);
        self.0.store(left.saturating_sub(steps as u64), Ordering::Relaxed);
        left >= steps as u64
    }
}
