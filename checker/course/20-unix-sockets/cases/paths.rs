//! Lesson 20's scenes about the path. They cover the entries that may exist there when the server
//! starts, how the server handles them, and what is left at its end.

use std::os::unix::net::UnixStream;

use stage::breach::Measure;
use stage::fault::{Fault, Missing, Played};
use stage::paths::{Thing, permissions};
use stage::program::Program;
use stage::socket_path::{Kind, LONGEST_PATH, SocketPath};

use Kind::{Packets, Stream};

use super::place::*;
use crate::scene::Scene;

/// SIGTERM, as in signal(7).
const SIGTERM: i32 = 15;

pub fn kill_and_restart(scene: &Scene) -> Played {
    let socket_path = socket_path(scene, Stream)?;
    let server = server_at(scene, &socket_path)?;
    let alice = server.connects("alice")?;
    exchange(&alice, &scene.word())?;
    server.gets_killed()?;
    alice.hears_end()?;
    let again = server_at(scene, &socket_path)?;
    bob_is_served(scene, &again)
}

/// Like [`kill_and_restart`], but the stale socket file is removed in between.
pub fn kill_tidy_and_restart(scene: &Scene) -> Played {
    let socket_path = socket_path(scene, Stream)?;
    server_at(scene, &socket_path)?.gets_killed()?;
    remove_socket_file(&socket_path)?;
    let again = server_at(scene, &socket_path)?;
    bob_is_served(scene, &again)
}

pub fn left_over_is_replaced(scene: &Scene) -> Played {
    for kind in [Stream, Packets] {
        let socket_path = socket_path(scene, kind)?;
        leaves_stale_socket_file(scene, &socket_path)?;
        let server = server_at(scene, &socket_path)?;
        let alice = server.connects("alice")?;
        match kind {
            Stream => exchange(&alice, &scene.word())?,
            Packets => packet(&alice, &scene.word())?,
        }
        server.gets_killed()?;
    }
    Ok(())
}

/// Something exists at the path: the server does not start, and does not touch it. A server that has touched it
/// may go on, so that is checked first.
pub fn stays(scene: &Scene, socket_path: &SocketPath) -> Played {
    let thing = || Thing::at(socket_path.path());
    let before = thing()?;
    let server = server_starts(scene, socket_path)?;
    server.rests_or_has_ended()?;
    if thing()? == before {
        refuses_to_start(&server)?;
    }
    server.leaves_alone(socket_path.path(), &name(socket_path), before)
}

pub fn ordinary_file_stays(scene: &Scene) -> Played {
    for length in [40, 0] {
        let socket_path = socket_path(scene, Stream)?;
        let bytes = scene.letters(length);
        scene.puts_file(&name(&socket_path), &bytes)?;
        scene.tells_of("an ordinary file", &name(&socket_path));
        stays(scene, &socket_path)?;
    }
    Ok(())
}

/// An ordinary file is at the path, and the server replaces it.
pub fn takes_a_files_place(scene: &Scene) -> Played {
    let socket_path = socket_path(scene, Stream)?;
    scene.puts_file(&name(&socket_path), &scene.letters(40))?;
    let server = server_at(scene, &socket_path)?;
    bob_is_served(scene, &server)?;
    // The server has not moved the file elsewhere.
    server.leaves_only(scene.folder(), "", &[&name(&socket_path)])
}

/// Like [`takes_a_files_place`], but it does not replace a live server's socket.
pub fn takes_a_files_place_alone(scene: &Scene) -> Played {
    takes_a_files_place(scene)?;
    live_server_stays(scene)
}

pub fn folder_stays(scene: &Scene) -> Played {
    let socket_path = socket_path(scene, Stream)?;
    scene.makes_empty_folder(&name(&socket_path))?;
    scene.tells_of("a folder", &name(&socket_path));
    stays(scene, &socket_path)
}

