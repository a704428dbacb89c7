//! Beliefs that lesson 20 meets: what a path says about who is there, what becomes of it in the end,
//! and how packets differ from a stream.

use stage::breach::{After, Awaited, Breach, Instead, Measure};
use stage::trace::Exit;

use super::Belief;
use super::evidence::*;
use super::runtimes::{Says, says};
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::PATH_IS_FREE_WHEN_THE_SERVER_ENDS,
        title: "When my server has ended, its path is free.",
        truth: "The socket file stays, and `bind` fails where a file is. Where the server could not tidy up, because it was killed or the power went, the next one has to: if nobody listens at the file.",
        why: "`bind` makes an entry in a folder, and an entry stays until somebody unlinks it (unix(7)). A port is given back by the kernel with its last socket; a path is not.",
        chapter: "unix-sockets",
        example: "\
UnixListener::bind(path)?                // wrong on its own: \"Address already in use\"
                                         // right: when it fails like that, see what is there,
                                         // remove it if nobody listens, and bind again",
        fits: path_is_free_when_the_server_ends,
    },
    Belief {
        id: ids::WHATEVER_LIES_THERE_IS_MINE,
        title: "Whatever is at my path is my own left-over.",
        truth: "It may be somebody's only copy of a letter, or a server that is at work. Look what it is before you remove it: a socket, and one at which nobody listens.",
        why: "A path comes from a command line, and a slip of the finger names any file there is. `unlink` does not ask, and a file that had one name is gone with it (unlink(2)).",
        chapter: "unix-sockets",
        example: "\
let _ = fs::remove_file(path);           // wrong: whatever it was
if fs::symlink_metadata(path)?.file_type().is_socket() { … }   // right: first this question …
                                         // … then whether anybody listens, then remove",
        fits: whatever_lies_there_is_mine,
    },
    Belief {
        id: ids::A_SOCKET_FILE_IS_A_LEFT_OVER,
        title: "If there is a socket at my path already, nobody uses it any more.",
        truth: "A live server's socket file looks just like a dead one's. Connect to it: only a refusal says that nobody listens.",
        why: "The file is a name and no more. Who removes a live server's name leaves it running and unreachable: its old clients are served, and all new ones come to you (unix(7), unlink(2)).",
        chapter: "unix-sockets",
        example: "\
if metadata.file_type().is_socket() { fs::remove_file(path)?; }   // wrong: it may be at work
match UnixStream::connect(path) {                                // right: knock first
    Err(e) if e.kind() == ConnectionRefused => fs::remove_file(path)?,
    _ => return Err(ErrorKind::AddrInUse.into()),
}",
        fits: a_socket_file_is_a_left_over,
    },
    Belief {
        id: ids::REFUSED_MEANS_A_DEAD_SERVER,
        title: "If a connection to a path is refused, a dead server has left its socket there.",
        truth: "Connecting to an ordinary file is refused as well. Ask first whether it is a socket at all.",
        why: "ECONNREFUSED means that nobody listens there, and at a text file nobody does (connect(2)). Linux makes no difference between the two.",
        chapter: "unix-sockets",
        example: "\
Err(e) if e.kind() == ConnectionRefused => fs::remove_file(path)?,   // wrong on its own
if !fs::symlink_metadata(path)?.file_type().is_socket() {            // right: this before it
    return Err(ErrorKind::AlreadyExists.into());
}",
        fits: refused_means_a_dead_server,
    },
    Belief {
        id: ids::NO_CONNECTION_MEANS_NO_SERVER,
        title: "If I cannot connect, nobody is there.",
        truth: "Only a refusal says so. A server with another kind of socket, one with a full queue, one that you may not talk to: all of them are there, and `connect` fails.",
        why: "connect(2) and unix(7) name an error for each: EPROTOTYPE, EAGAIN, EACCES. They say that it is you who cannot connect, not that there is nobody.",
        chapter: "unix-sockets",
        example: "\
if UnixStream::connect(path).is_err() { fs::remove_file(path)?; }    // wrong: any error
Err(e) if e.kind() == ConnectionRefused => fs::remove_file(path)?,   // right: this one",
        fits: no_connection_means_no_server,
    },
    Belief {
        id: ids::FILES_GO_WITH_THE_PROCESS,
        title: "When the process ends, its socket file goes too.",
        truth: "It stays, unless you remove it. And SIGTERM ends a process on the spot, unless you have asked to be told: no destructor runs, no `finally`.",
        why: "The kernel closes what a process had open, and a name in a folder is nothing open (unix(7)). The default of SIGTERM is to terminate (signal(7)), and std's `UnixListener` does not unlink its path when it is dropped.",
        chapter: "unix-sockets",
        example: "\
drop(listener);                          // wrong: closes the socket, the file stays
for _ in signals.forever() {             // right: be told, and tidy up
    fs::remove_file(path)?;
    process::exit(0);
}",
        fits: files_go_with_the_process,
    },
    Belief {
        id: ids::A_SIGNAL_ENDS_A_BLOCKING_CALL,
        title: "The signal sets a flag, and my loop sees it.",
        truth: "The loop sees it when `accept` or `read` comes back, and these come back when a client does something. Wait for the signal somewhere else: on a thread, or among the things that you poll.",
        why: "A call that a signal has interrupted is taken up again: by the kernel (SA_RESTART, signal(7)), by std's own loops, or by Python (PEP 475). The flag is set, and nobody looks.",
        chapter: "unix-sockets",
        example: "\
while !stop.load(Relaxed) { listener.accept()?; … }   // wrong: waits in accept
thread::spawn(move || {                               // right: waits for the signal itself
    signals.forever().next();
    …
});",
        fits: a_signal_ends_a_blocking_call,
    },
    Belief {
        id: ids::THE_PATH_IS_STILL_MINE,
        title: "What is at my path when I end is my socket.",
        truth: "It is what is at the path. Somebody may have removed your file and started another server there. Remember which file was yours, and compare.",
        why: "A name can be given to another file at any moment. What tells files apart is device and inode (`st_dev`, `st_ino`; inode(7)), and your socket's inode is not used again as long as it is open.",
        chapter: "unix-sockets",
        example: "\
fs::remove_file(path)?;                                      // wrong: whose is it?
let now = fs::symlink_metadata(path)?;
if (now.dev(), now.ino()) == mine { fs::remove_file(path)?; }  // right",
        fits: the_path_is_still_mine,
    },
    Belief {
        id: ids::WHAT_I_BIND_IS_MINE_ALONE,
        title: "Nobody else can connect to my socket.",
        truth: "The umask decides who can, as for any file, and you have not asked it. Set the mode yourself, before you call `listen`.",
        why: "`bind` makes the file with all rights but those that the umask takes away, and whoever may write to it may connect (unix(7)). Until `listen`, everybody is refused: that is the moment to set it.",
        chapter: "unix-sockets",
        example: "\
socket.bind(&address)?;                                            // wrong on its own: 0755, or 0777
fs::set_permissions(path, Permissions::from_mode(0o600))?;         // right: between these two
socket.listen(128)?;",
        fits: what_i_bind_is_mine_alone,
    },
    Belief {
        id: ids::LONG_PATHS_ARE_CUT,
        title: "A path that is too long for the address is shortened to fit.",
        truth: "Then it is another path: a client that is told the long one never finds it, and you may hit a file of somebody else's. Refuse it.",
        why: "`sun_path` has 108 bytes on Linux, with the zero at the end (unix(7)); 104 on macOS. std, socket2 and Python refuse what does not fit. C's `strncpy` does not.",
        chapter: "unix-sockets",
        example: "\
let path = &path[..path.len().min(107)];     // wrong: somewhere else
let address = SockAddr::unix(path)?;         // right: says that it is too long",
        fits: long_paths_are_cut,
    },
    Belief {
        id: ids::ACCEPT_SAYS_WHO_IT_IS,
        title: "`accept` tells me who the client is.",
        truth: "It tells the client's address, and on a Unix socket that is empty, since a client binds no path. Ask the kernel for the user behind it: SO_PEERCRED.",
        why: "The credentials are those at the time of `connect`, and the client cannot invent them (unix(7)). An address it could: any path that it may write to.",
        chapter: "unix-sockets",
        example: "\
let (socket, address) = listener.accept()?;
eprintln!(\"{address:?}\");                        // wrong: (unnamed)
let uid = getsockopt(&socket, PeerCredentials)?.uid();   // right",
        fits: accept_says_who_it_is,
    },
    Belief {
        id: ids::PACKETS_ARE_READ_IN_PARTS,
        title: "What does not fit into my buffer, the next read brings.",
        truth: "On a stream, yes. A packet is received by one call: what there was no room for is thrown away, and the next read brings the next packet.",
        why: "A seqpacket socket keeps borders, so a read never takes from two packets, and never comes back to one (unix(7), recv(2)). Hence no header either: the packet's end is its end.",
        chapter: "unix-sockets",
        example: "\
stream.read_exact(&mut header)?;         // wrong here: the rest of the packet is gone
let mut packet = vec![0; MAX_PACKET + 1];
let n = socket.read(&mut packet)?;       // right: the packet, and room to notice one too long",
        fits: packets_are_read_in_parts,
    },
    Belief {
        id: ids::A_CUT_PACKET_IS_AN_ERROR,
        title: "If a packet is longer than my buffer, the call says so.",
        truth: "It fills the buffer and returns its length, as for a packet that just fits. Have room for one byte more than the most that is allowed, or ask with MSG_TRUNC.",
        why: "recv(2): excess bytes may be discarded, depending on the type of socket. `recvmsg` sets MSG_TRUNC in its flags, and with MSG_TRUNC as an argument `recv` returns the packet's real length.",
        chapter: "unix-sockets",
        example: "\
let mut packet = vec![0; MAX_PACKET];    // wrong: 65,537 bytes look like 65,536
let mut packet = vec![0; MAX_PACKET + 1];    // right: more than the most is an error",
        fits: a_cut_packet_is_an_error,
    },
    Belief {
        id: ids::AN_EMPTY_PACKET_IS_A_MESSAGE,
        title: "An empty packet is a message like any other.",
        truth: "It arrives, and is received as zero bytes: just what the end of the conversation looks like. Who must be understood does not send one.",
        why: "An orderly end is received as 0, and so is a message of zero length: recv(2) names both, and no way to tell them apart. A frame has a header to say that it is empty. A packet has not.",
        chapter: "unix-sockets",
        example: "\
socket.send(&line)?;                     // wrong for an empty line: \"good-bye\"
if line.is_empty() { continue; }         // right",
        fits: an_empty_packet_is_a_message,
    },
];

