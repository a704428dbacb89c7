//! Linux's levers, one file each: cells, the facts of sockets (`sock_diag`), of processes
//! (`/proc`), of threads, and descriptors borrowed from another process.

mod borrow;
mod cell;
mod diag;
mod kin;
mod threads;
mod writes;

pub use borrow::{Borrowed, borrow};
pub use cell::{Cell, die_with_parent, probe as probe_cells};
pub use diag::{
    TcpInfo, inbox, listener, probe as probe_diag, segments_sent, taken, tcp_info, time_waits,
};
pub use kin::{
    adopt_orphans, alive, cpu_time, descriptors, end_kin, freeze, kin, memory_peak, owns_socket,
    prepare_child, thaw, watch_exit,
};
pub use threads::{probe as probe_threads, threads};
pub use writes::{offered, returned};
