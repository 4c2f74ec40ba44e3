//! `colleges.csv`: who is to be looked at, where they publish, and with which key they sign.
//! It must not know how anything is fetched. The column of contacts is read by nobody: it never
//! enters the program.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gongkai::archive::Key;
use gongkai::failure::Failure;
use gongkai::language::{Both, both};

use crate::disk;

/// The largest list that is read, in bytes.
const MOST: u64 = 16 * 1024 * 1024;

/// One college as the province lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct College {
    /// Its place in the list, from 0: all that is written follows it.
    pub number: usize,
    /// What files about it are called: letters, digits and dashes, unique in the list.
    pub id: String,
    pub name: String,
    /// 高职 or 本科.
    pub kind: String,
    pub city: String,
    pub address: Address,
    /// Its public key as minisign writes it; absent of a college that does not sign.
    pub key: Option<String>,
}

/// Where a college publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// `http://` or `https://`, ending in `/`.
    Web(String),
    /// A folder of this machine.
    Folder(PathBuf),
    Bucket(Bucket),
}

/// A folder of an object store of the S3 kind, `s3+https://key@host/bucket/folder?region=cn-north-1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Where the store is, `https://host`.
    pub endpoint: String,
    /// The key to read it with; absent of a bucket that everybody may read.
    pub key: Option<String>,
    /// The bucket, and the folder in it.
    pub path: String,
    pub region: Option<String>,
}

impl Address {
    /// Reads an address; a folder is looked for below another.
    pub fn parse(text: &str, folder: &Path) -> Option<Self> {
        let is_web = ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme));
        if is_web {
            // A fragment or query would swallow what is put behind it.
            let whole = !text.contains(['?', '#', ' ']) && text.split("://").nth(1)?.len() > 1;
            let slash = if text.ends_with('/') { "" } else { "/" };
            return whole.then(|| Address::Web(format!("{text}{slash}")));
        }
        if let Some(rest) = text.strip_prefix("s3+") {
            return bucket(rest).map(Address::Bucket);
        }
        let named = !text.is_empty() && !text.contains("://");
        named.then(|| Address::Folder(folder.join(text)))
    }

    /// Returns the address as a reader may follow it; a folder of this machine is nobody's business.
    pub fn public(&self) -> Option<&str> {
        match self {
            Address::Web(url) => Some(url),
            Address::Folder(_) | Address::Bucket(_) => None,
        }
    }
}

/// A part of all colleges, `3/16`: every sixteenth, beginning with the third.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    nth: usize,
    of: usize,
}

impl Shard {
    pub const WHOLE: Self = Self { nth: 1, of: 1 };

    /// Reads `3/16`.
    pub fn parse(text: &str) -> Option<Self> {
        let (nth, of) = text.split_once('/')?;
        let shard = Self { nth: nth.parse().ok()?, of: of.parse().ok()? };
        (1..=shard.of).contains(&shard.nth).then_some(shard)
    }

    pub fn has(self, college: &College) -> bool {
        college.number % self.of == self.nth - 1
    }
}

/// The columns, in both languages; the first is how a list begins that this program wrote.
const COLUMNS: [[&str; 2]; 6] = [
    ["代号", "id"],
    ["名称", "name"],
    ["类型", "kind"],
    ["城市", "city"],
    ["网址", "address"],
    ["公钥", "public key"],
];

/// Reads the list of colleges; a folder is looked for beside it.
///
/// # Errors
/// When it cannot be read, lacks a column, or says something of a college that cannot be.
pub fn read(path: &Path) -> Result<Vec<College>, Failure> {
    let missing = || Failure::new(path, both!("没有这个文件", "there is no such file"));
    let bytes = disk::read(path, MOST)?.ok_or_else(missing)?;
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let torn =
        |error: csv::Error| Failure::new(path, both!("不是 CSV：{error}", "is no CSV: {error}"));
    let heads = reader.headers().map_err(torn)?.clone();
    let at = |names: [&str; 2]| heads.iter().position(|head| names.contains(&head));
    let places = COLUMNS.map(at);
    for (names, place) in COLUMNS.iter().zip(places) {
        let optional = ["代号", "公钥"].contains(&names[0]);
        if place.is_none() && !optional {
            let [chinese, english] = names;
            let why = both!("没有“{chinese}”一列", "has no column \"{english}\"");
            return Err(Failure::new(path, why));
        }
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut colleges: Vec<College> = Vec::new();
    let mut known = BTreeSet::new();
    for record in reader.records() {
        let record = record.map_err(torn)?;
        let cell = |i: usize| places[i].and_then(|at| record.get(at)).unwrap_or_default();
        let line = record.position().map_or(0, csv::Position::line);
        let wrong =
            |what: Both| Failure::new(path, both!("第 {line} 行：", "line {line}: ") + what);
        let number = colleges.len();
        let id = match cell(0) {
            "" => format!("{:04}", number + 1),
            id if id.len() <= 40 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') => {
                id.to_owned()
            }
            _ => {
                return Err(wrong(both!(
                    "代号只能用字母、数字和连字符",
                    "an id is made of letters, digits and dashes"
                )));
            }
        };
        if cell(1).is_empty() {
            return Err(wrong(both!("没有写名称", "the name is missing")));
        }
        if !known.insert(id.to_lowercase()) {
            return Err(wrong(both!("代号 {id} 用了两次", "the id {id} is used twice")));
        }
        let key = Some(cell(5)).filter(|key| !key.is_empty());
        if key.is_some_and(|key| Key::read(key).is_none()) {
            return Err(wrong(both!(
                "公钥不是 minisign 的公钥（.pub 文件里以 RW 开头的一行）",
                "the public key is none of minisign (the line of a .pub file that begins with RW)"
            )));
        }
        let address = Address::parse(cell(4), folder).ok_or_else(|| {
            wrong(both!(
                "网址要以 http://、https:// 或 s3+https:// 开头，或者是一个文件夹",
                "an address begins with http://, https:// or s3+https://, or is a folder"
            ))
        })?;
        let [name, kind, city] = [1, 2, 3].map(|i| cell(i).to_owned());
        colleges.push(College { number, id, name, kind, city, address, key: key.map(Into::into) });
    }
    Ok(colleges)
}

