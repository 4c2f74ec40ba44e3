//! The table of fields of `limits.yaml`: what a charter limits, and which sentences state it.
//! It must not know any charter, nor what a limit may be.

use super::{forms, texts};
use crate::datum::{Datum, FieldName, Shape::*};
use crate::record;

record! {
    /// `standards/limits.yaml`, and a site's own beside its forms and rules.
    pub static LIMIT_WORDS, limit_words: "章程限额的写法" {
        "限额" LIMITS: Keyed(&KNOWN_LIMIT), Optional Public, "各项限额，一个数先认作排在前面的";
        "二级" OF_SECOND: Texts, Optional Public, "写到了，说的是院系的学生会";
        "本级" OF_OWN: Texts, Optional Public, "写到了，说的是本会";
        "对象" SUBJECTS: Texts, Optional Public, "人数、个数说的是什么";
        "上限词" AT_MOST: Texts, Optional Public, "写在一个数前面，它就是上限";
        "下限词" AT_LEAST: Texts, Optional Public, "写在一个数前面，它就是下限";
        "超过词" MORE_THAN: Texts, Optional Public, "写在一个数前面，要比它多，等于它的不算";
        "数后上限" OR_LESS: Texts, Optional Public, "跟在一个数后面，它就是上限";
        "数后下限" OR_MORE: Texts, Optional Public, "跟在一个数后面，它就是下限";
        "规定" RULING: Texts, Optional Public, "章程以外的文字里，分句有了，说的是限额，不是实际情况（CH-40）";
        "另指" ELSEWHERE: Texts, Optional Public, "章程以外的文字里，句中有了，说的不是本会现在的限额（CH-40）";
    }
}

record! {
    pub static KNOWN_LIMIT, known_limit: "一项限额的写法" {
        "名称" NAME: Text, Required Public, "限额的名称，登记时照写";
        "数" UNIT: Choice(&["比例", "人", "个"]), Optional Public, "写的是比例，还是几人、几个";
        "界" BOUND: Choice(&["上限", "下限"]), Optional Public, "不得超过，还是不得低于";
        "无界限词" BARE: YesNo, Optional Public, "只写一个数、没有“不超过”“以上”的也算";
        "范围" RANGE: YesNo, Optional Public, "数值是从多少到多少";
        "只算多出的" SURPLUS: YesNo, Optional Public, "限的是比应有的多出多少：写成 120% 的就是多 20%";
        "不登记" UNREGISTERED: YesNo, Optional Public, "章程一般不登记它：导入时不写进“限额”，只从条文里读";
        "级" LEVEL: Choice(&["本级", "二级"]), Optional Public, "说的是本会，还是院系的学生会";
        "字眼" WORDS: Texts, Optional Public, "各条都要有；| 隔开的有一个就行";
        "句中" WITHIN: Texts, Optional Public, "同一句里也要有的，写法同字眼";
        "除外" EXCEPT: Texts, Optional Public, "所在的分句里有了就不是";
        "句中除外" EXCEPT_BEFORE: Texts, Optional Public, "这一句到这个分句为止有了就不是";
        "表样" FORM: Text, Optional Public, "表样里同一事项的限额";
        "表样放宽" FORM_LARGE: Text, Optional Public, "学生人数较多、分校区较多的学校，表样里的限额";
        "代号" FIELD: Text, Optional Public, "规则里的名称，程序没有的名称才要写";
        "含义" MEANING: Text, Optional Public, "限的是什么，程序没有的名称才要写";
        "写着" STATING: Texts, Optional Public, "写的是这项限额的句子";
        "没有" OTHERS: Texts, Optional Public, "写的不是它的句子";
    }
}

/// What a limit's value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    #[default]
    Share,
    Persons,
    Things,
}

/// A limit that charters state.
#[derive(Clone, Debug, Default)]
pub struct KnownLimit {
    pub name: String,
    pub unit: Unit,
    /// Whether its value is a ceiling; else it is a floor.
    pub ceiling: bool,
    /// Whether a number alone states it, with no word that bounds.
    pub bare: bool,
    /// Whether its value is from one share to another.
    pub range: bool,
    /// Whether it is how much more there is than there must be: 120% of the whole is 20% more.
    pub surplus: bool,
    /// Whether it is read from the articles alone, and not registered when a charter is imported.
    pub unregistered: bool,
    /// Whether it is about a department's own union, where that matters.
    pub second: Option<bool>,
    /// Of each group one word stands in what is said of the number.
    pub words: Vec<Vec<String>>,
    /// Of each group one word stands in its sentence.
    pub within: Vec<Vec<String>>,
    /// None of these stands in its clause.
    pub except: Vec<String>,
    /// None of these stands in its sentence, up to the end of its clause.
    pub except_before: Vec<String>,
    /// The form's limit of the same matter, and that for large colleges.
    pub form: Option<FieldName>,
    pub form_large: Option<FieldName>,
    /// Sentences that state it, and sentences that do not: the proof of the entry.
    pub examples: [Vec<String>; 2],
}

