//! What a round came to, as a table for the terminal of who counts it.
//! It must not decide what of it is public: all of it is private.

use unicode_width::UnicodeWidthStr;

use crate::scoring::{ScoreTable, Standing};

/// Parts two columns.
const GAP: &str = "  ";

/// Returns the standings under one score table as lines, best first.
pub fn standings(table: &ScoreTable, standings: &[Standing]) -> String {
    let mut order: Vec<&Standing> = standings.iter().collect();
    order.sort_by_key(|standing| standing.place.unwrap_or(usize::MAX));
    let has_grades = !table.scheme.grades.is_empty();
    let mut head = vec!["名次", "述职对象", "类别", "综合得分"];
    head.extend(has_grades.then_some(["按分数", "等次"]).into_iter().flatten());
    let mut rows: Vec<Vec<String>> = vec![head.into_iter().map(str::to_owned).collect()];
    for standing in order {
        let told = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
        let mut row = vec![
            standing.place.map_or("—".to_owned(), |place| place.to_string()),
            standing.subject.clone(),
            standing.kind.clone(),
            told(&standing.score),
        ];
        if has_grades {
            row.extend([told(&standing.banded), told(&standing.grade)]);
        }
        rows.push(row);
    }
    format!("{}\n{}", table.title, aligned(&rows))
}

/// Sets rows of cells in columns as wide as their widest cell.
fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |at: usize| rows.iter().map(|row| row[at].width()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut lines = String::new();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width())))
            .collect();
        lines += cells.join(GAP).trim_end();
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_one_another_whatever_their_script() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let lines = aligned(&[row(["名次", "对象"]), row(["1", "甲"])]);
        assert_eq!(lines, "名次  对象\n1     甲\n");
    }
}
