//! What follows from a year's evidence and its links: seasons, the days in addresses, doubles.
//! It must not judge; a value that lacks any of its sources is absent.

use std::sync::LazyLock;

use regex::Regex;
use time::{Date, Month};

use super::asked::Maker;
use crate::datum::{Datum, Value, flag, number, word};
use crate::model::{congress, evidence, indicator, self_evaluation, year};

/// The evidence of the indicators, and the day in the congress's link.
pub static EVIDENCE: Maker = Maker {
    makes: &[
        &[year::SELF_EVALUATION, self_evaluation::SCHOOL, indicator::EVIDENCE, evidence::SEASON],
        &[
            year::SELF_EVALUATION,
            self_evaluation::SCHOOL,
            indicator::EVIDENCE,
            evidence::DATED_SEASON,
        ],
        &[
            year::SELF_EVALUATION,
            self_evaluation::SCHOOL,
            indicator::EVIDENCE,
            evidence::TITLED_SEASON,
        ],
        &[
            year::SELF_EVALUATION,
            self_evaluation::SCHOOL,
            indicator::EVIDENCE,
            evidence::TITLED_TERM,
        ],
        &[
            year::SELF_EVALUATION,
            self_evaluation::SCHOOL,
            indicator::EVIDENCE,
            evidence::TITLED_YEAR,
        ],
        &[
            year::SELF_EVALUATION,
            self_evaluation::SCHOOL,
            indicator::EVIDENCE,
            evidence::DATED_YEAR,
        ],
        &[year::SELF_EVALUATION, self_evaluation::SCHOOL, indicator::EVIDENCE, evidence::LINK_DATE],
        &[
            year::SELF_EVALUATION,
            self_evaluation::SCHOOL,
            indicator::EVIDENCE,
            evidence::SAME_LINK_AS,
        ],
        &[year::CONGRESS, congress::LINK_DATE],
    ],
    of: &[],
    make: |it| date_evidence(it.root),
};

fn date_evidence(root: &mut Datum) {
    indicators(root);
    let link = root.get(year::CONGRESS).get(congress::LINK).clone();
    if let (Some(day), Some(congress)) = (link_date(&link), root.get_mut(year::CONGRESS)) {
        congress.set(congress::LINK_DATE, Datum::new(Value::Date(day), link.span));
    }
}

fn indicators(root: &mut Datum) {
    let mut seen: Vec<(String, String, Option<Date>)> = Vec::new();
    let Some(evaluation) = root.get_mut(year::SELF_EVALUATION) else { return };
    let items =
        evaluation.get_mut(self_evaluation::SCHOOL).map(Datum::items_mut).unwrap_or_default();
    let lists = items.iter_mut().filter_map(|item| item.get_mut(indicator::EVIDENCE));
    for evidence in lists.flat_map(Datum::items_mut) {
        let (title, date) =
            (evidence.get(evidence::TITLE).clone(), evidence.get(evidence::DATE).clone());
        if let Some(day) = date.date() {
            evidence.set(evidence::SEASON, word(season(day), date.span));
            evidence.set(evidence::DATED_SEASON, word(season(day), date.span));
        }
        let text = title.text().unwrap_or_default();
        if let Some(season) = ["春季", "秋季"].iter().find(|season| text.contains(**season)) {
            evidence.set(evidence::TITLED_SEASON, word(*season, title.span));
            evidence.set(evidence::SEASON, word(*season, title.span));
        }
        if let Some(year) = titled_year(text) {
            evidence.set(evidence::TITLED_YEAR, number(year, title.span));
        }
        if let Some(day) = date.date() {
            evidence.set(evidence::DATED_YEAR, number(day.year().into(), date.span));
        }
        evidence.set(evidence::TITLED_TERM, flag(names_a_term(text), title.span));
        let link = evidence.get(evidence::LINK).clone();
        if let Some(day) = link_date(&link) {
            evidence.set(evidence::LINK_DATE, Datum::new(Value::Date(day), link.span));
        }
        let Some(address) = link.text() else { continue };
        let same = seen.iter().find(|(known, _, _)| known == address);
        match same.filter(|(_, other, day)| other != text || *day != date.date()) {
            Some((_, other, _)) => evidence.set(evidence::SAME_LINK_AS, word(other, link.span)),
            None => seen.push((address.to_owned(), text.to_owned(), date.date())),
        }
    }
}

/// The half of the academic year a day lies in.
fn season(day: Date) -> &'static str {
    if (2..=7).contains(&u8::from(day.month())) { "春季" } else { "秋季" }
}

/// Returns the one calendar year a title names; none of an academic year, a stretch or a revision.
fn titled_year(title: &str) -> Option<i64> {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("(?P<before>[-—–－~～至])? *(?P<year>20[0-9]{2}) *(?P<unit>学年|级|年(?:修订|修正|版)|年)")
            .expect("a pattern of our own")
    });
    let mut named = YEAR.captures_iter(title);
    let hit = named.next().filter(|_| named.next().is_none())?;
    let plain = hit.name("before").is_none() && &hit["unit"] == "年";
    plain.then(|| hit["year"].parse().ok()).flatten()
}

fn names_a_term(title: &str) -> bool {
    static TERM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("第[0-9０-９零〇一二三四五六七八九十百]+届").expect("a pattern of our own")
    });
    TERM.is_match(title)
}

/// Returns the day an address tells: `news/2025-10-18.html`, `2025/1018/c12a34`, `20251018`.
fn link_date(link: &Datum) -> Option<Date> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            "(?:^|[^0-9])(20[0-9]{2})[-/_.]?(0[1-9]|1[0-2])[-/_.]?([0-2][0-9]|3[01])(?:[^0-9]|$)",
        )
        .expect("a pattern of our own")
    });
    let address = link.text()?;
    let hit = DAY.captures(address)?;
    day(&hit[1], &hit[2], &hit[3])
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::decode;

    #[test]
    fn a_title_names_one_year() {
        assert_eq!(titled_year("2025年度党建工作要点"), Some(2025));
        for none in [
            "2024—2025学年第二学期述职结果",
            "2021—2025年规划",
            "职责清单（2023年修订）",
            "2023级名单",
            "职责清单",
        ] {
            assert_eq!(titled_year(none), None, "{none}");
        }
    }

    #[test]
    fn an_address_tells_its_day() {
        let of = |text: &str| link_date(&word(text, None));
        for text in [
            "https://a.example/news/2025-10-18.html",
            "https://a.example/2025/1018/c12a345/page.htm",
            "https://a.example/info/20251018.htm",
        ] {
            assert_eq!(of(text), decode::date("2025-10-18").ok(), "{text}");
        }
        assert_eq!(of("https://a.example/info/1202510181.htm"), None);
        assert_eq!(of("https://a.example/info/1042/9321.htm"), None);
    }
}