pub fn link_stays(scene: &Scene) -> Played {
    let other = socket_path(scene, Stream)?;
    scene.puts_file(&name(&other), &scene.letters(40))?;
    link_to_it_stays(scene, &other, "a link to an ordinary file")?;
    let other = socket_path(scene, Stream)?;
    leaves_stale_socket_file(scene, &other)?;
    link_to_it_stays(scene, &other, "a link to that socket")?;
    link_to_it_stays(scene, &socket_path(scene, Stream)?, "a link to nothing")
}

fn link_to_it_stays(scene: &Scene, other: &SocketPath, what: &str) -> Played {
    let (socket_path, target) = (socket_path(scene, Stream)?, name(other));
    scene.makes_link(&name(&socket_path), &target)?;
    scene.tells_of(what, &name(&socket_path));
    let file = Thing::at(other.path())?;
    let thing = Thing::at(socket_path.path())?;
    let server = server_starts(scene, &socket_path)?;
    refuses_to_start(&server)?;
    server.leaves_alone(socket_path.path(), &name(&socket_path), thing)?;
    server.leaves_alone(other.path(), &target, file)
}

pub fn live_server_stays(scene: &Scene) -> Played {
    let socket_path = socket_path(scene, Stream)?;
    let _house = another_program_listens(scene, &socket_path)?;
    stays(scene, &socket_path)?;
    still_listens(&socket_path)
}

/// Another program listens there with a socket of the other kind.
pub fn live_server_of_another_kind_stays(scene: &Scene) -> Played {
    let there = socket_path(scene, Packets)?;
    let _house = another_program_listens(scene, &there)?;
    stays(scene, &SocketPath::new(there.path(), Stream)?)
}

/// Another program listens there, and its accept queue is full. Connecting fails or blocks (unix(7)), so
/// the server may fail or block, too, but it does not replace the socket.
pub fn full_server_stays(scene: &Scene) -> Played {
    let socket_path = socket_path(scene, Stream)?;
    let _house = another_program_listens(scene, &socket_path)?;
    let _visitors = scene.fills(&socket_path)?;
    scene.tells_of("a queue without room", &name(&socket_path));
    let thing = Thing::at(socket_path.path())?;
    let server = server_starts(scene, &socket_path)?;
    server.rests_or_has_ended()?;
    server.leaves_alone(socket_path.path(), &name(&socket_path), thing)
}

/// The same program is running there already, and alice is talking to it.
pub fn second_of_its_kind_gives_way(scene: &Scene) -> Played {
    let socket_path = socket_path(scene, Stream)?;
    let first = server_at(scene, &socket_path)?;
    let alice = first.connects("alice")?;
    exchange(&alice, &scene.word())?;
    stays(scene, &socket_path)?;
    exchange(&alice, &scene.word())?;
    alice.closes();
    bob_is_served(scene, &first)
}

fn still_listens(socket_path: &SocketPath) -> Played {
    let fault = |error| Fault::new("connecting to the server that was there first", error);
    UnixStream::connect(socket_path.path()).map_err(fault)?;
    Ok(())
}

/// The server receives a signal to end, and does so cleanly.
pub fn ends_at_sigterm(server: &Program) -> Played {
    server.gets_signal(SIGTERM, "SIGTERM")?;
    server.ends_with(0)
}

pub fn removed_at_sigterm(scene: &Scene) -> Played {
    let socket_path = socket_path(scene, Stream)?;
    let server = server_at(scene, &socket_path)?;
    let alice = server.connects("alice")?;
    exchange(&alice, &scene.word())?;
    alice.closes();
    server.rests()?;
    ends_at_sigterm(&server)?;
    server.leaves_nothing(socket_path.path(), &name(&socket_path))
}

/// The server ends once it has served the next client.
pub fn ends_after_the_next_client(scene: &Scene) -> Played {
    let socket_path = socket_path(scene, Stream)?;
    let server = server_at(scene, &socket_path)?;
    server.rests()?;
    server.gets_signal(SIGTERM, "SIGTERM")?;
    server.stays_up()?;
    server.connects("alice")?.closes();
    server.ends_with(0)?;
    server.leaves_nothing(socket_path.path(), &name(&socket_path))
}

