//! Predicates of the beliefs that lesson 21 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Awaited, Breach, Instead};

use crate::beliefs::evidence::*;
use crate::runtimes::Says;

pub fn an_address_is_ip_colon_port(breach: &Breach) -> bool {
    let bare: Vec<u8> =
        breach.expected().iter().copied().filter(|byte| !b"[]".contains(byte)).collect();
    bare != breach.expected() && bare == breach.heard()
}

pub fn the_colon_ends_the_host(breach: &Breach) -> bool {
    gave_up_on_an_address(breach)
}

pub fn every_address_is_ipv4(breach: &Breach) -> bool {
    gave_up_on_an_address(breach) && !speaks_of(breach, Says::AnotherRefusal)
}

pub fn an_address_is_numbers(breach: &Breach) -> bool {
    gave_up_on_an_address(breach)
}

pub fn first_address_is_the_address(breach: &Breach) -> bool {
    gave_up_on_an_address(breach)
}

pub fn i_am_what_i_was_told(breach: &Breach) -> bool {
    let heard = String::from_utf8_lossy(breach.heard()).into_owned();
    let expected = String::from_utf8_lossy(breach.expected()).into_owned();
    let names_a_wildcard =
        ["I am 0.0.0.0:", "I am [::]:"].iter().any(|wildcard| heard.contains(wildcard));
    awaited_bytes(breach)
        && names_a_wildcard
        && heard.split(", ").next() == expected.split(", ").next()
}

pub fn mapped_address_is_the_clients(breach: &Breach) -> bool {
    let has = |bytes: &[u8]| bytes.windows(7).any(|part| part == b"::ffff:");
    awaited_bytes(breach) && has(breach.heard()) && !has(breach.expected())
}

pub fn wildcard_takes_both_families(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Accepting { .. })
        && matches!(breach.instead, Instead::Refused)
}

/// A server could not listen, or a client could not connect, and it ended.
fn gave_up_on_an_address(breach: &Breach) -> bool {
    let was_to_begin =
        matches!(breach.awaited, Awaited::Listening { .. } | Awaited::Connection { .. });
    was_to_begin && (breach.exit.is_some() || matches!(breach.instead, Instead::Panic(_)))
}
