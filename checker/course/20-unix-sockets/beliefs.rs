//! Predicates of the beliefs that lesson 20 explains. Their texts are in `beliefs.toml`.

use stage::breach::{After, Awaited, Breach, Instead, Measure};
use stage::trace::Exit;

use crate::beliefs::evidence::*;
use crate::runtimes::{Says, says};

pub fn path_is_free_when_the_server_ends(breach: &Breach) -> bool {
    let ended = matches!(breach.instead, Instead::Ended(_) | Instead::Panic(_));
    matches!(breach.awaited, Awaited::Listening { .. })
        && ended
        && speaks_of(breach, Says::AddressInUse)
}

pub fn whatever_lies_there_is_mine(breach: &Breach) -> bool {
    starts_nevertheless(breach)
}

pub fn a_socket_file_is_a_left_over(breach: &Breach) -> bool {
    starts_nevertheless(breach)
}

pub fn refused_means_a_dead_server(breach: &Breach) -> bool {
    starts_nevertheless(breach)
}

pub fn no_connection_means_no_server(breach: &Breach) -> bool {
    starts_nevertheless(breach)
}

pub fn files_go_with_the_process(breach: &Breach) -> bool {
    let was_ended = matches!(breach.awaited, Awaited::Exit { .. })
        && breach.instead == Instead::Ended(Exit::Signal(15));
    let left_it = matches!(breach.awaited, Awaited::NoFile { .. })
        && matches!(breach.instead, Instead::Files(_));
    was_ended || left_it
}

pub fn a_signal_ends_a_blocking_call(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Exit { .. })
        && (waits_to_accept(breach) || waits_to_receive(breach))
}

pub fn the_path_is_still_mine(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Untouched { .. }) && breach.instead == Instead::NoFile
}

pub fn what_i_bind_is_mine_alone(breach: &Breach) -> bool {
    // The owner may read and write, and another user has some permission.
    measured(breach, |one| *one == Measure::Permissions)
        .is_some_and(|(_, actual)| actual / 100 >= 6 && actual % 100 > 0)
}

pub fn long_paths_are_cut(breach: &Breach) -> bool {
    starts_nevertheless(breach)
}

pub fn accept_says_who_it_is(breach: &Breach) -> bool {
    let Awaited::ErrorLine { words } = &breach.awaited else { return false };
    words.as_bytes().starts_with(b"uid ") && says(&breach.stderr, Says::Unnamed)
}

pub fn a_cut_packet_is_an_error(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::End { .. } | Awaited::NoOutput) && is_much(breach)
}

pub fn an_empty_packet_is_a_message(breach: &Breach) -> bool {
    breach.instead == Instead::EmptyPacket
}

/// The program should have ended, but listens, or something else is at its path now.
fn starts_nevertheless(breach: &Breach) -> bool {
    let is_replaced = matches!(breach.awaited, Awaited::Untouched { .. })
        && matches!(breach.instead, Instead::Files(_));
    is_replaced || (matches!(breach.awaited, Awaited::Exit { .. }) && waits_to_accept(breach))
}

/// The received bytes are a good part of a long packet, and there is no error message.
fn is_much(breach: &Breach) -> bool {
    breach.heard().len() >= 1024
}

/// The program saw only the beginning of a packet, or printed nothing of it because it waited for
/// the rest.
pub fn packets_are_read_in_parts(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    let is_cut = !heard.is_empty()
        && heard.len() < expected.len()
        && expected.starts_with(heard.strip_suffix(b"\n").unwrap_or(heard));
    let is_surplus = matches!(breach.awaited, Awaited::End { .. } | Awaited::NoOutput);
    let gave_up = matches!(&breach.instead, Instead::Bytes { heard, after } if heard.is_empty() && *after != After::Open);
    // A server that reads a header from a packet without one waits for a payload, or closes, and it
    // does so at short packets, too. A server that closes at a long one may have noticed that it
    // was truncated.
    let is_short = expected.len() < 1024;
    let waits = breach.program == "server"
        && heard.is_empty()
        && (waits_to_receive(breach) || (gave_up && is_short));
    let has_header = first_frame(heard).is_some_and(|(length, rest)| length == rest.len());
    (is_surplus && is_much(breach)) || is_cut || (awaited_bytes(breach) && (waits || has_header))
}
