//! The tables of fields of `clauses.yaml`: what texts must not say, must say, and must say alike.
//! It must not know any text.

use std::sync::{Arc, OnceLock};

use regex::Regex;

use crate::datum::{Datum, FieldName, Shape::*};
use crate::record;

record! {
    /// `standards/clauses.yaml`, and a site's own beside its forms and rules.
    pub static CLAUSES, clauses: "语句" {
        "不应写" FORBIDDEN: Keyed(&FORBIDDEN), Optional Public, "不应当写的语句";
        "应当写" WANTED: Keyed(&WANTED), Optional Public, "应当写到的内容";
        "各处一致" ALIKE: Keyed(&ALIKE), Optional Public, "各处说法应当一致的内容";
    }
}

record! {
    static FORBIDDEN, forbidden: "不应写的语句" {
        "名称" NAME: Text, Required Public, "差错的名称";
        "部分" SECTIONS: Texts, Required Public, "查哪几部分";
        "写法" PHRASES: Texts, Required Public, "怎样写的算";
        "句中" WITHIN: Texts, Optional Public, "同一句里要有的字眼，任选其一";
        "除外" EXCEPT: Texts, Optional Public, "同一句里有了就不算的字眼";
        "例外" UNLESS: Text, Optional Public, "同一句里有了就不算的一个说法";
        "职务" POST: Text, Optional Public, "表样的职务名称里有它的，不查";
        "应为" PROPER: Text, Required Public, "应当怎样写";
        "指标" INDICATOR: Text, Optional Public, "所关系的指标的键；它写否的，不查";
        "说明" WHY: Text, Required Public, "为什么";
        "错" WRONG: Texts, Required Public, "有差错的例句";
        "对" RIGHT: Texts, Required Public, "没有差错的例句";
    }
}

record! {
    static WANTED, wanted: "应当写的内容" {
        "名称" NAME: Text, Required Public, "内容的名称";
        "部分" SECTIONS: Texts, Required Public, "查哪几部分";
        "写法" PHRASES: Texts, Required Public, "怎样写的算，任选其一";
    }
}

record! {
    static ALIKE, alike: "应当一致的内容" {
        "名称" NAME: Text, Required Public, "内容的名称";
        "部分" SECTIONS: Texts, Required Public, "查哪几部分";
        "说法" VARIANTS: Keyed(&VARIANT), Required Public, "各种说法，每种有哪些写法";
        "句中" WITHIN: Texts, Optional Public, "同一句里要有的字眼，任选其一";
        "除外" EXCEPT: Texts, Optional Public, "同一句里有了就不算的字眼";
    }
}

record! {
    static VARIANT, variant: "说法" {
        "名称" NAME: Text, Required Public, "说法的名称";
        "写法" PHRASES: Texts, Required Public, "怎样写的算";
    }
}

/// A phrase that texts are searched for.
#[derive(Clone, Debug)]
pub struct Phrase {
    pattern: String,
    /// The longest words that stand in whatever says it.
    words: String,
    /// The pattern, compiled when a text has the words: most texts say few phrases.
    compiled: Arc<OnceLock<Regex>>,
}

/// What switches a phrase off when it stands right before it, or within it.
const NEGATIONS: [&str; 19] = [
    "不得",
    "不能",
    "不可",
    "不应",
    "不再",
    "不准",
    "不允许",
    "禁止",
    "严禁",
    "避免",
    "防止",
    "杜绝",
    "反对",
    "取消",
    "无权",
    "无需",
    "未",
    "并非",
    "不",
];

/// How far before a phrase a negation counts, in characters.
const REACH: usize = 8;

