//! The kernel's reports about TCP sockets through netlink's `sock_diag` (sock_diag(7)). No privileges
//! are needed.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::fd::{AsRawFd, BorrowedFd};

use super::netlink::{self, HEADER, NLM_F_DUMP, NLM_F_REQUEST};
use crate::facts::{Inbox, ListenerFacts};
use crate::missing::Missing;

const SOCK_DIAG_BY_FAMILY: u16 = 20;
const INET_DIAG_INFO: u16 = 2;
/// The states of a TCP socket (net/tcp_states.h) that are used here.
const LISTEN: u8 = 10;
const TIME_WAIT: u8 = 6;
const SYN_RECEIVED: u8 = 3;
/// In these states a FIN has arrived: CLOSE_WAIT, LAST_ACK, CLOSING.
const ENDED: [u8; 3] = [8, 9, 11];
/// In these states a FIN was sent: FIN_WAIT1, FIN_WAIT2, LAST_ACK, CLOSING. Only a program that has
/// accepted a connection can have closed it.
const LEFT: [u8; 4] = [4, 5, 9, 11];

/// The sizes of `inet_diag_msg` and `inet_diag_sockid` (linux/inet_diag.h).
const MESSAGE: usize = 72;
const SOCKET_ID: usize = 48;

/// The bytes of `struct tcp_info` that the stage uses, and those that every kernel has that it runs on.
const LATEST: usize = 216;
const LEAST: usize = 160;

/// One reply of the kernel about one socket.
#[derive(Debug)]
struct Answer {
    state: u8,
    local: SocketAddr,
    unread: u32,
    write_queue: u32,
    inode: u32,
    info: Option<TcpInfo>,
}

/// The few fields of `struct tcp_info` (linux/tcp.h) that the stage uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TcpInfo {
    pub state: u8,
    /// Bytes of payload received (RFC 4898, tcpEStatsAppHCThruOctetsReceived).
    pub bytes_received: u64,
    /// Segments received that carried payload.
    pub data_segments_in: u32,
    /// Segments sent and not yet acknowledged.
    pub unacknowledged: u32,
    /// How often the oldest of these has been retransmitted, if a retransmission counts as a loss.
    pub retries: u8,
    /// How often the wait before that was doubled. Only this is counted if the other end has closed its
    /// window on bytes for which it had no room (RFC 9293, 3.8.6.1).
    pub backoff: u8,
    /// Bytes of payload that the program's own writes have handed over, sent or not.
    pub taken: Option<u64>,
    /// Segments with payload that were sent, including retransmissions.
    pub data_segments_out: u32,
    /// Retransmitted segments of any kind.
    pub sent_again: u32,
}

impl TcpInfo {
    /// Whether something was sent only once: it or its acknowledgement is in flight. Segments are
    /// retransmitted if the receiver had no room for them.
    pub fn is_in_flight(&self) -> bool {
        self.unacknowledged > 0 && self.retries == 0 && self.backoff == 0
    }

    fn parse(raw: &[u8]) -> Option<TcpInfo> {
        // An older kernel's struct is shorter: the last two fields came with Linux 4.19.
        let mut whole = [0; LATEST];
        let known = raw.len().min(LATEST);
        whole[..known].copy_from_slice(&raw[..known]);
        if known < LEAST {
            return None;
        }
        let word = |at| word(&whole, at);
        let long = |at| long(&whole, at);
        // Bytes sent, without those retransmitted, and bytes that wait to be sent.
        let taken = || long(200).saturating_sub(long(208)) + u64::from(word(144));
        Some(TcpInfo {
            taken: (known == LATEST).then(taken),
            data_segments_out: word(156),
            sent_again: word(100),
            state: whole[0],
            bytes_received: long(128),
            data_segments_in: word(152),
            unacknowledged: word(24),
            retries: whole[2],
            backoff: whole[4],
        })
    }
}

/// A number of four bytes in a struct of the kernel's.
fn word(raw: &[u8], at: usize) -> u32 {
    u32::from_ne_bytes([raw[at], raw[at + 1], raw[at + 2], raw[at + 3]])
}

/// A number of eight bytes in a struct of the kernel's.
fn long(raw: &[u8], at: usize) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&raw[at..at + 8]);
    u64::from_ne_bytes(bytes)
}

/// `TCP_INFO` of a socket of our own (tcp(7)).
pub fn tcp_info(socket: BorrowedFd<'_>) -> io::Result<TcpInfo> {
    let mut raw = [0u8; 256];
    let mut length = raw.len() as libc::socklen_t;
    // SAFETY: getsockopt(2) writes at most `length` bytes into `raw` and reports how many.
    let done = unsafe {
        libc::getsockopt(
            socket.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_INFO,
            raw.as_mut_ptr().cast(),
            &raw mut length,
        )
    };
    if done != 0 {
        return Err(io::Error::last_os_error());
    }
    TcpInfo::parse(&raw[..length as usize])
        .ok_or_else(|| io::Error::other("this kernel's TCP_INFO is too short"))
}

