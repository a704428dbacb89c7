//! What a machine without Linux's levers gets: the same functions, each of which says that its
//! lever is not here. Cases that need one are skipped with these words, never passed.

use std::io;
use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::{Duration, Instant};

use super::{Inbox, ListenerFacts, Means, Pid, Thread, Until};
use crate::fault::Missing;

const WHY: &str = "only Linux has it";

fn missing(lever: &str) -> Missing {
    Missing::new(lever, WHY)
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

pub fn probe_cells() -> Result<(), Missing> {
    Err(missing("a cell"))
}

pub fn probe_diag() -> Result<(), Missing> {
    Err(missing("what the kernel knows of a socket"))
}

pub fn probe_threads(_child: Pid) -> Result<(), Missing> {
    Err(missing("what a thread waits for"))
}

pub fn die_with_parent(_signal: i32) {}

pub fn adopt_orphans() -> Result<(), Missing> {
    Err(missing("adopting orphaned processes"))
}

/// A process group of its own, so that it can be ended with what it started.
pub fn prepare_child(command: &mut Command, _memory: u64, _file_size: u64) {
    command.process_group(0);
}

pub fn watch_exit(_pid: Pid) -> io::Result<OwnedFd> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

pub fn kin(_init: Option<Pid>) -> Vec<Pid> {
    Vec::new()
}

pub fn kin_thoroughly(_init: Option<Pid>) -> Vec<Pid> {
    Vec::new()
}

pub fn alive(_pid: Pid) -> bool {
    true
}

pub fn zombies(_parents: &[Pid]) -> Result<u64, Missing> {
    Err(missing("which ended processes nobody has waited for"))
}

pub fn cpu_time(_pid: Pid) -> Duration {
    Duration::ZERO
}

pub fn memory_peak(_pid: Pid) -> Option<u64> {
    None
}

pub fn memory_share(_pid: Pid) -> Option<u64> {
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

pub fn descriptors(_pid: Pid) -> Vec<(i32, String)> {
    Vec::new()
}

pub fn owns_socket(_pids: &[Pid], _inode: u64) -> bool {
    false
}

pub fn freeze(_pids: &[Pid], _patience: Instant) -> Result<(), Missing> {
    Err(missing("stopping a program"))
}

pub fn thaw(_pids: &[Pid]) {}

pub fn end_kin() {}

pub fn inbox(_theirs: SocketAddr, _ours: SocketAddr) -> Result<Option<Inbox>, Missing> {
    Err(missing("what the kernel knows of a socket"))
}

pub fn listeners(_port: u16) -> Result<Vec<ListenerFacts>, Missing> {
    Err(missing("what the kernel knows of a socket"))
}

pub fn time_waits(_port: u16) -> Result<usize, Missing> {
    Err(missing("what the kernel knows of a socket"))
}

pub fn taken(_theirs: SocketAddr, _ours: SocketAddr) -> Result<Option<u64>, Missing> {
    Err(missing("what the kernel knows of a socket"))
}

pub fn segments_sent(_theirs: SocketAddr, _ours: SocketAddr) -> Result<Option<u64>, Missing> {
    Err(missing("what the kernel knows of a socket"))
}

pub fn offered(_pid: Pid, _tid: Pid) -> Option<u64> {
    None
}

pub fn returned(_tid: Pid) -> Option<i64> {
    None
}

pub fn threads(_pid: Pid, _born: Instant) -> Result<Vec<Thread>, Missing> {
    Err(missing("what a thread waits for"))
}

pub fn may_be_interrupted(_pid: Pid) -> bool {
    true
}

pub fn timer(_pid: Pid, _fd: i32) -> Until {
    Until::Sometime
}

pub fn epoll_interests(_pid: Pid, _fd: i32) -> Option<Vec<(i32, i16)>> {
    None
}

/// Descriptors cannot be borrowed here.
#[derive(Debug)]
pub enum Borrowed {}

pub fn borrow(_pid: Pid, _fd: i32) -> io::Result<Borrowed> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

impl Borrowed {
    pub fn is_ready(&self, _events: i16) -> bool {
        match *self {}
    }

    pub fn time_limit(&self, _writes: bool) -> Option<Duration> {
        match *self {}
    }

    pub fn is_socket(&self) -> bool {
        match *self {}
    }

    pub fn is_internet(&self) -> bool {
        match *self {}
    }

    pub fn is_unix(&self) -> bool {
        match *self {}
    }

    pub fn tcp_state(&self) -> Option<u8> {
        match *self {}
    }

    pub fn gives_up_writing(&self) -> bool {
        match *self {}
    }

    pub fn peer_process(&self) -> Option<Pid> {
        match *self {}
    }

    pub fn is_listener(&self) -> bool {
        match *self {}
    }

    pub fn local_port(&self) -> Option<u16> {
        match *self {}
    }

    pub fn reuses_address(&self) -> io::Result<bool> {
        match *self {}
    }

    pub fn ends(&self) -> Option<(SocketAddr, SocketAddr)> {
        match *self {}
    }
}
