//! The JSON that the checker prints. The checker writes these types, and other programs such as the
//! screen of `checker watch` read them. Later versions only add keys. A reader skips keys and events
//! that it does not know.
//!
//! The objects need the feature `json`. Without it, only [`Status`] is there, and nothing else is compiled.
//!
//! - [`check`]: one object, `checker check --format json`
//! - [`events`]: one object per line while a check runs, `checker check --format events`
//! - [`course`]: one object, `checker list --format json`
//! - [`grade`]: the files that `checker grade` writes
//! - [`trace`]: one object, `checker trace --format json`

#![forbid(unsafe_code)]

#[cfg(feature = "json")]
pub mod check;
#[cfg(feature = "json")]
pub mod course;
#[cfg(feature = "json")]
pub mod events;
#[cfg(feature = "json")]
pub mod grade;
mod status;
#[cfg(feature = "json")]
pub mod trace;

pub use status::Status;

/// The version of all of these objects.
pub const SCHEMA: u32 = 1;