/// The kernel's report about the far end of a connection: the socket whose own address is `theirs` and
/// whose peer is `ours`. `None` if that socket no longer exists.
pub fn inbox(theirs: SocketAddr, ours: SocketAddr) -> Result<Option<Inbox>, Missing> {
    let mut found = None;
    ask(&request(theirs, Some(ours), 0, u32::MAX), |answer| {
        // If no connection matches, the kernel answers with the listening socket instead.
        if answer.state == LISTEN || answer.state == TIME_WAIT {
            return;
        }
        let is_half_open = answer.state == SYN_RECEIVED;
        let received = match answer.info {
            Some(info) => info.bytes_received,
            None if is_half_open => 0,
            None => return,
        };
        // A FIN takes a place in the sequence, after all payload (RFC 9293, 3.4). Linux counts it as a byte
        // received, and as unread until `read` has returned 0 for it.
        let ended = ENDED.contains(&answer.state);
        let unread = if is_half_open { 0 } else { u64::from(answer.unread) };
        found = Some(Inbox {
            received: received.saturating_sub(u64::from(ended)),
            unread: unread.saturating_sub(u64::from(ended)),
            ended,
            end_read: ended && unread == 0,
            // A connection in the accept queue does not belong to a file yet.
            is_accepted: answer.inode != 0 || LEFT.contains(&answer.state),
            is_half_open,
            unacknowledged: if is_half_open { 0 } else { answer.write_queue.into() },
            is_in_flight: answer.info.is_some_and(|info| info.is_in_flight()),
            inode: answer.inode.into(),
        });
    })?;
    Ok(found)
}

/// The number of bytes that the far end's kernel has taken from the program on this connection so far.
/// It is the sum of the results of the program's writes. `None` if that socket no longer exists, or if
/// this kernel does not report it.
pub fn taken(theirs: SocketAddr, ours: SocketAddr) -> Result<Option<u64>, Missing> {
    Ok(far_end(theirs, ours)?.and_then(|info| info.taken))
}

/// How many segments with payload the far end has sent. `None` if that socket no longer exists, or if it has
/// retransmitted any: then the number of new segments is unknown.
pub fn segments_sent(theirs: SocketAddr, ours: SocketAddr) -> Result<Option<u64>, Missing> {
    let info = far_end(theirs, ours)?.filter(|info| info.sent_again == 0);
    Ok(info.map(|info| info.data_segments_out.into()))
}

fn far_end(theirs: SocketAddr, ours: SocketAddr) -> Result<Option<TcpInfo>, Missing> {
    let mut found = None;
    ask(&request(theirs, Some(ours), 0, u32::MAX), |answer| {
        if answer.state != LISTEN && answer.state != TIME_WAIT {
            found = answer.info;
        }
    })?;
    Ok(found)
}

/// The listening sockets on this port, in either family.
pub fn listeners(port: u16) -> Result<Vec<ListenerFacts>, Missing> {
    let mut found = Vec::new();
    for family in ["0.0.0.0:0", "[::]:0"] {
        let any: SocketAddr = family.parse().expect("a literal address");
        ask(&request(any, None, NLM_F_DUMP, 1 << LISTEN), |answer| {
            if answer.local.port() == port {
                found.push(ListenerFacts {
                    inode: answer.inode.into(),
                    address: answer.local,
                    backlog: answer.write_queue.into(),
                    waiting: answer.unread.into(),
                });
            }
        })?;
    }
    Ok(found)
}

/// How many connections in TIME_WAIT hold this local port.
pub fn time_waits(port: u16) -> Result<usize, Missing> {
    let mut count = 0;
    // A server may have an IPv6 socket for IPv4 clients, too: Java's always has.
    for family in ["0.0.0.0:0", "[::]:0"] {
        let any: SocketAddr = family.parse().expect("a literal address");
        ask(&request(any, None, NLM_F_DUMP, 1 << TIME_WAIT), |answer| {
            count += usize::from(answer.local.port() == port);
        })?;
    }
    Ok(count)
}

/// Whether this machine answers such queries.
pub fn probe() -> Result<(), Missing> {
    listeners(0).map(|_| ())
}

/// The length of a request.
const REQUEST: usize = HEADER + 8 + SOCKET_ID;

