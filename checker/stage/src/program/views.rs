//! Parts of a program that the kernel reports. Each has its own type, with the checks of that part.

use crate::program::Program;
use crate::program::listener::Listener;
use crate::program::processes::Processes;
use crate::program::resources::Resources;
use crate::program::threads::Threads;

impl<'s> Program<'s> {
    /// Its listening socket.
    pub fn listener(&self) -> Listener<'s> {
        Listener { program: *self }
    }

    /// Its processes.
    pub fn processes(&self) -> Processes<'s> {
        Processes { program: *self }
    }

    /// Its threads.
    pub fn threads(&self) -> Threads<'s> {
        Threads { program: *self }
    }

    /// Its descriptors and its memory.
    pub fn resources(&self) -> Resources<'s> {
        Resources { program: *self }
    }
}
