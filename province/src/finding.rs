//! What was found of a college: on which day, of which of its editions, and what kind of thing.
//! It must not hold a word that a college wrote, nor anybody's name: everything in a finding comes
//! from this program, but for the number of a day and the name of an edition, which is read strictly.

use std::cmp::Ordering;

use gongkai::edition::Edition;
use gongkai::language::{Both, Language, both};
use serde::{Deserialize, Serialize};

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub kind: Kind,
    /// The disclosure, round or version it was found of; absent of what concerns the whole site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<Edition>,
    /// Which file, by the names the program itself gives files; others are `other`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// More of it, in this program's own words: why a file was refused, which status a server gave.
    #[serde(default, skip_serializing_if = "is_nothing", with = "in_both")]
    pub detail: Both,
}

/// What can be found by looking at a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The host did not answer on that day. That nothing is published does not follow.
    Unreachable,
    /// It answered, and has no list of its site where one was looked for.
    NotThere,
    /// `robots.txt` asks programs like this to stay away.
    KeptOut,
    /// A list or document that cannot be what a college publishes; it was not taken.
    Refused,
    /// A file that is not of the digest in the list beside it.
    Altered,
    /// A file that a list has and the site has not.
    Missing,
    /// What was seen under the address of a released version before is another thing now.
    Rewritten,
    /// What stands at the address of a year changed, and no new version says so.
    ChangedWithoutVersion,
    /// What was published before is no longer there.
    Withdrawn,
    /// The ledger is served and does not hold together, or does not continue the one seen before.
    LedgerBroken,
    /// A key is listed and no signature is served, or one that does not hold.
    SignatureBroken,
    /// No ledger is served, so that a version deleted whole goes unnoticed by it.
    LedgerNotServed,
    /// Made by an older build of the program than most.
    OlderProgram,
    /// The year that the province asks for is not there by its day.
    Late,
    /// A look was broken off: too long, too much.
    BrokenOff,
}

impl Kind {
    pub const ALL: [Kind; 15] = [
        Kind::Unreachable,
        Kind::NotThere,
        Kind::KeptOut,
        Kind::Refused,
        Kind::Altered,
        Kind::Missing,
        Kind::Rewritten,
        Kind::ChangedWithoutVersion,
        Kind::Withdrawn,
        Kind::LedgerBroken,
        Kind::SignatureBroken,
        Kind::LedgerNotServed,
        Kind::OlderProgram,
        Kind::Late,
        Kind::BrokenOff,
    ];

    /// Returns its key, as tables and files have it.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Unreachable => "unreachable",
            Kind::NotThere => "not-there",
            Kind::KeptOut => "kept-out",
            Kind::Refused => "refused",
            Kind::Altered => "altered",
            Kind::Missing => "missing",
            Kind::Rewritten => "rewritten",
            Kind::ChangedWithoutVersion => "changed-without-version",
            Kind::Withdrawn => "withdrawn",
            Kind::LedgerBroken => "ledger-broken",
            Kind::SignatureBroken => "signature-broken",
            Kind::LedgerNotServed => "ledger-not-served",
            Kind::OlderProgram => "older-program",
            Kind::Late => "late",
            Kind::BrokenOff => "broken-off",
        }
    }

    /// Returns what a reader is told.
    pub fn label(self, language: Language) -> &'static str {
        let [chinese, english] = match self {
            Kind::Unreachable => [
                "当日没有连上；不等于没有公开",
                "not reached on that day, which does not mean that nothing is published",
            ],
            Kind::NotThere => ["网址上没有找到 site.json", "there is no site.json at its address"],
            Kind::KeptOut => ["robots.txt 不许读取", "robots.txt asks to stay away"],
            Kind::Refused => {
                ["内容不成样子，没有收下", "cannot be what a college publishes; not taken"]
            }
            Kind::Altered => {
                ["和自己的清单不符，已被改动", "is not what its own list has; it was altered"]
            }
            Kind::Missing => ["清单里有，网上没有", "is in the list and not on the site"],
            Kind::Rewritten => ["已公开的版本被改写", "a released version was rewritten"],
            Kind::ChangedWithoutVersion => {
                ["内容变了，没有公开成新的一版", "changed, and no new version was released"]
            }
            Kind::Withdrawn => ["以前有，现在没有了", "was there before and is gone"],
            Kind::LedgerBroken => ["账本接不上", "the ledger does not hold together"],
            Kind::SignatureBroken => ["签名核对不上", "the signature does not hold"],
            Kind::LedgerNotServed => [
                "没有公开账本，整版删去看不出来",
                "publishes no ledger; a version deleted whole goes unnoticed",
            ],
            Kind::OlderProgram => ["用较早的程序生成", "made by an older program"],
            Kind::Late => ["到期没有公开", "not published when it was due"],
            Kind::BrokenOff => {
                ["太大或太慢，没有看完", "too large or too slow; the look was broken off"]
            }
        };
        match language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    /// Returns what a province does about it.
    pub fn advice(self) -> Both {
        match self {
            Kind::Unreachable => both!(
                "过几天再收集一次；一直连不上的，请学校核对网址和服务器",
                "collect again on another day; if that does not help, ask the college to check its address and server"
            ),
            Kind::NotThere => both!(
                "核对名单里的网址；网址没有错的，请学校把生成的全部文件放上去",
                "check the address in the list; if it is right, ask the college to put up every file that was built"
            ),
            Kind::KeptOut => both!(
                "请学校在 robots.txt 里许可 gongkai-province",
                "ask the college to allow gongkai-province in its robots.txt"
            ),
            Kind::Refused => both!(
                "把 collect 写明的原因告诉学校，请它重新生成、上传；校名和名单里不一样的，先核对名单",
                "give the college the reason that collect gives, and ask it to build and upload anew; if it is the name that differs, check the list first"
            ),
            Kind::Altered => both!(
                "请学校查清是谁改的，重新上传这一份",
                "ask the college to find out who altered it, and to upload it anew"
            ),
            Kind::Missing => {
                both!("请学校把这一份完整地重新上传", "ask the college to upload all of it anew")
            }
            Kind::Rewritten => both!(
                "问清原因；请学校放回原来的一版，要更正的公开成新的一版",
                "ask why; the college puts the old version back, and corrects it by releasing a new one"
            ),
            Kind::ChangedWithoutVersion => both!(
                "问清改了什么；请学校公开成新的一版，写明更正了什么",
                "ask what was changed; the college releases it as a new version and says what it corrects"
            ),
            Kind::Withdrawn => both!(
                "问清原因；误删的，请学校重新上传",
                "ask why; if it was a mistake, the college uploads it anew"
            ),
            Kind::LedgerBroken => both!(
                "请学校用 gongkai verify 核对账本；账本只接着写，从不重写",
                "ask the college to run gongkai verify; a ledger is only ever continued"
            ),
            Kind::SignatureBroken => both!(
                "核对名单里的公钥；公钥没有错的，请学校核对账本和签名",
                "check the key in the list; if it is right, ask the college to check ledger and signature"
            ),
            Kind::LedgerNotServed => both!(
                "不必处理；愿意由省里核对账本的学校，自己把它放上网站",
                "nothing needs to be done; a college that wants its ledger checked puts it up"
            ),
            Kind::OlderProgram => both!(
                "不必处理；提醒学校下次用新版程序",
                "nothing needs to be done; tell the college that there is a newer program"
            ),
            Kind::Late => both!("问学校什么时候公开", "ask the college when it will publish"),
            Kind::BrokenOff => both!(
                "用 --again 再收集一次，用 --seconds 把时间放长；仍然看不完的，问学校网站里放了什么",
                "collect once more (--again) with more time (--seconds); if that does not help, ask the college what its site holds"
            ),
        }
    }

    /// Tells whether it is something to be put right, and not a mere remark.
    pub fn is_fault(self) -> bool {
        !matches!(self, Kind::LedgerNotServed | Kind::OlderProgram)
    }
}