impl Phrase {
    /// Makes a search of a phrase: `…` is a few characters of one clause, `……` may go beyond a
    /// comma, `[甲|乙]` is one of them. Absent when a bracket is not closed, or none was opened.
    pub fn new(text: &str) -> Option<Self> {
        let mut pattern = String::new();
        let mut open = false;
        let mut words = vec![String::new()];
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if let Some(after) = rest.strip_prefix("……") {
                pattern.push_str("([^。；\\n]{0,40}?)");
                words.push(String::new());
                rest = after;
                continue;
            }
            match c {
                '…' => pattern.push_str("([^，。；：\\n]{0,16}?)"),
                '[' | ']' if open == (c == '[') => return None,
                '[' => pattern.push_str("(?:"),
                ']' => pattern.push(')'),
                '|' if open => pattern.push('|'),
                _ => pattern.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
            }
            match c {
                '…' | '[' | ']' => {
                    words.push(String::new());
                    open = if c == '…' { open } else { c == '[' };
                }
                _ if open => {}
                _ => words.last_mut()?.push(c),
            }
            rest = &rest[c.len_utf8()..];
        }
        let words = words.into_iter().max_by_key(String::len)?;
        (!open).then_some(Self { pattern, words, compiled: Arc::default() })
    }

    /// Returns the pattern, unless a text cannot say it.
    fn within(&self, text: &str) -> Option<&Regex> {
        let compile = || Regex::new(&self.pattern).expect("its parts are escaped and closed");
        text.contains(&self.words).then(|| self.compiled.get_or_init(compile))
    }

    /// Returns a text without what says it.
    pub fn without(&self, text: &str) -> String {
        let pattern = self.within(text);
        pattern.map_or(text.to_owned(), |it| it.replace_all(text, "").into_owned())
    }

    /// Returns where a sentence says it, unless it denies it.
    pub fn find(&self, sentence: &str) -> Option<std::ops::Range<usize>> {
        self.within(sentence)?.captures_iter(sentence).find_map(|hit| {
            let whole = hit.get(0)?.range();
            let between = hit.iter().skip(1).flatten().any(|gap| denies(gap.as_str()));
            let before = sentence[..whole.start].rsplit(['，', '。', '；', '：', '、']).next()?;
            let from = before.char_indices().rev().take(REACH).last().map_or(0, |(at, _)| at);
            // What stands before 的 is told of somebody: 不能到会的代表可以….
            let near = before[from..].rsplit('的').next().unwrap_or_default();
            (!between && !denies(near)).then_some(whole)
        })
    }
}

/// Words that have 不 and deny nothing.
const ASSERTING: [&str; 6] = ["不断", "不定期", "不仅", "不但", "不只", "不同"];

/// Tells whether a text denies what stands behind it.
pub fn denies(text: &str) -> bool {
    let text = ASSERTING.iter().fold(text.to_owned(), |text, word| text.replace(word, ""));
    NEGATIONS.iter().any(|word| text.contains(word))
}

/// What must not be said.
#[derive(Clone, Debug)]
pub struct Forbidden {
    pub name: String,
    pub sections: Vec<String>,
    pub phrases: Vec<Phrase>,
    pub when: When,
    pub proper: String,
    pub indicator: Option<String>,
    /// A post; where the form of the year admits it, the phrases may be said.
    pub post: Option<String>,
    pub why: String,
    /// Sentences that say it, and sentences that do not: the proof of the entry.
    pub examples: [Vec<String>; 2],
}

/// In which sentences a phrase counts.
#[derive(Clone, Debug, Default)]
pub struct When {
    within: Vec<String>,
    except: Vec<String>,
}

impl When {
    fn read(entry: &Datum) -> Self {
        let mut except = texts(entry, forbidden::EXCEPT);
        except.extend(texts(entry, forbidden::UNLESS));
        Self { within: texts(entry, forbidden::WITHIN), except }
    }

    /// Tells whether a phrase in this sentence counts.
    pub fn holds(&self, sentence: &str) -> bool {
        let has = |words: &[String]| words.iter().any(|word| sentence.contains(word.as_str()));
        (self.within.is_empty() || has(&self.within)) && !has(&self.except)
    }
}

impl Forbidden {
    /// Returns where a sentence says it.
    pub fn find(&self, sentence: &str) -> Option<std::ops::Range<usize>> {
        if !self.when.holds(sentence) {
            return None;
        }
        self.phrases.iter().find_map(|phrase| phrase.find(sentence))
    }
}

