//! Phrases that texts are searched for: words, gaps, numbers, and words of which any one will do.
//! It must not know any phrase, nor what it means that one is said.

use std::ops::Range;

use super::{ends_in, has};

/// A phrase that texts are searched for.
#[derive(Clone, Debug)]
pub struct Phrase {
    parts: Vec<Part>,
    /// The longest words that stand in whatever says it.
    words: String,
    /// The characters of all words that stand in whatever says it.
    letters: Letters,
}

/// Which characters a text has, as far as 256 bits tell: several share one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Letters([u64; 4]);

impl Letters {
    pub fn in_text(text: &str) -> Self {
        let mut letters = Self::default();
        for c in text.chars() {
            let bit = u32::from(c) % 256;
            letters.0[bit as usize / 64] |= 1 << (bit % 64);
        }
        letters
    }

    fn has_all_of(self, others: Self) -> bool {
        self.0.iter().zip(others.0).all(|(own, other)| own & other == other)
    }
}

#[derive(Clone, Debug)]
enum Part {
    Words(String),
    /// As few characters as will do, none of these.
    Gap(usize, &'static str),
    /// A number, Arabic or Chinese, as long as will do.
    Number,
    /// A percentage: 1.6%, 百分之一点六.
    Percent,
    /// The beginning of the text.
    Start,
    OneOf(Vec<Vec<Part>>),
}

/// A few characters of one clause.
const GAP: Part = Part::Gap(16, "，。；：\n");
/// Characters that may go beyond a comma.
const LONG_GAP: Part = Part::Gap(40, "。；\n");

/// What a phrase leaves open, as a text fills it in.
#[derive(Clone, Default)]
struct Filled {
    gaps: Vec<Range<usize>>,
    numbers: Vec<Range<usize>>,
}

/// Where a text says a phrase.
struct Hit {
    whole: Range<usize>,
    filled: Filled,
}

/// By which words a text denies what it says.
#[derive(Clone, Debug, Default)]
pub struct Denials {
    /// What switches a phrase off when it stands right before it, or within it.
    pub negations: Vec<String>,
    /// Words that have 不 or 未 and deny nothing that stands behind them.
    pub asserting: Vec<String>,
    /// What joins the last item of a list to those before it.
    pub joining: Vec<String>,
}

impl Denials {
    /// Tells whether a text denies what stands behind it.
    pub fn are_in(&self, text: &str) -> bool {
        let text = self.asserting.iter().fold(text.to_owned(), |text, word| text.replace(word, ""));
        has(&text, &self.negations)
    }

    /// Tells whether what stands before a phrase denies it: right before it, or before the list it ends.
    fn end(&self, before: &str) -> bool {
        let clause = before.rsplit(['，', '。', '；', '：']).next().unwrap_or_default();
        let mut items = clause.rsplit('、').map(|item| {
            let from = item.char_indices().rev().take(REACH).last().map_or(0, |(at, _)| at);
            // What stands before 的 is told of somebody: 不能到会的代表可以….
            self.are_in(item[from..].rsplit('的').next().unwrap_or_default())
        });
        let own = items.next().unwrap_or_default();
        own || (ends_in(clause, &self.joining) && items.any(|denied| denied))
    }
}

/// How far before a phrase a negation counts, in characters.
const REACH: usize = 8;

impl Phrase {
    /// Makes a search of a phrase: `…` is a few characters of one clause, `……` may go beyond a
    /// comma, `N` is a number, `^` the beginning of the text, `[甲|乙]` is one of them. Absent when a
    /// bracket is not closed, or none was opened.
    pub fn new(text: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut open: Option<Vec<Vec<Part>>> = None;
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let length = if rest.starts_with("……") { "……".len() } else { c.len_utf8() };
            let (here, behind) = rest.split_at(length);
            rest = behind;
            match (here, &mut open) {
                ("[", None) => open = Some(vec![Vec::new()]),
                ("]", Some(ways)) => {
                    let ways = std::mem::take(ways);
                    match parts.last_mut() {
                        Some(number @ Part::Number) if is_percent(&ways) => *number = Part::Percent,
                        _ => parts.push(Part::OneOf(ways)),
                    }
                    open = None;
                }
                ("[" | "]", _) => return None,
                ("|", Some(ways)) => ways.push(Vec::new()),
                (_, Some(ways)) => add(ways.last_mut()?, here),
                (_, None) => add(&mut parts, here),
            }
        }
        let all = || {
            parts.iter().filter_map(|part| match part {
                Part::Words(words) => Some(words.as_str()),
                _ => None,
            })
        };
        let words = all().max_by_key(|words| words.len()).unwrap_or_default().to_owned();
        let letters = Letters::in_text(&all().collect::<String>());
        open.is_none().then_some(Self { parts, words, letters })
    }

