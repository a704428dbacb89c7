//! Predicates of the beliefs that lesson 14 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Breach, Instead};

use crate::beliefs::evidence::*;

/// The line should have reported a truncation. It came without that report, but is otherwise correct.
pub fn receive_tells_the_length(breach: &Breach) -> bool {
    let Some(whole) = breach.expected().strip_suffix(b" bytes)\n") else { return false };
    let cut = b" (cut from ";
    let Some(at) = whole.windows(cut.len()).rposition(|window| window == cut) else { return false };
    let line = [&whole[..at], b"\n"].concat();
    matches!(breach.instead, Instead::Bytes { .. })
        && awaited_output(breach)
        && breach.heard().starts_with(&line)
}
