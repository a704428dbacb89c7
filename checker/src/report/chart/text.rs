//! A picture for a terminal: lifelines, with arrows between them and notes beside them.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::{Chart, Row, Stroke, Tone, left_out};
use crate::report::text::{clipped, columns};

/// The least distance between a lifeline and the margin.
const MARGIN: usize = 6;

/// Writes the picture, `width` columns wide.
pub fn draw(out: &mut dyn Write, chart: &Chart, width: usize) -> io::Result<()> {
    lines(chart, width).iter().try_for_each(|line| writeln!(out, "{}", line.painted()))
}

/// The picture without colours, `width` columns wide.
pub fn in_columns(chart: &Chart, width: usize) -> String {
    lines(chart, width).iter().map(|line| line.plain() + "\n").collect()
}

/// The lines of the picture: the names, the rows, and the end of the lifelines.
pub fn lines(chart: &Chart, width: usize) -> Vec<Line> {
    let places = Places::of(chart, width);
    let mut lines = vec![places.names(chart), places.lifelines()];
    lines.extend(chart.rows.iter().flat_map(|row| places.row(row)));
    lines.push(places.lifelines());
    lines
}

/// One line: each cell has its character and its style. A wide character fills two cells, and the
/// second is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    cells: Vec<(String, Style)>,
}

impl Line {
    fn blank(width: usize) -> Line {
        Line { cells: vec![(" ".into(), Style::new()); width] }
    }

    /// Writes into the cells from `at`. Text beyond the last cell is dropped.
    fn write(&mut self, at: usize, text: &str, style: Style) {
        let mut at = at;
        for character in text.chars() {
            let width = columns(character.encode_utf8(&mut [0; 4]));
            if width == 0 {
                // A combining mark belongs to the character before it.
                if let Some((cell, _)) = at.checked_sub(1).and_then(|at| self.cells.get_mut(at)) {
                    cell.push(character);
                }
                continue;
            }
            if at + width > self.cells.len() {
                return;
            }
            self.cells[at] = (character.to_string(), style);
            if width == 2 {
                self.cells[at + 1] = (String::new(), style);
            }
            at += width;
        }
    }

    /// The line without colours.
    pub fn plain(&self) -> String {
        let text: String = self.cells.iter().map(|(cell, _)| cell.as_str()).collect();
        text.trim_end().to_owned()
    }

    /// Runs of cells with the same style, up to the last cell that is not blank.
    pub fn runs(&self) -> Vec<(String, Style)> {
        let end = self.cells.iter().rposition(|(cell, _)| cell != " ").map_or(0, |last| last + 1);
        let mut runs: Vec<(String, Style)> = Vec::new();
        for (cell, style) in &self.cells[..end] {
            match runs.last_mut() {
                Some((text, last)) if last == style => text.push_str(cell),
                _ => runs.push((cell.clone(), *style)),
            }
        }
        runs
    }

    fn painted(&self) -> String {
        let paint = |(text, style): (String, Style)| format!("{style}{text}{style:#}");
        self.runs().into_iter().map(paint).collect()
    }
}

const FAINT: Style = Style::new().dimmed();
const NAME: Style = Style::new().bold();

fn style_of(tone: Tone) -> Style {
    match tone {
        Tone::Terminal => AnsiColor::Cyan.on_default(),
        Tone::Kernel => FAINT,
        Tone::Plain => Style::new(),
        Tone::Failure => AnsiColor::Red.on_default().bold(),
    }
}

/// The columns of the lifelines.
struct Places {
    width: usize,
    at: Vec<usize>,
}

impl Places {
    fn of(chart: &Chart, width: usize) -> Places {
        let margin = MARGIN.min(width / 8);
        let gaps = chart.columns.len().saturating_sub(1).max(1);
        let room = width.saturating_sub(2 * margin + 1);
        let at = (0..chart.columns.len()).map(|column| margin + room * column / gaps).collect();
        Places { width, at }
    }

    fn names(&self, chart: &Chart) -> Line {
        let mut line = Line::blank(self.width);
        for (column, at) in chart.columns.iter().zip(&self.at) {
            let name =
                if column.is_program { format!("[{}]", column.name) } else { column.name.clone() };
            let name = clipped(&name, self.gap().saturating_sub(1));
            let half = columns(&name) / 2;
            line.write(at.saturating_sub(half), &name, NAME);
        }
        line
    }

    /// The distance between two neighbouring lifelines.
    fn gap(&self) -> usize {
        self.at.windows(2).map(|pair| pair[1] - pair[0]).min().unwrap_or(self.width)
    }

    fn lifelines(&self) -> Line {
        let mut line = Line::blank(self.width);
        for at in &self.at {
            line.write(*at, "│", FAINT);
        }
        line
    }

    /// The lines of the row. A label with several lines continues below the arrow or the note.
    fn row(&self, row: &Row) -> Vec<Line> {
        match row {
            Row::Arrow { from, to, stroke, label } => {
                self.arrow((self.at[*from], self.at[*to]), *stroke, label)
            }
            Row::Note { at, tone, label } => self.note(*at, *tone, label),
            Row::LeftOut(number) => {
                let mut gap = Line::blank(self.width);
                for at in &self.at {
                    gap.write(*at, "┊", FAINT);
                }
                let first = self.at.first().map_or(0, |at| at + 2);
                gap.write(first, &format!(" {} ", left_out::words(*number)), FAINT);
                vec![gap]
            }
        }
    }

