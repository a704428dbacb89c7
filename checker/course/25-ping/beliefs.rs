//! Beliefs that lesson 25 meets first: what a packet's fields are made of, whom a raw socket hears,
//! and what becomes of a request that nobody answers.

use stage::breach::{Awaited, Breach, Instead, Shape};
use stage::echo;
use stage::trace::Exit;

use super::Belief;
use super::evidence::*;
use super::runtimes::{Language, Says, says_in};
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::PACKET_FIELDS_ARE_NATIVE,
        title: "A number goes into a packet as it stands in memory.",
        truth: "It goes in network byte order, the most significant byte first. On most machines memory has it the other way round.",
        why: "RFC 791 (appendix B) fixes the order of the bytes for all of the Internet's headers. Only the checksum may be computed in either order, as long as it is stored in the one in which the words were read (RFC 1071, 2): read with one and stored with the other, it is wrong for everybody.",
        chapter: "ping",
        example: "\
struct.pack(\"BBHHH\", 8, 0, sum, id, seq)        # wrong: as this machine keeps it
struct.pack(\"!BBHHH\", 8, 0, sum, id, seq)       # right: network byte order
packet[6..8].copy_from_slice(&seq.to_be_bytes());  // the same in Rust",
        fits: packet_fields_are_native,
    },
    Belief {
        id: ids::KERNEL_FILLS_IN_EVERY_CHECKSUM,
        title: "Checksums are the kernel's affair.",
        truth: "That of the IP header is. The message behind it is yours, to the last byte, and a request with a wrong checksum is thrown away without a word.",
        why: "A TCP or UDP socket computes the checksum for you. A raw socket of ICMP only puts an IP header in front, and fills in the checksum of that (raw(7)); ICMP's own is a field of your message (RFC 792), and whoever receives it checks it before anything else.",
        chapter: "ping",
        example: "\
let request = [8, 0, 0, 0, id[0], id[1], 0, 1];    // wrong: nobody answers this
let sum = checksum(&request);                      // right: computed while its field is 0,
request[2..4].copy_from_slice(&sum.to_be_bytes()); // and then put there",
        fits: kernel_fills_in_every_checksum,
    },
    Belief {
        id: ids::CHECKSUM_COVERS_THE_HEADER,
        title: "A header's checksum is over the header.",
        truth: "IP's is. ICMP's is over the whole message, from the type to the last byte of the data.",
        why: "RFC 791 has a header checksum, RFC 792 one of \"the ICMP message starting with the ICMP Type\". Computed over eight bytes it is right as long as there is no data, and wrong with the first byte of it.",
        chapter: "ping",
        example: "\
checksum(&request[..8])                            // wrong
checksum(&request)                                 // right: header and data",
        fits: checksum_covers_the_header,
    },
    Belief {
        id: ids::ODD_BYTE_DOES_NOT_COUNT,
        title: "A message is made of 16-bit words.",
        truth: "It may have one byte more. For the checksum a zero byte is thought behind it: the last byte is the *first* of a word.",
        why: "RFC 792: \"If the total length is odd, the received data is padded with one octet of zeros for computing the checksum.\" `chunks_exact(2)` leaves that byte out, and added as a number it stands in the wrong half of the word. A program that always sends an even number of bytes never finds out.",
        chapter: "ping",
        example: "\
for word in message.chunks_exact(2) { … }          // wrong: the last byte is left out
for word in message.chunks(2) {                    // right
    sum += u16::from_be_bytes([word[0], *word.get(1).unwrap_or(&0)]) as u32; }",
        fits: odd_byte_does_not_count,
    },
    Belief {
        id: ids::SUMS_WRAP_AROUND,
        title: "A sum of 16 bits is a sum whose upper bits are cut off.",
        truth: "Here the carry comes back in at the lower end. That is what makes it a sum in ones' complement.",
        why: "The checksum is \"the 16-bit one's complement of the one's complement sum\" of all words (RFC 792), in which what runs over at the top is added at the bottom (RFC 1071, 1). Cut off, it is right for messages so small that nothing runs over.",
        chapter: "ping",
        example: "\
sum = sum.wrapping_add(word);                      // wrong: the carry is lost
while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16); }   // right, for a sum in u32",
        fits: sums_wrap_around,
    },
    Belief {
        id: ids::RAW_SOCKET_HEARS_ONLY_REPLIES,
        title: "What comes on a socket after a request is the reply.",
        truth: "A raw socket of ICMP gets a copy of every ICMP message that comes to this machine. On the way to the machine itself, your own request is the first of them.",
        why: "There are no ports here, and nothing that belongs to anybody: the kernel hands each message to all raw sockets of the protocol (raw(7)). A reply is what has type 0 (RFC 792), your identifier, and the sequence number that you wait for.",
        chapter: "ping",
        example: "\
packet, address = s.recvfrom(2048)                 # wrong: whatever comes next
if kind == 0 and id == my_id and seq == number:    # right: this is the reply,
    …                                              # and all else is not for us",
        fits: raw_socket_hears_only_replies,
    },
    Belief {
        id: ids::ANY_REPLY_IS_MINE,
        title: "An echo reply that comes here is the reply to me.",
        truth: "It may be for another program on this machine that pings as well. The identifier in it tells whose it is.",
        why: "RFC 792 has the identifier for just this: \"to aid in matching echos and replies\". A reply brings back the identifier of its request, and what does not bring back yours is somebody else's.",
        chapter: "ping",
        example: "\
if kind == 0 { … }                                 // wrong: anybody's
if kind == 0 && identifier == ours { … }           // right",
        fits: any_reply_is_mine,
    },
    Belief {
        id: ids::NOBODY_ELSE_HAS_MY_IDENTIFIER,
        title: "Any number will do as the identifier.",
        truth: "It has to be another one in each program that pings at the same time, this very program started twice included.",
        why: "A number that stands in the source is the same in all of them, and each takes the others' replies for its own. What differs between two running programs is their process id; ping took its lower 16 bits for decades. A number drawn by lot will nearly always do as well.",
        chapter: "ping",
        example: "\
const IDENTIFIER: u16 = 0x1234;                    // wrong: everybody's
let identifier = std::process::id() as u16;        // right: this process's",
        fits: nobody_else_has_my_identifier,
    },
    Belief {
        id: ids::NEXT_REPLY_IS_TO_THE_LAST_REQUEST,
        title: "The reply that comes after a request is the reply to it.",
        truth: "It may be one to an earlier request, that was late or came twice. The sequence number in it tells.",
        why: "IP may lose packets, repeat them and change their order. A reply that comes when its second is over still comes, and finds you waiting for another one: taken for that, it is counted twice, with a time that nobody took.",
        chapter: "ping",
        example: "\
if kind == 0 && id == ours { … }                   // wrong: to any request of ours
if kind == 0 && id == ours && seq == number { … }  // right: to this one",
        fits: next_reply_is_to_the_last_request,
    },
    Belief {
        id: ids::IP_HEADER_HAS_20_BYTES,
        title: "The IP header has 20 bytes.",
        truth: "It has at least 20. How many there are stands in its first byte: the lower four bits, times four.",
        why: "Options may follow the fixed part (RFC 791, 3.1): a record of the route, a router alert. A raw socket hands you the header as it came (raw(7)), so look where the message begins.",
        chapter: "ping",
        example: "\
message = packet[20:]                              # wrong: as a rule
message = packet[(packet[0] & 0x0f) * 4:]          # right: as it says itself",
        fits: ip_header_has_20_bytes,
    },
    Belief {
        id: ids::EVERY_REQUEST_IS_ANSWERED,
        title: "Whoever sends a request gets a reply.",
        truth: "The request may be lost, or the reply, or nobody may be there. Nothing tells you so: only a clock ends the wait.",
        why: "IP delivers as well as it can and promises nothing (RFC 791, 1.2); RFC 792 says so once more: \"Some datagrams may still be undelivered without any report of their loss.\" A receive without a time limit waits for ever.",
        chapter: "ping",
        example: "\
socket.recv(&mut buffer)?;                         // wrong: perhaps for ever
socket.set_read_timeout(Some(left))?;              // right: and what is left gets less",
        fits: every_request_is_answered,
    },
    Belief {
        id: ids::LOST_PACKET_IS_A_FAILURE,
        title: "A reply that does not come is an error, and ends the program.",
        truth: "It is a result, and one of the two that you came to see. Say so, and send the next request.",
        why: "A time limit that is over shows up as an error of the call: `WouldBlock` or `TimedOut` in Rust, `TimeoutError` in Python. For the call it is one. For a program that counts what comes back it is an answer.",
        chapter: "ping",
        example: "\
let reply = wait_for_reply(&socket)?;              // wrong: the first loss ends it all
match wait_for_reply(&socket)? {                   // right: `None` when the second is over
    Some(time) => …,  None => println!(\"seq={seq} lost\"), }",
        fits: lost_packet_is_a_failure,
    },
    Belief {
        id: ids::EACH_READ_HAS_ITS_SECOND,
        title: "A time limit of a second on the socket ends the wait after a second.",
        truth: "It ends each *call* after a second in which nothing comes. While others are being answered, something always comes, and the wait begins anew.",
        why: "SO_RCVTIMEO and `settimeout` bound one receive (socket(7)). A wait that may take several of them needs a moment at which it ends: decide it once, and give each receive what is left until then.",
        chapter: "ping",
        example: "\
s.settimeout(1); while True: s.recvfrom(2048) …    # wrong: a second each
s.settimeout(deadline - time.monotonic())          # right: what is left, each time",
        fits: each_read_has_its_second,
    },
];

pub fn kernel_fills_in_every_checksum(breach: &Breach) -> bool {
    checksum_is(breach, |_| 0)
}

pub fn checksum_covers_the_header(breach: &Breach) -> bool {
    checksum_is(breach, |message| !sum(&message[..8], last_word_high))
}

pub fn odd_byte_does_not_count(breach: &Breach) -> bool {
    checksum_is(breach, |message| !sum(message, |_| 0))
        || checksum_is(breach, |message| !sum(message, u32::from))
}

pub fn sums_wrap_around(breach: &Breach) -> bool {
    checksum_is(breach, |message| !(plain_sum(message) as u16))
}

pub fn raw_socket_hears_only_replies(breach: &Breach) -> bool {
    printed_a_reply(breach)
}

pub fn any_reply_is_mine(breach: &Breach) -> bool {
    printed_a_reply(breach)
}

pub fn nobody_else_has_my_identifier(breach: &Breach) -> bool {
    printed_a_reply(breach)
}

pub fn next_reply_is_to_the_last_request(breach: &Breach) -> bool {
    printed_a_reply(breach)
}

pub fn ip_header_has_20_bytes(breach: &Breach) -> bool {
    awaited_reply(breach) && (heard_nothing(breach) || fell_over(breach))
}

pub fn every_request_is_answered(breach: &Breach) -> bool {
    awaited_loss(breach) && matches!(breach.instead, Instead::Stuck { .. })
}

pub fn lost_packet_is_a_failure(breach: &Breach) -> bool {
    (awaited_loss(breach) && fell_over(breach)) || ended_in_order(breach)
}

pub fn each_read_has_its_second(breach: &Breach) -> bool {
    match &breach.awaited {
        Awaited::OutputLike { shape: Shape::LossAmongOthers { .. } } => {
            matches!(breach.instead, Instead::Bytes { .. })
        }
        _ => false,
    }
}

/// A request was heard in which the two bytes of a field stand the wrong way round: its sequence
/// number, or a checksum that would be right.
pub fn packet_fields_are_native(breach: &Breach) -> bool {
    let heard = breach.heard();
    let sequence = match shape(breach) {
        Some(Shape::EchoRequestWithSequence { sequence }) => Some(sequence.swap_bytes()),
        _ => None,
    };
    let is_sequence = sequence.is_some_and(|one| heard.get(6..8) == Some(&one.to_be_bytes()[..]));
    is_sequence || checksum_is(breach, |message| (!echo::sum(message)).swap_bytes())
}

/// An echo request was awaited.
fn awaited_request(breach: &Breach) -> bool {
    use Shape::{EchoRequest, EchoRequestWithChecksum, EchoRequestWithSequence};
    matches!(
        shape(breach),
        Some(EchoRequest | EchoRequestWithChecksum { .. } | EchoRequestWithSequence { .. })
    )
}

/// A request was heard whose checksum is wrong, and is what this makes of the message: it is given it
/// with zeros in the checksum's place.
fn checksum_is(breach: &Breach, computed: impl Fn(&[u8]) -> u16) -> bool {
    let heard = breach.heard();
    let is_wrong = matches!(shape(breach), Some(Shape::EchoRequestWithChecksum { .. }));
    if !is_wrong || heard.len() < echo::HEADER {
        return false;
    }
    let mut message = heard.to_vec();
    message[2..4].fill(0);
    heard[2..4] == computed(&message).to_be_bytes()
}

/// The sum of all words, with what runs over at the top; `last` says what an odd byte at the end
/// adds to it.
fn whole_sum(message: &[u8], last: impl Fn(u8) -> u32) -> u32 {
    let word = |word: &[u8]| match *word {
        [high, low] => u32::from(u16::from_be_bytes([high, low])),
        [odd] => last(odd),
        _ => 0,
    };
    message.chunks(2).map(word).sum()
}

/// An odd byte where it should stand.
fn last_word_high(odd: u8) -> u32 {
    u32::from(odd) << 8
}

/// The same with the carries added in, as it should be.
fn sum(message: &[u8], last: impl Fn(u8) -> u32) -> u16 {
    let sum = whole_sum(message, last);
    let folded = (sum & 0xffff) + (sum >> 16);
    (folded + (folded >> 16)) as u16
}

fn plain_sum(message: &[u8]) -> u32 {
    whole_sum(message, last_word_high)
}

/// The next request was awaited, and the program had ended with an error of which it knew.
fn ended_in_order(breach: &Breach) -> bool {
    matches!(breach.instead, Instead::Ended(Exit::Status(status)) if status != 0)
        && awaited_request(breach)
        && !says_in(Language::Python, &breach.stderr, Says::Unhandled)
}

/// It printed that a reply had come when none had.
fn printed_a_reply(breach: &Breach) -> bool {
    let says_so = breach.heard().windows(6).any(|part| part == b" from ");
    matches!(breach.awaited, Awaited::NoOutput) && breach.heard().starts_with(b"seq=") && says_so
}

/// The line of a reply was awaited.
fn awaited_reply(breach: &Breach) -> bool {
    awaited_output(breach) && breach.expected().ends_with(b" time=")
}

/// The line of a loss was awaited.
fn awaited_loss(breach: &Breach) -> bool {
    awaited_output(breach) && breach.expected().ends_with(b" lost\n")
}
