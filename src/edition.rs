//! The name of what is published: a union's disclosure of an academic year, a round of its
//! appraisals, or a version of either; and what somebody means by such a name.
//! It must not know what any of them says, nor touch the disk.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::academic_year::AcademicYear;
use crate::failure::Failure;
use crate::language::{Both, both, joined};

/// The folder, below that of a union's year, of its rounds of appraisals.
pub const ROUNDS: &str = "appraisal";

/// Which of a college's unions publishes.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Union {
    /// The one whose files lie right in the folder of the year; of most colleges the only one.
    #[default]
    First,
    /// The second, of a college that has graduates: its files lie below the first one's.
    Graduate,
}

impl Union {
    /// The folder of the second union below that of the year, as authors write it.
    pub const GRADUATE_FOLDER: &str = "研究生会";
    /// The same folder in addresses.
    const GRADUATE_ADDRESS: &str = "graduate";

    /// Returns what the form calls it.
    pub fn organisation(&self) -> &'static str {
        match self {
            Union::First => "学生会",
            Union::Graduate => Self::GRADUATE_FOLDER,
        }
    }

    /// Tells whether it is the one that most colleges have alone.
    pub fn is_first(&self) -> bool {
        *self == Union::First
    }
}

/// What a disclosure, a round of appraisals, or a version of either goes by.
///
/// It is printed as its address below the site's, `2025-2026/graduate/appraisal/spring/v1`, which is
/// also the name of the folder that keeps it and the name the ledger writes. Editions are ordered by
/// year, the first union before the second, a disclosure before its rounds, versions from the first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Edition {
    pub year: AcademicYear,
    pub union: Union,
    /// The name of the round of appraisals; a disclosure has none.
    pub round: Option<String>,
    /// The number of a released version; what is not released, or is meant as a whole, has none.
    pub version: Option<u32>,
}

impl Edition {
    /// Names the disclosure of a union for a year.
    pub fn disclosure(year: AcademicYear, union: Union) -> Self {
        Self { year, union, round: None, version: None }
    }

    /// Names a round of appraisals of the same union and year.
    pub fn round(&self, name: impl Into<String>) -> Self {
        Self { round: Some(name.into()), version: None, ..self.clone() }
    }

    /// Names a released version of this.
    pub fn version(&self, number: u32) -> Self {
        Self { version: Some(number), ..self.clone() }
    }

    /// Names the disclosure that a round, or a version, belongs to.
    pub fn own_disclosure(&self) -> Self {
        Self::disclosure(self.year, self.union)
    }

    /// Names the disclosure of the same union for the year before.
    pub fn before(&self) -> Self {
        Self::disclosure(self.year.previous(), self.union)
    }

    /// Names the disclosure of the same union for the year after.
    pub fn after(&self) -> Self {
        Self::disclosure(self.year.next(), self.union)
    }

    /// Tells whether it is a round of appraisals, or a version of one.
    pub fn is_round(&self) -> bool {
        self.round.is_some()
    }

    /// Tells whether this is the other, or lies within its folder.
    pub fn is_within(&self, other: &Self) -> bool {
        let (own, other) = (self.to_string(), other.to_string());
        own == other || own.strip_prefix(&other).is_some_and(|below| below.starts_with('/'))
    }

    /// Returns what its year is called on the pages over all years: `2025—2026学年`, and of the second
    /// union `2025—2026学年研究生会`.
    pub fn label(&self) -> String {
        let union = if self.union.is_first() { "" } else { Union::GRADUATE_FOLDER };
        format!("{}{union}", self.year.label())
    }

    /// Returns the folder its author writes in, below `content/`: `2025-2026/研究生会/appraisal/spring`.
    pub fn content_folder(&self) -> String {
        self.written(Union::GRADUATE_FOLDER)
    }

    fn written(&self, graduate: &str) -> String {
        let union = (!self.union.is_first()).then(|| graduate.to_owned());
        let round = self.round.as_ref().map(|round| format!("{ROUNDS}/{round}"));
        let version = self.version.map(|version| format!("v{version}"));
        let parts = [Some(self.year.to_string()), union, round, version];
        parts.into_iter().flatten().collect::<Vec<_>>().join("/")
    }

