//! A terminal's contents as an SVG picture. It has its own background, so it suits light and dark pages.

use std::fmt::Write;

use vt100::{Cell, Color, Screen};

/// The columns and rows of the terminal.
pub const WINDOW: (u16, u16) = (100, 30);

/// The size of a character, and the margin around all of them.
const WIDTH: f32 = 8.4;
const HEIGHT: f32 = 18.0;
const MARGIN: f32 = 12.0;

const STYLE: &str = "\
.screen{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace}\
.screen text{fill:#d8dee9;white-space:pre}.screen .paper{fill:#171a21;stroke:#4a5160}\
.screen .bold{font-weight:bold}.screen .dim{fill:#8f99a8}.screen .red{fill:#ff8a80}\
.screen .green{fill:#7fd88f}.screen .yellow{fill:#f2cc60}.screen .cyan{fill:#6fd3e8}";

/// The picture: a text for each row, with a part for each piece in one style.
pub fn of(screen: &Screen) -> String {
    let (rows, columns) = screen.size();
    let (width, height) = (x(columns) + MARGIN, y(rows) + MARGIN - HEIGHT * 0.75);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"screen\" viewBox=\"0 0 {width:.1} {height:.1}\" \
         width=\"{width:.1}\" height=\"{height:.1}\" role=\"img\">\n\
         <title>The screen of cargo checker watch</title>\n<style>{STYLE}</style>\n\
         <rect class=\"paper\" x=\"0.5\" y=\"0.5\" width=\"{:.1}\" height=\"{:.1}\" rx=\"6\"/>\n",
        width - 1.0,
        height - 1.0
    );
    for row in 0..rows {
        let pieces = pieces(screen, row);
        if !pieces.is_empty() {
            let _ = writeln!(svg, "<text y=\"{:.1}\">{}</text>", y(row), pieces);
        }
    }
    svg + "</svg>\n"
}

fn x(column: u16) -> f32 {
    f32::from(column).mul_add(WIDTH, MARGIN)
}

/// The base line of a row.
fn y(row: u16) -> f32 {
    (f32::from(row) + 0.75).mul_add(HEIGHT, MARGIN)
}

/// The row's text. A piece ends where the style changes. Its length is given, so that columns are in
/// line with every font.
fn pieces(screen: &Screen, row: u16) -> String {
    let cells = (0..screen.size().1).filter_map(|column| Some((column, screen.cell(row, column)?)));
    let cells: Vec<(u16, &Cell)> = cells.filter(|(_, cell)| !cell.is_wide_continuation()).collect();
    let mut svg = String::new();
    for piece in cells.chunk_by(|(_, one), (_, next)| classes(one) == classes(next)) {
        let Some(end) = piece.iter().rposition(|(_, cell)| escaped(cell) != " ") else { continue };
        let ((first, cell), (last, end_cell)) = (piece[0], piece[end]);
        let columns = last - first + if end_cell.is_wide() { 2 } else { 1 };
        let text: String = piece[..=end].iter().map(|(_, cell)| escaped(cell)).collect();
        let (x, length, class) = (x(first), f32::from(columns) * WIDTH, classes(cell));
        let _ = write!(svg, "<tspan x=\"{x:.1}\" textLength=\"{length:.1}\"{class}>{text}</tspan>");
    }
    svg
}

fn escaped(cell: &Cell) -> &str {
    match cell.contents() {
        "" => " ",
        "&" => "&amp;",
        "<" => "&lt;",
        contents => contents,
    }
}

/// The attribute for the cell's style, if it is not the usual one.
fn classes(cell: &Cell) -> String {
    let colour = match cell.fgcolor() {
        Color::Idx(1 | 9) => "red",
        Color::Idx(2 | 10) => "green",
        Color::Idx(3 | 11) => "yellow",
        Color::Idx(6 | 14) => "cyan",
        _ if cell.dim() => "dim",
        _ => "",
    };
    match (colour, cell.bold()) {
        ("", false) => String::new(),
        ("", true) => " class=\"bold\"".to_owned(),
        (colour, false) => format!(" class=\"{colour}\""),
        (colour, true) => format!(" class=\"bold {colour}\""),
    }
}
