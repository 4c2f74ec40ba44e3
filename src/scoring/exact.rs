//! Exact numbers: read from decimals, rounded by a stated rule, printed.
//! It must not know what they count.

use num_rational::Ratio;

use super::{Rounding, RoundingRule};
use crate::numeral;

/// A score, a weight, a mean: exact.
pub type Exact = Ratio<i128>;

/// The most digits before the point and after it that are read. With it and with the most raters and
/// groups a scheme may have, no sum overflows.
const DIGITS: usize = 4;

/// Reads a decimal, `92.5`; full-width digits are read alike. At most four digits stand before the
/// point and four after it.
///
/// ```
/// use gongkai::scoring::{parse, Exact};
/// assert_eq!(parse("92.5"), Some(Exact::new(185, 2)));
/// assert_eq!(parse("9e2"), None);
/// ```
pub fn parse(text: &str) -> Option<Exact> {
    let plain: String = text.trim().chars().map(numeral::half_width).collect();
    let (sign, digits) = match plain.strip_prefix(['-', '−']) {
        Some(digits) => (-1, digits),
        None => (1, plain.as_str()),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let sound = |part: &str| {
        (1..=DIGITS).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !sound(whole) || !sound(decimals) {
        return None;
    }
    let number: i128 = format!("{whole}{decimals}").parse().ok()?;
    Some(Exact::new(sign * number, 10_i128.pow(decimals.len() as u32)))
}

/// Rounds to so many decimals.
pub fn round(value: Exact, Rounding { digits, rule }: Rounding) -> Exact {
    let scale = Exact::from_integer(10_i128.pow(digits));
    let scaled = value * scale;
    let down = scaled.trunc();
    let rest = if scaled < down { down - scaled } else { scaled - down };
    let half = Exact::new(1, 2);
    let away = match rule {
        RoundingRule::Truncate => false,
        RoundingRule::HalfUp => rest >= half,
        RoundingRule::HalfEven => rest > half || (rest == half && down.numer() % 2 != 0),
    };
    let one = Exact::from_integer(if value < Exact::default() { -1 } else { 1 });
    if away { (down + one) / scale } else { down / scale }
}

/// Rounds and prints with all decimals: `88.30`.
///
/// ```
/// use gongkai::scoring::{Exact, Rounding, RoundingRule, printed};
/// let two = Rounding { digits: 2, rule: RoundingRule::HalfUp };
/// assert_eq!(printed(Exact::new(265, 3), two), "88.33");
/// assert_eq!(printed(Exact::new(169_999, 2000), two), "85.00");
/// ```
pub fn printed(value: Exact, rounding: Rounding) -> String {
    let rounded = round(value, rounding);
    let digits = rounding.digits as usize;
    let scaled = (rounded * Exact::from_integer(10_i128.pow(rounding.digits))).to_integer();
    let sign = if scaled < 0 { "-" } else { "" };
    let all = format!("{:0>width$}", scaled.abs(), width = digits + 1);
    let (whole, decimals) = all.split_at(all.len() - digits);
    if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") }
}

/// Prints a number whole where its decimals end, else as a fraction: `88.6`, `265/3`.
pub fn decimal(value: Exact) -> String {
    let mut rest = *value.denom();
    for prime in [2, 5] {
        while rest % prime == 0 {
            rest /= prime;
        }
    }
    if rest != 1 {
        return value.to_string();
    }
    let ends = |digits: &u32| (value * Exact::from_integer(10_i128.pow(*digits))).is_integer();
    // A denominator of 2s and 5s has at most as many decimals as it has of either.
    let digits = (0..=20).find(ends);
    match digits {
        Some(digits) => printed(value, Rounding { digits, rule: RoundingRule::Truncate }),
        None => value.to_string(),
    }
}
