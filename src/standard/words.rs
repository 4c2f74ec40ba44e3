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
        "别的组织" "other_bodies": Texts, Optional Public, "数目和届次前面的单位以此结尾，就不是本会的";
        "自称" "own_bodies": Texts, Optional Public, "文字里对本校、本会的称呼";
        "往年" "past": Texts, Optional Public, "分句里有了，说的就是从前";
        "将来" "planned": Texts, Optional Public, "分句里有了，说的就是还没有到的";
        "活动" "events": Texts, Optional Public, "前面写着第几届学生会、其实是一项活动的名称";
        "国家文件" "national": Texts, Optional Public, "全国性文件的全称";
        "单位词尾" "office_ends": Texts, Optional Public, "单位、职务的名称以什么字眼结尾";
        "繁体" "traditional": Texts, Optional Public, "每两个字是一对：繁体，规范字";
        "学段" "tracks": Keyed(&TRACK), Optional Public, "年级里写明的学段：叫法、学制、从几年级起";
        "政治面貌" "political": Keyed(&STATUS), Optional Public, "政治面貌的规范说法和通行的别的写法";
        "主席团职务" "presiding_posts": Texts, Optional Public, "担任了就是主席团成员的职务";
        "免填写法" "blanks": Texts, Optional Public, "排名一栏写了等于没有填的";
        "非院系代表团" "other_delegations": Texts, Optional Public, "名称里有这些字眼的代表团不是院系的";
        "二级组织词尾" "body_ends": Texts, Optional Public, "二级组织名称里院系名称以外的词尾";
        "起因" "causes": Many(&CAUSE), Optional Public, "一处错引出许多发现的，只报告起因";
        "虚构学校" "invented_colleges": Texts, Optional Public, "样例和测试里虚构的学校，名称里有的字";
        "虚构人员" "invented_people": Texts, Optional Public, "样例里虚构的人：“姓名 院系”“姓名 排名”“姓名 职务”的 SHA-256 的前十二位";
    },
};

static CAUSE: Record = Record {
    title: "起因",
    fields: fields! {
        "规则" "codes": Texts, Required Public, "报告起因的规则";
        "文件" "file": Text, Optional Public, "起因在哪个文件，不写就是任何文件";
        "随之" "follows": Texts, Required Public, "随之而来、不再报告的规则；只写字母的是整个一族";
    },
};

static TRACK: Record = Record {
    title: "学段",
    fields: fields! {
        "名称" "name": Text, Required Public, "学段的名称";
        "又称" "others": Texts, Required Public, "年级里的其他叫法";
        "年数" "years": Count("年"), Optional Public, "最高几年级";
        "起" "from": Count("年"), Optional Public, "第一年也写作几年级，如专升本从三年级起";
        "前段" "before": Count("年"), Optional Public, "入学年份可以早几年：前一段也在本校读";
        "研究生" "graduate": YesNo, Optional Public, "是不是研究生";
        "未分专业" "preparatory": YesNo, Optional Public, "还没有专业，不排名次";
    },
};

