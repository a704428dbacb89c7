//! What a script results in, as plain data: a broken promise, a fault of ours, a missing lever, remarks,
//! and the trace of what happened. Every other floor may import this one.

pub mod breach;
pub mod bytes;
pub mod fault;
pub mod remark;
pub mod runs;
pub mod trace;