pub fn path_is_free_when_the_server_ends(breach: &Breach) -> bool {
    let ended = matches!(breach.instead, Instead::Ended(_) | Instead::Panic(_));
    matches!(breach.awaited, Awaited::Listening { .. })
        && ended
        && speaks_of(breach, Says::AddressInUse)
}

pub fn whatever_lies_there_is_mine(breach: &Breach) -> bool {
    starts_nevertheless(breach)
}

pub fn a_socket_file_is_a_left_over(breach: &Breach) -> bool {
    starts_nevertheless(breach)
}

pub fn refused_means_a_dead_server(breach: &Breach) -> bool {
    starts_nevertheless(breach)
}

pub fn no_connection_means_no_server(breach: &Breach) -> bool {
    starts_nevertheless(breach)
}

pub fn files_go_with_the_process(breach: &Breach) -> bool {
    let was_ended = matches!(breach.awaited, Awaited::Exit { .. })
        && breach.instead == Instead::Ended(Exit::Signal(15));
    let left_it = matches!(breach.awaited, Awaited::NoFile { .. })
        && matches!(breach.instead, Instead::Files(_));
    was_ended || left_it
}

pub fn a_signal_ends_a_blocking_call(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Exit { .. })
        && (waits_to_accept(breach) || waits_to_receive(breach))
}

