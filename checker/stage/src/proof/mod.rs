//! Whether the programs can ever move again, whether they make progress, and which of them broke a promise.
//! The one loop that waits is here, too.

pub mod account;
pub mod beside_timer;
mod blame;
pub mod busy_loop;
pub mod deadline;
pub mod deadlock;
pub mod descriptor;
mod evidence;
pub mod examiner;
pub mod flood;
pub(crate) mod overdue;
pub(crate) mod pause;
pub mod progress;
mod short_pauses;
mod slow_motion;
mod wait;
