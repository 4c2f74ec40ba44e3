//! The dataset: what all colleges were audited to, as CSV and as Parquet by academic year, with its
//! schema. Colleges are read one after another in the order of the list, so that memory does not grow
//! with them, and the bytes do not depend on who audited which.
//! It must not know how a college was audited.

mod parquet;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use gongkai::diagnostic::Level;
use gongkai::failure::Failure;
use gongkai::language::both;
use serde::Serialize;

use crate::across::{Across, Rules};
use crate::colleges::College;
use crate::nameless::Words;
use crate::store::Store;
use crate::tables::{Cell, Row, Rows, SCHEMA, TABLES, Table, add, key};

/// What stands for the year of a row that has none, as Hive's partitions call it.
const NO_YEAR: &str = "__HIVE_DEFAULT_PARTITION__";

/// The file that tells of the tables.
const SCHEMA_FILE: &str = "schema.json";

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many colleges were audited, of all in the list.
    pub colleges: usize,
    /// Rows by table.
    pub rows: BTreeMap<&'static str, u64>,
}

/// Writes the dataset of all colleges that were audited into a folder, which is made anew.
pub fn write(
    colleges: &[College],
    store: &Store,
    rules: &Rules,
    folder: &Path,
) -> Result<Written, Failure> {
    let mut across = rules.held(colleges, store)?.into_iter().peekable();
    let fail = |error| Failure::io(folder, error);
    if folder.exists() && !folder.join(SCHEMA_FILE).exists() {
        let why =
            both!("这个文件夹不是数据表，没有动它", "this folder is no dataset and was left alone");
        return Err(Failure::new(folder, why));
    }
    let ready = beside(folder, "ready");
    let _ = fs::remove_dir_all(&ready);
    fs::create_dir_all(&ready).map_err(fail)?;
    let mut out = Out { folder: ready.clone(), csv: BTreeMap::new(), parquet: BTreeMap::new() };
    let mut written = Written::default();
    for college in colleges {
        let Some(audited) = store.audited(college)? else { continue };
        written.colleges += 1;
        let mut rows = audited.rows;
        while let Some(found) = across.next_if(|found| found.college == college.number) {
            add_across(&mut rows, college, &found);
        }
        for table in &TABLES {
            for (year, rows) in rows.remove(table.name).unwrap_or_default() {
                *written.rows.entry(table.name).or_default() += rows.len() as u64;
                rows.iter().try_for_each(|row| out.put(table, &year, row)).map_err(fail)?;
            }
        }
    }
    out.end().map_err(fail)?;
    fs::write(ready.join(SCHEMA_FILE), schema()).map_err(fail)?;
    let old = beside(folder, "old");
    let _ = fs::remove_dir_all(&old);
    if folder.exists() {
        fs::rename(folder, &old).map_err(fail)?;
    }
    fs::rename(&ready, folder).map_err(fail)?;
    let _ = fs::remove_dir_all(&old);
    Ok(written)
}

/// Names a folder beside another.
pub(crate) fn beside(folder: &Path, ends: &str) -> PathBuf {
    let mut name = folder.as_os_str().to_owned();
    name.push(format!(".{ends}"));
    name.into()
}

fn add_across(rows: &mut Rows, college: &College, found: &Across) {
    let level = if found.level == Level::Notice { "notice" } else { "warning" };
    let row = vec![
        key(&college.id),
        key(&found.edition.to_string()),
        key("across"),
        key(&found.code),
        key(level),
        Cell::Text(Words::of_rule(&found.title)),
        Cell::Number(1),
        Cell::Absent,
    ];
    add(rows, "findings", &found.edition.year.to_string(), row);
}

/// The files of the dataset, open while it is written.
struct Out {
    folder: PathBuf,
    csv: BTreeMap<&'static str, csv::Writer<BufWriter<File>>>,
    parquet: BTreeMap<(&'static str, String), parquet::Writer<BufWriter<File>>>,
}

impl Out {
    fn put(&mut self, table: &'static Table, year: &str, row: &Row) -> io::Result<()> {
        let csv = match self.csv.entry(table.name) {
            Entry::Occupied(it) => it.into_mut(),
            Entry::Vacant(it) => {
                let path = self.folder.join("csv").join(format!("{}.csv", table.name));
                let mut file = created(&path)?;
                // What a spreadsheet needs to take it for UTF-8.
                file.write_all("\u{feff}".as_bytes())?;
                let mut csv = csv::Writer::from_writer(file);
                csv.write_record(table.columns.iter().map(|column| column.name))?;
                it.insert(csv)
            }
        };
        csv.write_record(row.iter().map(written))?;
        let year = if year.is_empty() { NO_YEAR } else { year };
        // The year is told by the folder.
        let besides = usize::from(table.is_yearly());
        let parquet = match self.parquet.entry((table.name, year.to_owned())) {
            Entry::Occupied(it) => it.into_mut(),
            Entry::Vacant(it) => {
                let mut path = self.folder.join("parquet").join(table.name);
                if table.is_yearly() {
                    path.push(format!("year={year}"));
                }
                let file = created(&path.join("part-0.parquet"))?;
                it.insert(parquet::Writer::new(file, &table.columns[besides..])?)
            }
        };
        parquet.put(&row[besides..])
    }

    fn end(self) -> io::Result<()> {
        for (_, mut csv) in self.csv {
            csv.flush()?;
        }
        for (_, parquet) in self.parquet {
            parquet.end()?.flush()?;
        }
        Ok(())
    }
}

fn created(path: &Path) -> io::Result<BufWriter<File>> {
    fs::create_dir_all(path.parent().expect("a file lies in a folder"))?;
    Ok(BufWriter::new(File::create(path)?))
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Absent => String::new(),
        Cell::YesNo(yes) => yes.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(words) => words.as_str().to_owned(),
    }
}

/// Describes the tables and their columns, for whoever reads them.
pub fn schema() -> Vec<u8> {
    #[derive(Serialize)]
    struct Schema {
        schema: u32,
        tables: Vec<Described>,
    }
    #[derive(Serialize)]
    struct Described {
        name: &'static str,
        meaning: &'static str,
        columns: Vec<BTreeMap<&'static str, &'static str>>,
    }
    let tables = TABLES.iter().map(|table| Described {
        name: table.name,
        meaning: table.meaning,
        columns: table
            .columns
            .iter()
            .map(|column| {
                let shape = match column.shape {
                    crate::tables::Shape::Text => "text",
                    crate::tables::Shape::Number => "int64",
                    crate::tables::Shape::YesNo => "boolean",
                };
                BTreeMap::from([
                    ("name", column.name),
                    ("type", shape),
                    ("meaning", column.meaning),
                ])
            })
            .collect(),
    });
    let schema = Schema { schema: SCHEMA, tables: tables.collect() };
    let mut bytes = serde_json::to_vec_pretty(&schema).expect("a schema is plain data");
    bytes.push(b'\n');
    bytes
}
