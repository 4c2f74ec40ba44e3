//! 学年: a school year from 1 September to 31 August, named by its two calendar years.
//! It must not know any document that mentions one.

use std::fmt;

use crate::numeral;
use serde::{Deserialize, Serialize};

/// An academic year, known by the calendar year it starts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct AcademicYear {
    start: i32,
}

impl AcademicYear {
    pub fn starting(start: i32) -> Self {
        Self { start }
    }

    pub fn start(self) -> i32 {
        self.start
    }

    pub fn previous(self) -> Self {
        Self { start: self.start - 1 }
    }

    pub fn next(self) -> Self {
        Self { start: self.start + 1 }
    }

    /// Returns the year as it is printed, `2025—2026学年`.
    pub fn label(self) -> String {
        format!("{}—{}学年", self.start, self.start + 1)
    }

    /// Reads the form used for folders and addresses, `2025-2026`; a full-width or long dash and
    /// full-width digits are read alike. The second year must follow the first.
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.trim().chars().map(numeral::half_width).collect();
        let plain = plain.strip_suffix("学年").unwrap_or(&plain);
        let (a, b) = plain.split_once(['-', '–', '—', '－', '～', '~'])?;
        let four = |part: &str| {
            let digits = part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse::<i32>().ok()).flatten()
        };
        let (start, end) = (four(a.trim())?, four(b.trim())?);
        (end == start + 1).then_some(Self { start })
    }
}

impl fmt::Display for AcademicYear {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}-{}", self.start, self.start + 1)
    }
}

impl From<AcademicYear> for String {
    fn from(year: AcademicYear) -> String {
        year.to_string()
    }
}

impl TryFrom<String> for AcademicYear {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is not an academic year"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dash_reads_alike() {
        for text in ["2023—2024", "2023-2024", "2023–2024", "2023－2024", "２０２３—２０２４"]
        {
            assert_eq!(AcademicYear::parse(text), Some(AcademicYear::starting(2023)), "{text}");
        }
        assert_eq!(AcademicYear::parse("2023—2025"), None);
        assert_eq!(AcademicYear::parse("+2023-2024"), None);
        assert_eq!(AcademicYear::starting(2023).label(), "2023—2024学年");
    }
}
