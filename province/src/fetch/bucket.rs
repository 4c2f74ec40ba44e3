//! A folder of an object store, read by the same program of the system's that a college publishes to
//! one with.
//! It must not know what is asked for.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gongkai::bundle::remote::{Access, Address, Bounds, Brought, Remote, secret_in};
use gongkai::failure::Failure;
use gongkai::language::both;
use gongkai::source::{Bounded, read_whole};

use super::{Got, Own, Tag, answered, broken_off, refused, too_slow};
use crate::colleges;

pub struct Bucket {
    remote: Remote,
    incoming: PathBuf,
}

impl Bucket {
    /// Makes ready for a bucket.
    ///
    /// # Errors
    /// When its key has no secret among the own ones, or one that others can read.
    pub fn new(bucket: &colleges::Bucket, own: &Own) -> Result<Self, Failure> {
        let user = bucket.key.as_ref().map_or(String::new(), |key| format!("{key}@"));
        let address = Address::parse(&format!("s3://{user}{}", bucket.path))?;
        let secret = match &bucket.key {
            None => None,
            Some(key) => {
                let missing = || {
                    let why = both!("没有密钥 {key} 的密码", "the key {key} has no secret");
                    Failure::new(&bucket.endpoint, why).with_help(both!(
                        "用 --secrets 指明一个文件夹，里面每个密钥一个文件，文件名就是密钥的名称，只有自己能读",
                        "say --secrets and a folder with a file for each key, of the key's name, that only you can read"
                    ))
                };
                let folder = own.secrets.ok_or_else(missing)?;
                Some(secret_in(&folder.join(key), own.incoming)?)
            }
        };
        let (endpoint, region) = (Some(bucket.endpoint.clone()), bucket.region.clone());
        let access = Access { secret, endpoint, region, ..Access::default() };
        let incoming = own.incoming.to_owned();
        fs::create_dir_all(&incoming).map_err(|error| Failure::io(&incoming, error))?;
        Ok(Self { remote: Remote::new(address, access, incoming.clone()), incoming })
    }

    /// Asks for a file, of at most so many bytes, within some time.
    pub fn get(&self, path: &str, most: u64, tag: &Tag, within: Duration) -> Got {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let nth = NEXT.fetch_add(1, Ordering::Relaxed);
        let into = self.incoming.join(format!("{}-{nth}", std::process::id()));
        let seconds = within.as_secs().max(1);
        let bounds = Bounds { file: most, all: most, seconds };
        let got = match self.remote.bring(path, &into, bounds, &tag.etag) {
            Ok(Brought::Whole { tag }) => match read_whole(&into, most) {
                Ok(Bounded::Read(bytes)) => {
                    Got::Fresh { bytes, tag: Tag { etag: tag, modified: String::new() } }
                }
                Ok(Bounded::TooLarge { .. }) => Got::TooLarge,
                // curl makes no file of an answer without a byte.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    Got::Fresh { bytes: Vec::new(), tag: Tag::default() }
                }
                _ => Got::Failed(both!("读不出来", "it cannot be read")),
            },
            Ok(Brought::Unchanged) => Got::Unchanged,
            Ok(Brought::Missing) => Got::Absent,
            Ok(Brought::TooLarge) => Got::TooLarge,
            Ok(Brought::TooSlow) => Got::Failed(too_slow()),
            Ok(Brought::Refused(401 | 403)) => Got::Failed(refused()),
            Ok(Brought::Refused(0)) => Got::Failed(broken_off()),
            Ok(Brought::Refused(status)) => Got::Failed(answered(status)),
            Err(_) => Got::Failed(both!("没有 curl", "there is no curl")),
        };
        let _ = fs::remove_file(&into);
        got
    }
}
