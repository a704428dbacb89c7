//! Predicates of the beliefs that lesson 23 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Awaited, Breach, Frame, Instead, On};

use crate::beliefs::evidence::*;
use crate::runtimes::Says;

/// Bob is the last member. If he has received everything, the loop went on to its end.
pub fn one_failure_ends_the_broadcast(breach: &Breach) -> bool {
    missed_a_line(breach) && is_hearer(breach, "bob")
}

pub fn removal_leaves_the_walk_alone(breach: &Breach) -> bool {
    speaks_of(breach, Says::ChangedWhileIterating)
        || (missed_a_line(breach) && is_hearer(breach, "dave"))
}

/// An unhandled error may have ended the client's task before the code that tells the others.
pub fn leaving_tells_itself(breach: &Breach) -> bool {
    awaits_that_one_has_left(breach)
        && is_stuck(breach)
        && heard_nothing(breach)
        && !speaks_of(breach, Says::Unhandled)
}

pub fn whoever_notices_tells(breach: &Breach) -> bool {
    // Sending `left` to the member that has just left is a different bug; do not count it here.
    let is_later =
        matches!(breach.awaited, Awaited::Silence { .. }) || awaits_a_line_of_alices(breach);
    is_later && json_field(breach, "left").is_some()
}

pub fn insert_only_adds(breach: &Breach) -> bool {
    frames(breach).contains(&Frame::Error) && json_field(breach, "joined").is_some()
}

pub fn everybody_reads(breach: &Breach) -> bool {
    let is_long = |frame: &Frame| matches!(frame, Frame::LongLine { bytes: 4000, .. });
    is_stuck(breach) && frames(breach).iter().any(is_long)
}

pub fn a_queue_needs_no_end(breach: &Breach) -> bool {
    awaits_that_one_has_left(breach) && heard_nothing(breach)
}

pub fn a_time_needs_no_zone(breach: &Breach) -> bool {
    let zones = ['Z', 'z', '+', '-'];
    json_field(breach, "at")
        .and_then(|at| at.as_str().map(str::to_owned))
        .is_some_and(|at| at.get(11..).is_some_and(|time| !time.contains(zones)))
}

pub fn first_i_speak_then_they(breach: &Breach) -> bool {
    // A program that waits for the network as well does listen, and perhaps has not shown it yet. A
    // program that got an edge-triggered event for its socket, and left the data unread, does not
    // listen.
    let is_deaf = |on: &On| matches!(on, On::Stdin | On::Edges { left: true });
    let listens = waits_of(breach).iter().any(|wait| !is_deaf(&wait.on));
    awaited_output(breach) && waits_for_standard_input(breach) && !listens && heard_nothing(breach)
}

pub fn listening_ends_the_program(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Exit { .. })
                && is_stuck(breach)
                && waits_for_standard_input(breach)
                // A program that still reads from a connection has not ended.
                && !waits_of(breach).iter().any(|wait| matches!(wait.on, On::Connection { .. }))
}

/// A line that alice received was due, and the last line that she received came in its place.
fn missed_a_line(breach: &Breach) -> bool {
    let is_a_line = |frame: &Frame| {
        use Frame::{LastLineAsForAlice, LineAsForAlice, SpeakerAsForAlice};
        matches!(frame, LineAsForAlice { .. } | SpeakerAsForAlice { .. } | LastLineAsForAlice)
    };
    frames(breach).iter().any(is_a_line)
        && json_field(breach, "from").is_some_and(|from| from == "alice")
}

fn is_hearer(breach: &Breach, name: &str) -> bool {
    matches!(&breach.awaited, Awaited::Described { hearer, .. } if hearer == name)
}

fn is_stuck(breach: &Breach) -> bool {
    matches!(breach.instead, Instead::Stuck { .. })
}
