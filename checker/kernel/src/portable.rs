//! The functions for systems other than Linux: each reports that its lever is missing. Cases that need one
//! are skipped with this message, and never pass.

mod borrow;
mod tracing;
mod walls;

use std::io;
use std::net::SocketAddr;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::common;
use crate::facts::{
    DatagramFacts, Inbox, Interest, ListenerFacts, Means, Pid, Thread, UnixFacts, Until,
};
use crate::missing::Missing;

pub use borrow::{Borrowed, borrow};
pub use tracing::{Held, Offer, hold, interrupt, offered, returned, thread_times, watch_calls};
pub use walls::{
    Fence, Room, Share, Walls, become_a_stranger, bound_folder, confine, hides, probe_fences,
    probe_rooms, probe_seccomp, probe_strangers, refuse_tracers,
};

const WHY: &str = "only Linux has it";

fn missing(lever: &str) -> Missing {
    Missing::new(lever, WHY)
}

/// Packets can be captured only through Linux's packet sockets.
#[derive(Debug)]
pub enum Capture {}

impl Capture {
    pub fn start() -> Result<Capture, Missing> {
        Err(missing("packets"))
    }

    pub fn drain(&self, _kept: usize, _take: impl FnMut(u64, Vec<u8>)) -> u64 {
        match *self {}
    }
}

/// Cells need Linux's namespaces.
#[derive(Debug)]
pub enum Cell {}

impl Cell {
    pub fn enter(_as_root: bool) -> Result<Cell, Missing> {
        Err(missing("a cell"))
    }

    pub fn init(&self) -> Pid {
        match *self {}
    }

    pub fn end(&self) {
        match *self {}
    }
}

/// A nursery needs Linux's clone(2).
#[derive(Debug)]
pub enum Nursery {}

impl Nursery {
    pub fn begin(_work: fn(UnixStream)) -> Result<Nursery, Missing> {
        Err(missing("a nursery"))
    }

    pub fn bear(&self, _patience: Duration) -> io::Result<(Pid, UnixStream)> {
        match *self {}
    }
}

pub fn probe_cells() -> Result<(), Missing> {
    Err(missing("a cell"))
}

pub fn know_hosts(_hosts: &str, _folder: &Path) -> Result<(), Missing> {
    Err(missing("host names for the case"))
}

pub fn bind_ipv6_only() -> Result<(), Missing> {
    Err(missing("a different default of IPV6_V6ONLY"))
}

pub fn probe_diag() -> Result<(), Missing> {
    Err(missing("kernel state of a socket"))
}

pub fn probe_threads(_child: Pid) -> Result<(), Missing> {
    Err(missing("system call of a blocked thread"))
}

pub fn probe_raw_sockets() -> Result<(), Missing> {
    Err(missing("a raw socket in a cell"))
}

pub fn leave_pings_to_others() -> Result<(), Missing> {
    Err(missing("keeping the kernel from answering pings"))
}

pub fn is_icmp_on_its_way() -> Result<bool, Missing> {
    Err(missing("the kernel's count of messages"))
}

pub fn die_with_parent(_signal: i32) {}

pub fn adopt_orphans() -> Result<(), Missing> {
    Err(missing("adopting orphaned processes"))
}

/// Puts the child into its own process group, so that it can be ended with all that it started.
pub fn prepare_child(command: &mut Command, _memory: u64, _file_size: u64, _walls: Walls) {
    command.process_group(0);
}

pub fn watch_exit(_pid: Pid) -> io::Result<OwnedFd> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

/// Only Linux lists the children of a process.
#[derive(Debug, Clone, Copy)]
pub struct Descendants;

impl Descendants {
    pub fn of_this_process() -> Descendants {
        Descendants
    }

    pub fn in_cell(_init: Pid) -> Descendants {
        Descendants
    }

    pub fn list(&self) -> Vec<Pid> {
        Vec::new()
    }

    pub fn list_at_rest(&self) -> Option<Vec<Pid>> {
        Some(Vec::new())
    }

    pub fn list_thoroughly(&self) -> Vec<Pid> {
        Vec::new()
    }
}

pub fn alive(_pid: Pid) -> bool {
    true
}

pub fn zombies(_parents: &[Pid]) -> Result<u64, Missing> {
    Err(missing("ended child processes (zombies)"))
}

pub fn cpu_time(_pid: Pid) -> Duration {
    Duration::ZERO
}

pub fn bytes_read(_pid: Pid) -> u64 {
    0
}

pub fn memory_peak(_pid: Pid) -> Option<u64> {
    None
}

pub fn memory_share(_pid: Pid) -> Option<u64> {
    None
}

pub fn own_memory(_pid: Pid) -> Option<u64> {
    None
}

pub fn address_space_peak(_pid: Pid) -> Option<u64> {
    None
}

pub fn memory_for_data(_pid: Pid) -> Option<u64> {
    None
}

pub fn limit(_pid: Pid, _means: Means, _most: u64) -> io::Result<u64> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

pub fn limits(_pid: Pid, _means: Means) -> io::Result<(u64, u64)> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

