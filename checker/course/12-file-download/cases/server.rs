//! Scenes for the server: alice asks for files in a folder that the case has filled.

use std::fs::OpenOptions;

use serde_json::Value;
use stage::breach::{Awaited, Shape};
use stage::fault::{Fault, Halt, Played};
use stage::peer::Peer;
use stage::program::Program;

use super::{md5, sizes};
use crate::scene::Scene;

/// The folder that the server serves, inside the case's folder.
const ROOT: &str = "root";

/// Starts the server for its folder.
fn server<'s>(scene: &Scene<'s>) -> Played<Program<'s>> {
    let root = scene.makes_folder(ROOT)?;
    scene.server_with(&[&root])
}

fn server_and_alice<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Peer<'s>)> {
    let server = server(scene)?;
    let alice = server.connects("alice")?;
    Ok((server, alice))
}

/// Creates such a file in the folder.
fn has(scene: &Scene, name: &str, bytes: &[u8]) -> Played {
    scene.puts_file(&format!("{ROOT}/{name}"), bytes).map(|_| ())
}

/// A new name, of the kind that files have.
fn a_name(scene: &Scene) -> String {
    super::text(scene.word()) + ".bin"
}

fn asks(peer: &Peer, name: &str) -> Played {
    peer.says(format!("{name}\n").as_bytes())
}

/// Receives four digits, and as much JSON of this shape.
fn hears_header(peer: &Peer, shape: Shape, fits: impl Fn(&Value) -> bool) -> Played {
    let number = |bytes: &[u8]| std::str::from_utf8(bytes).ok()?.parse::<usize>().ok();
    let four = Shape::LengthInFourDigits;
    let digits = peer.hears_some(4, four, |bytes| bytes.iter().all(u8::is_ascii_digit))?;
    let length = number(&digits).unwrap_or(0);
    let heard = peer.hears_some(length, shape, |bytes| {
        serde_json::from_slice::<Value>(bytes).is_ok_and(|header| fits(&header))
    });
    heard.map(|_| ()).map_err(|halt| points_at_the_length(halt, length))
}

/// If a whole header has come, but the length before it is not its own, that is the fault.
fn points_at_the_length(halt: Halt, claimed: usize) -> Halt {
    let Halt::Breach(mut breach) = halt else { return halt };
    let mut values = serde_json::Deserializer::from_slice(breach.heard()).into_iter::<Value>();
    let is_header = values.next().is_some_and(|value| value.is_ok_and(|value| value.is_object()));
    let length = values.byte_offset();
    if let Awaited::Described { shape, .. } = &mut breach.awaited
        && is_header
        && length != claimed
    {
        *shape = Shape::HeaderLength { length: length as u64, claimed: claimed as u64 };
    }
    Halt::Breach(breach)
}

/// Header and bytes of this file.
fn hears_file(peer: &Peer, name: &str, bytes: &[u8]) -> Played {
    hears_header_of(peer, name, bytes)?;
    peer.hears(bytes)
}

/// The header of this file.
fn hears_header_of(peer: &Peer, name: &str, bytes: &[u8]) -> Played {
    let (filesize, digest) = (bytes.len() as u64, md5(bytes));
    let shape = Shape::FileHeader { filename: name.into(), filesize, md5: digest.clone() };
    hears_header(peer, shape, |header| {
        let claimed = header["md5"].as_str().unwrap_or_default();
        header["filename"] == name
            && header["filesize"] == filesize
            && claimed.eq_ignore_ascii_case(&digest)
    })
}

fn gets(peer: &Peer, name: &str, bytes: &[u8]) -> Played {
    asks(peer, name)?;
    hears_file(peer, name, bytes)
}

/// Receives a header with an error, and no bytes.
fn hears_refusal(peer: &Peer) -> Played {
    hears_header(peer, Shape::ErrorHeader, |header| header["error"].is_string())
}

/// One file of these bytes.
fn one_file(scene: &Scene, bytes: &[u8]) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let name = a_name(scene);
    has(scene, &name, bytes)?;
    gets(&alice, &name, bytes)
}

pub fn file_and_digest(scene: &Scene) -> Played {
    one_file(scene, &scene.lines(300))
}

/// Output that overflows a writer's buffer comes before it is flushed.
pub fn much_is_sent(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let (name, bytes) = (a_name(scene), scene.much(MUCH));
    has(scene, &name, &bytes)?;
    asks(&alice, &name)?;
    hears_header_of(&alice, &name, &bytes)?;
    alice.hears(&bytes[..4096])
}

pub fn every_byte(scene: &Scene) -> Played {
    one_file(scene, &super::every_byte(scene))
}

pub fn every_size(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    for size in sizes() {
        let (name, bytes) = (format!("{size}-{}", a_name(scene)), scene.much(size));
        has(scene, &name, &bytes)?;
        gets(&alice, &name, &bytes)?;
    }
    Ok(())
}