impl Finding {
    pub fn new(kind: Kind) -> Self {
        Self { kind, edition: None, file: String::new(), detail: Both::default() }
    }

    pub fn about(self, edition: &Edition) -> Self {
        Self { edition: Some(edition.clone()), ..self }
    }

    /// Names a file, if it bears one of the names this program gives.
    pub fn file(self, name: &str) -> Self {
        let own = KNOWN_FILES.contains(&name);
        Self { file: if own { name } else { "other" }.to_owned(), ..self }
    }

    /// Which of two is told first.
    pub fn order(&self, other: &Self) -> Ordering {
        let key = |it: &Self| (it.kind, it.edition.clone(), it.file.clone());
        key(self).cmp(&key(other)).then_with(|| self.detail.chinese.cmp(&other.detail.chinese))
    }

    pub fn detail(self, detail: impl Into<Both>) -> Self {
        Self { detail: detail.into(), ..self }
    }
}

fn is_nothing(words: &Both) -> bool {
    words.chinese.is_empty()
}

/// Words in both languages as they are kept, one beside the other.
mod in_both {
    use gongkai::language::Both;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(words: &Both, to: S) -> Result<S::Ok, S::Error> {
        [&words.chinese, &words.english].serialize(to)
    }

    pub fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Both, D::Error> {
        let [chinese, english] = Deserialize::deserialize(from)?;
        Ok(Both { chinese, english })
    }
}

/// The names of the files of a bundle and of a site, as the program gives them.
const KNOWN_FILES: [&str; 15] = [
    "site.json",
    "manifest.json",
    "document.json",
    "document.schema.json",
    "index.html",
    "roster.html",
    "compliance.html",
    "changes.html",
    "correction.html",
    "disclosure.pdf",
    "notice.pdf",
    "public.pdf",
    "ledger.json",
    "ledger.json.minisig",
    "robots.txt",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_what_is_written() {
        for kind in Kind::ALL {
            let written = serde_json::to_string(&kind).unwrap();
            assert_eq!(written, format!("\"{}\"", kind.key()));
        }
    }

    /// What the pages for a province's office say of each kind is what the program says.
    #[test]
    fn the_readme_lists_every_kind_with_its_advice() {
        let pages = [include_str!("../README.md"), include_str!("../README.zh-CN.md")];
        for kind in Kind::ALL {
            let advice = kind.advice();
            assert!(advice.english.is_ascii(), "{}", advice.english);
            for (page, language, advice) in [
                (pages[0], Language::English, &advice.english),
                (pages[1], Language::Chinese, &advice.chinese),
            ] {
                let line = format!("| {} | {} | {advice} |", kind.key(), kind.label(language));
                assert!(page.contains(&line), "{line}");
            }
        }
    }

    #[test]
    fn a_finding_repeats_no_name_that_a_site_chose() {
        let finding = Finding::new(Kind::Altered).file("林知夏.html");
        assert_eq!(finding.file, "other");
        assert_eq!(Finding::new(Kind::Altered).file("index.html").file, "index.html");
    }
}