pub fn removed_while_serving(scene: &Scene) -> Played {
    let socket_path = socket_path(scene, Stream)?;
    let server = server_at(scene, &socket_path)?;
    let alice = server.connects("alice")?;
    exchange(&alice, &scene.word())?;
    alice.says(&frame(&scene.letters(6))[..7])?;
    server.rests()?;
    ends_at_sigterm(&server)?;
    server.leaves_nothing(socket_path.path(), &name(&socket_path))?;
    alice.hears_end_or_reset()?;
    // Carol does not read, and the server waits for room for the rest of its answer.
    let server = server_at(scene, &socket_path)?;
    let carol = server.connects_in("carol", DEAF)?;
    carol.says(&frame(&scene.much(700_000)))?;
    server.rests()?;
    ends_at_sigterm(&server)?;
    server.leaves_nothing(socket_path.path(), &name(&socket_path))
}

/// Another program has removed the server's socket file and put its own in that place.
pub fn not_its_file_any_more(scene: &Scene) -> Played {
    let socket_path = socket_path(scene, Stream)?;
    let server = server_at(scene, &socket_path)?;
    server.rests()?;
    remove_socket_file(&socket_path)?;
    let _house = another_program_listens(scene, &socket_path)?;
    let thing = Thing::at(socket_path.path())?;
    ends_at_sigterm(&server)?;
    server.leaves_alone(socket_path.path(), &name(&socket_path), thing)?;
    still_listens(&socket_path)
}

pub fn mode_0600(scene: &Scene) -> Played {
    for kind in [Stream, Packets] {
        let socket_path = socket_path(scene, kind)?;
        let server = server_at(scene, &socket_path)?;
        server.rests()?;
        let mode = permissions(socket_path.path())?;
        server.fact(Measure::Permissions, 600, mode)?;
    }
    Ok(())
}

/// A path of `length` bytes in the case's folder.
fn path_of(scene: &Scene, length: usize) -> Option<String> {
    let folder = scene.folder().to_string_lossy().into_owned();
    let rest = length.checked_sub(folder.len() + 1).filter(|rest| *rest > 0)?;
    Some(format!("{folder}/{}", String::from_utf8_lossy(&scene.letters(rest))))
}

pub fn path_too_long(scene: &Scene) -> Played {
    let length = scene.folder().as_os_str().len() + 150;
    // The second path fits except for its final zero, if such a path exists.
    for path in [path_of(scene, length), path_of(scene, LONGEST_PATH + 1)].into_iter().flatten() {
        let server = scene.server_starts_with_address(&path, &[])?;
        refuses_to_start(&server)?;
        server.leaves_only(scene.folder(), "", &[])?;
    }
    Ok(())
}

pub fn longest_path(scene: &Scene) -> Played {
    let missing = || Missing::new("a path of just the right length", "the case's folder has more");
    let path = path_of(scene, LONGEST_PATH).ok_or_else(missing)?;
    let socket_path = SocketPath::new(path.as_ref(), Stream)?;
    let server = server_at(scene, &socket_path)?;
    bob_is_served(scene, &server)
}

pub fn no_such_folder(scene: &Scene) -> Played {
    let (folder, inside) = (socket_path(scene, Stream)?, socket_path(scene, Stream)?);
    let path = format!("{folder}/{}", name(&inside));
    refuses_to_start(&scene.server_starts_with_address(&path, &[])?)
}

pub fn default_path(scene: &Scene) -> Played {
    let socket_path = SocketPath::new(&scene.folder().join("unix-sockets.sock"), Stream)?;
    let server = scene.starts_without_arguments("server")?;
    server.listens_at(&socket_path)?;
    bob_is_served(scene, &server)
}
