//! The folders of `content/` → one tree a disclosure, and one a round of appraisals.
//! It must not know the fields of a section; the table names the files.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::academic_year::AcademicYear;
use crate::datum::prose::Use;
use crate::datum::{Datum, Field, FieldName, Need, Record, Shape, Value};
use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, Union};
use crate::load::scores::FOLDER as SCORES;
use crate::load::twins::twins;
use crate::load::{self, decode, is_readable, markdown, report_unreadable, yaml};
use crate::model::round::folder;
use crate::model::{SITE, Tables, head, is_table, year};
use crate::source::{FileId, Sources, Span, WORKBOOKS};

/// One academic year, or one round of appraisals, as written.
#[derive(Clone, Debug)]
pub struct Year {
    pub edition: Edition,
    /// A record of its folder's table.
    pub root: Datum,
    pub files: Vec<FileId>,
    /// Where values are still to be filled in, file by file.
    pub unfilled: Vec<Span>,
    /// Its files that could not be read, or are empty: what is still to be filled in there is not known.
    pub unread: Vec<FileId>,
}

/// All of `content/`, its years not yet read.
#[derive(Debug)]
pub struct Content {
    /// A record of [`SITE`].
    pub site: Datum,
    /// The disclosures of all years and unions, in the order of their editions.
    pub years: Vec<Folder>,
    /// The rounds of all years and unions, likewise.
    pub rounds: Vec<Folder>,
}

/// The folder of one academic year, or of one round of appraisals within it.
#[derive(Clone, Debug)]
pub struct Folder {
    pub edition: Edition,
    /// Its path among the sources.
    pub path: String,
    /// Its texts; the filled score sheets of a round are read apart.
    pub files: Vec<FileId>,
    /// The table of fields it is written to.
    pub table: &'static Record,
}

impl Folder {
    /// Returns what the table says of one of its files, by the author's word for it, `章程`.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        let written = self.table.fields.iter().filter(|field| field.need != Need::Derived);
        written.into_iter().find(|field| field.key == key)
    }
}

/// Folders of `content/` that hold no year.
const OTHER_FOLDERS: [&str; 4] = ["releases", "standards", "fonts", "themes"];

/// Reads the site's file below the folder `prefix` of the sources and finds its years, written to
/// these tables.
pub fn content(
    prefix: &str,
    tables: Tables,
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
) -> Content {
    let mut site = Datum::absent(None);
    let mut editions: BTreeMap<Edition, Vec<FileId>> = BTreeMap::new();
    let mut strange: BTreeMap<&str, FileId> = BTreeMap::new();
    for file in sources.ids() {
        let Some(path) = sources.file(file).path.strip_prefix(&format!("{prefix}/")) else {
            continue;
        };
        match (Edition::of_file(path), path.split_once('/')) {
            // Score sheets are read by themselves.
            (Some((edition, below)), _) if edition.is_round() && is_score_sheet(below) => {}
            (Some((edition, _)), _) => editions.entry(edition).or_default().push(file),
            (None, None) if path == "site.yaml" => {
                report_unreadable(&[file], sources, faults);
                if is_readable(file, sources)
                    && let Some(node) = load::data(file, sources, faults)
                {
                    site = decode::record(&SITE, &node, faults);
                }
            }
            (None, None) => {
                faults.push(unknown_file(file, "content", &["site.yaml".to_owned()], sources));
            }
            (None, Some((folder, _))) if OTHER_FOLDERS.contains(&folder) => {}
            // It is told beside a file that lies in it, not in a folder of it.
            (None, Some((folder, below))) => match below.contains('/') {
                true => drop(strange.entry(folder).or_insert(file)),
                false => drop(strange.insert(folder, file)),
            },
        }
    }
    faults.extend(strange.into_iter().map(|(folder, file)| no_year(folder, file)));
    let folder = |(edition, mut files): (Edition, Vec<FileId>)| {
        files.sort_by_key(|file| &sources.file(*file).path);
        let table = if edition.is_round() { tables.round } else { tables.year };
        Folder { path: format!("{prefix}/{}", edition.content_folder()), edition, files, table }
    };
    let (rounds, years): (Vec<Folder>, Vec<Folder>) =
        editions.into_iter().map(folder).partition(|folder| folder.edition.is_round());
    faults.extend(rounds.iter().filter_map(unfit_name));
    faults.extend(twins(&rounds, sources));
    if let (None, Some(year)) =
        (sources.find(&format!("{prefix}/site.yaml")), years.last().or(rounds.last()))
    {
        let fault = Diagnostic::violation(
            "IN-07",
            Span::new(year.files[0], 0, 0),
            "缺少“site.yaml”（站点的网址和名称）",
        );
        let help = format!("在 {prefix} 文件夹里补上 site.yaml，写上“网址: …”和“站点名称: …”");
        faults.push(fault.label("应当放在这个文件的上一级文件夹").help(help));
    }
    Content { site, years, rounds }
}

