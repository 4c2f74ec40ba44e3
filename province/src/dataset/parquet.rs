//! Apache Parquet, as much of it as these tables need: optional columns of texts, whole numbers and
//! yes-or-no, plain and uncompressed, in row groups of bounded size. The same rows give the same bytes.
//! It must not know what a table is about.
//!
//! The format: <https://parquet.apache.org/docs/file-format/>. Every crate for it would turn on
//! features of crates that the college's program stands on, and compile those twice.

mod page;

use std::io::{self, Write};

use crate::tables::{Cell, Column, Shape};
use page::Page;

const MAGIC: &[u8] = b"PAR1";
/// How many rows are held, encoded, before they are written: of every file that is open, so that
/// memory is bounded by the number of years alone.
const GROUP: u64 = 4_096;

// Numbers of the format's enumerations.
const BOOLEAN: i64 = 0;
const INT64: i64 = 2;
const BYTE_ARRAY: i64 = 6;
const OPTIONAL: i64 = 1;
const UTF8: i64 = 0;
const PLAIN: i64 = 0;
const RLE: i64 = 3;

/// A file being written.
pub struct Writer<W: Write> {
    out: W,
    at: u64,
    columns: &'static [Column],
    /// The pages of the rows that are held, one a column.
    held: Vec<Page>,
    holds: u64,
    rows: u64,
    groups: Vec<Group>,
}

fn fresh(columns: &[Column]) -> Vec<Page> {
    columns.iter().map(|_| Page::default()).collect()
}

struct Group {
    rows: u64,
    bytes: u64,
    chunks: Vec<Chunk>,
}

struct Chunk {
    at: u64,
    bytes: u64,
}

impl<W: Write> Writer<W> {
    pub fn new(mut out: W, columns: &'static [Column]) -> io::Result<Self> {
        out.write_all(MAGIC)?;
        let at = MAGIC.len() as u64;
        let held = fresh(columns);
        Ok(Self { out, at, columns, held, holds: 0, rows: 0, groups: Vec::new() })
    }

    pub fn put(&mut self, row: &[Cell]) -> io::Result<()> {
        self.held.iter_mut().zip(row).for_each(|(page, cell)| page.put(cell));
        self.holds += 1;
        if self.holds == GROUP { self.group() } else { Ok(()) }
    }

    /// Writes the last rows and what tells where everything stands; returns what was written to.
    pub fn end(mut self) -> io::Result<W> {
        if self.holds > 0 {
            self.group()?;
        }
        let footer = self.footer();
        self.out.write_all(&footer)?;
        self.out.write_all(&(footer.len() as u32).to_le_bytes())?;
        self.out.write_all(MAGIC)?;
        Ok(self.out)
    }

    /// Writes the rows that are held, a chunk a column and a page a chunk.
    fn group(&mut self) -> io::Result<()> {
        let pages = std::mem::replace(&mut self.held, fresh(self.columns));
        let rows = std::mem::take(&mut self.holds);
        let mut group = Group { rows, bytes: 0, chunks: Vec::new() };
        for page in pages {
            let page = page.end();
            let mut header = Thrift::default();
            header.number(1, Kind::I32, 0);
            header.number(2, Kind::I32, page.len() as i64);
            header.number(3, Kind::I32, page.len() as i64);
            header.structure(5, |data| {
                data.number(1, Kind::I32, rows as i64);
                data.number(2, Kind::I32, PLAIN);
                data.number(3, Kind::I32, RLE);
                data.number(4, Kind::I32, RLE);
            });
            let header = header.end();
            self.out.write_all(&header)?;
            self.out.write_all(&page)?;
            let bytes = (header.len() + page.len()) as u64;
            group.chunks.push(Chunk { at: self.at, bytes });
            group.bytes += bytes;
            self.at += bytes;
        }
        self.rows += group.rows;
        self.groups.push(group);
        Ok(())
    }