pub fn empty_file(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let (empty, full, bytes) = (a_name(scene), a_name(scene), scene.word());
    has(scene, &empty, b"")?;
    has(scene, &full, &bytes)?;
    gets(&alice, &empty, b"")?;
    gets(&alice, &full, &bytes)?;
    gets(&alice, &empty, b"")
}

/// Two files of these sizes, on one connection.
fn two_files_of(scene: &Scene, sizes: [usize; 2]) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let names = [a_name(scene), a_name(scene)];
    for (name, size) in names.iter().zip(sizes) {
        has(scene, name, &scene.much(size))?;
    }
    names.iter().try_for_each(|name| gets(&alice, name, &bytes_of(scene, name)))
}

pub fn two_files(scene: &Scene) -> Played {
    two_files_of(scene, [scene.number(70_000..=70_900), scene.number(300..=900)])
}

/// The sizes fill every usual buffer exactly.
pub fn two_full_buffers(scene: &Scene) -> Played {
    two_files_of(scene, [2 << 20, 1 << 20])
}

/// Five files with their names.
fn five_files(scene: &Scene) -> Played<Vec<(String, Vec<u8>)>> {
    let files: Vec<_> = (0..5).map(|at| (format!("{at}{}", a_name(scene)), scene.word())).collect();
    files.iter().try_for_each(|(name, bytes)| has(scene, name, bytes))?;
    Ok(files)
}

pub fn requests_in_one_breath(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let files = five_files(scene)?;
    let requests: String = files.iter().map(|(name, _)| format!("{name}\n")).collect();
    alice.says(requests.as_bytes())?;
    files.iter().try_for_each(|(name, bytes)| hears_file(&alice, name, bytes))
}

/// The same requests, each sent when the previous one has been answered.
pub fn one_by_one(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    five_files(scene)?.iter().try_for_each(|(name, bytes)| gets(&alice, name, bytes))
}

pub fn request_in_pieces(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let (name, bytes) = (a_name(scene), scene.word());
    has(scene, &name, &bytes)?;
    let request = format!("{name}\n").into_bytes();
    for boundary in 1..request.len() {
        alice.says_cut(&request, &[boundary, request.len() - boundary])?;
        hears_file(&alice, &name, &bytes)?;
    }
    alice.says_byte_by_byte(&request)?;
    hears_file(&alice, &name, &bytes)
}

pub fn not_found(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let (name, bytes) = (a_name(scene), scene.word());
    has(scene, &name, &bytes)?;
    for _ in 0..2 {
        asks(&alice, &format!("no-{}", a_name(scene)))?;
        hears_refusal(&alice)?;
        gets(&alice, &name, &bytes)?;
    }
    // A name is bytes. A server that takes it for text may close the connection because of this name,
    // but nothing more may happen.
    alice.says(b"\xff\xfe\x80\n")?;
    server.rests()?;
    alice.closes();
    server.stays_up()?;
    gets(&server.connects("bob")?, &name, &bytes)
}

/// The server refuses each of these names, each requested by a client of its own, and then serves a
/// valid one.
fn refuses_each(scene: &Scene, names: &[&str]) -> Played {
    let server = server(scene)?;
    for name in names {
        let alice = server.connects("alice")?;
        asks(&alice, name)?;
        hears_refusal(&alice)?;
        alice.hears_no_more()?;
        alice.closes();
    }
    let (name, bytes) = (a_name(scene), scene.word());
    has(scene, &name, &bytes)?;
    gets(&server.connects("bob")?, &name, &bytes)
}

pub fn folder_is_no_file(scene: &Scene) -> Played {
    has(scene, "inner/file", &scene.word())?;
    refuses_each(scene, &["inner", ".", ""])
}

/// A server that opens the pipe waits until another program opens it, too. The scene does so, and such a
/// server finds an empty file.
pub fn pipe_is_no_file(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let pipe = scene.makes_pipe(&format!("{ROOT}/pipe"))?;
    asks(&alice, "pipe")?;
    // A server may open it once for the digest and once for the bytes.
    for _ in 0..2 {
        server.rests()?;
        let both_ends = OpenOptions::new().read(true).write(true).open(&pipe);
        both_ends.map_err(|error| Fault::new("opening a named pipe", error))?;
    }
    hears_refusal(&alice)?;
    alice.hears_no_more()?;
    let (name, bytes) = (a_name(scene), scene.word());
    has(scene, &name, &bytes)?;
    gets(&alice, &name, &bytes)
}

pub fn way_up(scene: &Scene) -> Played {
    scene.puts_file("secret", &scene.word())?;
    has(scene, "inner/file", &scene.word())?;
    refuses_each(scene, &["../secret", "inner/../../secret", "./../secret", ".."])
}

/// Any file that exists on every machine and is not secret.
pub fn absolute_name(scene: &Scene) -> Played {
    refuses_each(scene, &["/bin/sh", "//bin/sh"])
}

pub fn neighbour(scene: &Scene) -> Played {
    scene.puts_file(&format!("{ROOT}-too/secret"), &scene.word())?;
    refuses_each(scene, &[&format!("../{ROOT}-too/secret")])
}

