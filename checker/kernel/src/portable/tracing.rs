//! The calls of a program that Linux can trace. Nothing is traced here.

use std::time::Duration;

use super::missing;
use crate::facts::{Call, Pid, ThreadTimes, Watched};
use crate::missing::Missing;

/// A call that writes; none is observed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    pub bytes: u64,
}

impl Offer {
    pub fn taken(&self, _pid: Pid, _returned: i64) -> Option<u64> {
        None
    }
}

pub fn offered(_pid: Pid, _tid: Pid) -> Option<Offer> {
    None
}

#[derive(Debug)]
pub enum Held {}

pub fn hold(_pids: &[Pid]) -> Result<Held, Missing> {
    Err(missing("holding a program's threads"))
}

impl Held {
    pub fn release(self) {
        match self {}
    }
}

pub fn interrupt<T>(
    _tid: Pid,
    _while_stopped: impl FnOnce(i64) -> T,
) -> Result<Option<T>, Missing> {
    Err(missing("holding a program's threads"))
}

pub fn returned(_tid: Pid) -> Option<i64> {
    None
}

pub fn watch_calls(
    _pid: Pid,
    _tid: Pid,
    _longest: Duration,
    _enough: impl Fn(&[Call]) -> bool,
) -> Result<Watched, Missing> {
    Err(missing("watching a program's system calls"))
}

pub fn thread_times(_pid: Pid) -> Vec<ThreadTimes> {
    Vec::new()
}
