//! The text we were given, and where each byte of it stands.
//! It must not know what any text means.

mod encoding;
pub mod original;
mod sheet;
pub mod watch;

pub use encoding::Encoding;
pub use sheet::{Laid, Sheet};

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use walkdir::{DirEntry, WalkDir};

use crate::failure::Failure;
use crate::language::{Both, both};
use crate::workbook::{self, Unusable};
use sheet::Undecided;

/// The largest file that is read, in bytes; a disclosure's longest text is far below it.
pub const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// The most that the texts of a run may come to, together, in bytes, and how many there may be: a
/// site of a hundred years has some 30 MB in five thousand files.
pub const MAX_BYTES: u64 = 256 * 1024 * 1024;
pub const MAX_FILES: usize = 100_000;

/// The largest file of a theme or of fonts, in bytes, and what all of one folder may come to.
const MAX_THEME_FILE_BYTES: u64 = 64 * 1024 * 1024;
const MAX_THEME_BYTES: u64 = 256 * 1024 * 1024;

/// The largest file that is kept in an archive or published, in bytes: an older year's scan.
pub const MAX_KEPT_BYTES: u64 = 256 * 1024 * 1024;

/// The largest key, password or list of settings, in bytes.
pub const MAX_NOTE_BYTES: u64 = 64 * 1024;

/// One file among the [`Sources`] of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Self { file, start, end }
    }

    /// Returns the place just before this span, with no width.
    pub fn at_start(self) -> Self {
        Self { end: self.start, ..self }
    }

    /// Returns the smallest span that covers both; both must lie in one file.
    pub fn to(self, other: Span) -> Self {
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    pub fn contains(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

/// One file as it was read: without a byte order mark, its line ends made `\n`.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path below the site's root, with `/` between its parts on every system.
    pub path: String,
    pub text: Text,
    /// The worksheet it was laid out from, of a workbook.
    pub sheet: Option<Sheet>,
    /// Where each line begins, once somebody asks; no file is larger than [`MAX_FILE_BYTES`].
    line_starts: OnceLock<Box<[u32]>>,
}

/// What a file says.
#[derive(Clone, Debug)]
pub enum Text {
    /// It is compiled in.
    BuiltIn(&'static str),
    /// It was read, and may be that of another file too.
    Read(Arc<str>),
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Text::BuiltIn(text) => text,
            Text::Read(text) => text,
        }
    }
}

/// A place as editors name it: both numbers count from 1, the column in characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    pub path: String,
    pub line: usize,
    pub column: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

impl SourceFile {
    fn new(path: String, text: Text) -> Self {
        Self { path, text, sheet: None, line_starts: OnceLock::new() }
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let ends = self.text.match_indices('\n').map(|(at, _)| at as u32 + 1);
            std::iter::once(0).chain(ends).collect()
        })
    }

    /// Returns how many lines it has.
    pub fn lines(&self) -> usize {
        self.line_starts().len()
    }

    /// Returns its path, and in a workbook how the cell is called: `名单.xlsx，名单!F7`.
    pub fn called(&self, byte: usize) -> String {
        let cell = self.sheet.as_ref().and_then(|sheet| sheet.called(byte));
        cell.map_or(self.path.clone(), |cell| format!("{}，{cell}", self.path))
    }

    /// Returns line and column of a byte, both from 1, the column in characters; in a workbook the
    /// row and the column of its cell.
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        if let Some(cell) = self.sheet.as_ref().and_then(|sheet| sheet.at(byte)) {
            return (cell.place.0 as usize + 1, cell.place.1 as usize + 1);
        }
        let byte = self.text.floor_char_boundary(byte.min(self.text.len()));
        let line = self.line_starts().partition_point(|&start| start as usize <= byte);
        let start = self.line_starts()[line - 1] as usize;
        (line, self.text[start..byte].chars().count() + 1)
    }
}

