//! Predicates of the beliefs that lesson 22 explains. Their texts are in `beliefs.toml`.

use stage::breach::{After, Awaited, Breach, Instead};
use stage::trace::Exit;

use crate::beliefs::evidence::*;
use crate::runtimes::Says;

pub fn late_answer_is_the_next(breach: &Breach) -> bool {
    let heard = breach.heard();
    let lines = heard.iter().filter(|byte| **byte == b'\n').count();
    awaited_output(breach)
        && matches!(breach.instead, Instead::Bytes { after: After::Open, .. })
        && lines == 1
        && heard.len() > 1
        && !heard.starts_with(b"read: ")
        && !breach.expected().starts_with(b"read: ")
}

pub fn last_word_is_good_bye(breach: &Breach) -> bool {
    match &breach.instead {
        Instead::Bytes { heard, after } => {
            awaited_bytes(breach) && *after != After::Open && breach.expected().starts_with(heard)
        }
        _ => false,
    }
}

pub fn each_byte_is_a_sign_of_life(breach: &Breach) -> bool {
    let drips = |cut: &stage::breach::Cut| {
        cut.pieces.len() > 1 && cut.pieces.iter().all(|piece| *piece == 1)
    };
    breach.cut.as_ref().is_some_and(drips)
        && matches!(breach.instead, Instead::Late { .. })
        && heard_nothing(breach)
}

pub fn silence_is_an_error(breach: &Breach) -> bool {
    waits_to_receive(breach) && heard_nothing(breach)
}

pub fn time_out_is_the_end(breach: &Breach) -> bool {
    (awaited_output(breach) || awaited_bytes(breach))
        && breach.exit.is_some()
        && !is_called_would_block(breach)
        && !matches!(breach.instead, Instead::Panic(_))
}

pub fn time_out_is_called_timed_out(breach: &Breach) -> bool {
    awaited_output(breach) && is_called_would_block(breach)
}

pub fn connect_gives_up_in_time(breach: &Breach) -> bool {
    match &breach.instead {
        Instead::Late { waits, .. } => {
            matches!(breach.awaited, Awaited::Exit { .. })
                && waits.iter().any(|wait| wait.call == "connect")
        }
        _ => false,
    }
}

pub fn writable_means_connected(breach: &Breach) -> bool {
    match &breach.awaited {
        Awaited::ErrorLine { words } => words.as_bytes().ends_with(b"ECONNREFUSED"),
        Awaited::Exit { .. } => true,
        Awaited::Connection { .. } => waits_for_standard_input(breach),
        _ => false,
    }
}

pub fn every_error_has_a_number(breach: &Breach) -> bool {
    match &breach.awaited {
        Awaited::ErrorLine { words } => {
            words.as_bytes().ends_with(b"ETIMEDOUT") && !breach.stderr.is_empty()
        }
        Awaited::Exit { .. } => fell_over(breach) && !breach.stderr.is_empty(),
        _ => false,
    }
}

/// The program gave up with the message for EAGAIN.
fn is_called_would_block(breach: &Breach) -> bool {
    let gave_up = breach.exit.is_some_and(|exit| exit != Exit::Status(0));
    gave_up && speaks_of(breach, Says::Again)
}
