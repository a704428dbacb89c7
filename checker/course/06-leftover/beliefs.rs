//! Predicates of the beliefs that lesson 06 explains. Their texts are in `beliefs.toml`.

use stage::breach::Breach;

use crate::beliefs::evidence::*;

pub fn pipe_holds_everything(breach: &Breach) -> bool {
    awaited_bytes(breach) && a_command_waits_to_write(breach)
}

pub fn output_is_stdout(breach: &Breach) -> bool {
    let nothing = waits_to_receive(breach) && heard_nothing(breach);
    (awaited_bytes(breach) && (nothing || heard_a_length_of_zero(breach)))
        || tells_of_the_wrong_stream(breach)
}

pub fn commands_have_an_empty_input(breach: &Breach) -> bool {
    awaited_bytes(breach) && waits_for_standard_input(breach)
}

pub fn ended_child_is_gone(breach: &Breach) -> bool {
    zombies(breach).is_some_and(|zombies| zombies >= 10)
}
