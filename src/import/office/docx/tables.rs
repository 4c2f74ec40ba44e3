//! The tables of Word: rows and cells as they look, merged ones where they are seen.
//! It must not know what a cell says.

use super::{Reader, SILENT};
use crate::import::office::xml::Element;
use crate::import::paper::{Cell, Table};

impl Reader {
    pub(super) fn table(&mut self, element: &Element, depth: usize) -> Table {
        let mut table = Table::default();
        self.rows(element, depth, &mut table);
        table
    }

    fn rows(&mut self, parent: &Element, depth: usize, table: &mut Table) {
        for element in parent.elements() {
            match element.name.as_str() {
                "tr" => {
                    let properties = element.child("trPr");
                    if properties.is_some_and(|it| it.child("del").is_some()) {
                        self.seen.deleted += 1;
                        continue;
                    }
                    let before = properties.and_then(|it| it.value("gridBefore"));
                    let mut column = span(before, 0);
                    let mut row = Vec::new();
                    self.cells(element, depth, &mut column, &mut row);
                    table.rows.push(row);
                }
                "del" | "moveFrom" => self.count_removed(element),
                name if SILENT.contains(&name) => {}
                name => {
                    self.count_holder(name);
                    self.rows(element, depth, table);
                }
            }
        }
    }

    fn cells(&mut self, parent: &Element, depth: usize, column: &mut usize, row: &mut Vec<Cell>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "tc" => {
                    let properties = element.child("tcPr");
                    let width = span(properties.and_then(|it| it.value("gridSpan")), 1).max(1);
                    let goes_on = |name: &str| {
                        let merge = properties.and_then(|it| it.child(name));
                        merge.is_some_and(|it| {
                            it.attribute("val").is_none_or(|value| value == "continue")
                        })
                    };
                    let blocks = self.blocks(element, depth + 1);
                    if goes_on("hMerge")
                        && let Some(before) = row.last_mut()
                    {
                        before.width += width;
                    } else {
                        let continued = goes_on("vMerge");
                        row.push(Cell { column: *column, width, continued, blocks });
                    }
                    *column += width;
                }
                "del" | "moveFrom" => self.count_removed(element),
                name if SILENT.contains(&name) => {}
                name => {
                    self.count_holder(name);
                    self.cells(element, depth, column, row);
                }
            }
        }
    }
}

fn span(text: Option<&str>, otherwise: usize) -> usize {
    text.and_then(|text| text.parse().ok()).unwrap_or(otherwise).min(200)
}
