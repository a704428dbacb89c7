//! Asks for the threads of processes at inconvenient moments.

use super::*;
use crate::common::own_uid;
use crate::linux::cell::in_a_child;
use crate::linux::observed::set_dumpable;
use crate::linux::user::become_a_stranger;
use crate::reap;

/// Many children are asked in the middle of their end, by a user who is not root.
#[test]
fn a_process_that_ends_has_threads_or_none() {
    let asks = || {
        if own_uid() == 0 {
            become_a_stranger(&[]).map_err(missing)?;
            // A change of the user hides this process and its children.
            set_dumpable(true);
        }
        for _ in 0..300 {
            // SAFETY: the child makes one system call, which does not return.
            let child = match unsafe { libc::fork() } {
                0 => unsafe { libc::_exit(0) },
                child => child,
            };
            while reap::end_of_child(child).map_err(missing)?.is_none() {
                threads(child, Instant::now())?;
            }
        }
        Ok(())
    };
    in_a_child(asks).unwrap();
}
