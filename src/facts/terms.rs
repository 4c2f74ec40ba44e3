//! Which academic year a roster was counted in.
//! It must not know who is on it.

use time::Date;

use crate::academic_year::AcademicYear;
use crate::datum::Datum;
use crate::model::{head, year};

/// Returns the year in which the academic year began on whose grades the roster was counted: that of
/// the day of its data, when it lies in this academic year or the next.
pub(super) fn counted_in(root: &Datum, year: AcademicYear) -> i32 {
    let start = year.start();
    let day = root.get(year::HEAD).get(head::AS_OF).date();
    let of = |day: Date| day.year() - i32::from(u8::from(day.month()) < 9);
    day.map(of).filter(|of| (start..=start + 1).contains(of)).unwrap_or(start)
}