    /// Tells whether a text with these characters may say it: most texts are told from them not to.
    pub fn may_be_in(&self, letters: Letters) -> bool {
        letters.has_all_of(self.letters)
    }

    /// Returns a text without what says it.
    pub fn without(&self, text: &str) -> String {
        let mut kept = String::new();
        let mut from = 0;
        for hit in self.hits(text) {
            kept.push_str(&text[from..hit.whole.start]);
            from = hit.whole.end;
        }
        kept + &text[from..]
    }

    /// Returns where a sentence says it, unless it denies it.
    pub fn find(&self, sentence: &str, denials: &Denials) -> Option<Range<usize>> {
        self.hits(sentence).find_map(|Hit { whole, filled }| {
            let between = filled.gaps.into_iter().any(|gap| denials.are_in(&sentence[gap]));
            (!between && !denials.end(&sentence[..whole.start])).then_some(whole)
        })
    }

    /// Returns every place where a text says it with a number, and where that stands.
    pub fn counts(&self, text: &str) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
        self.numbers(text).filter_map(|(whole, all)| Some((whole, all.into_iter().next()?)))
    }

    /// Returns every place where a text says it, and where each of its numbers stands.
    pub fn numbers(&self, text: &str) -> impl Iterator<Item = (Range<usize>, Vec<Range<usize>>)> {
        self.hits(text).map(|hit| (hit.whole, hit.filled.numbers))
    }

    /// Returns every place where a text says it, each behind the one before.
    fn hits(&self, text: &str) -> impl Iterator<Item = Hit> {
        let may = text.contains(&self.words) && may_stand(&self.parts, text);
        let mut from = may.then_some(0);
        std::iter::from_fn(move || {
            while let Some(start) = from {
                let next = text[start..].chars().next().map(|c| start + c.len_utf8());
                let mut filled = Filled::default();
                let end = end(&self.parts, text, start, &mut filled, &mut |at, _| Some(at));
                from = end.filter(|end| *end > start).or(next);
                if let Some(end) = end {
                    return Some(Hit { whole: start..end, filled });
                }
            }
            None
        })
    }
}

/// Tells whether a text has the words of some parts, wherever.
fn may_stand(parts: &[Part], text: &str) -> bool {
    parts.iter().all(|part| match part {
        Part::Words(words) => text.contains(words.as_str()),
        Part::Gap(..) | Part::Number | Part::Percent | Part::Start => true,
        Part::OneOf(ways) => ways.iter().any(|way| may_stand(way, text)),
    })
}

/// Adds words, or the gap they stand for.
fn add(parts: &mut Vec<Part>, here: &str) {
    match (here, parts.last_mut()) {
        ("…", _) => parts.push(GAP),
        ("……", _) => parts.push(LONG_GAP),
        ("N", _) => parts.push(Part::Number),
        ("^", _) => parts.push(Part::Start),
        (_, Some(Part::Words(words))) => words.push_str(here),
        _ => parts.push(Part::Words(here.to_owned())),
    }
}

/// Tells whether ways are the signs behind a percentage, `[%|％]`.
fn is_percent(ways: &[Vec<Part>]) -> bool {
    let is_sign =
        |way: &Vec<Part>| matches!(&way[..], [Part::Words(sign)] if sign == "%" || sign == "％");
    !ways.is_empty() && ways.iter().all(is_sign)
}