/// Why a file that is there could not be taken as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Its bytes are not UTF-8 from this byte on; `text` then holds what came before.
    NotUtf8 { at: usize },
    /// It is a document of another program, whatever its name says.
    Document(Foreign),
    /// It is larger than [`MAX_FILE_BYTES`].
    TooLarge { bytes: u64 },
    /// It is a link that leads out of the folder, or to a folder.
    Outside,
    /// It is a link that leads nowhere, or round to itself.
    Broken,
    /// It is a pipe, a device or a socket: it may have no end, or wait for ever.
    Special,
    /// It and those before it are more than [`MAX_BYTES`] or [`MAX_FILES`]; none after it was read.
    TooMuch,
    /// It is named as a workbook and cannot be read as one.
    Workbook(Unusable),
    /// It is a workbook of several worksheets, none of them named like the file.
    Worksheets(Vec<String>),
}

/// A document that is named like a text, told by how its bytes begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    Word,
    Excel,
    /// Some other archive: of another office program, or of files.
    Archive,
    /// What office programs wrote before they wrote archives.
    OldOffice,
    Pdf,
}

impl Foreign {
    fn of(bytes: &[u8]) -> Option<Self> {
        let has = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        match bytes {
            [b'P', b'K', 3, 4, ..] if has(b"word/document.xml") => Some(Self::Word),
            [b'P', b'K', 3, 4, ..] if has(b"xl/workbook.xml") => Some(Self::Excel),
            [b'P', b'K', 3, 4, ..] => Some(Self::Archive),
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(Self::OldOffice),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            _ => None,
        }
    }
}

impl Unreadable {
    /// Tells whether it was not even looked into, whatever its name.
    pub fn is_closed(&self) -> bool {
        !matches!(
            self,
            Unreadable::NotUtf8 { .. }
                | Unreadable::Document(_)
                | Unreadable::TooLarge { .. }
                | Unreadable::Workbook(_)
                | Unreadable::Worksheets(_)
        )
    }
}

/// Every file of a run, each read once.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    unreadable: Vec<(FileId, Unreadable)>,
    decoded: Vec<(FileId, Encoding)>,
    /// How many bytes were read from disk.
    bytes: u64,
    /// The last file of each name: a year repeats many a text of the year before, which is held once.
    last_named: BTreeMap<String, FileId>,
}

