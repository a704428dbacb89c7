//! Lesson 12: files. They have any bytes and any size, and a connection carries several of them. Names
//! may lead out of a folder, on either side. The client leaves the whole file under its name, or
//! nothing.

mod client;
mod server;

use super::Case;
use crate::ids::*;
use crate::lessons::{belief, rows};
use crate::scene::Scene;

pub const CASES: &[Case] = &[
    Case::server("file-and-digest", server::file_and_digest)
        .promises("The server answers a name with a header that has the right digest, and the file's bytes")
        .exposes(&[belief(WRITE_IS_SENT, server::much_is_sent)]),
    Case::server("every-byte", server::every_byte)
        .promises("The server sends a file with every byte from 00 to FF unchanged")
        .exposes(&[belief(FILE_IS_TEXT, server::file_and_digest)]),
    Case::server("every-size", server::every_size)
        .promises("The server sends files of every size around a buffer's, and empty ones")
        .exposes(&[belief(BUFFER_IS_MESSAGE, server::two_full_buffers)]),
    Case::server("two-files", server::two_files)
        .promises("The server sends exactly a file's bytes, so that the next header follows")
        .exposes(&[belief(BUFFER_IS_MESSAGE, server::two_full_buffers)]),
    Case::server("empty-file", server::empty_file)
        .promises("The server sends a header and no bytes for an empty file, and goes on"),
    Case::server("requests-in-one-breath", server::requests_in_one_breath)
        .promises("The server answers each of several requests that arrive together")
        .exposes(&[
            belief(ONE_READ_IS_ONE_LINE, server::one_by_one),
            belief(READ_ENDS_WITH_THE_MESSAGE, server::one_by_one),
        ]),
    Case::server("request-in-pieces", server::request_in_pieces)
        .promises("The server waits for the newline of a request that arrives in pieces")
        .exposes(&[belief(ONE_READ_IS_ONE_LINE, server::one_by_one)]),
    Case::server("not-found", server::not_found)
        .promises("The server reports a missing file in a header, and takes the next request"),
    Case::server("folder-is-no-file", server::folder_is_no_file)
        .promises("The server reports in a header that a folder is not a file"),
    Case::server("pipe-is-no-file", server::pipe_is_no_file)
        .promises("The server reports in a header that a named pipe is not a file, and sends none of it"),
    Case::server("way-up", server::way_up)
        .promises("The server refuses a name that leads out of its folder")
        .exposes(&[belief(NAMES_STAY_IN_THE_FOLDER, server::file_and_digest)]),
    Case::server("absolute-name", server::absolute_name)
        .promises("The server refuses a name that begins at the root of the file system")
        .exposes(&[belief(NAMES_STAY_IN_THE_FOLDER, server::file_and_digest)]),
    Case::server("neighbour-folder", server::neighbour)
        .promises("The server refuses a file in a sibling folder whose name begins like its own")
        .exposes(&[belief(NAMES_STAY_IN_THE_FOLDER, server::file_and_digest)]),
    Case::server("link-that-leads-out", server::link_that_leads_out)
        .promises("The server does not follow a symbolic link out of its folder")
        .exposes(&[belief(NAMES_STAY_IN_THE_FOLDER, server::file_and_digest)]),
    Case::server("any-name", server::any_name)
        .promises("The server sends a file whatever its name contains, as long as it is one name")
        .exposes(&[belief(CHARACTERS_ARE_BYTES, server::file_and_digest)]),
    Case::server("short-write", server::short_write)
        .promises("The server sends the rest after a short write")
        .exposes(&[belief(ONE_WRITE_TAKES_IT_ALL, server::slow_reader)]),
    Case::server("leaves-mid-file", server::leaves_mid_file)
        .promises("The server serves the next client after one has left in the middle of a file")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::two_clients),
        ]),
    Case::server("reset-hurts-nobody-else", server::resets)
        .promises("The server serves the next client after one has reset its connection")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, server::two_clients),
            belief(BROKEN_PIPE_IS_AN_ERROR, server::two_clients),
        ]),
    rows::silent_visitors(server::silent_visitors)
        .exposes(&[belief(ONE_ACCEPT_IS_ENOUGH, server::file_and_digest)]),
    Case::server("last-request", server::last_request)
        .promises("The server answers a client that has half-closed, and then closes")
        .exposes(&[belief(FINISHED_CONNECTIONS_CLOSE_THEMSELVES, server::file_and_digest)]),
    rows::address_in_use_by(server::address_in_use),
    Case::client("saves-and-prints", client::saves_and_prints)
        .promises("The client requests a name, saves the file, and prints name, size and digest")
        .exposes(&[
            belief(ONE_SEND_IS_ONE_LINE, client::asks_without_newline),
            belief(READ_ENDS_WITH_THE_MESSAGE, client::one_piece),
        ]),
    Case::client("every-byte-is-saved", client::every_byte)
        .promises("The client saves a file with every byte from 00 to FF unchanged")
        .exposes(&[belief(FILE_IS_TEXT, client::saves_and_prints)]),
    Case::client("sizes-around-a-buffer", client::every_size)
        .promises("The client saves files of every size around a buffer's"),
    Case::client("an-empty-file", client::empty_file).promises("The client saves an empty file"),
    Case::client("header-in-pieces", client::header_in_pieces)
        .promises("The client reads a header that arrives in pieces")
        .exposes(&[belief(ONE_READ_IS_ONE_HEADER, client::whole_header)]),
    Case::client("bytes-in-pieces", client::bytes_in_pieces)
        .promises("The client counts each receive's bytes, and saves all of a file in a hundred pieces")
        .exposes(&[
            belief(EVERY_READ_IS_FULL, client::full_pieces),
            belief(ONE_READ_IS_THE_WHOLE_REPLY, client::one_piece),
        ]),
    Case::client("more-than-a-megabyte", client::more_than_a_megabyte)
        .promises("The client saves all of a file of more than a megabyte"),
    Case::client("more-behind-it", client::more_behind_it)
        .promises("The client saves exactly the file's bytes, whatever follows them")
        .exposes(&[belief(WHAT_COMES_IS_THIS_FILE, client::saves_and_prints)]),
    Case::client("name-of-any-kind", client::any_name)
        .promises("The client saves a file whatever its name contains, as long as it is one name")
        .exposes(&[belief(BYTES_MAY_BE_TRIMMED, client::saves_and_prints)]),
    Case::client("name-in-the-header", client::name_in_the_header)
        .promises("The client saves a file under the name in the header, even if it requested another"),
    Case::client("replaces-the-older", client::replaces_the_older)
        .promises("The client replaces an older file with the new one"),
    Case::client("damaged-file", client::damaged_file)
        .promises("The client prints an error, saves nothing, and exits with status 1 if the digest is wrong")
        .exposes(&[
            belief(RIGHT_LENGTH_IS_RIGHT_CONTENT, client::saves_and_prints),
            belief(BEGUN_IS_FINISHED, client::saves_and_prints),
        ]),
    Case::client("damaged-file-and-an-older", client::damaged_file_and_an_older)
        .promises("The client leaves an older file unchanged if the digest is wrong")
        .exposes(&[
            belief(RIGHT_LENGTH_IS_RIGHT_CONTENT, client::saves_and_prints),
            belief(BEGUN_IS_FINISHED, client::replaces_the_older),
        ]),
    Case::client("server-dies", client::server_dies)
        .promises("The client leaves no file and no partial file if the server dies in the middle")
        .exposes(&[
            belief(BEGUN_IS_FINISHED, client::saves_and_prints),
            belief(ZERO_IS_NOTHING_YET, client::saves_and_prints),
        ]),
    Case::client("server-dies-and-an-older", client::server_dies_and_an_older)
        .promises("The client leaves an older file unchanged if the server dies in the middle")
        .exposes(&[belief(BEGUN_IS_FINISHED, client::replaces_the_older)]),
    Case::client("server-resets", client::server_resets)
        .promises("The client leaves nothing behind if the server resets the connection in the middle")
        .exposes(&[
            belief(NETWORK_NEVER_FAILS, client::saves_and_prints),
            belief(BROKEN_PIPE_IS_AN_ERROR, client::saves_and_prints),
            belief(BEGUN_IS_FINISHED, client::saves_and_prints),
        ]),
    Case::client("server-leaves", client::server_leaves)
        .promises("The client prints an error and exits with status 1 if the header is missing or incomplete"),
    Case::client("name-leads-up", client::name_leads_up)
        .promises("The client stays in its folder if the server sends `..` in a file name")
        .exposes(&[belief(NAMES_STAY_IN_THE_FOLDER, client::saves_and_prints)]),
    Case::client("name-is-absolute", client::name_is_absolute)
        .promises("The client stays in its folder if the server sends an absolute name")
        .exposes(&[belief(NAMES_STAY_IN_THE_FOLDER, client::saves_and_prints)]),
    Case::client("name-is-none", client::name_is_none)
        .promises("The client survives a header whose file name is empty, a dot, or a path")
        .exposes(&[belief(HEADER_IS_ALWAYS_WELL_FORMED, client::saves_and_prints)]),
    Case::client("no-such-file", client::not_found)
        .promises("The client prints the server's error and exits with status 1")
        .exposes(&[belief(HEADER_IS_ALWAYS_WELL_FORMED, client::saves_and_prints)]),
    Case::client("header-is-no-header", client::header_is_no_header)
        .promises("The client prints an error and exits with status 1 if a header is invalid")
        .exposes(&[belief(HEADER_IS_ALWAYS_WELL_FORMED, client::saves_and_prints)]),
    Case::client("filesize-is-none", client::filesize_is_none)
        .promises("The client prints an error and exits with status 1 if a size is negative or not whole")
        .exposes(&[belief(HEADER_IS_ALWAYS_WELL_FORMED, client::saves_and_prints)]),
    Case::client("absurd-filesize", client::absurd_filesize)
        .promises("The client allocates nothing for a file that is claimed and does not arrive")
        .exposes(&[belief(HEADER_CAN_BE_TRUSTED, client::saves_and_prints)]),
    rows::nobody_listens_by(client::nobody_listens),
];

/// MD5 in the header's format: 32 hexadecimal digits (RFC 1321).
fn md5(bytes: &[u8]) -> String {
    format!("{:x}", ::md5::compute(bytes))
}

fn text(word: Vec<u8>) -> String {
    String::from_utf8(word).expect("letters are UTF-8")
}

/// Every possible byte, twice, and line endings in the order in which text has them.
fn every_byte(scene: &Scene) -> Vec<u8> {
    let all: Vec<u8> = (0..=255).collect();
    [&all[..], b"\r\n\n\r\0", &scene.raw_bytes(50), &all, b"\r\n"].concat()
}

/// Sizes of files, around the usual sizes of buffers.
fn sizes() -> impl Iterator<Item = usize> {
    [1024, 4096, 8192, 65_536].into_iter().flat_map(|size| [size - 1, size, size + 1]).chain([0, 1])
}