static STATUS: Record = Record {
    title: "政治面貌",
    fields: fields! {
        "名称" "name": Text, Required Public, "规范的说法";
        "写法" "others": Texts, Required Public, "同一政治面貌的其他写法";
        "党员" "party": YesNo, Optional Public, "是不是共产党员";
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
    /// How the name of somebody else's body ends, right before an ordinal or a number.
    pub other_bodies: Vec<String>,
    /// Words of this union for itself.
    pub own_bodies: Vec<String>,
    /// What tells in a clause that it speaks of what was long ago.
    pub past: Vec<String>,
    /// What tells in a clause that it speaks of what is still to come.
    pub planned: Vec<String>,
    /// What a 第几届学生会 before it makes an event, not a union.
    pub events: Vec<String>,
    /// The titles of national documents in full.
    pub national: Vec<String>,
    /// How the names of offices and posts end.
    pub office_ends: Vec<String>,
    /// Pairs of a traditional character and the one that is written for it.
    pub traditional: Vec<(char, char)>,
    pub tracks: Vec<Track>,
    pub political: Vec<Status>,
    /// Who bears one of these posts is a member of the presidium.
    pub presiding_posts: Vec<String>,
    /// What a rank's cell holds that is as good as nothing.
    pub blanks: Vec<String>,
    /// A delegation with one of these words in its name is no department's.
    pub other_delegations: Vec<String>,
    /// What the name of a second-level body has besides the department's.
    pub body_ends: Vec<String>,
    pub causes: Vec<Cause>,
    /// Words in the names of invented colleges.
    pub invented_colleges: Vec<String>,
    /// The people invented for the sample, by digest: their names go with every version that is kept,
    /// and a purge must leave none.
    pub invented_people: Vec<String>,
}

/// A fault from which the findings of other rules follow.
#[derive(Clone, Debug)]
pub struct Cause {
    pub codes: Vec<String>,
    /// The name of the file it stands in, without its ending; absent for any.
    pub file: Option<String>,
    /// Codes, and families of codes.
    pub follows: Vec<String>,
}

/// A stage of study, as a grade names it.
#[derive(Clone, Debug)]
pub struct Track {
    /// The usual name first.
    pub names: Vec<String>,
    pub years: Option<i64>,
    /// The grade its first year may be called: 3 for who goes on to a degree from a diploma.
    pub from: i64,
    /// How many years of an earlier stage may have been spent in the same college.
    pub before: i64,
    pub graduate: bool,
    /// Whether it has no majors yet, and so no ranks.
    pub preparatory: bool,
}

/// A political status: its usual name first, then how else it is written.
#[derive(Clone, Debug)]
pub struct Status {
    pub names: Vec<String>,
    pub party: bool,
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
            self.offices.push(names(office));
        }
        self.leftovers.extend(texts(file, "leftovers"));
        self.otherwise.extend(texts(file, "otherwise"));
        self.other_bodies.extend(texts(file, "other_bodies"));
        self.own_bodies.extend(texts(file, "own_bodies"));
        self.past.extend(texts(file, "past"));
        self.planned.extend(texts(file, "planned"));
        self.events.extend(texts(file, "events"));
        self.national.extend(texts(file, "national"));
        self.office_ends.extend(texts(file, "office_ends"));
        self.invented_colleges.extend(texts(file, "invented_colleges"));
        self.invented_people.extend(texts(file, "invented_people"));
        self.presiding_posts.extend(texts(file, "presiding_posts"));
        self.blanks.extend(texts(file, "blanks"));
        self.other_delegations.extend(texts(file, "other_delegations"));
        self.body_ends.extend(texts(file, "body_ends"));
        self.causes.extend(file.get("causes").items().iter().map(|cause| Cause {
            codes: texts(cause, "codes"),
            file: cause.get("file").text().map(str::to_owned),
            follows: texts(cause, "follows"),
        }));
        for entry in file.get("tracks").items() {
            let number = |name: &str| entry.get(name).number();
            let yes = |name: &str| entry.get(name).bool() == Some(true);
            self.tracks.push(Track {
                names: names(entry),
                years: number("years"),
                from: number("from").unwrap_or(1),
                before: number("before").unwrap_or(0),
                graduate: yes("graduate"),
                preparatory: yes("preparatory"),
            });
        }
        for entry in file.get("political").items() {
            let party = entry.get("party").bool() == Some(true);
            self.political.push(Status { names: names(entry), party });
        }
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

    /// Returns the political status that is written, shorter or longer, in a cell.
    pub fn status(&self, written: &str) -> Option<&Status> {
        let plain: String = written.chars().filter(|c| !c.is_whitespace()).collect();
        let plain = plain.replace('(', "（").replace(')', "）");
        self.political.iter().find(|status| status.names.contains(&plain))
    }
}

/// Returns the name of an entry, then the others it bears.
fn names(entry: &Datum) -> Vec<String> {
    let mut names: Vec<String> = entry.get("name").text().map(str::to_owned).into_iter().collect();
    names.extend(texts(entry, "others"));
    names
}

fn texts(record: &Datum, name: &str) -> Vec<String> {
    record.get(name).items().iter().filter_map(|entry| entry.text().map(str::to_owned)).collect()
}
