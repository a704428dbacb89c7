//! Lesson 25, Ping: the client. It sends echo requests, and prints whether each got its reply in
//! time. There are no ports and no connections. The client builds the messages byte by byte, and
//! finds its own replies among all that the machine receives.

use std::env;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::process::{self, ExitCode};
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};

/// How long to wait for a reply.
const SECOND: Duration = Duration::from_secs(1);

/// Types of ICMP messages (RFC 792).
const ECHO_REPLY: u8 = 0;
const ECHO_REQUEST: u8 = 8;

/// Bytes of data in a request. With the header's eight they make 64, as in ping(8).
const DATA: usize = 56;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [host, count] = &arguments[..] else {
        eprintln!("usage: ping-client HOST COUNT");
        return ExitCode::FAILURE;
    };
    match run(host, count) {
        // The lost requests have been printed already. As with ping(8), the status tells a script
        // whether the host has answered at all.
        Ok(0) => ExitCode::FAILURE,
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ping-client: {host}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Pings `host` `count` times. Returns how many replies came back.
fn run(host: &str, count: &str) -> io::Result<u16> {
    // The sequence number in a request has sixteen bits, so a count has no more.
    let Some(count) = count.parse().ok().filter(|count| *count > 0) else {
        let why = format!("{count:?} is not a count from 1 to {}", u16::MAX);
        return Err(io::Error::new(ErrorKind::InvalidInput, why));
    };
    let address = resolve(host)?;

    // "Raw" means that there are no ports, and no TCP or UDP. The kernel adds an IP header in front of
    // our message, and we write everything after it. Only root or a program with CAP_NET_RAW may open
    // such a socket (raw(7)), because it receives messages for all programs on this machine.
    let socket = Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::ICMPV4))?;

    // We recognize our own replies by this number. Two pings on one machine are two processes.
    let identifier = process::id() as u16;

    let mut output = io::stdout().lock();
    let mut came_back = 0;
    for sequence in 1..=count {
        match ping(&socket, address, identifier, sequence)? {
            Some((from, time)) => {
                came_back += 1;
                let time = time.as_secs_f64() * 1000.0;
                writeln!(output, "seq={sequence} from {from} time={time:.3} ms")?;
            }
            None => writeln!(output, "seq={sequence} lost")?,
        }
        // Flush each line: the user, or a program at the other end of a pipe, reads along.
        output.flush()?;
    }
    writeln!(output, "{came_back} of {count} came back")?;
    Ok(came_back)
}

/// Returns the first IPv4 address of a host. (IPv6 has a ping of its own: ICMPv6, RFC 4443.)
fn resolve(host: &str) -> io::Result<Ipv4Addr> {
    // std looks up names together with a port. Ours has no meaning.
    (host, 0)
        .to_socket_addrs()?
        .find_map(|address| match address.ip() {
            IpAddr::V4(address) => Some(address),
            IpAddr::V6(_) => None,
        })
        .ok_or_else(|| io::Error::new(ErrorKind::AddrNotAvailable, "it has no IPv4 address"))
}