/// A `struct inet_diag_req_v2` in its netlink header. The sequence number and the port id are 0, since there
/// is one request at a time.
fn request(
    local: SocketAddr,
    remote: Option<SocketAddr>,
    flags: u16,
    states: u32,
) -> [u8; REQUEST] {
    let family = if local.is_ipv4() { libc::AF_INET } else { libc::AF_INET6 } as u8;
    let mut message = [0; REQUEST];
    message[..4].copy_from_slice(&(REQUEST as u32).to_ne_bytes());
    message[4..6].copy_from_slice(&SOCK_DIAG_BY_FAMILY.to_ne_bytes());
    message[6..8].copy_from_slice(&(NLM_F_REQUEST | flags).to_ne_bytes());
    let body = &mut message[HEADER..];
    body[..3].copy_from_slice(&[family, libc::IPPROTO_TCP as u8, 1 << (INET_DIAG_INFO - 1)]);
    body[4..8].copy_from_slice(&states.to_ne_bytes());
    let id = &mut body[8..];
    id[..2].copy_from_slice(&local.port().to_be_bytes());
    write_address(&mut id[4..20], local);
    if let Some(remote) = remote {
        id[2..4].copy_from_slice(&remote.port().to_be_bytes());
        write_address(&mut id[20..36], remote);
    }
    // Any interface, and no cookie.
    id[40..].copy_from_slice(&[0xff; 8]);
    message
}

fn write_address(place: &mut [u8], address: SocketAddr) {
    match address {
        SocketAddr::V4(v4) => place[..4].copy_from_slice(&v4.ip().octets()),
        SocketAddr::V6(v6) => place.copy_from_slice(&v6.ip().octets()),
    }
}

/// Sends a request and passes each reply to `hear`.
fn ask(request: &[u8], mut hear: impl FnMut(Answer)) -> Result<(), Missing> {
    netlink::ask(request, |body| {
        if let Some(answer) = parse(body) {
            hear(answer);
        }
    })
}

/// A `struct inet_diag_msg` and its attributes.
fn parse(body: &[u8]) -> Option<Answer> {
    let (message, mut attributes) = body.split_at_checked(MESSAGE)?;
    let mut info = None;
    while attributes.len() >= 4 {
        let length = u16::from_ne_bytes([attributes[0], attributes[1]]) as usize;
        let kind = u16::from_ne_bytes([attributes[2], attributes[3]]);
        if length < 4 || length > attributes.len() {
            break;
        }
        if kind == INET_DIAG_INFO {
            info = TcpInfo::parse(&attributes[4..length]);
        }
        attributes = &attributes[length.next_multiple_of(4).min(attributes.len())..];
    }
    let ip = match i32::from(message[0]) {
        libc::AF_INET => {
            IpAddr::V4(Ipv4Addr::new(message[8], message[9], message[10], message[11]))
        }
        _ => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(&message[8..24]).ok()?)),
    };
    Some(Answer {
        state: message[1],
        local: SocketAddr::new(ip, u16::from_be_bytes([message[4], message[5]])),
        unread: word(message, 56),
        write_queue: word(message, 60),
        inode: word(message, 68),
        info,
    })
}

/// How many segments with payload this end of the connection has received (`tcpi_data_segs_in`,
/// RFC 4898). `None` if the kernel does not report it.
pub fn segments_received(socket: BorrowedFd<'_>) -> Option<u64> {
    tcp_info(socket).ok().map(|info| info.data_segments_in.into())
}

/// Whether this end of a connection knows of no FIN from the other end: ESTABLISHED, FIN_WAIT1, FIN_WAIT2
/// (net/tcp_states.h).
pub fn has_no_end(socket: BorrowedFd<'_>) -> bool {
    tcp_info(socket).is_ok_and(|info| matches!(info.state, 1 | 4 | 5))
}

/// Whether segments of this end, or their acknowledgement, are in flight. Segments that are only
/// retransmitted because the receiver has no room do not count.
pub fn has_in_flight(socket: BorrowedFd<'_>) -> bool {
    tcp_info(socket).is_ok_and(|info| info.is_in_flight())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `struct tcp_info` of one segment that is not acknowledged, with these two counts.
    fn unacknowledged(retries: u8, backoff: u8) -> TcpInfo {
        let mut raw = [0; 256];
        (raw[2], raw[4], raw[24]) = (retries, backoff, 1);
        TcpInfo::parse(&raw).unwrap()
    }

    #[test]
    fn only_lost_bytes_are_in_flight() {
        assert!(unacknowledged(0, 0).is_in_flight());
        assert!(!unacknowledged(1, 1).is_in_flight());
        // The receiver had closed its window: Linux doubles its wait, and does not count a loss.
        assert!(!unacknowledged(0, 1).is_in_flight());
    }
}
