//! How schema 1 wrote days, terms and numbers.

use crate::document::Value;

/// Returns what stands between two words.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.strip_prefix(before)?.strip_suffix(after)
}

/// `工作成效（20分）` → 工作成效, 20.
pub fn dimension(title: &str) -> Option<(&str, &str)> {
    title.strip_suffix("分）")?.rsplit_once('（').filter(|(_, points)| is_number(points))
}

/// `2025年6月4日` → the day.
pub fn date(text: &str) -> Option<Value> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix('日')?;
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| is_number(text));
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    Some(Value::Date { date: format!("{year:04}-{month:02}-{day:02}") })
}

pub fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

/// The last part of an address.
pub fn last_part(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

/// `2024—2025学年春季`, `2024—2025学年春季学期`; without a season it is the whole year.
pub fn term(text: &str) -> Option<Value> {
    let (year, season) = text.split_once("学年")?;
    let season = season.strip_suffix("学期").unwrap_or(season);
    let season = if season.is_empty() { "全学年" } else { season };
    let year = Value::text(year.replace('—', "-"));
    Value::entry([("year", Some(year)), ("semester", Some(Value::text(season)))])
}