/// Returns where a number or a percentage that begins at a place may end, the longest first.
fn ends_of(part: &Part, text: &str, at: usize) -> Vec<usize> {
    if matches!(part, Part::Percent) { percent_ends(text, at) } else { number_ends(text, at) }
}

/// Returns where a percentage that begins at a place may end, its sign or 百分之 included.
fn percent_ends(text: &str, at: usize) -> Vec<usize> {
    const OF_HUNDRED: &str = "百分之";
    if !text[at..].starts_with(OF_HUNDRED) {
        let signed = |end: usize| {
            Some(end + text[end..].chars().next().filter(|c| matches!(c, '%' | '％'))?.len_utf8())
        };
        return number_ends(text, at).into_iter().filter_map(signed).collect();
    }
    let whole = number_ends(text, at + OF_HUNDRED.len());
    let point = |end: &usize| text[*end..].starts_with('点').then_some(end + '点'.len_utf8());
    let fractions = whole.first().and_then(point).map(|at| number_ends(text, at));
    fractions.into_iter().flatten().chain(whole).collect()
}

/// Returns where a number that begins at a place may end, the longest first.
fn number_ends(text: &str, at: usize) -> Vec<usize> {
    const DIGITS: &str = "0123456789０１２３４５６７８９";
    const NUMERALS: &str = "〇零一二两三四五六七八九十百千";
    let run = |from: usize, of: &str| -> Vec<usize> {
        let within = text[from..].char_indices().take_while(|(_, c)| of.contains(*c));
        within.map(|(behind, c)| from + behind + c.len_utf8()).collect()
    };
    let mut ends = run(at, DIGITS);
    if let Some(&end) = ends.last() {
        let point = text[end..].chars().next().filter(|c| matches!(c, '.' | '．'));
        let fraction = point.map(|point| run(end + point.len_utf8(), &DIGITS[..10]));
        ends.extend(fraction.unwrap_or_default());
    }
    ends.extend(run(at, NUMERALS));
    ends.reverse();
    ends
}

/// What is looked for behind some parts: from a place on, with what was filled in so far.
type Then<'a> = &'a mut dyn FnMut(usize, &mut Filled) -> Option<usize>;