    /// Reads a name: as it is printed, as the folder its author writes in, with any dash in the year,
    /// and without the folder of rounds, `2025-2026/spring`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('/');
        let text = text.strip_prefix("content/").unwrap_or(text);
        let mut parts = text.split('/').peekable();
        let mut edition = Self::disclosure(AcademicYear::parse(parts.next()?)?, Union::First);
        let graduate = [Union::GRADUATE_FOLDER, Union::GRADUATE_ADDRESS];
        if parts.next_if(|part| graduate.contains(part)).is_some() {
            edition.union = Union::Graduate;
        }
        if parts.next_if(|part| *part == ROUNDS).is_some() || parts.peek().is_some_and(is_name) {
            edition.round = Some(parts.next()?.to_owned());
        }
        edition.version = match parts.next() {
            Some(part) => Some(version(part)?),
            None => None,
        };
        parts.next().is_none().then_some(edition)
    }

    /// Parts the path of a file below `content/` into whose it is and its path below that folder;
    /// nothing of a file that belongs to no year.
    pub fn of_file(path: &str) -> Option<(Self, &str)> {
        let (first, mut below) = path.split_once('/')?;
        let year = AcademicYear::parse(first).filter(|year| year.to_string() == first)?;
        let mut edition = Self::disclosure(year, Union::First);
        if let Some((Union::GRADUATE_FOLDER, rest)) = below.split_once('/') {
            (edition.union, below) = (Union::Graduate, rest);
        }
        let rounds = below.strip_prefix(ROUNDS).and_then(|rest| rest.strip_prefix('/'));
        if let Some((name, rest)) = rounds.and_then(|rest| rest.split_once('/')) {
            (edition.round, below) = (Some(name.to_owned()), rest);
        }
        Some((edition, below))
    }

    /// Returns the one that somebody means by a name, written in full or as a round's own,
    /// `spring`, `spring/v1`.
    ///
    /// # Errors
    /// When there is none of that name or several; those that may have been meant are listed.
    pub fn meant<'a>(
        name: &str,
        known: impl IntoIterator<Item = &'a Self>,
    ) -> Result<&'a Self, Failure> {
        let mut known: Vec<&Self> = known.into_iter().collect();
        known.sort();
        known.dedup();
        let meant: Vec<&Self> = match Self::parse(name) {
            Some(whole) => known.iter().copied().filter(|it| **it == whole).collect(),
            None => known.iter().copied().filter(|it| it.goes_by(name)).collect(),
        };
        match meant[..] {
            [one] => Ok(one),
            [] => Err(unknown(name, &known)),
            _ => Err(Failure::new(
                name,
                both!("有几个都叫这个名字，不知道是哪一个", "several go by this name"),
            )
            .with_help(
                both!("写全名称，是哪一个：", "write the whole name of one: ") + listed(&meant),
            )),
        }
    }

    /// Returns all that somebody means by a name: a year with all that lies in its folder, or the one
    /// of that name.
    ///
    /// # Errors
    /// Like [`Edition::meant`].
    pub fn all_meant<'a>(
        name: &str,
        known: impl IntoIterator<Item = &'a Self>,
    ) -> Result<Vec<&'a Self>, Failure> {
        let known: Vec<&Self> = known.into_iter().collect();
        let within = |it: &&&Self| Self::parse(name).is_some_and(|folder| it.is_within(&folder));
        let found: Vec<&Self> = known.iter().filter(within).copied().collect();
        match found.is_empty() {
            true => Self::meant(name, known).map(|one| vec![one]),
            false => Ok(found),
        }
    }

    /// Tells whether a round, or a version of it, may be called by a name without its year.
    fn goes_by(&self, name: &str) -> bool {
        let name = name.trim().trim_end_matches('/');
        let (round, number) = match name.rsplit_once('/') {
            Some((round, part)) => (round, version(part)),
            None => (name, None),
        };
        self.round.as_deref() == Some(round) && self.version == number
    }
}

/// Says that there is nothing of a name: what lies within that folder, or all there is.
fn unknown(name: &str, known: &[&Edition]) -> Failure {
    let folder = Edition::parse(name);
    let below = |it: &&&Edition| folder.as_ref().is_some_and(|folder| it.is_within(folder));
    let within: Vec<&Edition> = known.iter().filter(below).copied().collect();
    let why = both!("没有这个学年、这一轮或这一版", "there is no such year, round or version");
    let form = match folder {
        Some(_) => Both::default(),
        None => both!("学年要写成 2025-2026 的样子", "a year is written like 2025-2026"),
    };
    let help = match (known.is_empty(), within.is_empty()) {
        (true, _) if folder.is_some() => both!("这里还一个都没有", "there is none here yet"),
        (true, _) => form,
        (_, false) => {
            both!("写全名称，这里有：", "write the whole name; here are: ") + listed(&within)
        }
        (_, true) if folder.is_some() => both!("现有的：", "there are: ") + listed(known),
        (_, true) => form + both!("；现有的：", "; there are: ") + listed(known),
    };
    Failure::new(name, why).with_help(help)
}

fn listed(editions: &[&Edition]) -> Both {
    joined(editions.iter().map(|it| it.to_string().into()), both!("、", ", "))
}

/// Reads the number of a version, `v1`.
fn version(part: &str) -> Option<u32> {
    part.strip_prefix(['v', 'V'])?.parse().ok().filter(|number| *number > 0)
}