impl Sources {
    /// Adds a text that did not come from disk.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let (path, text) = (path.into(), normalise(text.into()));
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let next = FileId(self.files.len() as u32);
        let last = self.last_named.insert(name, next).map(|last| &self.file(last).text);
        let text = match last {
            Some(Text::Read(held)) if **held == *text => held.clone(),
            _ => text.into(),
        };
        self.push(path, Text::Read(text))
    }

    /// Adds a text that is compiled in, such as a built-in standard, without a copy of it.
    pub fn add_built_in(&mut self, path: impl Into<String>, text: &'static str) -> FileId {
        match text.contains(['\r', '\u{feff}']) {
            true => self.add(path, text),
            false => self.push(path.into(), Text::BuiltIn(text)),
        }
    }

    fn push(&mut self, path: String, text: Text) -> FileId {
        self.files.push(SourceFile::new(path, text));
        FileId(self.files.len() as u32 - 1)
    }

    /// Adds bytes of a file, noting what makes them unreadable as text.
    /// A table that a spreadsheet wrote in another encoding is read in that.
    /// A workbook is laid out as the text of its worksheet.
    pub fn add_bytes(&mut self, path: impl Into<String>, bytes: Vec<u8>) -> FileId {
        let path = path.into();
        if is_workbook(&path) {
            return self.add_workbook(path, &bytes);
        }
        if let Some((text, encoding)) =
            path.ends_with(".csv").then(|| encoding::decoded(&bytes)).flatten()
        {
            let id = self.add(path, text);
            self.decoded.push((id, encoding));
            return id;
        }
        if let Some(foreign) = Foreign::of(&bytes) {
            let id = self.add(path, "");
            self.unreadable.push((id, Unreadable::Document(foreign)));
            return id;
        }
        match String::from_utf8(bytes) {
            Ok(text) => self.add(path, text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let mut bytes = error.into_bytes();
                bytes.truncate(at);
                let text = String::from_utf8(bytes).expect("cut where UTF-8 stops being valid");
                let id = self.add(path, text);
                let end = self.file(id).text.len();
                self.unreadable.push((id, Unreadable::NotUtf8 { at: end }));
                id
            }
        }
    }

    fn add_workbook(&mut self, path: String, bytes: &[u8]) -> FileId {
        let name = path.rsplit('/').next().unwrap_or(&path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let read = workbook::read(bytes).map_err(Unreadable::Workbook).and_then(|workbook| {
            sheet::laid_out(stem, workbook).map_err(|why| match why {
                Undecided::Several(names) => Unreadable::Worksheets(names),
                Undecided::TooLarge => Unreadable::Workbook(Unusable::TooLarge),
            })
        });
        match read {
            Ok((text, sheet)) => {
                let file = SourceFile::new(path, Text::Read(text.into()));
                self.files.push(SourceFile { sheet: Some(sheet), ..file });
                FileId(self.files.len() as u32 - 1)
            }
            Err(why) => {
                let id = self.add(path, "");
                self.unreadable.push((id, why));
                id
            }
        }
    }

    /// Reads one folder and all below it in sorted order, naming each file `prefix/…`.
    /// Hidden files and those `skip` refuses are passed over.
    pub fn read_folder(
        &mut self,
        folder: &Path,
        prefix: &str,
        skip: impl Fn(&str) -> bool,
    ) -> Result<Vec<FileId>, Failure> {
        let root = folder.canonicalize().map_err(|e| Failure::io(folder, e))?;
        let mut ids = Vec::new();
        let walk = WalkDir::new(&root).follow_links(false).sort_by_file_name();
        let visible = |entry: &DirEntry| {
            let name = entry.file_name().to_string_lossy();
            let below = relative(&root, entry.path());
            entry.depth() == 0 || !(is_litter(&name) || skip(&below))
        };
        for entry in walk.into_iter().filter_entry(visible) {
            let entry = entry.map_err(|e| not_walked(folder, e))?;
            if entry.file_type().is_dir() {
                continue;
            }
            let below = relative(&root, entry.path());
            let name = if prefix.is_empty() { below } else { format!("{prefix}/{below}") };
            let id = self.read_file(&root, &entry, name)?;
            ids.push(id);
            if self.unreadable.last() == Some(&(id, Unreadable::TooMuch)) {
                break;
            }
        }
        Ok(ids)
    }

    fn read_file(
        &mut self,
        root: &Path,
        entry: &DirEntry,
        name: String,
    ) -> Result<FileId, Failure> {
        let blocked = |sources: &mut Self, name, why| {
            let id = sources.add(name, "");
            sources.unreadable.push((id, why));
            Ok(id)
        };
        // No folder above it is a link: those are not walked through.
        let path = entry.path();
        let mut real = path.to_owned();
        if entry.path_is_symlink() {
            let Ok(led) = path.canonicalize() else {
                return blocked(self, name, Unreadable::Broken);
            };
            if !led.starts_with(root) || led.is_dir() {
                return blocked(self, name, Unreadable::Outside);
            }
            real = led;
        }
        match read_whole(&real, MAX_FILE_BYTES).map_err(|e| Failure::io(path, e))? {
            Bounded::NotAFile => blocked(self, name, Unreadable::Special),
            Bounded::TooLarge { bytes } => blocked(self, name, Unreadable::TooLarge { bytes }),
            Bounded::Read(bytes) => {
                self.bytes += bytes.len() as u64;
                match self.bytes > MAX_BYTES || self.files.len() >= MAX_FILES {
                    true => blocked(self, name, Unreadable::TooMuch),
                    false => Ok(self.add_bytes(name, bytes)),
                }
            }
        }
    }

    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..self.files.len() as u32).map(FileId)
    }

    /// Finds a file by its path below the root.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.files.iter().position(|file| file.path == path).map(|i| FileId(i as u32))
    }

    /// Returns the source text a span covers.
    pub fn text(&self, span: Span) -> &str {
        &self.file(span.file).text[span.start..span.end]
    }

    /// Returns the place of a part of a text that was read from `span`; all of `span` where the
    /// text is not written out there letter by letter, as in a quoted or folded value.
    pub fn part(&self, span: Span, text: &str, part: std::ops::Range<usize>) -> Span {
        match self.text(span) == text {
            true => Span::new(span.file, span.start + part.start, span.start + part.end),
            false => span,
        }
    }

    /// Returns a span over a whole file.
    pub fn whole(&self, id: FileId) -> Span {
        Span::new(id, 0, self.file(id).text.len())
    }

    pub fn location(&self, span: Span) -> Location {
        let file = self.file(span.file);
        let (line, column) = file.line_column(span.start);
        Location { path: file.path.clone(), line, column }
    }

    /// Returns the same texts with some places covered, every byte still where it was.
    pub fn covered(&self, places: &[Span]) -> Self {
        let mut covered = self.clone();
        for place in places {
            let file = &mut covered.files[place.file.0 as usize];
            let mut text = file.text.to_string();
            let cover = |c: char| match c.len_utf8() {
                _ if c == '\n' => "\n",
                1 => "*",
                2 => "§",
                3 => "＊",
                _ => "****",
            };
            let cover: String = text[place.start..place.end].chars().map(cover).collect();
            text.replace_range(place.start..place.end, &cover);
            file.text = Text::Read(text.into());
        }
        covered
    }

    /// Returns the files that could not be taken as text, and why.
    pub fn unreadable(&self) -> &[(FileId, Unreadable)] {
        &self.unreadable
    }

    /// Returns the encoding a file was written in, where that is not UTF-8.
    pub fn encoding(&self, id: FileId) -> Option<Encoding> {
        self.decoded.iter().find(|(file, _)| *file == id).map(|(_, encoding)| *encoding)
    }
}

