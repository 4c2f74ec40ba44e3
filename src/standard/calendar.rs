//! `calendar.yaml`: which days of a year nobody works, and which weekends everybody does.
//! It must not know what falls on a day.

use time::{Date, Month};

use crate::datum::{Datum, FieldName, Shape::*};
use crate::record;

record! {
    /// An entry of `standards/calendar.yaml`, and of a site's own beside its forms and rules.
    pub static CALENDAR, calendar: "日历" {
        "各年" YEARS: Keyed(&CALENDAR_YEAR), Optional Public, "各年的放假和调休";
    }
}

record! {
    static CALENDAR_YEAR, calendar_year: "一年的日历" {
        "年" YEAR: Text, Required Public, "哪一年";
        "出处" SOURCE: Text, Optional Public, "依据的通知";
        "放假" OFF: Texts, Optional Public, "放假的日子，一段写首尾";
        "上班" ON: Texts, Optional Public, "调休上班的周末";
    }
}

/// The days that are not what their day of the week says.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// The first and the last day of each holiday.
    off: Vec<(Date, Date)>,
    on: Vec<Date>,
}

/// What a day is for those who work from Monday to Friday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    Working,
    Weekend,
    Holiday,
}

impl Calendar {
    /// Adds what one record of [`CALENDAR`] holds.
    pub fn add(&mut self, file: &Datum) {
        for year in file.get(calendar::YEARS).items() {
            let texts = |name: FieldName| year.get(name).items().iter().filter_map(Datum::text);
            self.off.extend(texts(calendar_year::OFF).filter_map(|text| {
                let (from, to) = text.split_once(['—', '～', '~', '至']).unwrap_or((text, text));
                Some((day(from)?, day(to)?))
            }));
            self.on.extend(texts(calendar_year::ON).filter_map(day));
        }
    }

    /// Tells what a day is.
    pub fn day(&self, day: Date) -> Day {
        if self.on.contains(&day) {
            return Day::Working;
        }
        if self.off.iter().any(|(from, to)| *from <= day && day <= *to) {
            return Day::Holiday;
        }
        match day.weekday().number_days_from_monday() {
            5 | 6 => Day::Weekend,
            _ => Day::Working,
        }
    }
}

fn day(text: &str) -> Option<Date> {
    let mut parts = text.trim().split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holiday_and_a_make_up_day_are_what_the_notice_says() {
        let on = |text: &str| day(text).unwrap();
        let calendar = Calendar {
            off: vec![(on("2025-10-01"), on("2025-10-08"))],
            on: vec![on("2025-09-28")],
        };
        assert_eq!(calendar.day(on("2025-10-06")), Day::Holiday);
        assert_eq!(calendar.day(on("2025-09-28")), Day::Working);
        assert_eq!(calendar.day(on("2025-09-27")), Day::Weekend);
        assert_eq!(calendar.day(on("2025-10-09")), Day::Working);
    }
}