/// Tells whether a part of a name is a round's, not a version's.
fn is_name(part: &&str) -> bool {
    version(part).is_none() && !part.is_empty()
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.written(Union::GRADUATE_ADDRESS))
    }
}

impl From<Edition> for String {
    fn from(edition: Edition) -> String {
        edition.to_string()
    }
}

impl TryFrom<String> for Edition {
    type Error = String;

    /// Reads what was printed, and nothing else.
    fn try_from(text: String) -> Result<Self, String> {
        let edition = Self::parse(&text).filter(|edition| edition.to_string() == text);
        edition.ok_or_else(|| format!("`{text}` names nothing that is published"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(text: &str) -> Edition {
        Edition::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    const ALL: [&str; 8] = [
        "2024-2025",
        "2024-2025/appraisal/spring",
        "2025-2026",
        "2025-2026/v1",
        "2025-2026/appraisal/spring",
        "2025-2026/appraisal/autumn/v1",
        "2025-2026/graduate",
        "2025-2026/graduate/appraisal/autumn/v2",
    ];

    #[test]
    fn what_is_printed_is_read_back() {
        for text in ALL {
            assert_eq!(edition(text).to_string(), text);
            assert_eq!(Edition::try_from(text.to_owned()), Ok(edition(text)));
            assert_eq!(edition(&edition(text).content_folder()), edition(text));
        }
        let mut sorted = ALL.map(edition);
        sorted.sort();
        assert_eq!(sorted[0].to_string(), "2024-2025");
        assert!(sorted[6].union == Union::Graduate && sorted[7].is_round());
    }

    #[test]
    fn what_people_write_is_read_and_what_is_kept_must_be_exact() {
        assert_eq!(
            edition("content/2025—2026/研究生会/spring/v2").to_string(),
            "2025-2026/graduate/appraisal/spring/v2"
        );
        assert_eq!(edition("2025-2026/").to_string(), "2025-2026");
        for odd in
            ["2025—2026", "2025-2026/", "2025-2026/spring", "2025-2026/研究生会", "2025-2026/v01"]
        {
            assert!(Edition::try_from(odd.to_owned()).is_err(), "{odd}");
        }
        for no in
            ["", "2025", "2025-2027", "2025-2026/v1/v2", "2025-2026//v1", "2025-2026/appraisal"]
        {
            assert_eq!(Edition::parse(no), None, "{no}");
        }
    }

    #[test]
    fn a_file_belongs_to_the_innermost_folder() {
        let of = |path: &str| {
            let (edition, below) = Edition::of_file(path)?;
            Some((edition.to_string(), below.to_owned()))
        };
        let is = |name: &str, below: &str| Some((name.to_owned(), below.to_owned()));
        assert_eq!(of("2025-2026/年度.yaml"), is("2025-2026", "年度.yaml"));
        assert_eq!(of("2025-2026/appraisal/a.md"), is("2025-2026", "appraisal/a.md"));
        let round = of("2025-2026/研究生会/appraisal/spring/评分表/一.csv");
        assert_eq!(round, is("2025-2026/graduate/appraisal/spring", "评分表/一.csv"));
        assert_eq!(of("site.yaml"), None);
        assert_eq!(of("2025—2026/年度.yaml"), None);
    }

    #[test]
    fn a_name_means_one_or_is_refused_with_its_candidates() {
        let known = ALL.map(edition);
        let meant = |name: &str| Edition::meant(name, &known).map(Edition::to_string);
        for exact in ALL {
            assert_eq!(meant(exact).unwrap(), exact);
        }
        assert_eq!(meant("autumn/v1").unwrap(), "2025-2026/appraisal/autumn/v1");
        assert_eq!(meant("2025-2026/spring").unwrap(), "2025-2026/appraisal/spring");
        let refused = |name: &str| {
            let failure = meant(name).unwrap_err();
            (failure.message.chinese, failure.help.unwrap().chinese)
        };
        let (why, help) = refused("spring");
        assert!(why.contains("几个"), "{why}");
        assert!(help.contains("2024-2025/appraisal/spring、2025-2026/appraisal/spring"), "{help}");
        let (why, help) = refused("2023-2024");
        assert!(why.contains("没有") && help.contains("2024-2025"), "{why} {help}");
        // A year that has rounds alone is not one of them.
        let rounds: Vec<Edition> = known.iter().filter(|it| it.is_round()).cloned().collect();
        let failure = Edition::meant("2024-2025", &rounds).unwrap_err();
        assert!(failure.help.unwrap().chinese.ends_with("这里有：2024-2025/appraisal/spring"));
        let all = Edition::all_meant("2025-2026", &known).unwrap();
        assert_eq!(all.len(), 6);
        assert!(Edition::all_meant("spring", &known).is_err());
    }
}
