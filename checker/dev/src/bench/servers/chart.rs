//! The comparison as a chart in SVG: a panel for each measure, and in each a line for each server. Its
//! colours are CSS variables, so that a page's theme can replace them.

use std::fmt::Write;

use super::machine::Machine;
use super::scale::Scale;
use super::{Contestant, LEVELS, Level, Measurement};

/// The width is that of a phone, so that the letters keep their size there.
const WIDTH: f64 = 400.0;
const LEFT: f64 = 44.0;
/// Where the lines end. Their names are to the right of it.
const RIGHT: f64 = 250.0;
const HEIGHT: f64 = 130.0;
/// From the top of a panel to the top of the next.
const STEP: f64 = 190.0;
const TOP: f64 = 34.0;
/// The least distance between the names of two lines.
const LINE: f64 = 14.0;

/// One colour for each server, for a light page.
const COLOURS: [&str; 7] =
    ["#b42318", "#1558b0", "#0a6b5d", "#8a4b00", "#6941c6", "#a3297a", "#4a5160"];

/// A measure: its title, its scale, and its value for one load.
struct Panel {
    title: &'static str,
    scale: Scale,
    value: fn(&Level) -> Option<f64>,
}

fn panels(all: &[Contestant]) -> [Panel; 3] {
    let most = levels(all).map(|level| level.requests_per_second).fold(1.0, f64::max);
    let memory = |level: &Level| level.footprint.memory_bytes.map(|bytes| bytes as f64 / 1e6);
    [
        Panel {
            title: "Answers per second",
            scale: Scale::linear(most),
            value: |level| Some(level.requests_per_second),
        },
        Panel {
            title: "Clients that got an answer in the measured second, in %",
            scale: Scale::linear(100.0),
            value: |level| Some(100.0 * level.served as f64 / level.clients as f64),
        },
        Panel {
            title: "Memory of the server, in MB",
            scale: Scale::logarithmic(levels(all).filter_map(memory)),
            value: memory,
        },
    ]
}

fn levels(all: &[Contestant]) -> impl Iterator<Item = &Level> {
    all.iter().flat_map(of)
}

fn of(contestant: &Contestant) -> &[Level] {
    match &contestant.result {
        Measurement::Measured(levels) => levels,
        Measurement::NotMeasured(_) => &[],
    }
}

/// The chart of these measurements, each of which is the median of `runs`. It has no empty line, which
/// would end it in Markdown.
pub fn draw(all: &[Contestant], runs: usize) -> String {
    let panels = panels(all);
    let foot = TOP + STEP * panels.len() as f64;
    let high = foot + 34.0;
    let mut svg = format!(
        "<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {high}\" \
         role=\"img\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <title>The course's servers under the same load</title>\n\
         <rect class=\"paper\" width=\"{WIDTH}\" height=\"{high}\" rx=\"6\" fill=\"var(--chart-paper, #fbfbfa)\"/>\n"
    );
    for (at, panel) in panels.iter().enumerate() {
        let top = TOP + STEP * at as f64;
        let _ = writeln!(svg, "<g transform=\"translate(0 {top})\">");
        frame(&mut svg, panel);
        lines(&mut svg, panel, all);
        svg += "</g>\n";
    }
    text(&mut svg, 8.0, foot, "start", INK, &Machine::here().to_string());
    let command = format!("cargo checker dev bench --servers --runs {runs}");
    text(&mut svg, 8.0, foot + 18.0, "start", INK, &command);
    svg + "</svg>\n"
}

const INK: &str = "var(--chart-ink, #1f2430)";
const FAINT: &str = "var(--chart-line, #b9bfc9)";

/// The title, the lines of the scale, and the numbers of clients.
fn frame(svg: &mut String, panel: &Panel) {
    let _ = writeln!(
        svg,
        "<text x=\"8\" y=\"-14\" font-weight=\"bold\" fill=\"{INK}\">{}</text>",
        panel.title
    );
    for (value, name) in panel.scale.marks() {
        let y = height(panel, value);
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {y:.1}H{RIGHT}\" stroke=\"{FAINT}\" stroke-width=\"0.7\"/>"
        );
        text(svg, LEFT - 6.0, y + 4.0, "end", INK, &name);
    }
    for (at, clients) in LEVELS.iter().enumerate() {
        text(svg, across(at), HEIGHT + 16.0, "middle", INK, &clients.to_string());
    }
    text(svg, RIGHT + 24.0, HEIGHT + 16.0, "start", INK, "clients at once");
}