    fn arrow(&self, (from, to): (usize, usize), stroke: Stroke, label: &super::Label) -> Vec<Line> {
        let (left, right) = (from.min(to), from.max(to));
        // The arrow crosses the lifelines in between.
        let (shaft, crossing, head, style) = match stroke {
            Stroke::Bytes => ("─", "┼", ["◀", "▶"], Style::new()),
            Stroke::Signal => ("╌", "┆", ["◁", "▷"], FAINT),
            Stroke::Broken => ("╌", "┆", ["✗", "✗"], AnsiColor::Red.on_default()),
        };
        let inner = right.saturating_sub(left + 1);
        let mut line = self.lifelines();
        line.write(left + 1, &shaft.repeat(inner), style);
        for at in self.at.iter().filter(|at| (left + 1..right).contains(at)) {
            line.write(*at, crossing, style);
        }
        match to > from {
            true => line.write(right - 1, head[1], style),
            false => line.write(left + 1, head[0], style),
        }
        // Two characters of the shaft and a space stay on each side of the words.
        let words = label.lines(inner.saturating_sub(8));
        let style = if stroke == Stroke::Bytes { Style::new() } else { style };
        let place = |words: &str| {
            let start = left + 1 + (inner - columns(words).min(inner)) / 2;
            start.saturating_sub(1)
        };
        self.written(line, &words, style, place)
    }

    /// Draws a note to the right of its lifeline, or to the left of the last one.
    fn note(&self, column: usize, tone: Tone, label: &super::Label) -> Vec<Line> {
        let style = style_of(tone);
        let at = self.at[column];
        let mut line = self.lifelines();
        if column > 0 && column + 1 == self.at.len() {
            let words = label.lines(at.saturating_sub(self.at[0] + 5));
            line.write(at, "┤", style);
            self.written(line, &words, style, |words| at.saturating_sub(columns(words) + 2))
        } else {
            let end = self.at.last().filter(|last| **last > at).copied().unwrap_or(self.width);
            let words = label.lines(end.saturating_sub(at + 5));
            line.write(at, "├", style);
            self.written(line, &words, style, |_| at + 1)
        }
    }

    /// The line with the first of these words, and a line for each of the others. `place` gives the
    /// column of the space before some words.
    fn written(
        &self,
        line: Line,
        words: &[String],
        style: Style,
        place: impl Fn(&str) -> usize,
    ) -> Vec<Line> {
        let others = words.iter().skip(1).map(|_| self.lifelines());
        let mut lines: Vec<Line> = std::iter::once(line).chain(others).collect();
        for (line, words) in lines.iter_mut().zip(words) {
            line.write(place(words), &format!(" {words} "), style);
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Bytes, Column, Label};
    use super::*;
    use stage::trace::Excerpt;

    fn chart() -> Chart {
        let column = |name: &str| Column { name: name.into(), is_program: name == "server" };
        let bytes = |bytes: &[u8], pieces: &[usize]| {
            Label::bytes(Bytes::in_pieces(&Excerpt::of(bytes), pieces))
        };
        let arrow = |from, to, stroke, label| Row::Arrow { from, to, stroke, label };
        let note = |at, tone, words: &str| Row::Note { at, tone, label: Label::words(words) };
        Chart {
            heading: "09 · Framing".into(),
            case: "a-case".into(),
            promise: "The server answers".into(),
            columns: ["alice", "bob", "server"].map(column).into(),
            rows: vec![
                arrow(0, 2, Stroke::Signal, Label::words("connects")),
                arrow(0, 2, Stroke::Bytes, bytes("\0\0\0\u{3}你".as_bytes(), &[1, 3, 3])),
                note(2, Tone::Kernel, "reads 1, 3 and 3 bytes"),
                arrow(2, 0, Stroke::Bytes, bytes(&[b'A'; 500], &[500])),
                Row::LeftOut(40),
                arrow(1, 2, Stroke::Broken, Label::words("resets (RST)")),
                note(0, Tone::Plain, "hears nothing"),
                note(2, Tone::Failure, "✗ fails here"),
            ],
            steps: vec![],
            failure: None,
            story: vec![],
        }
    }

    #[test]
    fn a_picture_in_eighty_columns() {
        insta::assert_snapshot!(in_columns(&chart(), 80));
    }

    #[test]
    fn no_line_is_wider_than_it_may_be() {
        for width in 24..140 {
            for line in lines(&chart(), width) {
                assert!(columns(&line.plain()) <= width, "{width}: {}", line.plain());
            }
        }
    }

    #[test]
    fn one_column_alone_has_room_for_its_notes() {
        let mut alone = chart();
        alone.columns.truncate(1);
        alone.rows = vec![Row::Note { at: 0, tone: Tone::Plain, label: Label::words("ends") }];
        assert!(lines(&alone, 40)[2].plain().contains("├ ends"));
    }
}
