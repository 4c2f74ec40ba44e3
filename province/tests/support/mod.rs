//! Provinces in temporary folders, and a small web server for them.

#![allow(dead_code)]

#[path = "../../sample/mod.rs"]
pub mod sample;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use gongkai::manifest::sha256;
use gongkai_province::collect::{self, How};
use gongkai_province::colleges::{self, College, Shard};
use gongkai_province::fetch::Limits;
use gongkai_province::finding::Kind;
use gongkai_province::store::Store;
use sample::{Planted, Templates, Wish};

/// How many families besides the sample's the colleges of these tests are of.
const FAMILIES: usize = 24;

/// The sample's bundles, built once a test program.
pub fn templates() -> &'static Templates {
    static BUILT: OnceLock<Templates> = OnceLock::new();
    BUILT.get_or_init(|| {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        sample::templates(project, FAMILIES)
    })
}

pub fn wish(colleges: usize, years: usize) -> Wish {
    Wish { colleges, years, served_at: String::new(), planted: true }
}

pub fn province(root: &Path, wish: &Wish) -> (Vec<College>, Vec<Planted>) {
    let planted = sample::write(templates(), root, wish).unwrap();
    (colleges::read(&root.join("colleges.csv")).unwrap(), planted)
}

pub fn day(text: &str) -> time::Date {
    let parts: Vec<i32> = text.split('-').map(|part| part.parse().unwrap()).collect();
    let month = time::Month::try_from(parts[1] as u8).unwrap();
    time::Date::from_calendar_date(parts[0], month, parts[2] as u8).unwrap()
}

/// A look on a day, for which the newest year of the sample is due.
pub fn how(on: &str) -> How {
    let year = gongkai::academic_year::AcademicYear::parse("2025-2026").unwrap();
    let due = Some((year, day("2025-11-30")));
    How { on: day(on), limits: Limits::default(), whole: true, due, secrets: None }
}

pub fn collect(colleges: &[College], store: &Store, how: &How) {
    collect::all(colleges, Shard::WHOLE, store, how, 4, false, &|_| {}).unwrap();
}

/// Returns what was found of all colleges, but for remarks: college, edition, kind.
pub fn found(colleges: &[College], store: &Store) -> BTreeSet<(String, String, String)> {
    let mut found = BTreeSet::new();
    for college in colleges {
        for finding in store.known(college).unwrap().unwrap().findings {
            if finding.kind == Kind::LedgerNotServed {
                continue;
            }
            // A version that is spoiled like the year it is of is one thing.
            let edition = finding.edition.map(|it| match finding.kind {
                Kind::Refused => it.own_disclosure().to_string(),
                _ => it.to_string(),
            });
            let kind = finding.kind.key().to_owned();
            found.insert((college.id.clone(), edition.unwrap_or_default(), kind));
        }
    }
    found
}

/// Returns what collecting must find of what was planted.
pub fn expected(planted: &[Planted]) -> BTreeSet<(String, String, String)> {
    let of_collecting = |it: &&Planted| Kind::ALL.iter().any(|kind| kind.key() == it.found);
    let it = planted.iter().filter(of_collecting);
    it.map(|it| (it.college.clone(), it.edition.clone(), it.found.to_owned())).collect()
}

/// Returns every file below a folder with its bytes' digest.
pub fn tree(folder: &Path) -> Vec<(String, String)> {
    let paths = gongkai::source::paths_below(folder).unwrap();
    let digest = |path: &String| sha256(&std::fs::read(folder.join(path)).unwrap());
    paths.iter().map(|path| (path.clone(), digest(path))).collect()
}

/// A web server of a folder on this machine, which counts what it sent.
pub struct Server {
    pub address: String,
    pub sent: Arc<AtomicUsize>,
    pub unchanged: Arc<AtomicUsize>,
}

impl Server {
    /// Serves a folder until the test ends.
    pub fn start(folder: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let (sent, unchanged): (Arc<AtomicUsize>, Arc<AtomicUsize>) = Default::default();
        let folder = folder.to_owned();
        let counts = (sent.clone(), unchanged.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (folder, counts) = (folder.clone(), counts.clone());
                std::thread::spawn(move || serve(stream, &folder, &counts));
            }
        });
        Self { address, sent, unchanged }
    }

    /// A host that takes a connection and never answers.
    pub fn silent() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            let held: Vec<_> = listener.incoming().take(8).collect();
            std::thread::sleep(Duration::from_secs(60));
            drop(held);
        });
        address
    }
}

fn serve(stream: TcpStream, folder: &Path, counts: &(Arc<AtomicUsize>, Arc<AtomicUsize>)) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if !reader.read_line(&mut head).is_ok_and(|read| read > 0) {
                return;
            }
        }
        let path = head.split(' ').nth(1).unwrap_or("/");
        let asked = head.lines().find_map(|line| {
            line.to_lowercase().strip_prefix("if-none-match: ").map(str::to_owned)
        });
        let answer = match std::fs::read(folder.join(path.trim_start_matches('/'))) {
            _ if path.ends_with("/elsewhere/site.json") => {
                b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
                    .to_vec()
            }
            _ if path.ends_with("/round/site.json") => {
                b"HTTP/1.1 302 Found\r\nLocation: /round/site.json\r\nContent-Length: 0\r\n\r\n"
                    .to_vec()
            }
            // More is promised than any list has.
            _ if path.ends_with("/endless/site.json") => {
                let mut all = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
                all.resize(9 * 1024 * 1024, b' ');
                all
            }
            Ok(bytes) => {
                let tag = format!("\"{}\"", &sha256(&bytes)[..16]);
                if asked.as_deref() == Some(&tag) {
                    counts.1.fetch_add(1, Ordering::Relaxed);
                    format!("HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n").into_bytes()
                } else {
                    counts.0.fetch_add(1, Ordering::Relaxed);
                    let length = bytes.len();
                    let head = format!(
                        "HTTP/1.1 200 OK\r\nETag: {tag}\r\nContent-Length: {length}\r\n\r\n"
                    );
                    [head.into_bytes(), bytes].concat()
                }
            }
            Err(_) => b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec(),
        };
        if stream.write_all(&answer).is_err() || path.ends_with("/endless/site.json") {
            return;
        }
    }
}
