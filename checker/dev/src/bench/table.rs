//! Figures and their table: the median of the measurements beside the aim.

use std::io::Write;

use anyhow::Context;
use serde::Serialize;

use checker::report::text::columns;

/// The version of the JSON object.
pub const SCHEMA: u32 = 1;

/// One figure.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    pub name: String,
    /// The median; `None` if this machine cannot measure it.
    pub median: Option<f64>,
    /// The median of the processor time of one measurement, user and system, in seconds. `None` if it was
    /// not measured.
    pub processor_s: Option<f64>,
    pub unit: &'static str,
    pub aim: Aim,
}

/// The aim, in the figure's unit.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    AtMost(f64),
    AtLeast(f64),
    /// No aim: the figure is shown for comparison.
    Comparison,
}

impl Figure {
    /// The median of these measurements.
    pub fn of(name: &str, unit: &'static str, aim: Aim, measured: Vec<f64>) -> Figure {
        Figure { name: name.to_owned(), median: median(measured), processor_s: None, unit, aim }
    }

    /// Adds the processor time of each measurement, in seconds.
    pub fn spending(self, processor: Vec<f64>) -> Figure {
        Figure { processor_s: median(processor), ..self }
    }
}

/// The middle value, or the mean of the two middle values.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len().is_multiple_of(2) {
        Some((values[middle - 1] + upper) / 2.0)
    } else {
        Some(upper)
    }
}

#[derive(Serialize)]
struct Whole<'f> {
    schema: u32,
    runs: usize,
    figures: &'f [Figure],
}

pub fn write_json(out: &mut dyn Write, figures: &[Figure], runs: usize) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Whole { schema: SCHEMA, runs, figures })?;
    Ok(writeln!(out)?)
}

pub fn write(out: &mut dyn Write, figures: &[Figure], runs: usize) -> anyhow::Result<()> {
    let rows = figures.iter().map(|figure| {
        let unit = figure.unit;
        let median = figure.median.map_or("not here".into(), |median| number(median, unit));
        let aim = match figure.aim {
            Aim::AtMost(aim) => format!("{} or less", number(aim, unit)),
            Aim::AtLeast(aim) => format!("{} or more", number(aim, unit)),
            Aim::Comparison => "(to compare)".into(),
        };
        let processor = figure.processor_s.map_or("–".into(), |time| number(time, "s"));
        [figure.name.clone(), median, processor, aim]
    });
    let title = ["figure", &format!("median of {runs}"), "processor", "aim"].map(str::to_owned);
    let rows: Vec<[String; 4]> = std::iter::once(title).chain(rows).collect();
    let width = |at: usize| rows.iter().map(|row| columns(&row[at])).max().unwrap_or(0);
    let (names, medians, times) = (width(0), width(1), width(2));
    for [name, median, processor, aim] in &rows {
        writeln!(out, "{name:<names$}  {median:>medians$}  {processor:>times$}  {aim}")?;
    }
    Ok(())
}

/// Writes these rows with the first column to the left and all others to the right.
pub fn aligned<const N: usize>(out: &mut dyn Write, rows: Vec<[String; N]>) -> anyhow::Result<()> {
    let width = |at: usize| rows.iter().map(|row| columns(&row[at])).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    for row in &rows {
        let (name, others) = row.split_first().context("no column")?;
        write!(out, "{name:<0$}", widths[0])?;
        for (text, width) in others.iter().zip(&widths[1..]) {
            write!(out, "  {text:>width$}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Three significant digits or a whole number, with separated thousands.
pub fn number(value: f64, unit: &str) -> String {
    let digits = match value.abs() {
        size if size >= 100.0 || value.fract() == 0.0 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    let plain = format!("{value:.digits$}");
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut apart = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && digit.is_ascii_digit() && (whole.len() - at).is_multiple_of(3) {
            apart.push(',');
        }
        apart.push(digit);
    }
    format!("{apart}{rest} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        assert_eq!(median(vec![9.0, 1.0, 5.0]), Some(5.0));
        assert_eq!(median(vec![4.0, 1.0]), Some(2.5));
        assert_eq!(median(vec![]), None);
    }

    #[test]
    fn numbers_are_read_at_a_glance() {
        assert_eq!(number(28123.4, "/s"), "28,123 /s");
        assert_eq!(number(9.876, "ms"), "9.88 ms");
        assert_eq!(number(15.0, "ms"), "15 ms");
        assert_eq!(number(123.4, "ms"), "123 ms");
    }

    #[test]
    fn a_table_has_the_aim_beside_each_figure() {
        let aim = Aim::AtMost(15.0);
        let figures = [
            Figure::of("a case", "ms", aim, vec![9.0, 10.5, 12.0]).spending(vec![2.5]),
            Figure::of("a cell", "ms", aim, vec![]),
        ];
        let mut out = Vec::new();
        write(&mut out, &figures, 3).unwrap();
        let expected = "figure  median of 3  processor  aim\n\
                        a case      10.5 ms     2.50 s  15 ms or less\n\
                        a cell     not here          –  15 ms or less\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
