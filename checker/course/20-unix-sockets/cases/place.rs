//! Code that lesson 20's scenes share: a path for a socket in the case's folder, the peers that
//! listen there, and the exchanges between alice and the server.

use std::fs;
use std::os::unix::net::UnixListener;

use stage::bytes::upper;
use stage::fault::{Fault, Played};
use stage::peer::listening_peer::ListeningPeer;
use stage::peer::{Manner, Peer};
use stage::program::Program;
use stage::socket_path::{Kind, SocketPath};

use crate::scene::Scene;

/// A peer that does not read until the script makes it do so.
pub const DEAF: Manner = Manner { receive_buffer: None, is_deaf: true };

/// A frame: the payload's length in four bytes, big-endian, and the payload.
pub fn frame(payload: &[u8]) -> Vec<u8> {
    [&header(payload.len()), payload].concat()
}

/// The header that claims this length.
pub fn header(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes()
}

/// An unused path in the case's folder, and the kind of socket for it.
pub fn socket_path(scene: &Scene, kind: Kind) -> Played<SocketPath> {
    let name = format!("{}.sock", String::from_utf8_lossy(&scene.letters(6)));
    Ok(SocketPath::new(&scene.folder().join(name), kind)?)
}

/// The name of a path in reports: without the folder, which differs in each run.
pub fn name(socket_path: &SocketPath) -> String {
    socket_path.path().file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The arguments of the programs after the path.
pub fn options(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Stream => &[],
        Kind::Packets => &["--kind", "seqpacket"],
    }
}

/// Starts the server with this path, and does not wait until it listens.
pub fn server_starts<'s>(scene: &Scene<'s>, socket_path: &SocketPath) -> Played<Program<'s>> {
    scene.server_starts_with_address(&socket_path.to_string(), options(socket_path.kind()))
}

/// Starts the server, and waits until it listens.
pub fn server_at<'s>(scene: &Scene<'s>, socket_path: &SocketPath) -> Played<Program<'s>> {
    let server = server_starts(scene, socket_path)?;
    server.listens_at(socket_path)?;
    Ok(server)
}

/// The server does not start: it prints the reason in one line, and exits with status 1.
pub fn refuses_to_start(server: &Program) -> Played {
    server.ends_with(1)?;
    server.reports_an_error()
}

/// The server listens at a new path, and alice is connected to it.
pub fn server_and_alice<'s>(scene: &Scene<'s>, kind: Kind) -> Played<(Program<'s>, Peer<'s>)> {
    let server = server_at(scene, &socket_path(scene, kind)?)?;
    let alice = server.connects("alice")?;
    Ok((server, alice))
}

/// A frame and its answer.
pub fn exchange(peer: &Peer, payload: &[u8]) -> Played {
    peer.says(&frame(payload))?;
    peer.hears(&frame(&upper(payload)))
}

/// A packet and its answer.
pub fn packet(peer: &Peer, payload: &[u8]) -> Played {
    peer.says_packet(payload)?;
    peer.hears_packet(&upper(payload))
}

/// Bob connects after that, and is served.
pub fn bob_is_served(scene: &Scene, server: &Program) -> Played {
    server.stays_up()?;
    let bob = server.connects("bob")?;
    exchange(&bob, &scene.word())
}

pub fn one_client(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene, Kind::Stream)?;
    exchange(&alice, &scene.word())?;
    exchange(&alice, &scene.word())
}

pub fn two_clients(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene, Kind::Stream)?;
    exchange(&alice, &scene.word())?;
    alice.closes();
    bob_is_served(scene, &server)
}

/// An earlier server has left a stale socket file there.
pub fn leaves_stale_socket_file(scene: &Scene, socket_path: &SocketPath) -> Played {
    let fault = |error| Fault::new("leaving a socket behind", error);
    drop(UnixListener::bind(socket_path.path()).map_err(fault)?);
    scene.tells_of("a socket at which nobody listens", &name(socket_path));
    Ok(())
}

/// Another program listens there.
pub fn another_program_listens<'s>(
    scene: &Scene<'s>,
    socket_path: &SocketPath,
) -> Played<ListeningPeer<'s>> {
    let listener = scene.opens_at_path("somebody else", socket_path, Manner::default())?;
    scene.tells_of("a socket at which somebody else listens", &name(socket_path));
    Ok(listener)
}

/// Removes the file at the path.
pub fn remove_socket_file(socket_path: &SocketPath) -> Played {
    fs::remove_file(socket_path.path())
        .map_err(|error| Fault::new("removing a socket", error).into())
}

/// Bob plays the server at a new path: he waits for the client to connect.
pub fn client_visits<'s>(scene: &Scene<'s>, kind: Kind) -> Played<(Program<'s>, Peer<'s>)> {
    client_visits_in(scene, kind, Manner::default())
}

pub fn client_visits_in<'s>(
    scene: &Scene<'s>,
    kind: Kind,
    manner: Manner,
) -> Played<(Program<'s>, Peer<'s>)> {
    let socket_path = socket_path(scene, kind)?;
    let listener = scene.opens_at_path("bob", &socket_path, manner)?;
    let client = scene.client_with_address(&socket_path.to_string(), options(kind))?;
    let bob = listener.accepts(&client)?;
    Ok((client, bob))
}
