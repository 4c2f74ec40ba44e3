//! The rows of a table of an old Word document → a table, by the edges of their cells.
//! It must not know what stands in a cell.

use super::properties::Row;
use crate::import::paper::{Block, Cell, Table};

/// A table being read: rows with the edges of their cells.
#[derive(Default)]
pub struct Rows {
    pub rows: Vec<(Vec<Vec<Block>>, Row)>,
    pub cells: Vec<Vec<Block>>,
    pub cell: Vec<Block>,
}

impl Rows {
    /// Makes a table of the rows that were read: the edges of all cells are the lines of its grid.
    pub fn end(&mut self) -> Option<Block> {
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return None;
        }
        let mut edges: Vec<i32> =
            rows.iter().flat_map(|(_, row)| row.edges.iter().copied()).collect();
        edges.sort_unstable();
        // Programs draw the same line some twips apart.
        edges.dedup_by(|next, kept| *next - *kept < 20);
        let line = |edge: i32| edges.iter().rposition(|known| *known <= edge + 19).unwrap_or(0);
        let mut table = Table::default();
        for (contents, row) in rows {
            let mut cells: Vec<Cell> = Vec::new();
            for (at, blocks) in contents.into_iter().enumerate() {
                let bounds = (row.edges.get(at), row.edges.get(at + 1));
                let (column, width) = match bounds {
                    (Some(from), Some(to)) => {
                        (line(*from), line(*to).saturating_sub(line(*from)).max(1))
                    }
                    _ => (cells.last().map_or(0, |cell| cell.column + cell.width), 1),
                };
                match cells.last_mut() {
                    Some(before) if row.joined.get(at) == Some(&true) => before.width += width,
                    _ => {
                        let continued = row.continued.get(at) == Some(&true);
                        cells.push(Cell { column, width, continued, blocks });
                    }
                }
            }
            table.rows.push(cells);
        }
        Some(Block::Table(table))
    }
}