/// Tells whether a file of a round, by its path below the round's folder, was handed in by a rater.
fn is_score_sheet(below: &str) -> bool {
    below.strip_prefix(SCORES).is_some_and(|rest| rest.starts_with('/'))
}

/// Reports a folder that is no year's, with the name of the year that it may be meant for.
fn no_year(folder: &str, file: FileId) -> Diagnostic {
    let message = format!("文件夹“{folder}”不是一个学年");
    let form = "学年文件夹的名称像 2025-2026，后一年比前一年多一，用半角的短横";
    let help = match year_meant(folder) {
        Some(year) => format!("把文件夹改名为“{year}”：{form}"),
        None => form.to_owned(),
    };
    Diagnostic::violation("IN-09", Span::new(file, 0, 0), message)
        .label(format!("这个文件所在的文件夹“{folder}”"))
        .help(help)
}

/// Returns the year whose numbers a name has, in whatever way they are written: its first, or both.
fn year_meant(name: &str) -> Option<AcademicYear> {
    let digits = |c: char| !c.is_ascii_digit();
    let numbers: Vec<&str> = name.split(digits).filter(|number| !number.is_empty()).collect();
    let first: u16 = numbers.first().filter(|first| first.len() == 4)?.parse().ok()?;
    let year = AcademicYear::parse(&format!("{first}-{}", first.checked_add(1)?))?;
    let second = format!("{}", first + 1);
    match numbers[1..] {
        [] => Some(year),
        [number] if number == second || number.len() == 2 && second.ends_with(number) => Some(year),
        _ => None,
    }
}

/// Reports a name that cannot be part of a web address as it stands.
fn unfit_name(folder: &Folder) -> Option<Diagnostic> {
    let (name, file) = (folder.edition.round.as_deref()?, folder.files[0]);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = name.chars().all(plain) && !name.starts_with('-') && !name.ends_with('-');
    let message = format!("文件夹“{name}”不能作述职评议的名称");
    let help = "名称要写进网址，只用小写英文字母、数字和短横，如 2025-autumn-school";
    let fault = Diagnostic::violation("IN-09", Span::new(file, 0, 0), message).help(help);
    (!fits).then_some(fault)
}

/// Reads the files of the folder of one year or round.
pub fn year(folder: &Folder, sources: &Sources, faults: &mut Vec<Diagnostic>) -> Year {
    let Folder { edition, path: folder, files, table } = folder;
    let mut root = Datum::new(table.empty(), None);
    let mut seen = Vec::new();
    let mut missing = Vec::new();
    let mut unread = Vec::new();
    let head = table.fields[0].key;
    let beside = sources.find(&format!("{folder}/{head}.yaml")).unwrap_or(files[0]);
    let before = faults.len();
    for field in table.fields.iter().filter(|field| field.need != Need::Derived) {
        let mut find = |suffix: &str| {
            let file = sources.find(&format!("{folder}/{}.{suffix}", field.key));
            seen.extend(file);
            file
        };
        let tables = ["csv"].into_iter().chain(WORKBOOKS.into_iter().filter(|_| is_table(field)));
        let data = ["yaml"].into_iter().chain(tables).filter_map(&mut find).collect();
        let text = find("md");
        let mut left = Left { missing: &mut missing, unread: &mut unread };
        let datum = section(field, data, text, &mut left, sources, faults);
        root.set(field.name, datum);
    }
    let unfilled = gather_unfilled(&seen, before, sources, faults);
    faults.extend(missing_files(&missing, Span::new(beside, 0, 0)));
    report_unreadable(&seen, sources, faults);
    for file in files.iter().filter(|file| !seen.contains(file)) {
        faults.push(unknown_file(*file, folder, &known_files(table), sources));
    }
    faults.extend(misplaced(edition, &root));
    Year { edition: edition.clone(), root, files: files.clone(), unfilled, unread }
}

/// Reads the roster of a year alone; what is wrong with it is told where the year is read.
pub fn roster(folder: &Folder, sources: &Sources) -> Datum {
    let field = folder.table.field(year::ROSTER).expect("a year has a roster");
    let files = folder.files.iter().copied().filter(|file| is_roster(folder, *file, sources));
    let mut left = Left { missing: &mut Vec::new(), unread: &mut Vec::new() };
    section(field, files.collect(), None, &mut left, sources, &mut Vec::new())
}

