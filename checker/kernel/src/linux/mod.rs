//! Linux's levers, one file each: cells, socket facts (`sock_diag`), processes (`/proc`), threads and timers,
//! and descriptors borrowed from another process.

mod borrow;
mod calls;
mod capture;
mod cell;
mod child;
mod confine;
mod descendants;
mod diag;
mod fdinfo;
mod hold;
mod icmp;
mod landlock;
mod limits;
mod mounts;
mod names;
mod netlink;
mod nursery;
mod observed;
mod pids;
mod pin;
mod proc;
mod processes;
mod room;
mod runtimes;
mod seccomp;
mod stop;
mod threads;
mod traced_end;
mod udp;
mod unix;
mod user;
mod vanish;
mod writes;

pub use borrow::{Borrowed, borrow};
pub use calls::{thread_times, watch_calls};
pub use capture::Capture;
pub use cell::{Cell, die_with_parent, probe as probe_cells};
pub use child::{Walls, end_with_parent, prepare_child};
pub use confine::{Share, confine};
pub use descendants::{Descendants, adopt_orphans, end_kin};
pub use diag::{
    has_in_flight, has_no_end, inbox, listeners, probe as probe_diag, segments_received,
    segments_sent, taken, time_waits,
};
pub use fdinfo::{epoll_interests, is_ready_for, may_be_interrupted, timer};
pub use hold::{Held, hold, interrupt};
pub use icmp::{is_icmp_on_its_way, leave_pings_to_others, probe_raw_sockets};
pub use landlock::{Fence, probe as probe_fences};
pub use limits::{limit, limits, stack_of_a_thread};
pub use names::{bind_ipv6_only, know_hosts};
pub use nursery::Nursery;
pub use observed::{hides, refuse_tracers};
pub use pids::{count_on_from, last_number};
pub use pin::{Pinned, pin};
pub use processes::{
    address_space_peak, alive, bytes_read, cpu_time, descriptors, memory_for_data, memory_peak,
    memory_share, own_memory, owns_socket, parent, watch_exit, zombies,
};
pub use room::{Room, bound_folder, probe as probe_rooms};
pub use seccomp::probe as probe_seccomp;
pub use stop::{catches_sigchld_with_children, resume, signal_first_thread, stop};
pub use threads::{probe as probe_threads, threads};
pub use udp::{DeliveryProbe, datagram_sockets};
pub use unix::{
    has_hung_up, has_unread, receive_packet, send_with_boundary, unix_inbox, unix_listeners,
    unix_socket, waiting_bytes,
};
pub use user::{become_a_stranger, probe as probe_strangers};
pub use vanish::goes_without_a_word;
pub use writes::{Offer, offered, returned};