    fn footer(&self) -> Vec<u8> {
        let mut file = Thrift::default();
        file.number(1, Kind::I32, 1);
        file.list(2, Kind::Struct, self.columns.len() + 1, |list| {
            list.element(|root| {
                root.text(4, "rows");
                root.number(5, Kind::I32, self.columns.len() as i64);
            });
            for column in self.columns {
                list.element(|element| {
                    element.number(1, Kind::I32, physical(column.shape));
                    element.number(3, Kind::I32, OPTIONAL);
                    element.text(4, column.name);
                    if column.shape == Shape::Text {
                        element.number(6, Kind::I32, UTF8);
                        element.structure(10, |logical| logical.structure(1, |_| {}));
                    }
                });
            }
        });
        file.number(3, Kind::I64, self.rows as i64);
        file.list(4, Kind::Struct, self.groups.len(), |list| {
            for group in &self.groups {
                list.element(|it| {
                    it.list(1, Kind::Struct, group.chunks.len(), |list| {
                        for (column, chunk) in self.columns.iter().zip(&group.chunks) {
                            list.element(|it| write_chunk(it, column, chunk, group.rows));
                        }
                    });
                    it.number(2, Kind::I64, group.bytes as i64);
                    it.number(3, Kind::I64, group.rows as i64);
                });
            }
        });
        file.text(6, "gongkai-province");
        file.end()
    }
}

fn write_chunk(it: &mut Thrift, column: &Column, chunk: &Chunk, rows: u64) {
    it.number(2, Kind::I64, chunk.at as i64);
    it.structure(3, |about| {
        about.number(1, Kind::I32, physical(column.shape));
        about.list(2, Kind::I32, 2, |list| {
            list.bare(PLAIN);
            list.bare(RLE);
        });
        about.list(3, Kind::Binary, 1, |list| list.bare_text(column.name));
        about.number(4, Kind::I32, 0);
        about.number(5, Kind::I64, rows as i64);
        about.number(6, Kind::I64, chunk.bytes as i64);
        about.number(7, Kind::I64, chunk.bytes as i64);
        about.number(9, Kind::I64, chunk.at as i64);
    });
}

fn physical(shape: Shape) -> i64 {
    match shape {
        Shape::Text => BYTE_ARRAY,
        Shape::Number => INT64,
        Shape::YesNo => BOOLEAN,
    }
}

/// The types of Thrift's compact protocol.
#[derive(Clone, Copy)]
enum Kind {
    I32 = 5,
    I64 = 6,
    Binary = 8,
    List = 9,
    Struct = 12,
}

/// A structure of Thrift's compact protocol, being written.
#[derive(Default)]
struct Thrift {
    out: Vec<u8>,
    last: i16,
}

impl Thrift {
    fn field(&mut self, id: i16, kind: Kind) {
        // Every field here follows the one before by less than 16.
        self.out.push(((id - self.last) as u8) << 4 | kind as u8);
        self.last = id;
    }

    fn number(&mut self, id: i16, kind: Kind, number: i64) {
        self.field(id, kind);
        self.bare(number);
    }

    fn bare(&mut self, number: i64) {
        page::put_varint(&mut self.out, ((number << 1) ^ (number >> 63)) as u64);
    }

    fn text(&mut self, id: i16, text: &str) {
        self.field(id, Kind::Binary);
        self.bare_text(text);
    }

    fn bare_text(&mut self, text: &str) {
        page::put_varint(&mut self.out, text.len() as u64);
        self.out.extend(text.as_bytes());
    }

    fn structure(&mut self, id: i16, fill: impl FnOnce(&mut Self)) {
        self.field(id, Kind::Struct);
        self.element(fill);
    }

    /// Writes a structure that stands in a list.
    fn element(&mut self, fill: impl FnOnce(&mut Self)) {
        let last = std::mem::take(&mut self.last);
        fill(self);
        self.out.push(0);
        self.last = last;
    }

    fn list(&mut self, id: i16, of: Kind, length: usize, fill: impl FnOnce(&mut Self)) {
        self.field(id, Kind::List);
        match length < 15 {
            true => self.out.push((length as u8) << 4 | of as u8),
            false => {
                self.out.push(0xf0 | of as u8);
                page::put_varint(&mut self.out, length as u64);
            }
        }
        fill(self);
    }

    fn end(mut self) -> Vec<u8> {
        self.out.push(0);
        self.out
    }
}