/// Tells whether a file of a year is its roster, of whatever kind.
pub fn is_roster(folder: &Folder, file: FileId, sources: &Sources) -> bool {
    let field = folder.table.field(year::ROSTER);
    let below = sources.file(file).path.strip_prefix(&folder.path);
    let name = below.and_then(|below| below.strip_prefix('/')?.split_once('.'));
    field.is_some_and(|field| name.is_some_and(|(stem, _)| stem == field.key))
}

/// Reports an organisation that the folder is not for: the second union's is 研究生会.
fn misplaced(edition: &Edition, root: &Datum) -> Option<Diagnostic> {
    let head = root.get(if edition.is_round() { folder::NOTICE } else { year::HEAD });
    let organisation = head.get(head::ORGANISATION);
    let (word, span) = organisation.text().zip(organisation.span)?;
    if edition.union.is_first() || word == Union::GRADUATE_FOLDER {
        return None;
    }
    let message = format!("“{}”文件夹里的“组织”写的是{word}", Union::GRADUATE_FOLDER);
    let help = "“组织”写研究生会；别的组织的文件直接放在学年的文件夹里";
    Some(Diagnostic::violation("IN-09", span, message).help(help))
}

/// Makes one finding of all places that are still to be filled in, those in texts among them;
/// returns them.
fn gather_unfilled(
    files: &[FileId],
    before: usize,
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Span> {
    let mut places = Vec::new();
    let mut at = before;
    while at < faults.len() {
        match faults[at].code == "IN-10" {
            true => places.push(faults.remove(at).primary.span),
            false => at += 1,
        }
    }
    for file in files.iter().filter(|file| sources.file(**file).path.ends_with(".md")) {
        let text = &sources.file(*file).text;
        let words = text.match_indices(decode::UNFILLED);
        places.extend(words.map(|(at, word)| Span::new(*file, at, at + word.len())));
    }
    let Some(first) = places.first() else { return places };
    let mut counts: Vec<String> = Vec::new();
    for file in files {
        let n = places.iter().filter(|place| place.file == *file).count();
        let path = &sources.file(*file).path;
        if n > 0 {
            counts.push(format!("{} {n} 处", path.rsplit('/').next().unwrap_or(path)));
        }
    }
    let message = format!("还有 {} 处待填", places.len());
    let help = format!("逐处填上本学年的情况：{}", counts.join("，"));
    faults.push(Diagnostic::violation("IN-10", *first, message).label("第一处在这里").help(help));
    places
}

/// What the sections of a year are left without.
struct Left<'a> {
    /// The files that are not there, with their endings.
    missing: &'a mut Vec<(&'static Field, &'static str)>,
    /// Those that could not be read, or are empty.
    unread: &'a mut Vec<FileId>,
}

/// Reads one section from its data file and its text.
fn section(
    field: &'static Field,
    data: Vec<FileId>,
    text: Option<FileId>,
    left: &mut Left,
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
) -> Datum {
    let prose = prose_field(field);
    let only_prose = field.shape.record().is_some_and(|record| record.fields.len() == 1);
    let name = |file: FileId| {
        let path = &sources.file(file).path;
        path.rsplit('/').next().unwrap_or(path)
    };
    if let [first, second, ..] = data[..] {
        let message = format!("{} 和 {} 只能有一个", name(first), name(second));
        let fault = Diagnostic::violation("IN-09", Span::new(second, 0, 0), message);
        faults.push(fault.help("删去其中一个"));
    }
    let data = data.first().copied();
    let node = match data {
        Some(file) if is_readable(file, sources) => load::data(file, sources, faults),
        None => {
            if !only_prose {
                let kind = if is_table(field) { "csv" } else { "yaml" };
                left.missing.push((field, kind));
            }
            None
        }
        _ => None,
    };
    left.unread.extend(data.filter(|_| node.as_ref().is_none_or(yaml::Node::is_blank)));
    if let Some(node) = node.as_ref().filter(|node| node.is_blank()) {
        faults.push(empty_file(field, node.span));
    }
    let whole = |file: FileId| Some(sources.whole(file));
    let mut datum = match node.filter(|node| !node.is_blank()) {
        Some(node) => {
            let before = faults.len();
            let datum = decode::field(field, &node, faults);
            if is_table(field) {
                faults[before..].iter_mut().for_each(refuse_column);
            }
            datum
        }
        None => match field.shape {
            Shape::One(record) if only_prose => Datum::new(record.empty(), None),
            Shape::One(record) => Datum::new(record.faulty(), data.and_then(whole)),
            _ => Datum::faulty(data.and_then(whole)),
        },
    };
    let Some((name, usage)) = prose else { return datum };
    let value = match text {
        Some(file) if !is_readable(file, sources) => {
            left.unread.push(file);
            Value::Faulty
        }
        Some(file) if sources.file(file).text.trim().is_empty() => {
            faults.push(empty_file(field, Span::new(file, 0, 0)));
            left.unread.push(file);
            Value::Faulty
        }
        Some(file) => match load::too_long(file, sources) {
            Some(fault) => {
                faults.push(fault);
                left.unread.push(file);
                Value::Faulty
            }
            None => Value::Prose(markdown::parse(file, sources, usage, faults)),
        },
        None if field.need == Need::Optional => Value::Absent,
        None => {
            left.missing.push((field, "md"));
            Value::Faulty
        }
    };
    datum.set(name, Datum::new(value, text.and_then(whole)));
    datum
}

