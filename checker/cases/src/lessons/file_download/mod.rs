//! Lesson 12: files. Any bytes, any size, several on a connection; names that lead out of a folder, on
//! either side; and a client that leaves the whole file under its name, or nothing.

mod client;
mod server;

use ::md5::{Digest, Md5};

use super::scene::Scene;
use super::{Case, Exposes};
use crate::rank::Rank::Core;
use crate::role::Role::{Client, Server};

pub const CASES: &[Case] = &[
    Case {
        name: "file-and-digest",
        role: Server,
        rank: Core,
        promise: "The server answers a name with a header, in which the digest is right, and the file's bytes",
        play: server::file_and_digest,
        exposes: &[Exposes { belief: "write-is-sent", control: server::much_is_sent }],
    },
    Case {
        name: "every-byte",
        role: Server,
        rank: Core,
        promise: "The server sends a file with every byte from 00 to FF in it as it is",
        play: server::every_byte,
        exposes: &[Exposes { belief: "file-is-text", control: server::file_and_digest }],
    },
    Case {
        name: "every-size",
        role: Server,
        rank: Core,
        promise: "The server sends files of every size around a buffer's, and of none at all",
        play: server::every_size,
        exposes: &[Exposes { belief: "buffer-is-message", control: server::two_full_buffers }],
    },
    Case {
        name: "two-files",
        role: Server,
        rank: Core,
        promise: "The server ends a file where it ends, so that the next header follows",
        play: server::two_files,
        exposes: &[Exposes { belief: "buffer-is-message", control: server::two_full_buffers }],
    },
    Case {
        name: "empty-file",
        role: Server,
        rank: Core,
        promise: "The server sends a header and no bytes for an empty file, and goes on",
        play: server::empty_file,
        exposes: &[],
    },
    Case {
        name: "requests-in-one-breath",
        role: Server,
        rank: Core,
        promise: "The server answers each of several requests that arrive together",
        play: server::requests_in_one_breath,
        exposes: &[
            Exposes { belief: "one-read-is-one-line", control: server::one_by_one },
            Exposes { belief: "read-ends-with-the-message", control: server::one_by_one },
        ],
    },
    Case {
        name: "request-in-pieces",
        role: Server,
        rank: Core,
        promise: "The server waits for the newline of a request that comes in pieces",
        play: server::request_in_pieces,
        exposes: &[Exposes { belief: "one-read-is-one-line", control: server::one_by_one }],
    },
    Case {
        name: "not-found",
        role: Server,
        rank: Core,
        promise: "The server says in a header that there is no such file, and takes the next request",
        play: server::not_found,
        exposes: &[],
    },
    Case {
        name: "folder-is-no-file",
        role: Server,
        rank: Core,
        promise: "The server says in a header that a folder is no file",
        play: server::folder_is_no_file,
        exposes: &[],
    },
    Case {
        name: "way-up",
        role: Server,
        rank: Core,
        promise: "The server refuses a name that leads out of its folder",
        play: server::way_up,
        exposes: &[Exposes {
            belief: "names-stay-in-the-folder",
            control: server::file_and_digest,
        }],
    },
    Case {
        name: "absolute-name",
        role: Server,
        rank: Core,
        promise: "The server refuses a name that begins at the root of the file system",
        play: server::absolute_name,
        exposes: &[Exposes {
            belief: "names-stay-in-the-folder",
            control: server::file_and_digest,
        }],
    },
    Case {
        name: "neighbour-folder",
        role: Server,
        rank: Core,
        promise: "The server refuses a file of the folder beside its own, whose name begins in the same way",
        play: server::neighbour,
        exposes: &[Exposes {
            belief: "names-stay-in-the-folder",
            control: server::file_and_digest,
        }],
    },
    Case {
        name: "link-that-leads-out",
        role: Server,
        rank: Core,
        promise: "The server does not follow a symbolic link out of its folder",
        play: server::link_that_leads_out,
        exposes: &[Exposes {
            belief: "names-stay-in-the-folder",
            control: server::file_and_digest,
        }],
    },
    Case {
        name: "any-name",
        role: Server,
        rank: Core,
        promise: "The server sends a file whatever its name is made of, as long as it is one name",
        play: server::any_name,
        exposes: &[],
    },
    Case {
        name: "short-write",
        role: Server,
        rank: Core,
        promise: "The server sends the rest when the kernel takes only a part of what it writes",
        play: server::short_write,
        exposes: &[Exposes { belief: "one-write-takes-it-all", control: server::slow_reader }],
    },
    Case {
        name: "leaves-mid-file",
        role: Server,
        rank: Core,
        promise: "The server serves the next client after one has left in the middle of a file",
        play: server::leaves_mid_file,
        exposes: &[
            Exposes { belief: "network-never-fails", control: server::two_clients },
            Exposes { belief: "broken-pipe-is-an-error", control: server::two_clients },
        ],
    },
    Case {
        name: "reset-hurts-nobody-else",
        role: Server,
        rank: Core,
        promise: "The server serves the next client after one has reset its connection",
        play: server::resets,
        exposes: &[
            Exposes { belief: "network-never-fails", control: server::two_clients },
            Exposes { belief: "broken-pipe-is-an-error", control: server::two_clients },
        ],
    },
    Case {
        name: "silent-visitors",
        role: Server,
        rank: Core,
        promise: "The server serves the next client after some have left without a word",
        play: server::silent_visitors,
        exposes: &[Exposes { belief: "one-accept-is-enough", control: server::file_and_digest }],
    },
    Case {
        name: "last-request",
        role: Server,
        rank: Core,
        promise: "The server answers a client that has said its last word, and then closes",
        play: server::last_request,
        exposes: &[Exposes {
            belief: "finished-connections-close-themselves",
            control: server::file_and_digest,
        }],
    },
    Case {
        name: "address-in-use",
        role: Server,
        rank: Core,
        promise: "The server says in one line that its address is taken, and ends with status 1",
        play: server::address_in_use,
        exposes: &[],
    },
    Case {
        name: "saves-and-prints",
        role: Client,
        rank: Core,
        promise: "The client asks for a name, saves the file, and prints name, size and digest",
        play: client::saves_and_prints,
        exposes: &[
            Exposes { belief: "one-send-is-one-line", control: client::asks_without_newline },
            Exposes { belief: "read-ends-with-the-message", control: client::one_piece },
        ],
    },
    Case {
        name: "every-byte-is-saved",
        role: Client,
        rank: Core,
        promise: "The client saves a file with every byte from 00 to FF in it as it is",
        play: client::every_byte,
        exposes: &[Exposes { belief: "file-is-text", control: client::saves_and_prints }],
    },
    Case {
        name: "sizes-around-a-buffer",
        role: Client,
        rank: Core,
        promise: "The client saves files of every size around a buffer's",
        play: client::every_size,
        exposes: &[],
    },
    Case {
        name: "an-empty-file",
        role: Client,
        rank: Core,
        promise: "The client saves an empty file",
        play: client::empty_file,
        exposes: &[],
    },
    Case {
        name: "header-in-pieces",
        role: Client,
        rank: Core,
        promise: "The client reads a header whole that comes in pieces",
        play: client::header_in_pieces,
        exposes: &[Exposes { belief: "one-read-is-one-header", control: client::whole_header }],
    },
    Case {
        name: "bytes-in-pieces",
        role: Client,
        rank: Core,
        promise: "The client counts what each receive brings, and saves all of a file that comes in a hundred pieces",
        play: client::bytes_in_pieces,
        exposes: &[
            Exposes { belief: "every-read-is-full", control: client::full_pieces },
            Exposes { belief: "one-read-is-the-whole-reply", control: client::one_piece },
        ],
    },
    Case {
        name: "more-than-a-megabyte",
        role: Client,
        rank: Core,
        promise: "The client saves all of a file of more than a megabyte",
        play: client::more_than_a_megabyte,
        exposes: &[],
    },
    Case {
        name: "more-behind-it",
        role: Client,
        rank: Core,
        promise: "The client ends a file where it ends, whatever comes behind it",
        play: client::more_behind_it,
        exposes: &[Exposes {
            belief: "what-comes-is-this-file",
            control: client::saves_and_prints,
        }],
    },
    Case {
        name: "name-of-any-kind",
        role: Client,
        rank: Core,
        promise: "The client saves a file whatever its name is made of, as long as it is one name",
        play: client::any_name,
        exposes: &[Exposes { belief: "bytes-may-be-trimmed", control: client::saves_and_prints }],
    },
    Case {
        name: "replaces-the-older",
        role: Client,
        rank: Core,
        promise: "The client puts a new file in the place of an older one",
        play: client::replaces_the_older,
        exposes: &[],
    },
    Case {
        name: "damaged-file",
        role: Client,
        rank: Core,
        promise: "The client saves nothing where the digest does not match, says so, and ends with status 1",
        play: client::damaged_file,
        exposes: &[
            Exposes { belief: "right-length-is-right-content", control: client::saves_and_prints },
            Exposes { belief: "begun-is-finished", control: client::saves_and_prints },
        ],
    },
    Case {
        name: "damaged-file-and-an-older",
        role: Client,
        rank: Core,
        promise: "The client leaves an older file as it was where the digest does not match",
        play: client::damaged_file_and_an_older,
        exposes: &[
            Exposes { belief: "right-length-is-right-content", control: client::saves_and_prints },
            Exposes { belief: "begun-is-finished", control: client::replaces_the_older },
        ],
    },
    Case {
        name: "server-dies",
        role: Client,
        rank: Core,
        promise: "The client leaves no file and no half file when the server dies in the middle",
        play: client::server_dies,
        exposes: &[
            Exposes { belief: "begun-is-finished", control: client::saves_and_prints },
            Exposes { belief: "zero-is-nothing-yet", control: client::saves_and_prints },
        ],
    },
    Case {
        name: "server-dies-and-an-older",
        role: Client,
        rank: Core,
        promise: "The client leaves an older file as it was when the server dies in the middle",
        play: client::server_dies_and_an_older,
        exposes: &[Exposes { belief: "begun-is-finished", control: client::replaces_the_older }],
    },
    Case {
        name: "server-resets",
        role: Client,
        rank: Core,
        promise: "The client leaves nothing when the server resets the connection in the middle",
        play: client::server_resets,
        exposes: &[
            Exposes { belief: "network-never-fails", control: client::saves_and_prints },
            Exposes { belief: "broken-pipe-is-an-error", control: client::saves_and_prints },
            Exposes { belief: "begun-is-finished", control: client::saves_and_prints },
        ],
    },
    Case {
        name: "server-leaves",
        role: Client,
        rank: Core,
        promise: "The client says in one line that the server left before or in the header, and ends with status 1",
        play: client::server_leaves,
        exposes: &[],
    },
    Case {
        name: "name-leads-up",
        role: Client,
        rank: Core,
        promise: "The client does not leave its folder for a server that sends `..` in a file's name",
        play: client::name_leads_up,
        exposes: &[Exposes {
            belief: "names-stay-in-the-folder",
            control: client::saves_and_prints,
        }],
    },
    Case {
        name: "name-is-absolute",
        role: Client,
        rank: Core,
        promise: "The client does not leave its folder for a server that sends an absolute name",
        play: client::name_is_absolute,
        exposes: &[Exposes {
            belief: "names-stay-in-the-folder",
            control: client::saves_and_prints,
        }],
    },
    Case {
        name: "name-is-none",
        role: Client,
        rank: Core,
        promise: "The client ends in good order when a server sends no name, a dot, or a path",
        play: client::name_is_none,
        exposes: &[Exposes {
            belief: "header-is-always-well-formed",
            control: client::saves_and_prints,
        }],
    },
    Case {
        name: "no-such-file",
        role: Client,
        rank: Core,
        promise: "The client says in one line what the server's error is, and ends with status 1",
        play: client::not_found,
        exposes: &[Exposes {
            belief: "header-is-always-well-formed",
            control: client::saves_and_prints,
        }],
    },
    Case {
        name: "header-is-no-header",
        role: Client,
        rank: Core,
        promise: "The client says in one line that a header is none, and ends with status 1",
        play: client::header_is_no_header,
        exposes: &[Exposes {
            belief: "header-is-always-well-formed",
            control: client::saves_and_prints,
        }],
    },
    Case {
        name: "filesize-is-none",
        role: Client,
        rank: Core,
        promise: "The client says in one line that a size is negative or no whole number, and ends with status 1",
        play: client::filesize_is_none,
        exposes: &[Exposes {
            belief: "header-is-always-well-formed",
            control: client::saves_and_prints,
        }],
    },
    Case {
        name: "absurd-filesize",
        role: Client,
        rank: Core,
        promise: "The client makes no room for a file that is claimed and does not come",
        play: client::absurd_filesize,
        exposes: &[Exposes { belief: "header-can-be-trusted", control: client::saves_and_prints }],
    },
    Case {
        name: "nobody-listens",
        role: Client,
        rank: Core,
        promise: "The client says in one line that nobody listens there, and ends with status 1",
        play: client::nobody_listens,
        exposes: &[],
    },
];

/// MD5 as the header has it: 32 hexadecimal digits (RFC 1321).
fn md5(bytes: &[u8]) -> String {
    Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn text(word: Vec<u8>) -> String {
    String::from_utf8(word).expect("letters are UTF-8")
}

/// Every byte there is, twice, and once more in the order in which text would have them.
fn every_byte(scene: &Scene) -> Vec<u8> {
    let all: Vec<u8> = (0..=255).collect();
    [&all[..], b"\r\n\n\r\0", &scene.raw_bytes(50), &all, b"\r\n"].concat()
}

/// Sizes of files, around those that buffers have.
fn sizes() -> impl Iterator<Item = usize> {
    [1024, 4096, 8192, 65_536].into_iter().flat_map(|size| [size - 1, size, size + 1]).chain([0, 1])
}
