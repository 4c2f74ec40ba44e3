//! Words by which a sentence speaks of another matter than the datum: of other persons, of some only,
//! of another meeting. It must not know any text, nor what is compared.

use super::texts;
use crate::datum::{Datum, FieldName, Shape::*};
use crate::record;

record! {
    /// The part of `words.yaml` that tells what a number or a day is not of.
    pub static MATTERS, matters: "说的不是" {
        "别的人" OTHER_PERSONS: Texts, Optional Public, "“共N名”紧跟在这些字眼后面，数的是他们（TX-12）";
        "一些代表" SOME_DELEGATES: Texts, Optional Public, "句子里有了，院系后面的人数不是它的代表名额（TX-12）";
        "大会的一段" PARTS_OF_CONGRESS: Texts, Optional Public, "句子里有了，地点不是大会的会场（TX-12）";
        "别的占比" OTHER_SHARES: Texts, Optional Public, "占学生百分之几的，说的是这些人（TX-12）";
        "只是一部分" SOME: Texts, Optional Public, "写在数目前后，说的就不是全部（TX-23）";
        "别的单位" OTHER_BODIES: Texts, Optional Public, "分句里写在数目前面，说的就是它的（TX-23）";
        "部门里的一些人" SOME_OF_UNIT: Texts, Optional Public, "句子里有了，部门后面的人数不是它的全体（TX-23）";
        "可以重叠" OVERLAPPING: Texts, Optional Public, "“其中”列出的有这些字眼，合起来不必等于全部（TX-18）";
        "年级不全" OTHER_GRADES: Texts, Optional Public, "句子里有了，三个年级、两种面貌合起来不是全部（TX-18）";
    }
}

/// What a number, a place or a day is not of, by the words around it.
#[derive(Clone, Debug, Default)]
pub struct Matters {
    /// Persons of whom a 共N名 right behind them counts.
    pub other_persons: Vec<String>,
    /// With these a sentence tells of some of a department's delegates.
    pub some_delegates: Vec<String>,
    /// With these a sentence tells where a part of the congress, or another meeting, was held.
    pub parts_of_congress: Vec<String>,
    /// Groups of students other than the delegates.
    pub other_shares: Vec<String>,
    /// What makes a number beside it one of some.
    pub some: Vec<String>,
    /// Bodies whose a number behind them is.
    pub other_bodies: Vec<String>,
    /// With these a sentence tells of some members of a unit.
    pub some_of_unit: Vec<String>,
    /// Parts of a whole that may overlap.
    pub overlapping: Vec<String>,
    /// With these the grades or groups named are not all there are.
    pub other_grades: Vec<String>,
}

impl Matters {
    /// Adds what one record of [`MATTERS`] holds.
    pub fn add(&mut self, file: &Datum) {
        let lists: [(&mut Vec<String>, FieldName); 9] = [
            (&mut self.other_persons, matters::OTHER_PERSONS),
            (&mut self.some_delegates, matters::SOME_DELEGATES),
            (&mut self.parts_of_congress, matters::PARTS_OF_CONGRESS),
            (&mut self.other_shares, matters::OTHER_SHARES),
            (&mut self.some, matters::SOME),
            (&mut self.other_bodies, matters::OTHER_BODIES),
            (&mut self.some_of_unit, matters::SOME_OF_UNIT),
            (&mut self.overlapping, matters::OVERLAPPING),
            (&mut self.other_grades, matters::OTHER_GRADES),
        ];
        for (list, name) in lists {
            list.extend(texts(file, name));
        }
    }
}

/// Tells whether a text has one of some words.
pub fn has(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

/// Tells whether a text ends in one of some words.
pub fn ends_in(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.ends_with(word.as_str()))
}
