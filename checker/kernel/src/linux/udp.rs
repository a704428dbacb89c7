//! Facts of UDP sockets, and a probe that reports when every datagram sent so far has been delivered.
//!
//! A TCP socket counts the bytes that it received. A UDP socket has no such count, so it does not show
//! whether another datagram is on its way. On the loopback a datagram waits in the backlog of the
//! processor on which it was sent. Usually it takes no time, but on a busy machine it may take a while.
//! A backlog is first in, first out. Once a probe sent from the same processor has come back, every
//! datagram sent there before has been delivered.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::os::fd::AsFd;
use std::time::Duration;

use super::proc;
use crate::common::{Ready, wait_for};
use crate::facts::DatagramFacts;
use crate::missing::Missing;

/// The UDP sockets that are bound to this port, in either family. In proc_net_udp each line is
/// `sl local remote state tx:rx …`, and the tenth word is the inode.
pub fn datagram_sockets(port: u16) -> Result<Vec<DatagramFacts>, Missing> {
    let mut found = Vec::new();
    for table in ["/proc/thread-self/net/udp", "/proc/thread-self/net/udp6"] {
        let text = match proc::read(table) {
            Ok(text) => text,
            // A machine without IPv6 has no second table.
            Err(error) if error.kind() == io::ErrorKind::NotFound && table.ends_with('6') => break,
            Err(error) => {
                return Err(Missing::new("kernel state of UDP sockets", error));
            }
        };
        found.extend(text.lines().filter_map(parse).filter(|one| one.address.port() == port));
    }
    Ok(found)
}

fn parse(line: &str) -> Option<DatagramFacts> {
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    let (host, port) = words.get(1)?.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    // Whole words of the address, each printed as a number in this machine's byte order.
    let mut bytes = Vec::with_capacity(16);
    for at in (0..host.len()).step_by(8) {
        bytes.extend(u32::from_str_radix(host.get(at..at + 8)?, 16).ok()?.to_ne_bytes());
    }
    let ip = match <[u8; 4]>::try_from(&bytes[..]) {
        Ok(v4) => IpAddr::V4(Ipv4Addr::from(v4)),
        Err(_) => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(&bytes[..]).ok()?)),
    };
    let inode = words.get(9)?.parse().ok()?;
    Some(DatagramFacts { inode, address: SocketAddr::new(ip.to_canonical(), port) })
}

/// If this many probes in a row are lost, this machine's loopback delivers nothing.
const PROBES: usize = 10;

/// A socket of ours that sends to itself.
#[derive(Debug)]
pub struct DeliveryProbe {
    socket: UdpSocket,
}

/// A probe that has not come back by then was dropped, or the machine is extremely busy.
const PATIENCE: Duration = Duration::from_millis(200);
/// The ICMP error for a datagram to an unused port is queued behind our first probe.
const ROUNDS: usize = 2;

impl DeliveryProbe {
    pub fn new() -> Result<DeliveryProbe, Missing> {
        let open = || -> io::Result<DeliveryProbe> {
            let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
            socket.connect(socket.local_addr()?)?;
            socket.set_nonblocking(true)?;
            Ok(DeliveryProbe { socket })
        };
        open().map_err(|error| Missing::new("knowing that datagrams have arrived", error))
    }

    /// Whether every datagram that any process sent on this machine's loopback before this call has been
    /// delivered. `false` means that it is not known.
    pub fn sees_all_delivered(&self) -> Result<bool, Missing> {
        let home = Processors::of_this_thread()?;
        for processor in home.each() {
            processor.pin_this_thread()?;
            for _ in 0..ROUNDS {
                if !self.comes_back() {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Calls `send`, and returns once the datagram has been delivered. So a datagram that another peer
    /// sends later cannot overtake it on another processor.
    pub fn delivers<T>(&self, send: impl FnOnce() -> T) -> Result<T, Missing> {
        let home = Processors::of_this_thread()?;
        home.the_one_we_are_on().pin_this_thread()?;
        let sent = send();
        // A probe may be dropped if too much is on its way; the next one is not.
        match (0..PROBES).any(|_| self.comes_back()) {
            true => Ok(sent),
            false => {
                Err(Missing::new("knowing that a datagram has arrived", "no probe comes back"))
            }
        }
    }

    /// Sends a probe from this thread's processor, and waits for it.
    fn comes_back(&self) -> bool {
        let mut probe = [0; 1];
        if !matches!(self.socket.send(&probe), Ok(1)) {
            return false;
        }
        loop {
            match self.socket.recv(&mut probe) {
                Ok(_) => return true,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if wait_for(&[self.socket.as_fd()], &[], PATIENCE) == Ready::Nothing {
                        return false;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
    }
}

/// The processors that this thread may run on. They are restored when this is dropped.
struct Processors(libc::cpu_set_t);

/// One processor.
struct Processor(usize);

fn missing() -> Missing {
    let error = io::Error::last_os_error();
    Missing::new("choosing the processor for a thread (sched_setaffinity)", error)
}

impl Processors {
    fn of_this_thread() -> Result<Processors, Missing> {
        // SAFETY: a `cpu_set_t` is an array of bits, for which all zeros is a value.
        let mut set: libc::cpu_set_t = unsafe { std::mem::zeroed() };
        // SAFETY: sched_getaffinity(2) writes at most one `cpu_set_t` into a live one.
        match unsafe { libc::sched_getaffinity(0, size_of_val(&set), &raw mut set) } {
            0 => Ok(Processors(set)),
            _ => Err(missing()),
        }
    }

    fn each(&self) -> impl Iterator<Item = Processor> {
        // SAFETY: `CPU_ISSET` reads a bit inside the set: the numbers end where its bits do.
        (0..8 * size_of_val(&self.0))
            .filter(|number| unsafe { libc::CPU_ISSET(*number, &self.0) })
            .map(Processor)
    }

    fn the_one_we_are_on(&self) -> Processor {
        // SAFETY: sched_getcpu(3) takes nothing and returns a number.
        Processor(usize::try_from(unsafe { libc::sched_getcpu() }).unwrap_or(0))
    }
}

impl Processor {
    /// Pins this thread to this processor.
    fn pin_this_thread(&self) -> Result<(), Missing> {
        // SAFETY: as above; `CPU_SET` sets a bit inside the set.
        let mut set: libc::cpu_set_t = unsafe { std::mem::zeroed() };
        unsafe { libc::CPU_SET(self.0, &mut set) };
        // SAFETY: sched_setaffinity(2) reads one live `cpu_set_t`.
        match unsafe { libc::sched_setaffinity(0, size_of_val(&set), &raw const set) } {
            0 => Ok(()),
            _ => Err(missing()),
        }
    }
}

impl Drop for Processors {
    fn drop(&mut self) {
        // SAFETY: sched_setaffinity(2) reads one live `cpu_set_t`. These were ours before.
        unsafe { libc::sched_setaffinity(0, size_of_val(&self.0), &raw const self.0) };
    }
}
