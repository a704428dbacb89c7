//! Rows that many lessons share in their tables of cases: the name, the promise and the rank. The
//! script is the lesson's own, unless it is the same in all of them. A lesson adds the beliefs that
//! its row may expose.

use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use crate::case::{Case, Script};
use crate::scene::Scene;

/// No server listens at the address.
pub const fn nobody_listens() -> Case {
    nobody_listens_by(client_connects_in_vain)
}

/// Like [`nobody_listens`], for a client with arguments.
pub const fn nobody_listens_by(play: Script) -> Case {
    Case::client("nobody-listens", play)
        .promises("The client prints an error and exits with status 1 if no server is listening")
}

fn client_connects_in_vain(scene: &Scene) -> Played {
    let client = scene.client()?;
    client.types_line(&scene.word())?;
    client.stops_typing();
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}

/// Another program uses the server's address.
pub const fn address_in_use() -> Case {
    address_in_use_by(server_starts_in_vain)
}

/// Like [`address_in_use`], for a server with arguments, or a server of datagrams.
pub const fn address_in_use_by(play: Script) -> Case {
    Case::server("address-in-use", play)
        .promises("The server prints an error and exits with status 1 if its address is in use")
}

fn server_starts_in_vain(scene: &Scene) -> Played {
    let _somebody = scene.another_peer_takes_the_address()?;
    let server = scene.server_starts()?;
    server.ends_with(1)?;
    server.reports_an_error()
}

pub const fn any_bytes_are_printed(play: Script) -> Case {
    Case::client("any-bytes-are-printed", play)
        .promises("The client prints a reply's bytes as they are, even if they are not text")
}

pub const fn any_bytes_are_sent(play: Script) -> Case {
    Case::client("any-bytes-are-sent", play)
        .promises("The client sends typed bytes unchanged, even if they are not text")
        .manners()
}

pub const fn line_without_newline(play: Script) -> Case {
    Case::client("line-without-newline", play)
        .promises("The client also sends a last line that has no newline")
        .manners()
}

pub const fn spaces_are_printed(play: Script) -> Case {
    Case::client("spaces-are-printed", play)
        .promises("The client prints the white space at a reply's ends")
}

pub const fn spaces_are_sent(play: Script) -> Case {
    Case::client("spaces-are-sent", play)
        .promises("The client removes the newline from a typed line, and nothing else")
        .manners()
}

pub const fn server_resets(play: Script) -> Case {
    Case::client("server-resets", play).promises(
        "The client prints an error and exits with status 1 if the server resets the connection",
    )
}

pub const fn any_bytes(play: Script) -> Case {
    Case::server("any-bytes", play)
        .promises("The server sends bytes back unchanged, even if they are not text")
}

pub const fn empty_lines_are_not_sent(play: Script) -> Case {
    Case::client("empty-lines-are-not-sent", play)
        .promises("The client sends nothing for an empty line, and goes on to the next")
}

pub const fn only_q_ends_it(play: Script) -> Case {
    Case::client("only-q-ends-it", play)
        .promises("The client sends `Q`, `q ` and `quit` like any other line")
        .manners()
}

/// All lines are typed at once. See [`types_all_at_once`].
pub const fn all_lines_at_once(play: Script) -> Case {
    Case::client("all-lines-at-once", play).promises(
        "The client prints every reply before it ends, even if all lines are typed at once",
    )
}

/// Two lines and `end` are typed at once, and then the input ends. Bob, who plays the server, receives each line
/// as `framed` builds it. He answers the first, and then the second, and `answers` has checked what the client
/// prints. The client ends only then, whether or not it sent the second line before it had the first reply.
pub fn types_all_at_once(
    scene: &Scene,
    client: &Program,
    bob: &Peer,
    end: &[u8],
    framed: impl Fn(&[u8]) -> Vec<u8>,
    answers: impl Fn(&[u8]) -> Played,
) -> Played {
    let lines = [scene.letters(7), scene.letters(5)];
    client.types(&[&lines[0][..], b"\n", &lines[1], b"\n", end].concat())?;
    client.stops_typing();
    for line in lines {
        bob.hears(&framed(&line))?;
        // A client that does not wait for its replies has ended by now.
        client.rests_or_has_ended()?;
        answers(&scene.letters(line.len()))?;
    }
    bob.hears_end_or_reset()?;
    bob.closes();
    client.ends_with(0)
}

pub const fn end_of_input(play: Script) -> Case {
    Case::client("end-of-input", play)
        .promises("The client closes and exits with status 0 at the end of its input")
        .manners()
}

pub const fn server_leaves(play: Script) -> Case {
    Case::client("server-leaves", play).promises(
        "The client prints an error and exits with status 1 if the server closes without a reply",
    )
}

pub const fn gone_before_the_reply(play: Script) -> Case {
    Case::server("gone-before-the-reply", play)
        .promises("The server serves the next client after one has gone before its reply")
}

pub const fn silent_visitors(play: Script) -> Case {
    Case::server("silent-visitors", play)
        .promises("The server serves the next client after some have left without sending anything")
}

pub const fn a_hundred_frames(play: Script) -> Case {
    Case::server("a-hundred-frames", play).promises(
        "The server answers each frame at once with its payload in upper case, a hundred times",
    )
}

pub const fn four_gigabytes(play: Script) -> Case {
    Case::server("four-gigabytes", play).promises(
        "The server allocates nothing for a claimed length: it closes, and serves the next client",
    )
}
