//! A table: in columns, whose cells are wrapped if the table is too wide. Where the columns do not fit at
//! all, each row becomes a list of its cells.

use super::prose::{Line, Look, Prose};
use crate::report::paint::faint;

/// The columns between two cells.
const GAP: usize = 2;

/// The rows. The first one has the headings.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Vec<Prose>>,
}

impl Table {
    pub fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub fn push(&mut self, cell: Prose) {
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
    }

    /// The lines of the table, at most `room` columns wide.
    pub fn lines(&self, room: usize) -> Vec<String> {
        match self.widths(room) {
            Some(widths) => self.in_columns(&widths),
            None => self.in_blocks(room),
        }
    }

    /// The widths of the columns. `None` if not even their longest words fit.
    fn widths(&self, room: usize) -> Option<Vec<usize>> {
        let count = self.rows.first()?.len();
        let widest = |width: fn(&Prose) -> usize| -> Vec<usize> {
            let of = |at: usize| self.rows.iter().filter_map(|row| row.get(at)).map(width).max();
            (0..count).map(|at| of(at).unwrap_or_default()).collect()
        };
        let (mut widths, most) = (widest(Prose::least_columns), widest(Prose::columns));
        let gaps = GAP * count.saturating_sub(1);
        let mut left = room.checked_sub(widths.iter().sum::<usize>() + gaps)?;
        // The narrowest column that needs more gets more.
        while left > 0 {
            let growing = (0..count).filter(|at| widths[*at] < most[*at]);
            let Some(at) = growing.min_by_key(|at| widths[*at]) else { break };
            widths[at] += 1;
            left -= 1;
        }
        Some(widths)
    }

    fn in_columns(&self, widths: &[usize]) -> Vec<String> {
        let rows: Vec<Vec<String>> = self.rows.iter().map(|row| in_lines(row, widths)).collect();
        // A row of several lines does not end visibly.
        let is_wrapped = rows.iter().any(|lines| lines.len() > 1);
        let mut lines = Vec::new();
        for (at, row) in rows.into_iter().enumerate() {
            if at > 1 && is_wrapped {
                lines.push(String::new());
            }
            lines.extend(row);
            if at == 0 {
                let rules = widths.iter().map(|width| "─".repeat(*width)).collect::<Vec<_>>();
                lines.push(faint(rules.join(&" ".repeat(GAP))).to_string());
            }
        }
        lines
    }

    fn in_blocks(&self, room: usize) -> Vec<String> {
        let Some((heads, rows)) = self.rows.split_first() else { return Vec::new() };
        let mut lines = Vec::new();
        for row in rows {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            for (head, cell) in heads.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
                let mut labelled = head.clone();
                labelled.push(": ", &Look::default());
                labelled.extend(cell);
                lines.extend(labelled.lines(room).into_iter().map(|line| line.painted()));
            }
        }
        lines
    }
}

/// The row's cells next to each other, each in the lines of its column.
fn in_lines(row: &[Prose], widths: &[usize]) -> Vec<String> {
    let cells: Vec<Vec<Line>> =
        row.iter().zip(widths).map(|(cell, width)| cell.lines(*width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or_default();
    (0..height)
        .map(|at| {
            let mut line = String::new();
            let mut blanks = 0;
            for (cell, width) in cells.iter().zip(widths) {
                if let Some(part) = cell.get(at) {
                    line += &" ".repeat(blanks);
                    line += &part.painted();
                    blanks = width - part.columns + GAP;
                } else {
                    blanks += width + GAP;
                }
            }
            line
        })
        .collect()
}
