//! The stage's knowledge of the programs and peers: its own records, and the kernel's reports of
//! processes, threads and sockets. It does not judge and does not wait.

pub mod connection;
mod environment;
pub mod limits;
pub mod mailbox;
pub mod own_time;
pub mod place;
pub mod process;
pub mod socket_path;
pub mod stage;
pub mod standard_output;
pub mod usage;
