//! Rows that the lessons with commands share in their tables of cases: the name, the promise and
//! the rank.

use crate::case::{Case, Script};

pub const fn one_client_after_another(play: Script) -> Case {
    Case::server("one-client-after-another", play)
        .promises("The server serves the next client when one is done")
}

pub const fn hangs_up_when_the_client_does(play: Script) -> Case {
    Case::server("hangs-up-when-the-client-does", play)
        .promises("The server closes a connection when its client is done, without a busy loop")
}

pub const fn errors_are_answers(play: Script) -> Case {
    Case::server("errors-are-answers", play)
        .promises("The server sends back what a command wrote to its standard error")
}

pub const fn errors_go_first(play: Script) -> Case {
    Case::server("errors-go-first", play).promises(
        "The server sends a command's standard error if any, else its output, whatever its status",
    )
}

pub const fn much_on_both(play: Script) -> Case {
    Case::server("much-on-both", play).promises(
        "The server drains standard output and error together, 200 kB on each, in either order",
    )
}

pub const fn a_command_that_reads(play: Script) -> Case {
    Case::server("a-command-that-reads", play)
        .promises("The server gives its commands an empty standard input")
}

pub const fn a_child_that_lives_on(play: Script) -> Case {
    Case::server("a-child-that-lives-on", play).promises(
        "The server answers when a command has ended, even if a process that it started lives on",
    )
}

pub const fn no_zombies(play: Script) -> Case {
    Case::server("no-zombies", play)
        .promises("The server waits for each command that it started, so that no zombie remains")
}

pub const fn no_descriptor_left(play: Script) -> Case {
    Case::server("no-descriptor-left", play)
        .promises("The server has no more open descriptors after fifteen commands than before")
}

pub const fn any_bytes(play: Script) -> Case {
    Case::server("any-bytes", play)
        .promises("The server accepts commands, and sends answers, that are not UTF-8")
}

pub const fn a_command_that_cannot_start(play: Script) -> Case {
    Case::server("a-command-that-cannot-start", play)
        .promises("The server survives a command with a NUL byte, which cannot be started")
}

pub const fn resets_hurt_nobody_else(play: Script) -> Case {
    Case::server("resets-hurt-nobody-else", play)
        .promises("The server serves the next client after two have reset their connections")
}

pub const fn spaces_are_printed(play: Script) -> Case {
    Case::client("spaces-are-printed", play)
        .promises("The client prints the white space at an answer's ends")
}

pub const fn any_bytes_are_printed(play: Script) -> Case {
    Case::client("any-bytes-are-printed", play)
        .promises("The client prints an answer's bytes as they are, even if they are not text")
}

pub const fn quit_is_the_end(play: Script) -> Case {
    Case::client("quit-is-the-end", play).promises(
        "The client closes and exits with status 0 at the line `quit`, which it does not send",
    )
}

pub const fn longest_command(play: Script) -> Case {
    Case::server("longest-command", play).promises("The server accepts a command of 1024 bytes")
}
