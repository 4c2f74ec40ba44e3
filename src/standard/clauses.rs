//! The tables of fields of `clauses.yaml`: what texts must not say, must say, and must say alike.
//! It must not know any text.

use super::{Denials, Phrase, texts};
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
    pub fn find(&self, sentence: &str, denials: &Denials) -> Option<std::ops::Range<usize>> {
        if !self.when.holds(sentence) {
            return None;
        }
        self.phrases.iter().find_map(|phrase| phrase.find(sentence, denials))
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
