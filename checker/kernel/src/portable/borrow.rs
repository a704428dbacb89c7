//! Descriptors of another process cannot be borrowed here.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use crate::facts::Pid;

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

    pub fn blocks(&self) -> bool {
        match *self {}
    }

    pub fn set_nonblocking(&self) -> io::Result<()> {
        match *self {}
    }

    pub fn is_socket(&self) -> bool {
        match *self {}
    }

    pub fn is_raw(&self) -> bool {
        match *self {}
    }

    pub fn is_internet(&self) -> bool {
        match *self {}
    }

    pub fn is_unix(&self) -> bool {
        match *self {}
    }

    pub fn is_udp(&self) -> bool {
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

    pub fn inode(&self) -> Option<u64> {
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