/// Gives a column that a table of persons must not have the code of that: what it holds is about persons. A
/// heading left empty names no column.
fn refuse_column(fault: &mut Diagnostic) {
    let Span { start, end, .. } = fault.primary.span;
    if fault.code == "IN-05" && start < end {
        fault.code = "PV-02".to_owned();
    }
}

/// Returns the field of a section that holds its text.
fn prose_field(field: &Field) -> Option<(FieldName, Use)> {
    field.shape.record()?.fields.iter().find_map(|field| match field.shape {
        Shape::Prose(usage) => Some((field.name, usage)),
        _ => None,
    })
}

/// Reports the files that a year's folder lacks, beside one that it has.
fn missing_files(missing: &[(&Field, &str)], beside: Span) -> Option<Diagnostic> {
    let name = |(field, kind): &(&Field, &str)| format!("“{}.{kind}”", field.key);
    let meant = |file: &(&Field, &str)| format!("{}（{}）", name(file), file.0.meaning);
    let (message, help) = match missing {
        [] => return None,
        [file] if file.0.name == year::ROSTER => {
            (format!("缺少{}", meant(file)), format!("补上{}，或者 Excel 的名单.xlsx", name(file)))
        }
        [file] => (format!("缺少{}", meant(file)), format!("补上{}", name(file))),
        [first, ..] => (
            format!("缺少{}等 {} 个文件", name(first), missing.len()),
            format!("补上{}", missing.iter().map(meant).collect::<Vec<_>>().join("、")),
        ),
    };
    let fault = Diagnostic::violation("STR-01", beside, message);
    Some(fault.label("应当和这个文件放在同一个文件夹").help(help))
}

fn empty_file(field: &Field, span: Span) -> Diagnostic {
    Diagnostic::violation("STR-01", span, format!("“{}”是空的", field.meaning)).help("填好这个文件")
}

fn known_files(table: &Record) -> Vec<String> {
    let mut names = Vec::new();
    for field in table.fields.iter().filter(|field| field.need != Need::Derived) {
        names.extend(prose_field(field).map(|_| format!("{}.md", field.key)));
        names.push(format!("{}.yaml", field.key));
    }
    for field in table.fields.iter().filter(|field| is_table(field)) {
        let endings = ["csv"].into_iter().chain(WORKBOOKS);
        names.extend(endings.map(|ending| format!("{}.{ending}", field.key)));
    }
    names
}

fn unknown_file(file: FileId, folder: &str, known: &[String], sources: &Sources) -> Diagnostic {
    let path = &sources.file(file).path;
    let name = path.rsplit('/').next().unwrap_or(path);
    if let Some(why) = load::unreadable(file, sources).filter(|why| why.is_closed()) {
        return load::blocked(file, why);
    }
    let fault =
        Diagnostic::violation("IN-09", Span::new(file, 0, 0), format!("不认识的文件“{name}”"));
    let plain = name.nfc().collect::<String>().to_lowercase();
    if let Some(right) = known.iter().find(|known| **known == plain) {
        return fault.help(format!(
            "改名为“{right}”：只有大小写不同，或者同一个字的编码不同，有的系统分不出，别的系统分得出"
        ));
    }
    let is_text = [".yaml", ".yml", ".csv", ".md", ".txt", ".xlsx", ".xls", ".ods"]
        .iter()
        .any(|kind| plain.ends_with(kind));
    match decode::nearest(name, known.iter().map(String::as_str)).filter(|_| is_text) {
        Some(near) if name.starts_with('\u{fffd}') => fault.help(format!(
            "是不是“{near}”？文件名不是 UTF-8 编码，多半是旧的压缩软件解开的：重新键入文件名"
        )),
        Some(near) => {
            fault.help(format!("是不是“{near}”？不属于公开内容的文件请移到 {folder} 以外"))
        }
        None if is_text => fault.help(format!("不属于公开内容的文件请移到 {folder} 以外")),
        None => fault.help(format!(
            "照片、扫描件、Word 和 PDF 请移到 {folder} 以外：程序无法检查其中的个人信息"
        )),
    }
}
