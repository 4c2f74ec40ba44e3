//! The table of fields of `words.yaml`: wrong words, traditional characters, names of offices.
//! It must not know any text, nor any rule.

use crate::datum::{Datum, Record, Shape::*};
use crate::fields;
use crate::standard::{Calendar, Clauses};

/// `standards/words.yaml`, and a site's own beside its forms and rules.
pub static WORDS: Record = Record {
    title: "字词",
    fields: fields! {
        "错词" "wrong_words": Keyed(&WRONG_WORD), Optional Public, "常见的错词和正确的写法";
        "叠词" "repeated": Texts, Optional Public, "本来就叠用的词";
        "合成词" "compounds": Texts, Optional Public, "常与后面的词首尾相接、看起来像重复的词";
        "等字词" "not_and_so_on": Texts, Optional Public, "以“等”字开头、本身是一个词的";
        "单位" "offices": Keyed(&OFFICE), Optional Public, "同一个单位的几种名称";
        "占位" "leftovers": Texts, Optional Public, "还没有填写的地方留下的字样";
        "另有所指" "otherwise": Texts, Optional Public, "分句里有了，其中的数就不是数据里的那个数";
        "活动" "events": Texts, Optional Public, "前面写着第几届学生会、其实是一项活动的名称";
        "国家文件" "national": Texts, Optional Public, "全国性文件的全称";
        "单位词尾" "office_ends": Texts, Optional Public, "单位、职务的名称以什么字眼结尾";
        "繁体" "traditional": Texts, Optional Public, "每两个字是一对：繁体，规范字";
    },
};

static WRONG_WORD: Record = Record {
    title: "错词",
    fields: fields! {
        "错词" "wrong": Text, Required Public, "错的写法";
        "正词" "proper": Text, Required Public, "正确的写法";
        "除外" "except": Texts, Optional Public, "含有同样几个字、但没有错的词";
    },
};

static OFFICE: Record = Record {
    title: "单位",
    fields: fields! {
        "名称" "name": Text, Required Public, "单位名称";
        "别称" "others": Texts, Required Public, "同一单位的其他名称";
    },
};

/// What texts are searched for, and the days they are held against.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub clauses: Clauses,
    pub calendar: Calendar,
    pub wrong: Vec<WrongWord>,
    pub repeated: Vec<String>,
    /// Words whose end and the next word's end may look like a repetition.
    pub compounds: Vec<String>,
    pub not_and_so_on: Vec<String>,
    /// The names of each office, the usual one first.
    pub offices: Vec<Vec<String>>,
    /// What stands where something is still to be written.
    pub leftovers: Vec<String>,
    /// What a clause says when its number is another than the datum.
    pub otherwise: Vec<String>,
    /// What a 第几届学生会 before it makes an event, not a union.
    pub events: Vec<String>,
    /// The titles of national documents in full.
    pub national: Vec<String>,
    /// How the names of offices and posts end.
    pub office_ends: Vec<String>,
    /// Pairs of a traditional character and the one that is written for it.
    pub traditional: Vec<(char, char)>,
}

/// A word that is usually a slip.
#[derive(Clone, Debug)]
pub struct WrongWord {
    pub wrong: String,
    pub proper: String,
    /// Words in which the same characters are no slip.
    pub except: Vec<String>,
}

impl Words {
    /// Adds what one record of [`WORDS`] holds.
    pub fn add(&mut self, file: &Datum) {
        for entry in file.get("wrong_words").items() {
            if let (Some(wrong), Some(proper)) =
                (entry.get("wrong").text(), entry.get("proper").text())
            {
                let (wrong, proper) = (wrong.to_owned(), proper.to_owned());
                self.wrong.push(WrongWord { wrong, proper, except: texts(entry, "except") });
            }
        }
        self.repeated.extend(texts(file, "repeated"));
        self.compounds.extend(texts(file, "compounds"));
        self.not_and_so_on.extend(texts(file, "not_and_so_on"));
        for office in file.get("offices").items() {
            let mut names: Vec<String> =
                office.get("name").text().map(str::to_owned).into_iter().collect();
            names.extend(texts(office, "others"));
            self.offices.push(names);
        }
        self.leftovers.extend(texts(file, "leftovers"));
        self.otherwise.extend(texts(file, "otherwise"));
        self.events.extend(texts(file, "events"));
        self.national.extend(texts(file, "national"));
        self.office_ends.extend(texts(file, "office_ends"));
        for line in texts(file, "traditional") {
            let characters: Vec<char> = line.chars().collect();
            self.traditional.extend(characters.chunks_exact(2).map(|pair| (pair[0], pair[1])));
        }
        self.traditional.sort_unstable();
    }

    /// Returns the character that is written for a traditional one.
    pub fn simplified(&self, c: char) -> Option<char> {
        let at = self.traditional.binary_search_by_key(&c, |(from, _)| *from).ok()?;
        Some(self.traditional[at].1)
    }
}

fn texts(record: &Datum, name: &str) -> Vec<String> {
    record.get(name).items().iter().filter_map(|entry| entry.text().map(str::to_owned)).collect()
}
