//! Scenes for the client: bob sends files, or data that he claims to be files. The case checks the files
//! that the client has left in its folder.

use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use super::{md5, sizes, text};
use crate::lessons::claims::requests_no_memory;
use crate::scene::Scene;

/// The parent of the client's folder, which the client must not change.
const HOME: &str = "home";
/// The folder that the client saves files to.
const DEST: &str = "home/dest";

/// A header's bytes: four digits and JSON.
fn framed(header: &str) -> Vec<u8> {
    format!("{:04}{header}", header.len()).into_bytes()
}

/// The header of this file.
fn head(name: &str, bytes: &[u8]) -> Vec<u8> {
    head_with(name, bytes.len(), &md5(bytes))
}

fn head_with(name: &str, filesize: usize, md5: &str) -> Vec<u8> {
    let name = serde_json::Value::from(name);
    framed(&format!("{{\"filename\": {name}, \"filesize\": {filesize}, \"md5\": \"{md5}\"}}"))
}

/// Header and bytes of this file.
fn whole(name: &str, bytes: &[u8]) -> Vec<u8> {
    [&head(name, bytes)[..], bytes].concat()
}

fn a_name(scene: &Scene) -> String {
    text(scene.word()) + ".bin"
}

/// The path of a file in the client's folder, inside the case's.
fn in_dest(name: &str) -> String {
    format!("{DEST}/{name}")
}

/// The client has connected and asked bob for this name.
fn asks_bob_for<'s>(scene: &Scene<'s>, name: &str) -> Played<(Program<'s>, Peer<'s>)> {
    let dest = scene.makes_folder(DEST)?;
    let (client, bob) = scene.client_visits_with("bob", &[name, &dest])?;
    bob.hears(format!("{name}\n").as_bytes())?;
    Ok((client, bob))
}

/// Like [`asks_bob_for`], but bob does not wait for the newline after the name.
pub fn asks_without_newline(scene: &Scene) -> Played {
    let (name, dest, bytes) = (a_name(scene), scene.makes_folder(DEST)?, scene.lines(300));
    let (client, bob) = scene.client_visits_with("bob", &[&name, &dest])?;
    bob.hears(name.as_bytes())?;
    bob.says(&whole(&name, &bytes))?;
    saves(scene, &client, &name, &bytes)
}

/// The client has saved the file, has reported so, and has left nothing else.
fn saves(scene: &Scene, client: &Program, name: &str, bytes: &[u8]) -> Played {
    client.rests_or_has_ended()?;
    client.leaves_file(scene.folder(), &in_dest(name), bytes)?;
    client.prints_line(format!("{name} {} bytes md5 {}", bytes.len(), md5(bytes)).as_bytes())?;
    client.ends_with(0)?;
    client.leaves_only(scene.folder(), DEST, &[name])
}

/// A file with these bytes, sent at once.
fn one_file(scene: &Scene, bytes: &[u8]) -> Played {
    let name = a_name(scene);
    let (client, bob) = asks_bob_for(scene, &name)?;
    bob.says(&whole(&name, bytes))?;
    saves(scene, &client, &name, bytes)
}

pub fn saves_and_prints(scene: &Scene) -> Played {
    one_file(scene, &scene.lines(300))
}

pub fn every_byte(scene: &Scene) -> Played {
    one_file(scene, &super::every_byte(scene))
}

pub fn every_size(scene: &Scene) -> Played {
    for size in sizes() {
        let (name, bytes) = (format!("{size}.bin"), scene.much(size));
        let (client, bob) = asks_bob_for(scene, &name)?;
        bob.says(&whole(&name, &bytes))?;
        client.rests_or_has_ended()?;
        client.leaves_file(scene.folder(), &in_dest(&name), &bytes)?;
        client.ends_with(0)?;
    }
    Ok(())
}

pub fn empty_file(scene: &Scene) -> Played {
    one_file(scene, b"")
}

