//! The day by the machine's clock, for warnings at a terminal.
//! What it says must never reach output: pages and PDFs know only the day they are given.

use std::time::{SystemTime, UNIX_EPOCH};

use time::{Date, OffsetDateTime, UtcOffset};

/// Returns the day it is in China, which has one zone.
pub fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or_default();
    let now = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    now.to_offset(UtcOffset::from_hms(8, 0, 0).expect("a zone of whole hours")).date()
}