/// Returns where that ends which these parts and `then` say from a place on; `filled` is what was filled
/// in before. The first way that leads to an end is taken.
fn end(parts: &[Part], text: &str, at: usize, filled: &mut Filled, then: Then) -> Option<usize> {
    let Some((part, rest)) = parts.split_first() else { return then(at, filled) };
    match part {
        Part::Words(words) => {
            let says = text[at..].starts_with(words.as_str());
            says.then(|| end(rest, text, at + words.len(), filled, then))?
        }
        Part::Start => (at == 0).then(|| end(rest, text, at, filled, then))?,
        Part::Number | Part::Percent => ends_of(part, text, at).into_iter().find_map(|behind| {
            filled.numbers.push(at..behind);
            let found = end(rest, text, behind, filled, then);
            if found.is_none() {
                filled.numbers.pop();
            }
            found
        }),
        Part::Gap(most, barred) => {
            let within = text[at..].char_indices().take(*most);
            let within = within.take_while(|(_, c)| !barred.contains(*c));
            let ends = within.map(|(from, c)| at + from + c.len_utf8());
            std::iter::once(at).chain(ends).find_map(|behind| {
                filled.gaps.push(at..behind);
                let found = end(rest, text, behind, filled, then);
                if found.is_none() {
                    filled.gaps.pop();
                }
                found
            })
        }
        Part::OneOf(ways) => ways.iter().find_map(|way| {
            end(way, text, at, filled, &mut |at, filled| end(rest, text, at, filled, then))
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::load::own_words;

    static DENIALS: LazyLock<Denials> = LazyLock::new(|| own_words().denials);

    #[test]
    fn a_phrase_that_is_not_closed_is_none() {
        for wrong in ["[可以|可委托", "可以]委托", "[可[以]]委托"] {
            assert!(Phrase::new(wrong).is_none(), "{wrong}");
        }
        let phrase = Phrase::new("甲|乙…[丙|丁]").unwrap();
        assert_eq!(phrase.find("有甲|乙和丁", &DENIALS), Some(3.."有甲|乙和丁".len()));
        assert_eq!(phrase.find("有甲和丁", &DENIALS), None);
        assert_eq!(phrase.without("有甲|乙丙了"), "有了");
    }

    #[test]
    fn a_gap_is_as_short_as_will_do_and_ends_with_its_clause() {
        let found = |phrase: &str, text: &str| {
            Phrase::new(phrase).unwrap().find(text, &DENIALS).map(|place| text[place].to_owned())
        };
        assert_eq!(found("甲…[乙|丙]", "先甲与丙乙").as_deref(), Some("甲与丙"));
        assert_eq!(found("甲…乙", "甲，乙"), None);
        assert_eq!(found("甲……乙", "甲，乙").as_deref(), Some("甲，乙"));
        assert_eq!(found("甲……乙", "甲。乙"), None);
        assert_eq!(found("由[…|]院…乙", "由某院的乙").as_deref(), Some("由某院的乙"));
        assert_eq!(found("甲[乙|乙丙]丁", "甲乙丙丁").as_deref(), Some("甲乙丙丁"));
        let far = |between: usize| format!("甲{}乙", "在".repeat(between));
        assert!(found("甲…乙", &far(16)).is_some() && found("甲…乙", &far(17)).is_none());
        assert!(found("甲……乙", &far(40)).is_some() && found("甲……乙", &far(41)).is_none());
        // The second mention is not denied.
        assert_eq!(found("甲…乙", "甲不乙，甲乙").as_deref(), Some("甲乙"));
    }

    #[test]
    fn a_number_is_as_long_as_will_do() {
        let counted = |phrase: &str, text: &str| -> Vec<String> {
            let phrase = Phrase::new(phrase).unwrap();
            phrase.counts(text).map(|(_, number)| text[number].to_owned()).collect()
        };
        assert_eq!(counted("代表N[名|人]", "代表136名，学生代表十二人"), ["136", "十二"]);
        assert_eq!(counted("占N%", "占１６.5%，占3%"), ["１６.5", "3"]);
        assert_eq!(counted("N十名", "二十名，一百二十名"), ["二", "一百二"]);
        assert_eq!(counted("^代表N名", "代表3名，代表4名"), ["3"]);
        assert_eq!(
            counted("占N[%|％]", "占1.6％，占百分之一点六，占百分之30，占3名"),
            ["1.6％", "百分之一点六", "百分之30"]
        );
        assert!(counted("代表N名", "代表若干名").is_empty());
        assert!(counted("代表[名|人]", "代表人").is_empty());
    }

    #[test]
    fn a_denied_phrase_is_not_said() {
        let phrase = Phrase::new("[可以|可]…委托…投票").unwrap();
        let says = |text: &str| phrase.find(text, &DENIALS).is_some();
        assert!(says("不能到会的代表，可以委托他人投票"));
        assert!(says("不能到会的代表可以委托他人投票"));
        assert!(says("未到会代表可以委托他人投票"));
        assert!(!says("不得委托他人投票"));
        assert!(!says("代表不可以委托他人投票"));
        assert!(!says("代表可以不委托他人投票"));
        assert!(!says("可以另选他人，不受委托，投票"));
        let phrase = Phrase::new("[举手|等额]…选举").unwrap();
        let says = |text: &str| phrase.find(text, &DENIALS).is_some();
        for denied in [
            "大会没有采用鼓掌、举手方式选举",
            "不得以鼓掌、欢呼或者举手方式选举",
            "选举不得采用举手、鼓掌或者等额的方式选举",
        ] {
            assert!(!says(denied), "{denied}");
        }
        for said in [
            "采用不记名投票、举手方式选举",
            "不设候选人、采用举手方式选举",
            "代表不足三分之二时等额选举",
            "不断改进工作、举手选举",
        ] {
            assert!(says(said), "{said}");
        }
    }
}
