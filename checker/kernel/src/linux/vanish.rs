//! Drops our side of a connection without a FIN or a reset, as when a machine loses its power. The kernel
//! forgets a socket in repair mode (`TCP_REPAIR`, made for moving connections from one machine to another)
//! and sends neither. Only a peer that writes to it later gets a reset (RFC 9293, 3.10.7.1).

use std::os::fd::{AsRawFd, BorrowedFd};

use crate::missing::Missing;

/// Makes the socket vanish silently when it is closed. This needs a cell, or root (`CAP_NET_ADMIN`).
pub fn goes_without_a_word(socket: BorrowedFd<'_>) -> Result<(), Missing> {
    let on: libc::c_int = 1;
    // SAFETY: setsockopt(2) reads one `c_int` behind the pointer.
    let done = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_REPAIR,
            (&raw const on).cast(),
            size_of_val(&on) as libc::socklen_t,
        )
    };
    if done == 0 {
        return Ok(());
    }
    let error = std::io::Error::last_os_error();
    Err(Missing::new("closing a connection silently (TCP_REPAIR)", error))
}
