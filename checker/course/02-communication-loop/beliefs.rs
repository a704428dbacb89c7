//! Beliefs that part I meets: one conversation, its bytes, its end, and the next client.

use stage::breach::{Awaited, Breach, Frame, Instead, Load, Measure};
use stage::trace::Exit;

use super::Belief;
use super::evidence::*;
use super::runtimes::Says;
use crate::ids;

/// The signal that a write on a broken connection brings (signal(7)).
const SIGPIPE: i32 = 13;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::BUFFER_IS_MESSAGE,
        title: "What I read is the buffer.",
        truth: "What was read is `buffer[..n]`, where `n` is what `read` returned. The rest of the buffer is whatever was there before.",
        why: "A buffer is room, not a message. The kernel copies what has come so far to its beginning and says how much that was, and only the return value knows it (recv(2)).",
        chapter: "one-shot",
        example: "\
stream.write_all(&buffer)?;              // wrong: 1024 bytes, most of them zeros
stream.write_all(&buffer[..n])?;         // right: what came",
        fits: buffer_is_message,
    },
    Belief {
        id: ids::CLOSE_IS_ALWAYS_POLITE,
        title: "Closing a connection says good-bye, whatever I have left unread.",
        truth: "A socket that is closed while received bytes lie unread in it sends a reset (RST) instead of an end (FIN), and the other side may lose what you had sent.",
        why: "The kernel must tell the sender that its bytes were thrown away, and a reset is the only way that TCP has (RFC 2525, 2.17; RFC 9293, 3.10.4). Read what you were sent before you close.",
        chapter: "one-shot",
        example: "\
let mut buffer = [0; 16];                // wrong: a longer message stays behind
let mut buffer = [0; 1024];              // right: room for all that may come",
        fits: close_is_always_polite,
    },
    Belief {
        id: ids::NETWORK_NEVER_FAILS,
        title: "Reading from a connection works, once it is made.",
        truth: "Each call on a connection may fail, because the other side may vanish at any moment. That is an ordinary end of a conversation, not a reason to fall over.",
        why: "A peer that crashes, resets, or loses its network shows up as an error of your next `read` or `write`: `ConnectionReset`, `BrokenPipe` (recv(2), send(2)). `unwrap` turns a stranger's trouble into yours.",
        chapter: "connection-loop",
        example: "\
let n = stream.read(&mut buffer).unwrap();          // wrong: their reset is my panic
match stream.read(&mut buffer) {                    // right
    Ok(n) => …,
    Err(error) => eprintln!(\"client: {error}\"),     // and on to the next one
}",
        fits: network_never_fails,
    },
    Belief {
        id: ids::ZERO_IS_NOTHING_YET,
        title: "A read of zero bytes means that nothing has come yet.",
        truth: "`Ok(0)` means that nothing will ever come: the other side has said its last word. When nothing has come yet, `read` waits.",
        why: "The end of a stream is told by a read that returns 0 at once, each time it is asked (recv(2); Python's `recv` returns b\"\"). A loop that goes on asking spins, at full speed, for ever.",
        chapter: "communication-loop",
        example: "\
let n = stream.read(&mut buffer)?;
if n == 0 { continue; }                  // wrong: spins
if n == 0 { break; }                     // right: the conversation is over",
        fits: zero_is_nothing_yet,
    },
    Belief {
        id: ids::EMPTY_SEND_IS_A_MESSAGE,
        title: "If I send an empty line, the server gets an empty message.",
        truth: "Sending nothing puts nothing on the wire. The server is told nothing, so it does not answer, and both sides wait for ever.",
        why: "TCP carries a stream of bytes, and messages are something that you make of it (RFC 9293, 3.7). Zero bytes added to a stream leave it as it was.",
        chapter: "communication-loop",
        example: "\
stream.write_all(line)?;                 // wrong for an empty line: no reply will come
if line.is_empty() { continue; }         // right: nothing to say, nothing to wait for",
        fits: empty_send_is_a_message,
    },
    Belief {
        id: ids::READ_TO_END_IS_ONE_MESSAGE,
        title: "`read_to_end` reads the message that was sent.",
        truth: "It reads until the other side closes its half of the connection. While that stays open, it waits, whatever has come.",
        why: "The end that it reads to is the end of the stream, not of a message: the stream has no other (std's `Read::read_to_end`; in Python, `recv` until b\"\", or `makefile().read()`). In a conversation the connection stays open, so each side waits for the other.",
        chapter: "communication-loop",
        example: "\
stream.read_to_end(&mut message)?;       // wrong: waits for the connection's end
let n = stream.read(&mut buffer)?;       // right: what has come so far",
        fits: read_to_end_is_one_message,
    },
    Belief {
        id: ids::WRITE_IS_SENT,
        title: "What I have written has been sent.",
        truth: "A buffered writer keeps what you write until it is full, flushed or dropped. Before you wait for an answer, flush it.",
        why: "`BufWriter` gathers small writes into few system calls (Python's `makefile(\"wb\")` does so too). Nothing has reached the kernel before it is flushed, so the other side waits for it, and you wait for them.",
        chapter: "communication-loop",
        example: "\
writer.write_all(&answer)?;              // wrong on its own: it may sit in the buffer
writer.write_all(&answer)?;
writer.flush()?;                         // right: now it is on its way",
        fits: write_is_sent,
    },
    Belief {
        id: ids::PRINTED_IS_SHOWN,
        title: "What I have printed has been shown.",
        truth: "Output to a terminal is shown line by line. Output to a pipe or a file is kept until a buffer of some kilobytes is full, or until the program ends. Where another program reads it, flush it.",
        why: "C's `stdout` and Python's `sys.stdout` are line-buffered only on a terminal (setvbuf(3); Python, `sys.stdout`). Rust's `print!` keeps what stands behind the last newline, and a `BufWriter` keeps everything. So a client that works at the keyboard is silent beneath a test, a pager or `| tee`, and a crash takes with it what it had printed.",
        chapter: "communication-loop",
        example: "\
print(reply)                             # wrong, where a pipe reads: kept in a buffer
print(reply, flush=True)                 # right
out.write_all(&reply)?;                  // wrong on its own, for a BufWriter
out.flush()?;                            // right",
        fits: printed_is_shown,
    },
    Belief {
        id: ids::READ_LINE_REPLACES,
        title: "`read_line` replaces what was in my string.",
        truth: "`read_line` and `read_until` append to it. Clear the string before each line, or make a new one.",
        why: "They return how many bytes they have added, and leave what was there (std's `BufRead::read_line`: \"this function is not destructive\"). With one string for the whole conversation, the second line is sent as the first and the second, the third as all three. `lines()`, Python's `readline` and C's `getline` do give you one line at a time.",
        chapter: "communication-loop",
        example: "\
loop { input.read_line(&mut line)?; send(&line)?; }      // wrong: all lines so far
loop {
    line.clear();                                        // right: first this
    input.read_line(&mut line)?; send(&line)?;
}",
        fits: read_line_replaces,
    },
    Belief {
        id: ids::MESSAGE_IS_A_LINE,
        title: "Every message ends with a newline.",
        truth: "This lesson's bytes come as they are: there may be no newline in them at all, and a reader that waits for one waits for ever.",
        why: "A newline is a border only where both sides have agreed on it, as lesson 10's will. Here the contract says bytes, and `read_line` asks for more than it promises.",
        chapter: "communication-loop",
        example: "\
reader.read_until(b'\\n', &mut line)?;    // wrong: nobody promised a newline
let n = stream.read(&mut buffer)?;       // right: what has come so far",
        fits: message_is_a_line,
    },
    Belief {
        id: ids::READ_FILLS_THE_BUFFER,
        title: "A read waits until the buffer is full.",
        truth: "`read_exact` does, and so it waits for ever when the other side has said all it wanted in fewer bytes. `read` returns as soon as anything has come.",
        why: "Reading exactly so many bytes is right where both sides know the number. Here only the sender knows how long its message is.",
        chapter: "communication-loop",
        example: "\
stream.read_exact(&mut buffer)?;         // wrong: waits for 1024 bytes
let n = stream.read(&mut buffer)?;       // right: what has come so far",
        fits: read_fills_the_buffer,
    },
    Belief {
        id: ids::BYTES_MAY_BE_TRIMMED,
        title: "White space at the ends of a message does not count.",
        truth: "Every byte counts. What is not the border that was agreed on belongs to the message, spaces and all.",
        why: "`trim` is for text that a person typed, not for bytes that another program sent: it may take away a file's last newline or the padding of a number.",
        chapter: "communication-loop",
        example: "\
let message = line.trim();                           // wrong: takes what is not yours
let message = line.strip_suffix(b\"\\n\").unwrap_or(line);   // right: the border only",
        fits: bytes_may_be_trimmed,
    },
    Belief {
        id: ids::EACH_READ_IS_WHOLE_TEXT,
        title: "What a read returns is text.",
        truth: "It is bytes. They need not be UTF-8 at all, and where they are, a read may end in the middle of a character.",
        why: "TCP may cut a stream anywhere (RFC 9293, 3.7), and a Chinese character is three bytes of UTF-8. Decode when you have the whole message, or do not decode at all.",
        chapter: "communication-loop",
        example: "\
String::from_utf8_lossy(&buffer[..n])    // wrong: half a character becomes U+FFFD
buffer[..n].make_ascii_uppercase();      // right: ASCII letters are bytes of their own",
        fits: each_read_is_whole_text,
    },
    Belief {
        id: ids::ONE_READ_IS_THE_WHOLE_REPLY,
        title: "One read brings the whole reply.",
        truth: "One read brings what has come so far. The reply here is as long as what you sent: read until you have that much.",
        why: "What the server wrote at once may come in several pieces, and a buffer may be shorter than the reply. `read_exact` goes on until it has it all; in Python, call `recv` until you do.",
        chapter: "communication-loop",
        example: "\
let n = stream.read(&mut buffer)?;           // wrong: perhaps only its beginning
stream.read_exact(&mut reply[..sent])?;      // right: as much as was sent",
        fits: one_read_is_the_whole_reply,
    },
    Belief {
        id: ids::BROKEN_PIPE_IS_AN_ERROR,
        title: "A write to a peer that has gone returns an error.",
        truth: "First the kernel sends you SIGPIPE, and that ends your program without a word. Only a program that ignores this signal sees the error, EPIPE.",
        why: "The signal is meant for commands in a pipeline, which are to stop when nothing reads them any more (signal(7), write(2)). Rust's runtime and Python ignore it at their start. A C program does so itself, once, or passes MSG_NOSIGNAL to each send(2). Otherwise one client that leaves early ends the server for all.",
        chapter: "connection-loop",
        example: "\
write(client, data, length);                     // wrong on its own: ends the program
signal(SIGPIPE, SIG_IGN);                        // right: once, in main
send(client, data, length, MSG_NOSIGNAL);        // right: for this call",
        fits: broken_pipe_is_an_error,
    },
    Belief {
        id: ids::ONE_ACCEPT_IS_ENOUGH,
        title: "Once a server has accepted, it serves everybody.",
        truth: "`accept` returns one connection. The next client needs the next `accept`: a loop.",
        why: "The listening socket is a door, and each `accept` lets in one client of those that wait in its queue (accept(2)). The socket that you talk on belongs to that client alone.",
        chapter: "connection-loop",
        example: "\
let (stream, _) = listener.accept()?;    // wrong on its own: one client, ever
loop {
    let (stream, _) = listener.accept()?;   // right: one after another
    …
}",
        fits: one_accept_is_enough,
    },
    Belief {
        id: ids::FINISHED_CONNECTIONS_CLOSE_THEMSELVES,
        title: "A connection that is over closes itself.",
        truth: "It is closed when its last owner is dropped. As long as a clone of the stream lies anywhere, it stays open: the descriptor is used up, and the client never hears the end.",
        why: "A FIN from the other side closes their half. Yours is closed by close(2), which is what dropping the last `TcpStream` does (in Python: `close()`, or the end of a `with`). A process may hold so many descriptors and no more (getrlimit(2), RLIMIT_NOFILE).",
        chapter: "connection-loop",
        example: "\
clients.push(stream.try_clone()?);       // wrong, unless it is removed again
serve(stream);                           // right: owned, and dropped at its end",
        fits: finished_connections_close_themselves,
    },
    Belief {
        id: ids::PORT_IS_FREE_AT_ONCE,
        title: "When my server has ended, its port is free.",
        truth: "A connection that your side closed first keeps the port in TIME_WAIT for a minute. Set reuse-address before `bind`, and the port can be had again at once.",
        why: "The side that closes first remembers the connection, so that a late segment of it is not taken for a new one's (RFC 9293, 3.3.2, TIME-WAIT). SO_REUSEADDR says that you know (socket(7)). Rust's `TcpListener::bind` sets it for you, `socket2` and Python's `bind` do not.",
        chapter: "connection-loop",
        example: "\
socket.bind(&address)?;                  // wrong on its own: \"Address already in use\"
socket.set_reuse_address(true)?;         // right: first this …
socket.bind(&address)?;                  // … then that",
        fits: port_is_free_at_once,
    },
    Belief {
        id: ids::BACKLOG_IS_THE_DEFAULT,
        title: "The backlog is what the library takes.",
        truth: "`listen` is told how many finished connections may wait. std asks for 128 or more without a word; with `socket2`, you say it: `listen(5)`.",
        why: "The backlog bounds the queue of clients that have connected and are not yet accepted. Linux lets one more than that wait (listen(2)), and the kernel can be asked what you gave it.",
        chapter: "connection-loop",
        example: "\
let listener = TcpListener::bind(address)?;   // wrong here: std chooses the backlog
socket.listen(5)?;                            // right: you do",
        fits: backlog_is_the_default,
    },
];

pub fn buffer_is_message(breach: &Breach) -> bool {
    match breach.awaited {
        Awaited::End { .. } => is_padding(breach.heard()),
        Awaited::Output { .. } => printed_with_padding(breach),
        Awaited::Datagram { .. } => is_padded(breach),
        Awaited::Bytes { .. } => has_the_rest_of_a_buffer(breach),
        _ => has_no_header_but_much_else(breach),
    }
}

pub fn close_is_always_polite(breach: &Breach) -> bool {
    was_reset_half_way(breach)
}

pub fn network_never_fails(breach: &Breach) -> bool {
    speaks_of(breach, Says::BrokenConnection) && fell_over(breach)
}

pub fn zero_is_nothing_yet(breach: &Breach) -> bool {
    reads_nothing_again_and_again(breach)
        && (awaits_that_one_has_left(breach)
            || matches!(
                breach.awaited,
                Awaited::End { .. }
                    | Awaited::Exit { .. }
                    | Awaited::Output { .. }
                    | Awaited::StillRunning
            ))
}

pub fn empty_send_is_a_message(breach: &Breach) -> bool {
    awaited_bytes(breach) && waits_to_receive(breach) && heard_nothing(breach)
}

pub fn read_to_end_is_one_message(breach: &Breach) -> bool {
    let waits_for_any = waits_for_events(breach) && lacks_the_first_news(breach);
    (waits_to_receive(breach) || waits_for_any)
        && heard_nothing(breach)
        && (awaited_bytes(breach) || awaited_output(breach))
}

pub fn write_is_sent(breach: &Breach) -> bool {
    // A server that waits for all its sockets in one call has read the frame, and owes it.
    let waits_for_any = waits_for_events(breach) && lacks_the_frame(breach);
    awaited_bytes(breach) && (waits_to_receive(breach) || waits_for_any) && heard_nothing(breach)
}

pub fn printed_is_shown(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    awaited_output(breach)
        && matches!(breach.instead, Instead::Stuck { .. })
        && heard.len() < expected.len()
        && expected.starts_with(heard)
}

pub fn message_is_a_line(breach: &Breach) -> bool {
    awaited_bytes(breach) && waits_to_receive(breach) && heard_nothing(breach)
}

pub fn read_fills_the_buffer(breach: &Breach) -> bool {
    let its_due = awaited_output(breach) || (awaited_bytes(breach) && breach.program != "client");
    its_due && waits_to_receive(breach) && heard_nothing(breach)
}

pub fn bytes_may_be_trimmed(breach: &Breach) -> bool {
    lacks_the_white_space(breach) && (awaited_bytes(breach) || awaited_output(breach))
}

pub fn each_read_is_whole_text(breach: &Breach) -> bool {
    has_replacement_characters(breach)
        || speaks_of(breach, Says::NotUtf8)
        || (was_cut_inside_a_character(breach) && !matches!(breach.instead, Instead::Spins { .. }))
}

pub fn one_read_is_the_whole_reply(breach: &Breach) -> bool {
    // Where the pieces are known, a beginning that ends elsewhere is another limit.
    printed_only_the_first_piece(breach)
        || (printed_only_a_beginning(breach) && !came_in_pieces(breach))
        || gave_up_on_the_pieces(breach)
}

pub fn broken_pipe_is_an_error(breach: &Breach) -> bool {
    breach.exit == Some(Exit::Signal(SIGPIPE))
}

pub fn one_accept_is_enough(breach: &Breach) -> bool {
    breach.exit == Some(Exit::Status(0))
        && matches!(
            breach.awaited,
            Awaited::StillRunning | Awaited::Accepting { .. } | Awaited::Bytes { .. }
        )
        && heard_nothing(breach)
}

pub fn finished_connections_close_themselves(breach: &Breach) -> bool {
    let more = |(before, after): (u64, u64)| after.saturating_sub(before);
    let sockets = measured(breach, |one| matches!(one, Measure::OpenSockets { .. }));
    let of_members = Measure::OpenSockets { after: Load::Members(30) };
    let leaks = sockets.is_some_and(|both| more(both) >= 150)
        || measured(breach, |one| *one == of_members).is_some_and(|both| more(both) >= 25);
    let stays_open = matches!(breach.awaited, Awaited::End { .. }) && waits_to_accept(breach);
    leaks || stays_open
}

pub fn port_is_free_at_once(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Listening { .. })
        && matches!(breach.instead, Instead::Ended(_))
}

pub fn backlog_is_the_default(breach: &Breach) -> bool {
    let is_of_the_queue =
        |one: &Measure| matches!(one, Measure::Backlog | Measure::WaitingConnections { .. });
    measured(breach, is_of_the_queue).is_some_and(|(asked, told)| told != asked)
}

/// All that was awaited came, and something else before it, in one message with it.
pub fn read_line_replaces(breach: &Breach) -> bool {
    let (expected, heard) = (without_header(breach.expected()), without_header(breach.heard()));
    let is_longer = |long: &[u8], short: &[u8]| long.len() > short.len() && long.ends_with(short);
    let said = told_in_json(breach, "say").unwrap_or_default();
    match (frames(breach), said.as_str()) {
        ([Frame::Say { say }], Some(said)) => is_longer(said.as_bytes(), say.as_bytes()),
        _ => awaited_bytes(breach) && !expected.is_empty() && is_longer(heard, expected),
    }
}
