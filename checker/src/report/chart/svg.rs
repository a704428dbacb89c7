//! A picture as SVG. It is legible on a phone, in a light and a dark theme, and its text can be
//! selected. A title and a description are for readers who cannot see it. The same chart gives the same
//! bytes. Each row is a group with its step in attributes, which the player in `report/player` shows.

use std::fmt::Write;

use super::{Chart, Row, Step, Stroke, Tone, left_out};
use crate::report::text::{clipped, columns, wrap_before};

/// Sizes in the picture's own units. One is about a pixel on a phone in portrait orientation.
const LETTER: f64 = 7.25;
/// The heights of an arrow and of a note with a label of one line, and of each further line.
const ARROW: usize = 30;
const NOTE: usize = 20;
const MORE: usize = 14;
const TOP: usize = 94;
const BOTTOM: usize = 22;
const SIDE: usize = 34;
/// The distance between lines of the text below the picture.
const LINE: usize = 17;
/// The width of a picture that fits on a phone.
const PHONE: usize = 400;
/// The distance between the outer lifelines, which is room for about forty characters. More than three
/// lifelines need more.
const ROOM: usize = 332;
const GAP: usize = 132;

/// The picture as an SVG document. `id` must be unique within a page.
pub fn draw(chart: &Chart, id: &str) -> String {
    let paper = Paper::of(chart);
    let (width, height) = (paper.width, paper.height);
    let mut svg = String::new();
    let title = escaped(&format!("{}: {}", chart.heading, chart.case));
    let mut story = chart.story.join(". ");
    if let Some(failure) = &chart.failure {
        story = format!("{story}. {failure}");
    }
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"wire\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\"{} role=\"img\" \
         aria-labelledby=\"{id}-title {id}-story\">",
        paper.least_width()
    );
    let _ = writeln!(svg, "<title id=\"{id}-title\">{title}</title>");
    let _ = writeln!(svg, "<desc id=\"{id}-story\">{}</desc>", escaped(&story));
    let _ = writeln!(svg, "<style>{STYLE}</style>");
    let _ = writeln!(
        svg,
        "<rect class=\"paper\" x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"8\"/>",
        width - 1,
        height - 1
    );
    let lines = [("faint", 22, &chart.heading), ("name", 40, &chart.case)];
    for (class, y, words) in lines {
        let words = escaped(&clipped(words, letters(width - 28)));
        let _ = writeln!(svg, "<text class=\"{class}\" x=\"14\" y=\"{y}\">{words}</text>");
    }
    paper.lifelines(&mut svg, chart);
    let mut y = TOP;
    for (number, row) in chart.rows.iter().enumerate() {
        if let Some(Some(step)) = chart.steps.get(number) {
            let close = if number > 0 { "</g>\n" } else { "" };
            let _ = writeln!(svg, "{close}<g class=\"step\"{}>", attributes(step));
        }
        paper.row(&mut svg, row, y);
        y += paper.height_of(row);
    }
    if !chart.steps.is_empty() {
        svg.push_str("</g>\n");
    }
    for (number, (class, words)) in paper.footer.iter().enumerate() {
        let y = y + BOTTOM + (number + 1) * LINE;
        let words = escaped(words);
        let _ = writeln!(svg, "<text class=\"{class}\" x=\"14\" y=\"{y}\">{words}</text>");
    }
    svg.push_str("</svg>\n");
    svg
}