/// Reads the address of a bucket, `https://key@host/bucket/folder?region=…`. Unencrypted it may be of
/// this machine alone, as for a college that publishes.
fn bucket(text: &str) -> Option<Bucket> {
    let (scheme, rest) = text.split_once("://")?;
    let (rest, region) = match rest.split_once("?region=") {
        Some((rest, region)) => (rest, Some(region.to_owned())),
        None => (rest, None),
    };
    let (authority, path) = rest.split_once('/')?;
    let (key, host) = match authority.rsplit_once('@') {
        Some((key, host)) => (Some(key.to_owned()), host),
        None => (None, authority),
    };
    let plain = |text: &str, more: &str| {
        !text.is_empty()
            && !text.starts_with('-')
            && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    let is_here = ["localhost", "127.0.0.1"].contains(&host.split(':').next()?);
    let path = path.trim_end_matches('/');
    let sound = (scheme == "https" || (scheme == "http" && is_here))
        && plain(host, "-.:")
        && key.as_deref().is_none_or(|key| plain(key, "-_.+"))
        && region.as_deref().is_none_or(|region| plain(region, "-"))
        && path.split('/').all(|part| plain(part, "-_.") && part != "..");
    let endpoint = format!("{scheme}://{host}");
    sound.then(|| Bucket { endpoint, key, path: path.to_owned(), region })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str) -> Result<Vec<College>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("colleges.csv");
        std::fs::write(&path, text).unwrap();
        read(&path).map_err(|failure| failure.message.english)
    }

    #[test]
    fn a_list_is_read_and_nobody_reads_its_contacts() {
        let text = "\u{feff}名称,类型,城市,网址,公钥,联系人\n\
            甲学院,高职,临江,https://a.example/gongkai,,某人 13800000000\n\
            乙大学,本科,海州,sites/b,,\n";
        let colleges = listed(text).unwrap();
        assert_eq!(colleges[0].address, Address::Web("https://a.example/gongkai/".to_owned()));
        assert_eq!(colleges[0].id, "0001");
        assert_eq!(colleges[1].address.public(), None);
        assert!(!format!("{colleges:?}").contains("1380"));
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_line() {
        let with = |row: &str| listed(&format!("id,name,kind,city,address,public key\n{row}\n"));
        assert!(with("a,甲,高职,市,https://x.example/,").is_ok());
        for (row, why) in [
            ("a b,甲,高职,市,https://x.example/,", "line 2: an id"),
            ("a,,高职,市,https://x.example/,", "name is missing"),
            ("a,甲,高职,市,ftp://x.example/,", "an address begins"),
            ("a,甲,高职,市,https://x.example/?a=,", "an address begins"),
            ("a,甲,高职,市,https://x.example/,RWabc", "public key"),
            ("a,甲,高职,市,x,\nA,乙,高职,市,y,", "used twice"),
        ] {
            let refused = with(row).unwrap_err();
            assert!(refused.contains(why), "{row}: {refused}");
        }
        assert!(listed("name,kind\n").unwrap_err().contains("city"));
    }

    #[test]
    fn every_college_is_in_exactly_one_shard() {
        let text = (0..50).fold("name,kind,city,address\n".to_owned(), |text, i| {
            text + &format!("学院{i},高职,市,s{i}\n")
        });
        let colleges = listed(&text).unwrap();
        let shards: Vec<Shard> =
            (1..=7).map(|i| Shard::parse(&format!("{i}/7")).unwrap()).collect();
        for college in &colleges {
            assert_eq!(shards.iter().filter(|shard| shard.has(college)).count(), 1);
            assert!(Shard::WHOLE.has(college));
        }
        for odd in ["0/3", "4/3", "3", "a/b", "1/0"] {
            assert_eq!(Shard::parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_bucket_is_taken_apart_and_nothing_else_gets_in() {
        let is = |text: &str| bucket(text);
        let whole = is("https://READ@oss.example:8443/disclosure/www?region=cn-north-1").unwrap();
        assert_eq!(whole.endpoint, "https://oss.example:8443");
        assert_eq!((whole.key.as_deref(), whole.path.as_str()), (Some("READ"), "disclosure/www"));
        assert_eq!(whole.region.as_deref(), Some("cn-north-1"));
        assert_eq!(is("http://127.0.0.1:9000/b").unwrap().path, "b");
        for wrong in [
            "http://oss.example/b",
            "https://oss.example",
            "https://oss.example/",
            "https://a:b@oss.example/b",
            "https://oss.example/b/../c",
            "https://oss.example/b\"x",
            "ftp://127.0.0.1/b",
            "https://oss.example/b?region=a\"b",
        ] {
            assert_eq!(is(wrong), None, "{wrong}");
        }
    }
}