/// The endings of the names of workbooks that are read.
pub const WORKBOOKS: [&str; 3] = ["xlsx", "xls", "ods"];

/// Tells a workbook by its name.
fn is_workbook(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| WORKBOOKS.contains(&ending))
}

/// Reads the files of a folder whose path below it `wanted` accepts, as they are, in sorted order.
///
/// # Errors
/// When one of them is no file, or they are larger than a theme may be.
pub fn read_bytes(
    folder: &Path,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let root = folder.canonicalize().map_err(|e| Failure::io(folder, e))?;
    let mut files = Vec::new();
    let mut room = MAX_THEME_BYTES;
    for entry in WalkDir::new(&root).follow_links(false).sort_by_file_name() {
        let entry = entry.map_err(|e| not_walked(folder, e))?;
        let below = relative(&root, entry.path());
        if entry.file_type().is_dir() || !wanted(&below) {
            continue;
        }
        let most = room.min(MAX_THEME_FILE_BYTES);
        let bytes = match entry.file_type().is_file() {
            true => read_whole(entry.path(), most).map_err(|e| Failure::io(entry.path(), e))?,
            false => Bounded::NotAFile,
        };
        let bytes = match bytes {
            Bounded::Read(bytes) => bytes,
            Bounded::NotAFile => return Err(not_a_file(entry.path())),
            Bounded::TooLarge { .. } => {
                let (most, all) = (megabytes(MAX_THEME_FILE_BYTES), megabytes(MAX_THEME_BYTES));
                let why = both!(
                    "文件超过了 {most}，或者这个文件夹的文件合起来超过了 {all}，没有读取",
                    "the file is larger than {most}, or those of its folder together than {all}"
                );
                return Err(not_taken(entry.path(), why));
            }
        };
        room -= bytes.len() as u64;
        files.push((below, bytes));
    }
    Ok(files)
}

/// Returns the paths below a folder of all that is no folder, in sorted order.
pub fn paths_below(folder: &Path) -> Result<Vec<String>, Failure> {
    let root = folder.canonicalize().map_err(|e| Failure::io(folder, e))?;
    let mut paths = Vec::new();
    for entry in WalkDir::new(&root).follow_links(false).sort_by_file_name() {
        let entry = entry.map_err(|e| not_walked(folder, e))?;
        if !entry.file_type().is_dir() {
            paths.push(relative(&root, entry.path()));
        }
    }
    Ok(paths)
}

