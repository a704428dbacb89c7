//! Linux's levers, one file each: cells, the facts of sockets (`sock_diag`), of processes
//! (`/proc`), of threads and timers, and descriptors borrowed from another process.

mod borrow;
mod cell;
mod diag;
mod fdinfo;
mod kin;
mod limits;
mod netlink;
mod threads;
mod writes;

pub use borrow::{Borrowed, borrow};
pub use cell::{Cell, die_with_parent, probe as probe_cells};
pub use diag::{
    TcpInfo, inbox, listeners, probe as probe_diag, segments_sent, taken, tcp_info, time_waits,
};
pub use fdinfo::{epoll_interests, may_be_interrupted, timer};
pub use kin::{
    address_space_peak, adopt_orphans, alive, cpu_time, descriptors, end_kin, freeze, kin,
    kin_thoroughly, memory_for_data, memory_peak, memory_share, owns_socket, prepare_child, thaw,
    watch_exit, zombies,
};
pub use limits::limit;
pub use threads::{probe as probe_threads, threads};
pub use writes::{offered, returned};