/// Colours for the light and the dark theme. A page with its own theme sets the variables itself.
const STYLE: &str = "\
.wire{--wire-ink:#1f2430;--wire-faint:#5b6472;--wire-paper:#fbfbfa;--wire-edge:#d8dbe0;\
--wire-line:#b9bfc9;--wire-bytes:#1558b0;--wire-terminal:#0a6b5d;--wire-bad:#b42318;\
max-width:100%;height:auto;font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,\
'DejaVu Sans Mono',monospace}\
@media(prefers-color-scheme:dark){.wire{--wire-ink:#e4e7ec;--wire-faint:#9aa3b2;\
--wire-paper:#171a21;--wire-edge:#343a46;--wire-line:#4a5160;--wire-bytes:#7db3ff;\
--wire-terminal:#5ed0bd;--wire-bad:#ff8a80}}\
.wire text{fill:var(--wire-ink);white-space:pre;paint-order:stroke;\
stroke:var(--wire-paper);stroke-width:3px;stroke-linejoin:round}\
.wire .faint{fill:var(--wire-faint)}\
.wire .name{font-weight:600}\
.wire .mid{text-anchor:middle}.wire .end{text-anchor:end}\
.wire .paper{fill:var(--wire-paper);stroke:var(--wire-edge)}\
.wire .box{fill:var(--wire-paper);stroke:var(--wire-line)}\
.wire .life{stroke:var(--wire-line);stroke-width:1}\
.wire .arrow{stroke:var(--wire-bytes);stroke-width:1.5;fill:none}\
.wire .signal{stroke:var(--wire-faint);stroke-dasharray:4 3}\
.wire .broken{stroke:var(--wire-bad);stroke-dasharray:4 3}\
.wire .head{fill:var(--wire-bytes);stroke:none}\
.wire .head.signal{fill:var(--wire-faint)}.wire .head.broken{fill:var(--wire-bad)}\
.wire .terminal{fill:var(--wire-terminal)}\
.wire .bad{fill:var(--wire-bad);font-weight:600}\
.wire .said{fill:var(--wire-bad)}\
.wire .cut{fill:var(--wire-bytes);font-weight:600}\
.wire .dot{fill:var(--wire-line)}";

