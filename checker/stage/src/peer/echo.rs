//! Builds and parses echo messages as they are on the wire: ICMP (RFC 792) in IPv4 (RFC 791).

use std::net::Ipv4Addr;

/// Types of ICMP messages (RFC 792).
pub const REPLY: u8 = 0;
/// The answer to a timestamp request (RFC 792).
pub const TIMESTAMP_REPLY: u8 = 14;
pub const UNREACHABLE: u8 = 3;
pub const REQUEST: u8 = 8;

/// The length in bytes of an echo message's header: type, code, checksum, identifier and sequence
/// number.
pub const HEADER: usize = 8;

/// The protocol number of ICMP over IP (RFC 791, 3.1).
const ICMP: u8 = 1;

/// Options that do nothing: three times "no operation", and the end of the list (RFC 791, 3.1).
pub const NO_OPTIONS: &[u8] = &[1, 1, 1, 0];

/// As many options that do nothing as fit into a header.
pub const MOST_OPTIONS: &[u8] = &[1; 40];

/// The ones' complement sum of a message's 16-bit words; 0xffff if its checksum is right (RFC 1071).
pub fn sum(message: &[u8]) -> u16 {
    let mut sum = 0u32;
    for word in message.chunks(2) {
        // An odd byte at the end counts as the first byte of a word.
        sum += u32::from(u16::from_be_bytes([word[0], word.get(1).copied().unwrap_or(0)]));
        sum = (sum & 0xffff) + (sum >> 16);
    }
    sum as u16
}

/// The message with its correct checksum (RFC 792: computed while its field is zero).
pub fn sealed(mut message: Vec<u8>) -> Vec<u8> {
    message[2..4].fill(0);
    let checksum = !sum(&message);
    message[2..4].copy_from_slice(&checksum.to_be_bytes());
    message
}

/// An echo message: `kind` is its type.
pub fn message(kind: u8, identifier: u16, sequence: u16, data: &[u8]) -> Vec<u8> {
    let mut message = vec![kind, 0, 0, 0];
    message.extend(identifier.to_be_bytes());
    message.extend(sequence.to_be_bytes());
    message.extend(data);
    sealed(message)
}

/// A "host unreachable" message, which quotes the lost packet's header and the first eight bytes after
/// it (RFC 792).
pub fn host_unreachable(lost: &[u8]) -> Vec<u8> {
    const HOST: u8 = 1;
    let mut message = vec![UNREACHABLE, HOST, 0, 0, 0, 0, 0, 0];
    message.extend(&lost[..lost.len().min(20 + 8)]);
    sealed(message)
}

/// A message in its packet. The kernel fills in total length, identification and checksum (raw(7)).
/// `options` are a whole number of 4-byte words.
pub fn packet(from: Ipv4Addr, to: Ipv4Addr, options: &[u8], message: &[u8]) -> Vec<u8> {
    const VERSION: u8 = 4;
    let words = 5 + options.len() / 4;
    let length = (4 * words + message.len()) as u16;
    let mut packet = vec![VERSION << 4 | words as u8, 0];
    packet.extend(length.to_be_bytes());
    packet.extend([0, 0, 0, 0, 64, ICMP, 0, 0]);
    packet.extend(from.octets());
    packet.extend(to.octets());
    packet.extend(options);
    packet.extend(message);
    packet
}

/// Parses a packet received on a raw socket: source, destination, and the message after the header.
pub fn opened(packet: &[u8]) -> Option<(Ipv4Addr, Ipv4Addr, &[u8])> {
    let length = 4 * usize::from(packet.first()? & 0x0f);
    let address =
        |at: usize| Some(Ipv4Addr::from(<[u8; 4]>::try_from(packet.get(at..at + 4)?).ok()?));
    Some((address(12)?, address(16)?, packet.get(length..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 1071, section 3.
    #[test]
    fn the_sum_is_the_standards() {
        assert_eq!(sum(&[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]), 0xddf2);
    }

    #[test]
    fn a_sealed_message_sums_up_to_ones_also_where_its_length_is_odd() {
        for data in [&b""[..], b"a", b"ping", b"\xff\xff\xff"] {
            let message = message(REQUEST, 0xbeef, 7, data);
            assert_eq!((sum(&message), message.len()), (0xffff, HEADER + data.len()));
        }
    }

    #[test]
    fn a_packet_is_opened_behind_its_options() {
        let (from, to) = (Ipv4Addr::new(127, 1, 2, 3), Ipv4Addr::LOCALHOST);
        for options in [&b""[..], NO_OPTIONS, MOST_OPTIONS] {
            let packet = packet(from, to, options, b"message");
            assert_eq!(opened(&packet), Some((from, to, &b"message"[..])));
        }
        assert_eq!(opened(b"\x45"), None);
    }
}