/// Reads a file that somebody names or that stands where one was written, as a whole.
///
/// # Errors
/// When it cannot be read, is no regular file, or has more than `most` bytes.
pub fn read_file(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    match read_whole(path, most).map_err(|e| Failure::io(path, e))? {
        Bounded::Read(bytes) => Ok(bytes),
        Bounded::NotAFile => Err(not_a_file(path)),
        Bounded::TooLarge { .. } => {
            let most = megabytes(most);
            let why = both!(
                "文件超过了 {most}，没有读取",
                "the file is larger than {most} and was not read"
            );
            Err(not_taken(path, why))
        }
    }
}

/// Reads a small file of text as a whole.
///
/// # Errors
/// When [`read_file`] would fail, or it is no UTF-8.
pub fn read_note(path: &Path) -> Result<String, Failure> {
    let text = String::from_utf8(read_file(path, MAX_NOTE_BYTES)?);
    text.map_err(|_| {
        let why = both!("不是 UTF-8 编码的文字", "this is no text in UTF-8");
        Failure::new(path, why)
    })
}

/// Writes a number of bytes as whole megabytes, or kilobytes below one.
fn megabytes(bytes: u64) -> String {
    match bytes / 1024 / 1024 {
        0 => format!("{} KB", bytes / 1024),
        most => format!("{most} MB"),
    }
}

fn not_a_file(path: &Path) -> Failure {
    let why = match path.is_dir() {
        true => both!("这是文件夹，不是文件", "this is a folder, not a file"),
        false => both!(
            "这不是普通的文件，是链接、管道或设备，没有读取",
            "this is no regular file but a link, a pipe or a device"
        ),
    };
    not_taken(path, why)
}

fn not_taken(path: &Path, why: Both) -> Failure {
    Failure::new(path, why).with_help(both!(
        "把它移走，或者换成文件本身",
        "take it away, or put the file itself there"
    ))
}

/// A file's bytes, unless there are too many, or it is none.
pub enum Bounded {
    Read(Vec<u8>),
    TooLarge { bytes: u64 },
    NotAFile,
}

/// Reads a regular file as a whole when it has at most so many bytes, and nothing else: what lies
/// there may be a pipe nobody writes to, or a file that is nearly all hole.
pub fn read_whole(path: &Path, most: u64) -> std::io::Result<Bounded> {
    let told = path.metadata()?;
    if !told.is_file() {
        return Ok(Bounded::NotAFile);
    }
    if told.len() > most {
        return Ok(Bounded::TooLarge { bytes: told.len() });
    }
    let mut bytes = Vec::with_capacity(told.len() as usize);
    // It may grow while it is read, or say nothing of its length.
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 {
        length if length > most => Ok(Bounded::TooLarge { bytes: length }),
        _ => Ok(Bounded::Read(bytes)),
    }
}

/// What systems leave in a folder that was looked at.
const LEFT_BEHIND: [&str; 4] = ["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"];

/// How the names end of files that browsers, cloud drives and editors are still writing.
const UNFINISHED: [&str; 8] =
    [".tmp", ".temp", ".part", ".partial", ".download", ".downloading", ".crdownload", ".swp"];

/// Tells by a name whether no person put a file there: what is hidden, what Office, spreadsheets,
/// systems and cloud drives leave or have not finished. It is passed over and never kept.
pub fn is_litter(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with(['.', '~'])
        || LEFT_BEHIND.contains(&lower.as_str())
        || UNFINISHED.iter().any(|end| lower.ends_with(end))
}

/// Tells whether any part of a path is [litter](is_litter).
pub fn has_litter(path: &str) -> bool {
    path.split('/').any(is_litter)
}