/// The header in these pieces, and then all the bytes in pieces of this length.
fn in_pieces(scene: &Scene, bytes: &[u8], header: &[usize], piece: usize) -> Played {
    scene.makes_empty_folder(DEST)?;
    let name = a_name(scene);
    let (client, bob) = asks_bob_for(scene, &name)?;
    let whole = whole(&name, bytes);
    let mut rest = whole.len() - bytes.len();
    let mut pieces: Vec<usize> = header.to_vec();
    rest -= pieces.iter().sum::<usize>();
    pieces.push(rest);
    pieces.extend(bytes.chunks(piece).map(<[u8]>::len));
    bob.says_cut(&whole, &pieces)?;
    client.with_the_last_cut(saves(scene, &client, &name, bytes))
}

pub fn header_in_pieces(scene: &Scene) -> Played {
    for first in [1, 2, 3, 5, 40] {
        in_pieces(scene, &scene.word(), &[first], 100)?;
    }
    in_pieces(scene, &scene.word(), &[1; 50], 100)
}

/// The header arrives whole, and the bytes separately.
pub fn whole_header(scene: &Scene) -> Played {
    in_pieces(scene, &scene.word(), &[4], 100)?;
    in_pieces(scene, &scene.word(), &[], 100)
}

pub fn bytes_in_pieces(scene: &Scene) -> Played {
    in_pieces(scene, &scene.much(100_000), &[], 1000)
}

/// Pieces that fill every usual buffer exactly.
pub fn full_pieces(scene: &Scene) -> Played {
    in_pieces(scene, &scene.much(4 << 15), &[], 1 << 15)
}

/// All the bytes in one piece, after the header.
pub fn one_piece(scene: &Scene) -> Played {
    in_pieces(scene, &scene.much(30_000), &[], 30_000)
}

pub fn more_than_a_megabyte(scene: &Scene) -> Played {
    one_file(scene, &scene.much(1_300_001))
}

pub fn more_behind_it(scene: &Scene) -> Played {
    let (name, bytes) = (a_name(scene), scene.lines(500));
    let (client, bob) = asks_bob_for(scene, &name)?;
    let next = whole(&a_name(scene), &scene.word());
    bob.says(&[whole(&name, &bytes), next].concat())?;
    saves(scene, &client, &name, &bytes)
}

pub fn any_name(scene: &Scene) -> Played {
    let name = format!(" {} .. \"x\" ", scene.chinese(2));
    let bytes = scene.word();
    let (client, bob) = asks_bob_for(scene, &name)?;
    bob.says(&whole(&name, &bytes))?;
    saves(scene, &client, &name, &bytes)
}

/// The header names another file than the requested one. The client may print either name.
pub fn name_in_the_header(scene: &Scene) -> Played {
    let (name, bytes) = (a_name(scene), scene.word());
    let filename = format!("new-{name}");
    let (client, bob) = asks_bob_for(scene, &name)?;
    bob.says(&whole(&filename, &bytes))?;
    client.rests_or_has_ended()?;
    client.leaves_file(scene.folder(), &in_dest(&filename), &bytes)?;
    let [requested, saved] = [&name, &filename]
        .map(|name| format!("{name} {} bytes md5 {}", bytes.len(), md5(&bytes)).into_bytes());
    client.prints_one_of(&requested, &saved)?;
    client.ends_with(0)?;
    client.leaves_only(scene.folder(), DEST, &[&filename])
}

/// Puts an older file with this name into the client's folder.
fn puts_older_file(scene: &Scene, name: &str) -> Played<Vec<u8>> {
    let older = scene.lines(700);
    scene.puts_file(&in_dest(name), &older)?;
    Ok(older)
}

pub fn replaces_the_older(scene: &Scene) -> Played {
    let (name, bytes) = (a_name(scene), scene.word());
    puts_older_file(scene, &name)?;
    let (client, bob) = asks_bob_for(scene, &name)?;
    bob.says(&whole(&name, &bytes))?;
    saves(scene, &client, &name, &bytes)
}

