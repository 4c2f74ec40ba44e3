//! The table of fields of `sayings.yaml`: how texts say what the data hold, in numbers or for all of
//! something. It must not know any text.

use crate::datum::{Datum, FieldName, Shape::*};
use crate::record;
use crate::standard::{Phrase, has};

record! {
    /// `standards/sayings.yaml`, and a site's own beside its forms and rules.
    pub static SAYINGS, sayings: "说法" {
        "数字" FIGURES: Keyed(&SAYING), Optional Public, "写出数据里一个数的说法（TX-12），数据写它在哪个文件哪一项";
        "数目" COUNTS: Keyed(&SAYING), Optional Public, "写出一个数的说法";
        "断言" CLAIMS: Keyed(&SAYING), Optional Public, "说全部、没有的说法";
        "占比" SHARES: Keyed(&SAYING), Optional Public, "说占百分之几的说法";
        "增减" CHANGES: Keyed(&SAYING), Optional Public, "说从多少变到多少的说法，写法里有两个 N";
        "前后" REPEATED: Keyed(&SAYING), Optional Public, "一篇里几处写到、应当一样的数；不必是数据里的";
        "平均" AVERAGES: Keyed(&SAYING), Optional Public, "说平均多少的说法";
    }
}

record! {
    static SAYING, saying: "一种说法" {
        "名称" NAME: Text, Required Public, "说的是什么";
        "部分" SECTIONS: Texts, Optional Public, "查哪几部分，不写就是各篇说明文字";
        "写法" PHRASES: Texts, Required Public, "怎样写的算；N 是数，^ 是开头，其余同 clauses.yaml";
        "数据" DATA: Texts, Optional Public, "说的是哪个数，“前后”不写：数目写一个或者几个，合其一即可；断言写两个，应当相等；占比写部分和全部；平均写被除数和除数；增减写原来的和现在的";
        "句中" WITHIN: Texts, Optional Public, "同一句里要有的字眼，任选其一";
        "除外" EXCEPT: Texts, Optional Public, "同一句里有了就不算的字眼";
        "句前除外" EXCEPT_BEFORE: Texts, Optional Public, "同一句里写在它前面就不算的字眼";
        "虽有" DESPITE: Texts, Optional Public, "words.yaml 的“另有所指”里，这一种说法有了也还是它的字眼";
        "往年" PAST: YesNo, Optional Public, "说的本来就是上一学年，句中往年的字眼不算";
        "错" WRONG: Texts, Optional Public, "样例（standards/specimen）里说错了的句子";
        "对" RIGHT: Texts, Optional Public, "样例里没有说错的句子";
    }
}

/// A way to say something that the data hold.
#[derive(Clone, Debug)]
pub struct Saying {
    pub name: String,
    pub sections: Vec<String>,
    pub phrases: Vec<Phrase>,
    /// The names of the quantities it is about.
    pub data: Vec<String>,
    /// Words of another matter that do not make its number another: 候选人依次发言.
    pub despite: Vec<String>,
    within: Vec<String>,
    except: Vec<String>,
    except_before: Vec<String>,
    /// Whether it speaks of the year before, so that words of the past do not make it another's.
    pub past: bool,
    /// Sentences that say it wrongly of the specimen, and rightly: the proof of the entry.
    pub examples: [Vec<String>; 2],
}

impl Saying {
    /// Tells whether the phrases count in this sentence.
    pub fn holds(&self, sentence: &str) -> bool {
        (self.within.is_empty() || has(sentence, &self.within)) && !has(sentence, &self.except)
    }

    /// Tells whether the sentence has turned to another matter before it comes to the phrase.
    pub fn is_of_other_matter(&self, before: &str) -> bool {
        has(before, &self.except_before)
    }
}

/// How texts say what the data hold.
#[derive(Clone, Debug, Default)]
pub struct Sayings {
    /// Numbers that a field of the year holds.
    pub figures: Vec<Saying>,
    pub counts: Vec<Saying>,
    pub claims: Vec<Saying>,
    /// What is a percentage of something.
    pub shares: Vec<Saying>,
    pub averages: Vec<Saying>,
    /// What a number was, and what it is.
    pub changes: Vec<Saying>,
    /// Numbers that one part of the year tells in several places, alike.
    pub repeated: Vec<Saying>,
}

impl Sayings {
    /// Adds what one record of [`SAYINGS`] holds.
    pub fn add(&mut self, file: &Datum) {
        let of = |list: FieldName| file.get(list).items().iter().filter_map(read);
        self.figures.extend(of(sayings::FIGURES));
        self.counts.extend(of(sayings::COUNTS));
        self.claims.extend(of(sayings::CLAIMS));
        self.shares.extend(of(sayings::SHARES));
        self.averages.extend(of(sayings::AVERAGES));
        self.changes.extend(of(sayings::CHANGES));
        self.repeated.extend(of(sayings::REPEATED));
    }
}

fn read(entry: &Datum) -> Option<Saying> {
    let texts = |name| super::texts(entry, name);
    Some(Saying {
        name: entry.get(saying::NAME).text()?.to_owned(),
        sections: texts(saying::SECTIONS),
        phrases: texts(saying::PHRASES).iter().filter_map(|it| Phrase::new(it)).collect(),
        data: texts(saying::DATA),
        despite: texts(saying::DESPITE),
        within: texts(saying::WITHIN),
        except: texts(saying::EXCEPT),
        except_before: texts(saying::EXCEPT_BEFORE),
        past: entry.get(saying::PAST).bool() == Some(true),
        examples: [texts(saying::WRONG), texts(saying::RIGHT)],
    })
}