/// A line for each server, and its name at its end.
fn lines(svg: &mut String, panel: &Panel, all: &[Contestant]) {
    let mut ends = Vec::new();
    for (contestant, colour) in all.iter().zip(colours()) {
        let places = of(contestant).iter().filter_map(|level| {
            let at = LEVELS.iter().position(|clients| *clients == level.clients)?;
            Some((across(at), height(panel, (panel.value)(level)?)))
        });
        let places: Vec<(f64, f64)> = places.collect();
        let Some(&(_, end)) = places.last() else { continue };
        let points: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let points = points.join(" ");
        let _ = writeln!(
            svg,
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>"
        );
        ends.push((end, label(contestant), colour));
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let wanted: Vec<f64> = ends.iter().map(|(end, ..)| *end).collect();
    for ((end, name, colour), y) in ends.iter().zip(apart(&wanted)) {
        let x = RIGHT + 12.0;
        let _ = writeln!(
            svg,
            "<path d=\"M{RIGHT} {end:.1}L{x} {y:.1}\" stroke=\"{colour}\" stroke-width=\"0.7\"/>"
        );
        text(svg, x + 3.0, y + 4.0, "start", colour, name);
    }
}

fn label(contestant: &Contestant) -> String {
    match contestant.lesson {
        Some(number) => format!("{number:02} {}", contestant.name),
        None => "Python's threads".to_owned(),
    }
}

fn colours() -> impl Iterator<Item = String> {
    let numbered = COLOURS.iter().enumerate();
    numbered.map(|(at, colour)| format!("var(--chart-{}, {colour})", at + 1))
}

/// The places of names, in ascending order, moved so far that no two of them touch and the last one is
/// within the panel.
fn apart(wanted: &[f64]) -> Vec<f64> {
    let mut places = wanted.to_vec();
    for at in 1..places.len() {
        places[at] = places[at].max(places[at - 1] + LINE);
    }
    let mut most = HEIGHT;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - LINE;
    }
    places
}

/// The horizontal place of a number of clients.
fn across(at: usize) -> f64 {
    LEFT + (RIGHT - LEFT) * at as f64 / (LEVELS.len() - 1) as f64
}

fn height(panel: &Panel, value: f64) -> f64 {
    HEIGHT * (1.0 - panel.scale.share(value))
}

fn text(svg: &mut String, x: f64, y: f64, anchor: &str, colour: &str, words: &str) {
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{words}</text>"
    );
}

#[cfg(test)]
mod tests {
    use super::super::server::Footprint;
    use super::*;

    #[test]
    fn names_are_moved_apart_and_stay_within_the_panel() {
        assert_eq!(apart(&[10.0, 11.0, 90.0]), [10.0, 24.0, 90.0]);
        assert_eq!(apart(&[1.0, 129.0, 130.0]), [1.0, 116.0, 130.0]);
    }

    #[test]
    fn a_chart_has_a_line_for_each_measured_server_and_names_the_machine() {
        let footprint =
            Footprint { processes: Some(1), threads: Some(1), memory_bytes: Some(2_000_000) };
        let level = |clients: usize| Level {
            clients,
            served: clients,
            requests_per_second: 1_000.0,
            median_us: None,
            p99_us: None,
            longest_us: None,
            footprint,
        };
        let mut all = super::super::contestants();
        assert!(all.len() <= COLOURS.len(), "a colour for each");
        all[1].result = Measurement::Measured(vec![level(1), level(1_000)]);
        let chart = draw(&all, 3);
        assert_eq!(chart.matches("<polyline").count(), 3, "{chart}");
        assert!(chart.contains(">16 a thread each<") && !chart.contains("one after another"));
        assert!(chart.contains(&Machine::here().to_string()), "{chart}");
        assert!(chart.contains("--servers --runs 3<") && !chart.contains("\n\n"), "{chart}");
    }
}