/// The client has printed one line about the error, has exited with status 1, and has left nothing.
fn gives_up(scene: &Scene, client: &Program, name: &str) -> Played {
    client.ends_with(1)?;
    client.leaves_no_file(scene.folder(), &in_dest(name))?;
    client.leaves_only(scene.folder(), DEST, &[])?;
    client.reports_an_error()?;
    client.prints_nothing()
}

/// Like [`gives_up`], and the older file is unchanged.
fn gives_up_and_keeps(scene: &Scene, client: &Program, name: &str, older: &[u8]) -> Played {
    client.ends_with(1)?;
    client.leaves_file(scene.folder(), &in_dest(name), older)?;
    client.leaves_only(scene.folder(), DEST, &[name])?;
    client.reports_an_error()
}

/// A file that does not match its digest: one bit is different.
fn damaged(scene: &Scene, name: &str) -> Vec<u8> {
    let bytes = scene.lines(2000);
    let mut whole = whole(name, &bytes);
    let place = whole.len() - scene.number(1..=1900);
    whole[place] ^= 1;
    whole
}

pub fn damaged_file(scene: &Scene) -> Played {
    let name = a_name(scene);
    let (client, bob) = asks_bob_for(scene, &name)?;
    bob.says(&damaged(scene, &name))?;
    gives_up(scene, &client, &name)
}

pub fn damaged_file_and_an_older(scene: &Scene) -> Played {
    let name = a_name(scene);
    let older = puts_older_file(scene, &name)?;
    let (client, bob) = asks_bob_for(scene, &name)?;
    bob.says(&damaged(scene, &name))?;
    gives_up_and_keeps(scene, &client, &name, &older)
}

/// Bob sends this many bytes of a file of 100,000 bytes, and closes or resets.
fn goes_after(scene: &Scene, bob: &Peer, name: &str, count: usize, resets: bool) -> Played {
    let bytes = scene.much(100_000);
    let whole = whole(name, &bytes);
    bob.says(&whole[..whole.len() - bytes.len() + count])?;
    if resets {
        return bob.resets();
    }
    bob.closes();
    Ok(())
}

pub fn server_dies(scene: &Scene) -> Played {
    for count in [0, 40_000, 99_999] {
        let name = a_name(scene);
        let (client, bob) = asks_bob_for(scene, &name)?;
        goes_after(scene, &bob, &name, count, false)?;
        gives_up(scene, &client, &name)?;
    }
    Ok(())
}

pub fn server_dies_and_an_older(scene: &Scene) -> Played {
    let name = a_name(scene);
    let older = puts_older_file(scene, &name)?;
    for count in [0, 40_000] {
        let (client, bob) = asks_bob_for(scene, &name)?;
        goes_after(scene, &bob, &name, count, false)?;
        gives_up_and_keeps(scene, &client, &name, &older)?;
    }
    Ok(())
}

pub fn server_resets(scene: &Scene) -> Played {
    let name = a_name(scene);
    let (client, bob) = asks_bob_for(scene, &name)?;
    goes_after(scene, &bob, &name, 40_000, true)?;
    gives_up(scene, &client, &name)
}

pub fn server_leaves(scene: &Scene) -> Played {
    for count in [0, 2, 4, 30] {
        let name = a_name(scene);
        let (client, bob) = asks_bob_for(scene, &name)?;
        bob.says(&whole(&name, &scene.word())[..count])?;
        bob.closes();
        gives_up(scene, &client, &name)?;
    }
    Ok(())
}

/// A header with this name in it, and bytes. The client may do anything inside its folder, but it
/// leaves everything else unchanged.
fn stays_in_its_folder_given(scene: &Scene, filename: &str) -> Played {
    scene.makes_folder("home/other")?;
    let name = a_name(scene);
    let (client, bob) = asks_bob_for(scene, &name)?;
    bob.says(&whole(filename, &scene.word()))?;
    bob.shuts_down()?;
    client.ends_in_good_order()?;
    client.leaves_only(scene.folder(), HOME, &["dest", "other"])?;
    client.leaves_only(scene.folder(), "home/other", &[])
}

