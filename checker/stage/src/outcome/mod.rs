//! The results of a script, as plain data: a broken promise, a fault of the stage, a missing lever, remarks,
//! and the trace of what happened. Every other folder may import this one.

pub mod breach;
pub mod bytes;
pub mod fault;
pub mod remark;
pub mod trace;
mod wait;
pub mod wire;