/// Sends one request and waits for its reply. Returns its sender and the time that it took, or
/// `None` if none arrived within a second.
fn ping(
    socket: &Socket,
    to: Ipv4Addr,
    identifier: u16,
    sequence: u16,
) -> io::Result<Option<(Ipv4Addr, Duration)>> {
    let message = request(identifier, sequence);
    let sent = Instant::now();
    // ICMP has no ports. The address has a field for one, which must be 0 (raw(7)).
    socket.send_to(&message, &SocketAddr::from((to, 0)).into())?;

    let mut packet = [0; 2048];
    loop {
        // A time limit on a socket applies to each receive. Messages for other programs arrive
        // here, too, and each of them would start a new second. So the end of the wait is fixed
        // once, and each receive gets the time that is left.
        let left = SECOND.saturating_sub(sent.elapsed());
        // Zero would mean "for ever". A time below a microsecond, the unit of this limit, would become
        // zero.
        if left < Duration::from_micros(1) {
            return Ok(None);
        }
        socket.set_read_timeout(Some(left))?;

        let mut stream = socket;
        match stream.read(&mut packet) {
            Ok(length) => {
                if let Some(from) = reply_in(&packet[..length], identifier, sequence) {
                    return Ok(Some((from, sent.elapsed())));
                }
                // It is not our reply. Go on waiting.
            }
            // The time is over, or a signal arrived. Look at the clock again.
            Err(error) if is_no_answer(&error) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Returns whether a receive ended without a message and without a failure.
fn is_no_answer(error: &io::Error) -> bool {
    // When the limit is over, std reports `WouldBlock` on Unix and `TimedOut` on Windows.
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

/// Makes an echo request: type, code, checksum, identifier, sequence number, data (RFC 792).
fn request(identifier: u16, sequence: u16) -> Vec<u8> {
    let mut message = vec![ECHO_REQUEST, 0, 0, 0];
    message.extend(identifier.to_be_bytes());
    message.extend(sequence.to_be_bytes());
    message.extend((0..DATA).map(|at| at as u8));

    // The checksum comes last, because it covers all of the above. Its own two bytes are zero
    // during the computation. The kernel computes the IP header's checksum, but not this one.
    let sum = checksum(&message);
    message[2..4].copy_from_slice(&sum.to_be_bytes());
    message
}

/// Returns the Internet checksum (RFC 1071). For a message that contains its checksum, it is 0.
fn checksum(message: &[u8]) -> u16 {
    let mut sum = 0;
    for word in message.chunks(2) {
        // If the last byte is odd, pretend that a zero byte follows.
        sum += u32::from(u16::from_be_bytes([word[0], *word.get(1).unwrap_or(&0)]));
    }
    // In ones' complement, the carry at the top is added at the bottom. That may cause another
    // carry.
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !(sum as u16)
}

/// Returns the sender of this packet, if it is the reply to the request with this identifier and
/// this sequence number.
fn reply_in(packet: &[u8], identifier: u16, sequence: u16) -> Option<Ipv4Addr> {
    // Unlike our request, a received packet begins with the IP header (raw(7)). The lower half of
    // its first byte is its length in words of four bytes: 5 without options.
    let header = 4 * usize::from(packet.first()? & 0x0f);
    let source: [u8; 4] = packet.get(12..16)?.try_into().ok()?;
    let message = packet.get(header..)?;

    // Each ICMP message that this machine receives arrives here: our own request, if we ping
    // ourselves, the replies for other programs, and the reports of routers. So each of these
    // checks excludes some of them. We use `get` instead of `[…]`, because a stranger decides how
    // long its message is.
    let is_reply = message.first() == Some(&ECHO_REPLY);
    let is_ours = message.get(4..6) == Some(&identifier.to_be_bytes());
    let is_this_one = message.get(6..8) == Some(&sequence.to_be_bytes());
    let is_whole = checksum(message) == 0;
    (is_reply && is_ours && is_this_one && is_whole).then(|| Ipv4Addr::from(source))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 1071, section 3: these words sum up to ddf2.
    #[test]
    fn the_checksum_is_the_standards() {
        assert_eq!(checksum(&[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]), !0xddf2);
    }

    #[test]
    fn an_odd_byte_counts_as_the_first_of_a_word() {
        assert_eq!(checksum(&[1, 2, 3]), checksum(&[1, 2, 3, 0]));
        assert_eq!(checksum(&request(0xbeef, 7)), 0);
    }

    /// Makes a packet with a header of this many words, from 192.0.2.1, with the reply to request
    /// 7.
    fn packet(words: u8) -> Vec<u8> {
        let mut packet = vec![0; 4 * usize::from(words)];
        packet[0] = 0x40 | words;
        packet[12..16].copy_from_slice(&[192, 0, 2, 1]);
        let mut message = request(0xbeef, 7);
        message[..4].fill(0);
        let sum = checksum(&message);
        message[2..4].copy_from_slice(&sum.to_be_bytes());
        packet.extend(message);
        packet
    }

    #[test]
    fn a_reply_is_found_behind_a_header_of_any_length() {
        for words in [5, 6, 15] {
            let from = reply_in(&packet(words), 0xbeef, 7);
            assert_eq!(from, Some(Ipv4Addr::new(192, 0, 2, 1)), "{words} words");
        }
    }

    #[test]
    fn other_or_damaged_or_cut_messages_are_not_the_reply() {
        let packet = packet(5);
        assert_eq!(reply_in(&packet, 0xbeee, 7), None);
        assert_eq!(reply_in(&packet, 0xbeef, 6), None);
        for at in 20..packet.len() {
            let mut broken = packet.clone();
            broken[at] ^= 1;
            assert_eq!(reply_in(&broken, 0xbeef, 7), None, "byte {at}");
            assert_eq!(reply_in(&packet[..at], 0xbeef, 7), None, "only {at} bytes");
        }
    }
}