pub fn name_leads_up(scene: &Scene) -> Played {
    let name = a_name(scene);
    stays_in_its_folder_given(scene, &format!("../{name}"))?;
    stays_in_its_folder_given(scene, &format!("../other/{name}"))?;
    // As a string, it begins like the path of the client's folder.
    stays_in_its_folder_given(scene, &format!("../dest-{name}"))?;
    scene.makes_folder("home/dest/inner")?;
    stays_in_its_folder_given(scene, &format!("inner/../../{name}"))?;
    stays_in_its_folder_given(scene, "..")
}

pub fn name_is_absolute(scene: &Scene) -> Played {
    let other = scene.makes_folder("home/other")?;
    stays_in_its_folder_given(scene, &format!("{other}/{}", a_name(scene)))
}

pub fn name_is_none(scene: &Scene) -> Played {
    stays_in_its_folder_given(scene, "")?;
    stays_in_its_folder_given(scene, &format!("inner/{}", a_name(scene)))?;
    stays_in_its_folder_given(scene, ".")
}

pub fn not_found(scene: &Scene) -> Played {
    let name = a_name(scene);
    let (client, bob) = asks_bob_for(scene, &name)?;
    bob.says(&framed("{\"error\": \"no such file\"}"))?;
    bob.shuts_down()?;
    gives_up(scene, &client, &name)
}

/// Bob sends something that is not a header.
fn refuses(scene: &Scene, answer: &[u8]) -> Played {
    refuses_claim(scene, answer, 0)
}

/// Like [`refuses`], for an answer that claims this many bytes.
fn refuses_claim(scene: &Scene, answer: &[u8], claimed: usize) -> Played {
    let name = a_name(scene);
    let (client, bob) = asks_bob_for(scene, &name)?;
    bob.says(answer)?;
    bob.shuts_down()?;
    client.ends_with(1)?;
    client.leaves_only(scene.folder(), DEST, &[])?;
    client.reports_an_error()?;
    requests_no_memory(&client, claimed as u64)
}

pub fn header_is_no_header(scene: &Scene) -> Played {
    let name = a_name(scene);
    for answer in [
        b"HTTP/1.1 200 OK\r\n\r\n".to_vec(),
        b"-001{}".to_vec(),
        framed("{\"filename\": \"a\""),
        framed("no JSON"),
    ] {
        refuses(scene, &answer)?;
    }
    refuses(scene, &framed(&format!("{{\"filename\": \"{name}\", \"md5\": \"{}\"}}", md5(b""))))?;
    // A digest of fewer digits, the file's own as far as they go.
    let bytes = scene.word();
    for digits in [0, 31] {
        let head = head_with(&name, bytes.len(), &md5(&bytes)[..digits]);
        refuses(scene, &[&head[..], &bytes].concat())?;
    }
    Ok(())
}

pub fn filesize_is_none(scene: &Scene) -> Played {
    let (name, bytes) = (a_name(scene), scene.word());
    // The digest matches the coerced size, so a client that coerces the bad value is not saved by
    // its digest check.
    for (filesize, taken) in [("-1", 0), ("2.5", 2)] {
        let md5 = md5(&bytes[..taken]);
        let header =
            format!("{{\"filename\": \"{name}\", \"filesize\": {filesize}, \"md5\": \"{md5}\"}}");
        refuses(scene, &[&framed(&header)[..], &bytes].concat())?;
    }
    Ok(())
}

/// More bytes than any machine has.
const ABSURD: usize = 4_000_000_000_000_000;

pub fn absurd_filesize(scene: &Scene) -> Played {
    let (name, bytes) = (a_name(scene), scene.word());
    let answer = [head_with(&name, ABSURD, &md5(&bytes)), bytes].concat();
    refuses_claim(scene, &answer, ABSURD)
}

pub fn nobody_listens(scene: &Scene) -> Played {
    let dest = scene.makes_folder(DEST)?;
    let name = a_name(scene);
    let client = scene.client_with(&[&name, &dest])?;
    gives_up(scene, &client, &name)
}
