//! Captures the packets of a cell without root. Inside its own network namespace a process has every
//! capability (user_namespaces(7)), so it may open a packet socket (packet(7)).

use std::io;
use std::os::fd::{AsRawFd, OwnedFd};

use crate::common;
use crate::missing::Missing;

/// The total number of bytes kept. A packet of the loopback interface is never longer than [`LONGEST`].
const KEPT: usize = 8 << 20;
const LONGEST: usize = 70_000;
/// The size of the kernel's buffer between two drains (packet(7) counts the packets lost beyond it).
const BUFFER: libc::c_int = 32 << 20;

/// A packet socket on the loopback interface.
#[derive(Debug)]
pub struct Capture {
    socket: OwnedFd,
}

impl Capture {
    /// Begins to capture. This process must be in a cell, whose network is its own.
    pub fn start() -> Result<Capture, Missing> {
        begin().map_err(|error| Missing::new("packets (AF_PACKET)", error))
    }

    /// Takes the packets that came since the last call: the arrival time of each, in nanoseconds since
    /// 1970, and its bytes. `kept` bytes of earlier packets count against the bound. Returns the number
    /// of lost packets.
    pub fn drain(&self, mut kept: usize, mut take: impl FnMut(u64, Vec<u8>)) -> u64 {
        let mut buffer = vec![0; LONGEST];
        let mut lost = 0;
        while let Some((length, is_outgoing)) = self.next(&mut buffer) {
            // The socket sees each packet of this interface twice, outgoing and incoming: once is
            // enough.
            if !is_outgoing {
                continue;
            }
            if kept + length > KEPT {
                lost += 1;
                continue;
            }
            kept += length;
            let bytes = buffer[..length].to_vec();
            take(self.time_of_last(), bytes);
        }
        lost + self.dropped()
    }

    /// The next packet's length, and whether it was outgoing; `None` if there is none.
    fn next(&self, buffer: &mut [u8]) -> Option<(usize, bool)> {
        // SAFETY: an all-zero sockaddr_ll is a valid value of this plain C struct.
        let mut from: libc::sockaddr_ll = unsafe { std::mem::zeroed() };
        let mut size = size_of::<libc::sockaddr_ll>() as libc::socklen_t;
        // SAFETY: recvfrom(2) writes at most `buffer.len()` bytes into a live slice, and an address
        // of at most `size` bytes into a live struct.
        let length = unsafe {
            libc::recvfrom(
                self.socket.as_raw_fd(),
                buffer.as_mut_ptr().cast(),
                buffer.len(),
                libc::MSG_DONTWAIT,
                (&raw mut from).cast(),
                &raw mut size,
            )
        };
        let length = usize::try_from(length).ok()?;
        Some((length, from.sll_pkttype == libc::PACKET_OUTGOING))
    }

    /// When the last packet was seen, in nanoseconds since 1970.
    fn time_of_last(&self) -> u64 {
        // SAFETY: an all-zero timespec is a valid value of this plain C struct.
        let mut time: libc::timespec = unsafe { std::mem::zeroed() };
        // SAFETY: SIOCGSTAMPNS writes one timespec (socket(7)).
        let result = unsafe { libc::ioctl(self.socket.as_raw_fd(), SIOCGSTAMPNS, &raw mut time) };
        if result != 0 {
            return 0;
        }
        time.tv_sec.unsigned_abs() * 1_000_000_000 + time.tv_nsec.unsigned_abs()
    }

    /// Packets that the kernel had no room for since the last call.
    fn dropped(&self) -> u64 {
        // SAFETY: an all-zero tpacket_stats is a valid value of this plain C struct.
        let mut stats: libc::tpacket_stats = unsafe { std::mem::zeroed() };
        let mut size = size_of::<libc::tpacket_stats>() as libc::socklen_t;
        // SAFETY: getsockopt(2) writes at most `size` bytes into a live struct.
        let result = unsafe {
            libc::getsockopt(
                self.socket.as_raw_fd(),
                libc::SOL_PACKET,
                libc::PACKET_STATISTICS,
                (&raw mut stats).cast(),
                &raw mut size,
            )
        };
        if result == 0 { u64::from(stats.tp_drops) } else { 0 }
    }
}

/// `SIOCGSTAMPNS` of asm-generic/sockios.h, which the libc crate does not have.
const SIOCGSTAMPNS: libc::Ioctl = 0x8907;

fn begin() -> io::Result<Capture> {
    let protocol = (libc::ETH_P_ALL as u16).to_be();
    let kind = libc::SOCK_DGRAM | libc::SOCK_CLOEXEC;
    // SAFETY: socket(2) with constants; the result is checked before it is owned.
    let fd = unsafe { libc::socket(libc::AF_PACKET, kind, libc::c_int::from(protocol)) };
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the kernel has just given us this descriptor.
    let socket = unsafe { common::own(fd) };
    let bytes = BUFFER;
    for option in [libc::SO_RCVBUFFORCE, libc::SO_RCVBUF] {
        // SAFETY: setsockopt(2) reads one live integer.
        let set = unsafe {
            libc::setsockopt(
                fd,
                libc::SOL_SOCKET,
                option,
                (&raw const bytes).cast(),
                size_of::<libc::c_int>() as libc::socklen_t,
            )
        };
        if set == 0 {
            break;
        }
    }
    let capture = Capture { socket };
    // The first query makes the kernel begin to record times. It does not return one yet.
    let _ = capture.time_of_last();
    Ok(capture)
}
