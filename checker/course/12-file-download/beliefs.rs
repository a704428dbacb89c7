//! Predicates of the beliefs that lesson 12 explains. Their texts are in `beliefs.toml`.

use stage::breach::Breach;

use crate::beliefs::evidence::*;
use crate::runtimes::Says;

pub fn file_is_text(breach: &Breach) -> bool {
    has_replacement_characters(breach)
        || speaks_of(breach, Says::NotUtf8)
        || lost_carriage_returns(breach)
        || gave_up_on_a_file(breach)
}

pub fn what_comes_is_this_file(breach: &Breach) -> bool {
    has_more_than_the_file(breach) || gave_up_on_a_file(breach)
}

pub fn names_stay_in_the_folder(breach: &Breach) -> bool {
    got_a_file_instead_of_an_error(breach) || left_something_outside(breach)
}

pub fn begun_is_finished(breach: &Breach) -> bool {
    left_a_part_of_a_file(breach)
}

pub fn right_length_is_right_content(breach: &Breach) -> bool {
    ended_as_if_all_were_well(breach)
}
