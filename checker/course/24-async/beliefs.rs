//! Predicates of the beliefs that lesson 24 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Awaited, Breach, Frame, Instead, Measure, On};

use crate::beliefs::evidence::*;
use crate::runtimes::{Language, Says, says_in};

pub fn a_lost_race_loses_nothing(breach: &Breach) -> bool {
    let is_alices = awaits_a_line_of_alices(breach);
    let is_daves = breach.expected().starts_with(b"dave: ");
    !matches!(breach.instead, Instead::Panic(_))
        && (is_alices || is_daves || only_the_end_was_said(breach))
}

pub fn lagging_loses_nothing(breach: &Breach) -> bool {
    match &breach.awaited {
        Awaited::Described { hearer, .. } => {
            hearer == "carol" && matches!(breach.instead, Instead::Stuck { .. })
        }
        _ => false,
    }
}

pub fn a_limit_is_a_limit(breach: &Breach) -> bool {
    measured(breach, |one| matches!(one, Measure::DescriptorsForVisitors { .. })).is_some()
        || says_in(Language::System, &words(breach), Says::TooManyOpenFiles)
}

pub fn a_task_may_block(breach: &Breach) -> bool {
    // The only thread waits to read from the peer that it should have written to. If another thread
    // looks at a clock, the answer may be in a buffer instead.
    let (Awaited::Described { hearer, .. }, [wait]) = (&breach.awaited, waits_of(breach)) else {
        return false;
    };
    matches!(breach.instead, Instead::Stuck { watched_ms: None, .. })
        && matches!(&wait.on, On::Connection { peer } if peer == hearer)
        && matches!(&wait.call[..], "recv" | "read" | "recvmsg")
}

/// A line was due, and only its end was sent.
fn only_the_end_was_said(breach: &Breach) -> bool {
    let Some(said) = json_field(breach, "say") else { return false };
    match (frames(breach), said.as_str()) {
        ([Frame::Say { say }], Some(said)) => say.len() > said.len() && say.ends_with(said),
        _ => false,
    }
}
