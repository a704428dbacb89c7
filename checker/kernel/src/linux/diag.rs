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
        let long = |at: usize| Some(u64::from_ne_bytes(raw.get(at..at + 8)?.try_into().ok()?));
        let word = |at: usize| Some(u32::from_ne_bytes(raw.get(at..at + 4)?.try_into().ok()?));
        let not_sent = word(144)?;
        // Bytes sent, without those retransmitted, and bytes that wait to be sent (Linux 4.19 or later).
        let taken = long(200)
            .zip(long(208))
            .map(|(sent, again)| sent.saturating_sub(again) + u64::from(not_sent));
        Some(TcpInfo {
            taken,
            data_segments_out: word(156)?,
            sent_again: word(100)?,
            state: *raw.first()?,
            bytes_received: u64::from_ne_bytes(raw.get(128..136)?.try_into().ok()?),
            data_segments_in: word(152)?,
            unacknowledged: word(24)?,
            retries: *raw.get(2)?,
            backoff: *raw.get(4)?,
        })
    }
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

/// A `struct inet_diag_req_v2` in its netlink header.
fn request(local: SocketAddr, remote: Option<SocketAddr>, flags: u16, states: u32) -> Vec<u8> {
    let family = if local.is_ipv4() { libc::AF_INET } else { libc::AF_INET6 } as u8;
    let mut id = Vec::with_capacity(SOCKET_ID);
    id.extend(local.port().to_be_bytes());
    id.extend(remote.map_or(0, |remote| remote.port()).to_be_bytes());
    id.extend(address(Some(local)));
    id.extend(address(remote));
    id.extend(0u32.to_ne_bytes()); // any interface
    id.extend([0xff; 8]); // no cookie
    let length = HEADER + 8 + SOCKET_ID;
    let mut message = Vec::with_capacity(length);
    message.extend((length as u32).to_ne_bytes());
    message.extend(SOCK_DIAG_BY_FAMILY.to_ne_bytes());
    message.extend((NLM_F_REQUEST | flags).to_ne_bytes());
    message.extend([0; 8]); // sequence number and port id: one request at a time
    message.extend([family, libc::IPPROTO_TCP as u8, 1 << (INET_DIAG_INFO - 1), 0]);
    message.extend(states.to_ne_bytes());
    message.extend(id);
    message
}

fn address(address: Option<SocketAddr>) -> [u8; 16] {
    let mut bytes = [0; 16];
    match address {
        Some(SocketAddr::V4(v4)) => bytes[..4].copy_from_slice(&v4.ip().octets()),
        Some(SocketAddr::V6(v6)) => bytes = v6.ip().octets(),
        None => {}
    }
    bytes
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
    let number = |at: usize| Some(u32::from_ne_bytes(body.get(at..at + 4)?.try_into().ok()?));
    let mut info = None;
    let mut attributes = body.get(MESSAGE..)?;
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
    Some(Answer {
        state: *body.get(1)?,
        local: SocketAddr::new(
            match i32::from(*body.first()?) {
                libc::AF_INET => {
                    IpAddr::V4(Ipv4Addr::from(<[u8; 4]>::try_from(body.get(8..12)?).ok()?))
                }
                _ => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(body.get(8..24)?).ok()?)),
            },
            u16::from_be_bytes([*body.get(4)?, *body.get(5)?]),
        ),
        unread: number(56)?,
        write_queue: number(60)?,
        inode: number(68)?,
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