/// Reads what lies right in a folder as it is, in sorted order, none larger than `most` bytes.
/// What is hidden and what spreadsheets and Windows leave there is passed over; a folder or a link
/// is returned as no file.
pub fn read_bounded(folder: &Path, most: u64) -> Result<Vec<(String, Bounded)>, Failure> {
    let mut files = Vec::new();
    let walk = WalkDir::new(folder).min_depth(1).max_depth(1).follow_links(false);
    for entry in walk.sort_by_file_name() {
        let entry = entry.map_err(|e| not_walked(folder, e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_litter(&name) {
            continue;
        }
        let bytes = match entry.file_type().is_file() {
            true => read_whole(entry.path(), most).map_err(|e| Failure::io(entry.path(), e))?,
            false => Bounded::NotAFile,
        };
        files.push((name, bytes));
    }
    Ok(files)
}

/// Takes the byte order mark off and makes every line end `\n`.
fn normalise(text: String) -> String {
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

fn not_walked(folder: &Path, error: walkdir::Error) -> Failure {
    let path = error.path().unwrap_or(folder).to_owned();
    match error.into_io_error() {
        Some(io) => Failure::io(&path, io),
        None => Failure::new(
            path,
            both!("文件夹里有绕成一圈的链接", "links in the folder lead in a circle"),
        ),
    }
}

fn relative(root: &Path, path: &Path) -> String {
    let below: PathBuf = path.strip_prefix(root).unwrap_or(path).into();
    let parts: Vec<_> = below.components().map(|c| named(c.as_os_str())).collect();
    parts.join("/")
}

/// Returns a name on disk. One that is not UTF-8 begins with U+FFFD, so that it is never taken for
/// a name we know, and then says what it is in the encoding of older archives.
fn named(name: &OsStr) -> String {
    if let Some(name) = name.to_str() {
        return name.to_owned();
    }
    match encoding::decoded(name.as_encoded_bytes()) {
        Some((meant, _)) => format!("\u{fffd}{meant}"),
        None => name.to_string_lossy().into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", "姓名: 林\n政治: 𠮷x\n");
        let file = sources.file(id);
        let x = file.text.find('x').unwrap();
        assert_eq!(file.line_column(x), (2, 6));
    }

    #[test]
    fn marks_and_line_ends_are_normalised() {
        let mut sources = Sources::default();
        let id = sources.add_bytes("a.md", "\u{feff}一\r\n二\r".as_bytes().to_vec());
        assert_eq!(&*sources.file(id).text, "一\n二\n");
    }

    #[test]
    fn bytes_that_are_not_utf8_are_named() {
        let mut sources = Sources::default();
        let id = sources.add_bytes("a.md", b"ok\n\xbd\xad".to_vec());
        assert_eq!(sources.unreadable(), [(id, Unreadable::NotUtf8 { at: 3 })]);
    }

    #[test]
    fn what_no_person_put_there_is_known_by_its_name() {
        for name in [
            "Thumbs.db",
            "thumbs.DB",
            "desktop.ini",
            "~$章程.docx",
            ".~lock.名单.csv#",
            ".DS_Store",
            "名单.csv.baiduyun.p.downloading",
            "名单.csv.crdownload",
            "~WRL0001.tmp",
            "章程.md.part",
        ] {
            assert!(is_litter(name) && has_litter(&format!("甲/{name}")), "{name}");
        }
        for name in ["名单.csv", "章程 (冲突副本).md", "评分~表.xlsx", "db", "模板.tmpl"]
        {
            assert!(!is_litter(name), "{name}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_name_in_another_encoding_is_told_and_never_taken_for_ours() {
        use std::os::unix::ffi::OsStrExt;
        let (bytes, ..) = encoding_rs::GB18030.encode("自评.yaml");
        assert_eq!(named(OsStr::from_bytes(&bytes)), "\u{fffd}自评.yaml");
        assert_eq!(named(OsStr::new("自评.yaml")), "自评.yaml");
    }

    #[test]
    fn what_is_no_file_or_too_large_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "甲,乙").unwrap();
        assert!(matches!(read_whole(&path, 7), Ok(Bounded::Read(bytes)) if bytes.len() == 7));
        assert!(matches!(read_whole(&path, 6), Ok(Bounded::TooLarge { bytes: 7 })));
        assert!(matches!(read_whole(folder.path(), 7), Ok(Bounded::NotAFile)));
        assert!(matches!(read_whole(Path::new("/dev/zero"), 7), Ok(Bounded::NotAFile)));
        let why = |path: &Path, most| read_file(path, most).unwrap_err().message.english;
        assert_eq!(why(&path, 6), "the file is larger than 0 KB and was not read");
        assert_eq!(why(folder.path(), 7), "this is a folder, not a file");
        assert!(why(Path::new("/dev/zero"), 7).contains("a pipe or a device"));
    }
}