/// The words that make a number a limit.
#[derive(Clone, Debug, Default)]
pub struct Bounding {
    pub at_most: Vec<String>,
    pub at_least: Vec<String>,
    /// These make a floor that must be exceeded, not merely reached.
    pub more_than: Vec<String>,
    /// These and the next stand behind the number.
    pub or_less: Vec<String>,
    pub or_more: Vec<String>,
}

/// What charters limit, and the words they do it in.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// A number is taken for the first of them whose words stand around it.
    pub known: Vec<KnownLimit>,
    pub second: Vec<String>,
    pub own: Vec<String>,
    pub subjects: Vec<String>,
    pub bounding: Bounding,
    /// By these a clause beside the charter says what must be, and does not report what is.
    pub ruling: Vec<String>,
    /// With these a sentence beside the charter speaks of another body's limit, or of one that was.
    pub elsewhere: Vec<String>,
}

impl Limits {
    /// Adds what one record of [`LIMIT_WORDS`] holds; to a limit that is known its words.
    pub fn add(&mut self, file: &Datum) {
        self.second.extend(texts(file, limit_words::OF_SECOND));
        self.own.extend(texts(file, limit_words::OF_OWN));
        self.subjects.extend(texts(file, limit_words::SUBJECTS));
        let bounding = &mut self.bounding;
        bounding.at_most.extend(texts(file, limit_words::AT_MOST));
        bounding.at_least.extend(texts(file, limit_words::AT_LEAST));
        bounding.more_than.extend(texts(file, limit_words::MORE_THAN));
        bounding.or_less.extend(texts(file, limit_words::OR_LESS));
        bounding.or_more.extend(texts(file, limit_words::OR_MORE));
        self.ruling.extend(texts(file, limit_words::RULING));
        self.elsewhere.extend(texts(file, limit_words::ELSEWHERE));
        for entry in file.get(limit_words::LIMITS).items() {
            let Some(name) = entry.get(known_limit::NAME).text() else { continue };
            match self.known.iter_mut().find(|known| known.name == name) {
                Some(known) => known.add_words(entry),
                None => self.known.push(KnownLimit::read(name, entry)),
            }
        }
    }

    /// Returns the limit of a name.
    pub fn named(&self, name: &str) -> Option<&KnownLimit> {
        self.known.iter().find(|known| known.name == name)
    }
}

impl KnownLimit {
    fn read(name: &str, entry: &Datum) -> Self {
        let yes = |field: FieldName| entry.get(field).bool() == Some(true);
        let of_form = |field: FieldName| {
            let key = entry.get(field).text()?;
            forms::LIMITS.fields.iter().find(|field| field.key == key).map(|field| field.name)
        };
        let mut limit = Self {
            name: name.to_owned(),
            unit: match entry.get(known_limit::UNIT).text() {
                Some("人") => Unit::Persons,
                Some("个") => Unit::Things,
                _ => Unit::Share,
            },
            ceiling: entry.get(known_limit::BOUND).text() == Some("上限"),
            bare: yes(known_limit::BARE),
            range: yes(known_limit::RANGE),
            surplus: yes(known_limit::SURPLUS),
            unregistered: yes(known_limit::UNREGISTERED),
            second: entry.get(known_limit::LEVEL).text().map(|level| level == "二级"),
            form: of_form(known_limit::FORM),
            form_large: of_form(known_limit::FORM_LARGE),
            ..Self::default()
        };
        limit.add_words(entry);
        limit
    }

    /// Adds the words of an entry: in each group those of the entry's group in the same place.
    fn add_words(&mut self, entry: &Datum) {
        let lists =
            [(known_limit::WORDS, &mut self.words), (known_limit::WITHIN, &mut self.within)];
        for (field, list) in lists {
            for (at, group) in texts(entry, field).iter().enumerate() {
                let words = group.split('|').map(str::to_owned);
                match list.get_mut(at) {
                    Some(known) => known.extend(words),
                    None => list.push(words.collect()),
                }
            }
        }
        self.except.extend(texts(entry, known_limit::EXCEPT));
        self.except_before.extend(texts(entry, known_limit::EXCEPT_BEFORE));
        self.examples[0].extend(texts(entry, known_limit::STATING));
        self.examples[1].extend(texts(entry, known_limit::OTHERS));
    }
}
