//! The comparison as a table for people and as a JSON object for programs.

use std::io::Write;

use serde::Serialize;

use super::load::{SIZE, VISIT, WINDOW};
use super::machine::Machine;
use super::{Contestant, Level, Measurement};
use checker::report::text::columns;

/// The version of the JSON object.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Whole<'c> {
    schema: u32,
    runs: usize,
    window_ms: u128,
    bytes: usize,
    questions_a_visit: usize,
    machine: Machine,
    servers: &'c [Contestant],
}

pub fn write_json(out: &mut dyn Write, all: &[Contestant], runs: usize) -> anyhow::Result<()> {
    let whole = Whole {
        schema: SCHEMA,
        runs,
        window_ms: WINDOW.as_millis(),
        bytes: SIZE,
        questions_a_visit: VISIT,
        machine: Machine::here(),
        servers: all,
    };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    Ok(writeln!(out)?)
}

const TITLE: [&str; 9] = [
    "clients",
    "served",
    "answers/s",
    "median",
    "99 of 100",
    "longest",
    "threads",
    "processes",
    "memory",
];

pub fn write(out: &mut dyn Write, all: &[Contestant], runs: usize) -> anyhow::Result<()> {
    let mut rows = vec![TITLE.map(str::to_owned).to_vec()];
    for contestant in all {
        if let Measurement::Measured(levels) = &contestant.result {
            rows.extend(levels.iter().map(row));
        }
    }
    let widths: Vec<usize> = (0..TITLE.len())
        .map(|at| rows.iter().map(|row| columns(&row[at])).max().unwrap_or(0))
        .collect();
    line(out, &rows[0], &widths)?;
    for contestant in all {
        let number = contestant.lesson.map_or(String::new(), |number| format!("{number:02} "));
        write!(out, "{number}{}", contestant.name)?;
        match &contestant.result {
            Measurement::NotMeasured(why) => writeln!(out, ": {why}")?,
            Measurement::Measured(levels) => {
                writeln!(out)?;
                for level in levels {
                    line(out, &row(level), &widths)?;
                }
            }
        }
    }
    let each = if runs == 1 { String::new() } else { format!(", the median of {runs} runs") };
    writeln!(
        out,
        "\nEach client sends {SIZE} bytes, waits for the answer, and repeats. After {VISIT} answers it \
                 disconnects and\nreconnects. Measured for {} s{each}. Clients and server share the machine:\n{}. Times are in µs,\nfrom the question, or from the connect at the beginning of a visit. \
                 Served: clients that got an answer.\n03 gets plain bytes, 18 gets lines, and the others get lesson 09's frames. For 24, \
                 whose own server is a chat, a small Tokio server\nwith these frames is measured.",
        WINDOW.as_secs(),
        Machine::here(),
    )?;
    Ok(())
}

fn line(out: &mut dyn Write, row: &[String], widths: &[usize]) -> std::io::Result<()> {
    let cells: Vec<String> =
        row.iter().zip(widths).map(|(cell, width)| format!("{cell:>width$}")).collect();
    writeln!(out, "  {}", cells.join("  "))
}

fn row(level: &Level) -> Vec<String> {
    let plain = |number: Option<u64>| number.map_or("-".to_owned(), apart);
    let count = |number: Option<usize>| plain(number.map(|number| number as u64));
    vec![
        apart(level.clients as u64),
        apart(level.served as u64),
        apart(level.requests_per_second.round() as u64),
        plain(level.median_us),
        plain(level.p99_us),
        plain(level.longest_us),
        count(level.footprint.threads),
        count(level.footprint.processes),
        level
            .footprint
            .memory_bytes
            .map_or("-".to_owned(), |bytes| format!("{:.1} MB", bytes as f64 / 1e6)),
    ]
}

/// The number with separated thousands.
fn apart(number: u64) -> String {
    let plain = number.to_string();
    let mut apart = String::new();
    for (at, digit) in plain.chars().enumerate() {
        if at > 0 && (plain.len() - at).is_multiple_of(3) {
            apart.push(',');
        }
        apart.push(digit);
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::super::server::Footprint;
    use super::*;

    #[test]
    fn a_server_that_is_missing_says_so_and_the_others_have_their_rows() {
        let footprint =
            Footprint { processes: Some(1), threads: Some(11), memory_bytes: Some(2_340_000) };
        let level = Level {
            clients: 10,
            served: 10,
            requests_per_second: 12_345.6,
            median_us: Some(70),
            p99_us: Some(1_200),
            longest_us: None,
            footprint,
        };
        let mut all = super::super::contestants();
        all.truncate(2);
        all[0].result = Measurement::Measured(vec![level]);
        let mut out = Vec::new();
        write(&mut out, &all, 1).unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = text.lines().take(4).collect();
        let expected = [
            "  clients  served  answers/s  median  99 of 100  longest  threads  processes  memory",
            "03 one after another",
            "       10      10     12,346      70      1,200        -       11          1  2.3 MB",
            "16 a thread each: not built",
        ];
        assert_eq!(lines, expected);
    }
}
