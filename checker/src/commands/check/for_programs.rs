//! The reporters that write objects for other programs.

use std::io::Write;

use crate::commands::Format;
use crate::report::human::Setting;
use crate::report::json::{self, Form, Json};
use crate::report::replay::Replay;
use crate::report::stream::Stream;
use crate::report::{Reporter, classroom50, gradescope};

/// The reporter that writes this format to `out`, and the words of a run to `err`.
pub fn reporter(
    format: Format,
    out: impl Write + 'static,
    err: impl Write + 'static,
    replay: Replay,
) -> Box<dyn Reporter> {
    let form: Form = match format {
        Format::Events => {
            return Box::new(Stream::new(out, Setting { replay, ..Setting::default() }));
        }
        Format::Classroom50 => classroom50::text,
        Format::Gradescope => gradescope::text,
        #[cfg(feature = "complete")]
        Format::Junit => crate::report::junit::text,
        Format::Json | Format::Lines | Format::Human => json::text,
    };
    Box::new(Json::new(out, err, replay, form))
}
