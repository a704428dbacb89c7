//! A picture as a page of its own, to step through in a browser. The page contains its script and its styles, and
//! loads nothing.

use super::Chart;
use super::svg::{self, escaped};

/// The player's script, which the book shares.
const SCRIPT: &str = include_str!("../player/player.js");
const STYLE: &str = include_str!("../player/player.css");

/// The styles of the page around the player.
const PAGE: &str = "\
:root{color-scheme:light dark}\
body{max-width:800px;margin:0 auto;padding:12px;font:16px/1.5 system-ui,sans-serif}\
h1{font-size:1.2em}";

/// The page as HTML. `id` is that of its picture.
pub fn draw(chart: &Chart, id: &str) -> String {
    let title = escaped(&format!("{}: {}", chart.heading, chart.case));
    let promise = escaped(&chart.promise);
    let verdict = match chart.failure {
        Some(_) => "The program broke this promise",
        None => "A run for this promise",
    };
    let picture = svg::draw(chart, id);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{PAGE}\n{STYLE}</style>\n</head>\n<body>\n\
         <h1>{title}</h1>\n<p>{verdict}: {promise}.</p>\n\
         <figure class=\"wire-figure\">\n<div class=\"wire-frame\">\n{picture}</div>\n</figure>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    )
}