/// The positions of everything.
struct Paper {
    width: usize,
    height: usize,
    gap: usize,
    columns: usize,
    /// The lines below the picture, each with its class: the failure, and the meaning of the cuts.
    footer: Vec<(&'static str, String)>,
}

impl Paper {
    fn of(chart: &Chart) -> Paper {
        let columns = chart.columns.len().max(1);
        let gaps = columns.saturating_sub(1).max(1);
        let gap = (ROOM / gaps).max(GAP);
        let width = 2 * SIDE + gap * gaps;
        let room = letters(width - 28);
        let failure = chart.failure.as_ref().map(|words| wrap_before(room, words, ""));
        let mut footer: Vec<(&'static str, String)> = Vec::new();
        for line in failure.iter().flat_map(|text| text.lines()) {
            footer.push(("said", clipped(line, room)));
        }
        if chart.has_cuts() {
            footer.push(("faint", "│ a piece or a segment ends here".to_owned()));
        }
        let below = if footer.is_empty() { 0 } else { LINE * footer.len() + 12 };
        let mut paper = Paper { width, height: TOP + BOTTOM + below, gap, columns, footer };
        paper.height += paper.height_of_all(chart);
        paper
    }

    fn height_of_all(&self, chart: &Chart) -> usize {
        chart.rows.iter().map(|row| self.height_of(row)).sum()
    }

    fn height_of(&self, row: &Row) -> usize {
        let first = if matches!(row, Row::Arrow { .. }) { ARROW } else { NOTE };
        first + MORE * (self.lines(row).len() - 1)
    }

    /// The row's text. It has one line or more.
    fn lines(&self, row: &Row) -> Vec<String> {
        match row {
            Row::Arrow { from, to, label, .. } => {
                let room = self.x(*from).abs_diff(self.x(*to));
                label.lines(letters(room.saturating_sub(20)))
            }
            Row::Note { at, label, .. } => {
                let x = self.x(*at);
                let room = if self.is_last(*at) { x - SIDE } else { self.width - SIDE - x };
                label.lines(letters(room.saturating_sub(22)))
            }
            Row::LeftOut(number) => vec![format!("⋮ {} ⋮", left_out::words(*number))],
        }
    }

    /// Whether this is the last of several columns.
    fn is_last(&self, column: usize) -> bool {
        column > 0 && column + 1 == self.columns
    }

    /// The least width of a picture that is wider than a phone, so that it stays legible. Its container
    /// scrolls.
    fn least_width(&self) -> String {
        match self.width {
            0..=PHONE => String::new(),
            wide => format!(" style=\"min-width:{}px\"", wide * 4 / 5),
        }
    }

    /// The lower end of the lifelines.
    fn foot(&self, chart: &Chart) -> usize {
        TOP + self.height_of_all(chart) + 6
    }

    fn x(&self, column: usize) -> usize {
        SIDE + self.gap * column
    }

    fn lifelines(&self, svg: &mut String, chart: &Chart) {
        let end = self.foot(chart);
        for (number, column) in chart.columns.iter().enumerate() {
            let x = self.x(number);
            let _ = writeln!(
                svg,
                "<line class=\"life\" x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{end}\"/>",
                TOP - 18
            );
            let name = clipped(&column.name, letters(self.gap - 24));
            let wide = (columns(&name) as f64 * LETTER) as usize + 14;
            let left = x.saturating_sub(wide / 2).clamp(4, self.width - wide - 4);
            if column.is_program {
                let _ = writeln!(
                    svg,
                    "<rect class=\"box\" x=\"{left}\" y=\"{}\" width=\"{wide}\" height=\"22\" \
                     rx=\"5\"/>",
                    TOP - 40
                );
            }
            let _ = writeln!(
                svg,
                "<text class=\"name mid\" x=\"{}\" y=\"{}\">{}</text>",
                left + wide / 2,
                TOP - 25,
                escaped(&name)
            );
        }
    }

    fn row(&self, svg: &mut String, row: &Row, y: usize) {
        let lines: Vec<String> = self.lines(row).iter().map(|line| drawn(line, row)).collect();
        match row {
            Row::Arrow { from, to, stroke, .. } => {
                self.arrow(svg, self.x(*from), self.x(*to), *stroke, &lines, y);
            }
            Row::Note { at, tone, .. } => self.note(svg, *at, *tone, &lines, y),
            Row::LeftOut(_) => write_lines(svg, "faint mid", self.width / 2, y + 10, &lines),
        }
    }

    /// Draws an arrow below its text.
    fn arrow(
        &self,
        svg: &mut String,
        from: usize,
        to: usize,
        stroke: Stroke,
        lines: &[String],
        y: usize,
    ) {
        let class = match stroke {
            Stroke::Bytes => "",
            Stroke::Signal => " signal",
            Stroke::Broken => " broken",
        };
        let (tip, back) = if to > from { (to - 1, to - 8) } else { (to + 1, to + 8) };
        let line = y + 16 + MORE * (lines.len() - 1);
        let _ = writeln!(
            svg,
            "<line class=\"arrow{class}\" x1=\"{from}\" y1=\"{line}\" x2=\"{back}\" y2=\"{line}\"/>"
        );
        let _ = writeln!(
            svg,
            "<path class=\"head{class}\" d=\"M{tip} {line}L{back} {}L{back} {}Z\"/>",
            line - 4,
            line + 4
        );
        let class = if stroke == Stroke::Bytes { "mid" } else { "mid faint" };
        write_lines(svg, class, usize::midpoint(from, to), y + 11, lines);
    }

    /// Draws a note to the right of its lifeline, or to the left of the last one.
    fn note(&self, svg: &mut String, column: usize, tone: Tone, lines: &[String], y: usize) {
        let x = self.x(column);
        let class = match tone {
            Tone::Terminal => "terminal",
            Tone::Kernel => "faint",
            Tone::Plain => "",
            Tone::Failure => "bad",
        };
        let middle = y + 6;
        let _ = writeln!(svg, "<circle class=\"dot\" cx=\"{x}\" cy=\"{middle}\" r=\"3\"/>");
        let (class, x) = match self.is_last(column) {
            true => (format!("{class} end"), x - 10),
            false => (class.to_owned(), x + 10),
        };
        write_lines(svg, class.trim(), x, middle + 4, lines);
    }
}

/// Writes these lines, the first at `y`.
fn write_lines(svg: &mut String, class: &str, x: usize, y: usize, lines: &[String]) {
    for (number, words) in lines.iter().enumerate() {
        let y = y + number * MORE;
        let _ = writeln!(svg, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{words}</text>");
    }
}

/// The line as text of the document, with the cuts between the row's bytes in their own colour.
fn drawn(line: &str, row: &Row) -> String {
    let words = escaped(line);
    match row.has_cuts() {
        true => words.replace('│', "<tspan class=\"cut\">│</tspan>"),
        false => words,
    }
}

/// The step as attributes of its row, for the player of the page that the picture is in.
fn attributes(step: &Step) -> String {
    let ways: Vec<[&str; 4]> =
        step.ways.iter().map(|way| [&way.ends[..], &way.sent, &way.read, &way.held]).collect();
    let mut attributes = format!(" data-event=\"{}\"", escaped(&step.event));
    if let Some(waits) = &step.waits {
        let _ = write!(attributes, " data-waits=\"{}\"", escaped(waits));
    }
    if !ways.is_empty() {
        let ways = serde_json::json!(ways).to_string();
        let _ = write!(attributes, " data-ways=\"{}\"", escaped(&ways));
    }
    attributes
}

/// The number of characters that fit.
fn letters(room: usize) -> usize {
    (room as f64 / LETTER) as usize
}

/// The text with the characters replaced that mean something in XML and HTML.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}
