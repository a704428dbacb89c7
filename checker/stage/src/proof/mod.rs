//! Can the programs ever move again, do they get anywhere, and which of them is to blame? The one loop
//! that waits is here, too.

pub mod account;
pub mod beside_timer;
mod blame;
pub mod busy_loop;
pub mod deadline;
pub mod deadlock;
pub mod descriptor;
mod evidence;
pub mod examiner;
pub mod pause;
pub mod progress;
mod slow_motion;
mod wait;