/// What must be said.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub name: String,
    pub sections: Vec<String>,
    pub phrases: Vec<Phrase>,
}

/// What must be said alike everywhere.
#[derive(Clone, Debug)]
pub struct Alike {
    pub name: String,
    pub sections: Vec<String>,
    /// Each way to say it, with its phrases.
    pub variants: Vec<(String, Vec<Phrase>)>,
    pub when: When,
}

/// What texts must not say, must say, and must say alike.
#[derive(Clone, Debug, Default)]
pub struct Clauses {
    pub forbidden: Vec<Forbidden>,
    pub wanted: Vec<Wanted>,
    pub alike: Vec<Alike>,
}

impl Clauses {
    /// Adds what one record of [`CLAUSES`] holds.
    pub fn add(&mut self, file: &Datum) {
        let text = |entry: &Datum, name: FieldName| entry.get(name).text().map(str::to_owned);
        self.forbidden.extend(file.get(clauses::FORBIDDEN).items().iter().filter_map(|entry| {
            Some(Forbidden {
                name: text(entry, forbidden::NAME)?,
                sections: texts(entry, forbidden::SECTIONS),
                phrases: phrases(entry),
                when: When::read(entry),
                proper: text(entry, forbidden::PROPER)?,
                indicator: text(entry, forbidden::INDICATOR),
                post: text(entry, forbidden::POST),
                why: text(entry, forbidden::WHY)?,
                examples: [texts(entry, forbidden::WRONG), texts(entry, forbidden::RIGHT)],
            })
        }));
        self.wanted.extend(file.get(clauses::WANTED).items().iter().filter_map(|entry| {
            let (sections, phrases) = (texts(entry, wanted::SECTIONS), phrases(entry));
            Some(Wanted { name: text(entry, wanted::NAME)?, sections, phrases })
        }));
        self.alike.extend(file.get(clauses::ALIKE).items().iter().filter_map(|entry| {
            let variants = entry.get(alike::VARIANTS).items().iter();
            let variants = variants.filter_map(|it| Some((text(it, variant::NAME)?, phrases(it))));
            Some(Alike {
                name: text(entry, alike::NAME)?,
                sections: texts(entry, alike::SECTIONS),
                variants: variants.collect(),
                when: When {
                    within: texts(entry, alike::WITHIN),
                    except: texts(entry, alike::EXCEPT),
                },
            })
        }));
    }
}

fn phrases(entry: &Datum) -> Vec<Phrase> {
    texts(entry, forbidden::PHRASES).iter().filter_map(|text| Phrase::new(text)).collect()
}

fn texts(record: &Datum, name: FieldName) -> Vec<String> {
    let field = record.get(name);
    let one = field.text().into_iter();
    one.chain(field.items().iter().filter_map(Datum::text)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_that_is_not_closed_is_none() {
        for wrong in ["[可以|可委托", "可以]委托", "[可[以]]委托"] {
            assert!(Phrase::new(wrong).is_none(), "{wrong}");
        }
        let phrase = Phrase::new("甲|乙…[丙|丁]").unwrap();
        assert_eq!(phrase.find("有甲|乙和丁"), Some(3.."有甲|乙和丁".len()));
        assert_eq!(phrase.find("有甲和丁"), None);
        assert_eq!(phrase.without("有甲|乙丙了"), "有了");
    }

    #[test]
    fn a_denied_phrase_is_not_said() {
        let phrase = Phrase::new("[可以|可]…委托…投票").unwrap();
        let says = |text: &str| phrase.find(text).is_some();
        assert!(says("不能到会的代表，可以委托他人投票"));
        assert!(says("不能到会的代表可以委托他人投票"));
        assert!(!says("不得委托他人投票"));
        assert!(!says("代表不可以委托他人投票"));
        assert!(!says("代表可以不委托他人投票"));
        assert!(!says("可以另选他人，不受委托，投票"));
    }
}