pub fn link_that_leads_out(scene: &Scene) -> Played {
    let secret = scene.puts_file("elsewhere/secret", &scene.word())?;
    scene.makes_link(&format!("{ROOT}/link"), &secret)?;
    scene.makes_link(&format!("{ROOT}/short"), "../elsewhere/secret")?;
    scene.makes_link(&format!("{ROOT}/folder"), "../elsewhere")?;
    scene.makes_link(&format!("{ROOT}/chain"), "link")?;
    refuses_each(scene, &["link", "short", "folder/secret", "chain"])
}

pub fn any_name(scene: &Scene) -> Played {
    let (_server, alice) = server_and_alice(scene)?;
    let chinese = scene.chinese(3);
    let names = [
        format!("{chinese}.txt"),
        format!(" {chinese} \"a\\b\" .. "),
        "..a".to_owned(),
        "a[b]*c?".to_owned(),
        format!("{}%20%41+b", super::text(scene.letters(120))),
    ];
    for name in names {
        let bytes = scene.word();
        has(scene, &name, &bytes)?;
        gets(&alice, &name, &bytes)?;
    }
    Ok(())
}

/// More than the kernel holds for a peer that does not read.
const MUCH: usize = 600_000;

/// A peer that reads nothing, so that the server's write blocks half-way.
fn deaf_alice<'s>(scene: &Scene, server: &Program<'s>, name: &str) -> Played<Peer<'s>> {
    has(scene, name, &scene.much(MUCH))?;
    let alice = server.connects_deaf_from_afar("alice")?;
    asks(&alice, name)?;
    Ok(alice)
}

/// The bytes of a file in the server's folder.
fn bytes_of(scene: &Scene, name: &str) -> Vec<u8> {
    std::fs::read(scene.folder().join(ROOT).join(name)).unwrap_or_default()
}

pub fn short_write(scene: &Scene) -> Played {
    let server = server(scene)?;
    let name = a_name(scene);
    let alice = deaf_alice(scene, &server, &name)?;
    alice.forces_a_short_write()?;
    hears_file(&alice, &name, &bytes_of(scene, &name))
}

/// Like [`short_write`], but the write is not interrupted.
pub fn slow_reader(scene: &Scene) -> Played {
    let server = server(scene)?;
    let name = a_name(scene);
    let alice = deaf_alice(scene, &server, &name)?;
    server.rests()?;
    hears_file(&alice, &name, &bytes_of(scene, &name))
}

pub fn leaves_mid_file(scene: &Scene) -> Played {
    let server = server(scene)?;
    let alice = deaf_alice(scene, &server, &a_name(scene))?;
    server.rests()?;
    alice.resets()?;
    server.stays_up()?;
    let (name, bytes) = (a_name(scene), scene.word());
    has(scene, &name, &bytes)?;
    gets(&server.connects("bob")?, &name, &bytes)
}

pub fn two_clients(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let (name, bytes) = (a_name(scene), scene.word());
    has(scene, &name, &bytes)?;
    gets(&alice, &name, &bytes)?;
    alice.closes();
    gets(&server.connects("bob")?, &name, &bytes)
}

pub fn resets(scene: &Scene) -> Played {
    let (server, alice) = server_and_alice(scene)?;
    let (name, bytes) = (a_name(scene), scene.word());
    has(scene, &name, &bytes)?;
    gets(&alice, &name, &bytes)?;
    alice.says_and_resets(format!("{name}\n").as_bytes())?;
    server.stays_up()?;
    let carol = server.connects("carol")?;
    carol.says(&name.as_bytes()[..3])?;
    carol.resets()?;
    server.stays_up()?;
    gets(&server.connects("bob")?, &name, &bytes)
}

pub fn silent_visitors(scene: &Scene) -> Played {
    let server = server(scene)?;
    for name in ["alice", "carol"] {
        server.connects(name)?.closes();
    }
    server.stays_up()?;
    let (name, bytes) = (a_name(scene), scene.word());
    has(scene, &name, &bytes)?;
    gets(&server.connects("bob")?, &name, &bytes)
}

/// The server is still busy with the first file when alice half-closes after her last request.
pub fn last_request(scene: &Scene) -> Played {
    let server = server(scene)?;
    let (first, last) = (a_name(scene), format!("last-{}", a_name(scene)));
    let alice = deaf_alice(scene, &server, &first)?;
    has(scene, &last, &scene.lines(3000))?;
    server.rests()?;
    asks(&alice, &last)?;
    server.rests()?;
    alice.shuts_down()?;
    hears_file(&alice, &first, &bytes_of(scene, &first))?;
    hears_file(&alice, &last, &bytes_of(scene, &last))?;
    alice.hears_end()
}

pub fn address_in_use(scene: &Scene) -> Played {
    let root = scene.makes_folder(ROOT)?;
    let _somebody = scene.another_peer_takes_the_address()?;
    let server = scene.server_starts_with(&[&root])?;
    server.ends_with(1)?;
    server.reports_an_error()
}
