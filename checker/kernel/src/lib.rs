//! All calls to the operating system, and all unsafe code. On Linux these are the levers that make every
//! trap deterministic. On other systems `portable.rs` returns [`Missing`] for each lever.
//!
//! `RUSTFLAGS="--cfg portable"` builds the portable half on Linux, so that it is compiled and tested where
//! the project is developed.

mod common;
mod facts;
#[cfg(all(target_os = "linux", not(portable)))]
mod linux;
mod missing;
#[cfg(not(all(target_os = "linux", not(portable))))]
mod portable;
mod reap;
mod remove;
mod terminal;

#[cfg(all(target_os = "linux", not(portable)))]
pub use linux::*;
#[cfg(not(all(target_os = "linux", not(portable))))]
pub use portable::*;

pub use common::{
    NO_ROOM, Ready, Signals, acknowledge_late, arm_quick_ack, bounds_on_files, free_bytes,
    hold_back, inode, let_others_run, limit_receive_buffer, make_pipe, most_descriptors, own_uid,
    signal_process, survive_file_size_bound, terminal_columns, time_accounted_for, wait_for,
    which_are_ready,
};

pub use facts::{
    Call, DatagramFacts, Doing, Inbox, Interest, ListenerFacts, Means, Pid, Thread, ThreadTimes,
    UnixFacts, Until, Watched,
};
pub use missing::Missing;
pub use reap::{end_of_child, restore_child_signal, wait_for_child};
pub use remove::remove_tree;
pub use terminal::open_terminal;