pub fn the_path_is_still_mine(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Untouched { .. }) && breach.instead == Instead::NoFile
}

pub fn what_i_bind_is_mine_alone(breach: &Breach) -> bool {
    // The owner may read and write, and somebody else may do something.
    measured(breach, |one| *one == Measure::Permissions)
        .is_some_and(|(_, told)| told / 100 >= 6 && told % 100 > 0)
}

pub fn long_paths_are_cut(breach: &Breach) -> bool {
    starts_nevertheless(breach)
}

pub fn accept_says_who_it_is(breach: &Breach) -> bool {
    let Awaited::ErrorLine { words } = &breach.awaited else { return false };
    words.as_bytes().starts_with(b"uid ") && says(&breach.stderr, Says::Unnamed)
}

pub fn a_cut_packet_is_an_error(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::End { .. } | Awaited::NoOutput) && is_much(breach)
}

pub fn an_empty_packet_is_a_message(breach: &Breach) -> bool {
    breach.instead == Instead::EmptyPacket
}

/// It was to end, and listens instead.
fn starts_nevertheless(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Exit { .. }) && waits_to_accept(breach)
}

/// What came is a good part of a long packet, and no word of complaint.
fn is_much(breach: &Breach) -> bool {
    breach.heard().len() >= 1024
}

/// Only a beginning of a packet was seen, or nothing came of it at all because its rest was waited
/// for.
pub fn packets_are_read_in_parts(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    let is_cut = !heard.is_empty()
        && heard.len() < expected.len()
        && expected.starts_with(heard.strip_suffix(b"\n").unwrap_or(heard));
    let is_surplus = matches!(breach.awaited, Awaited::End { .. } | Awaited::NoOutput);
    let gave_up = matches!(&breach.instead, Instead::Bytes { heard, after } if heard.is_empty() && *after != After::Open);
    // A server that reads a header that is none waits for a payload, or hangs up: at short packets, too.
    // One that hangs up at a long one may well know that it was cut.
    let is_short = expected.len() < 1024;
    let waits = breach.program == "server"
        && heard.is_empty()
        && (waits_to_receive(breach) || (gave_up && is_short));
    let has_header = first_frame(heard).is_some_and(|(length, rest)| length == rest.len());
    (is_surplus && is_much(breach)) || is_cut || (awaited_bytes(breach) && (waits || has_header))
}