pub fn descriptors(_pid: Pid) -> Vec<(i32, String)> {
    Vec::new()
}

pub fn owns_socket(_pids: &[Pid], _inode: u64) -> bool {
    false
}

pub fn stack_of_a_thread() -> u64 {
    8 << 20
}

pub fn segments_received(_socket: BorrowedFd<'_>) -> Option<u64> {
    None
}

pub fn has_no_end(_socket: BorrowedFd<'_>) -> bool {
    true
}

pub fn has_in_flight(_socket: BorrowedFd<'_>) -> bool {
    true
}

pub fn catches_sigchld_with_children(_pid: Pid) -> bool {
    false
}

pub fn signal_first_thread(pid: Pid, signal: i32) -> io::Result<()> {
    common::signal_process(pid, signal)
}

pub fn stop(_pids: &[Pid], _patience: Instant) -> Result<(), Missing> {
    Err(missing("stopping a program"))
}

pub fn resume(_pids: &[Pid]) {}

/// No thread can be pinned here.
#[derive(Debug)]
pub enum Pinned {}

pub fn pin(_pids: &[Pid]) -> Option<Pinned> {
    None
}

impl Pinned {
    pub fn have_run(&self, _pids: &[Pid]) -> bool {
        match *self {}
    }

    pub fn release(self, _pids: &[Pid]) {
        match self {}
    }
}

pub fn end_kin() {}

pub fn end_with_parent(_command: &mut Command) {}

pub fn inbox(_theirs: SocketAddr, _ours: SocketAddr) -> Result<Option<Inbox>, Missing> {
    Err(missing("kernel state of a socket"))
}

pub fn listeners(_port: u16) -> Result<Vec<ListenerFacts>, Missing> {
    Err(missing("kernel state of a socket"))
}

pub fn time_waits(_port: u16) -> Result<usize, Missing> {
    Err(missing("kernel state of a socket"))
}

pub fn taken(_theirs: SocketAddr, _ours: SocketAddr) -> Result<Option<u64>, Missing> {
    Err(missing("kernel state of a socket"))
}

pub fn segments_sent(_theirs: SocketAddr, _ours: SocketAddr) -> Result<Option<u64>, Missing> {
    Err(missing("kernel state of a socket"))
}

pub fn count_on_from(_last: Pid) -> Result<(), Missing> {
    Err(missing("process ids of a cell"))
}

pub fn last_number() -> Result<Pid, Missing> {
    Err(missing("process ids of a cell"))
}

pub fn threads(_pid: Pid, _born: Instant) -> Result<Vec<Thread>, Missing> {
    Err(missing("system call of a blocked thread"))
}

/// This system does not report it, so the answer is always yes.
pub fn is_ready_for(_pid: Pid, _signal: i32) -> bool {
    true
}

pub fn goes_without_a_word(_socket: BorrowedFd<'_>) -> Result<(), Missing> {
    Err(missing("closing a connection silently"))
}

pub fn may_be_interrupted(_pid: Pid) -> bool {
    true
}

pub fn timer(_pid: Pid, _fd: i32) -> Until {
    Until::Sometime
}

pub fn epoll_interests(_pid: Pid, _fd: i32) -> Option<Vec<Interest>> {
    None
}

pub fn datagram_sockets(_port: u16) -> Result<Vec<DatagramFacts>, Missing> {
    Err(missing("kernel state of UDP sockets"))
}

/// Whether datagrams have arrived is not known here. The functions send them without a check.
#[derive(Debug)]
pub struct DeliveryProbe(());

impl DeliveryProbe {
    pub fn new() -> Result<DeliveryProbe, Missing> {
        Ok(DeliveryProbe(()))
    }

    pub fn sees_all_delivered(&self) -> Result<bool, Missing> {
        Err(missing("knowing that datagrams have arrived"))
    }

    pub fn delivers<T>(&self, send: impl FnOnce() -> T) -> Result<T, Missing> {
        Ok(send())
    }
}

pub fn unix_socket(_inode: u64) -> Result<Option<UnixFacts>, Missing> {
    Err(missing("kernel state of a Unix socket"))
}

pub fn unix_listeners() -> Result<Vec<UnixFacts>, Missing> {
    Err(missing("kernel state of a Unix socket"))
}

pub fn unix_inbox(
    _socket: BorrowedFd<'_>,
    _inode: u64,
    _said: u64,
    _ended: bool,
) -> Result<Option<Inbox>, Missing> {
    Err(missing("kernel state of a Unix socket"))
}

pub fn has_unread(_socket: BorrowedFd<'_>) -> bool {
    false
}

pub fn waiting_bytes(_socket: BorrowedFd<'_>) -> u64 {
    0
}

pub fn has_hung_up(_socket: BorrowedFd<'_>) -> bool {
    false
}

pub fn send_with_boundary(_socket: BorrowedFd<'_>, _piece: &[u8]) -> io::Result<usize> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

pub fn receive_packet(_socket: BorrowedFd<'_>) -> io::Result<Option<Vec<u8>>> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

pub fn parent(_pid: Pid) -> Option<Pid> {
    None
}
