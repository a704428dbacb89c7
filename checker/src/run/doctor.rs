//! What this machine allows: each lever of the stage is tried, and it is said what is lost where
//! one is missing.

use std::net::TcpListener;
use std::process::{Command, Stdio};

use stage::fault::Missing;

/// One thing that was tried.
pub struct Finding {
    pub what: String,
    /// What was found, or why not.
    pub found: Result<String, String>,
    /// What is lost where it is missing.
    pub lost: &'static str,
}

/// Something that the checker stands on, and how it is tried.
pub struct Lever {
    pub what: &'static str,
    /// What is lost where it is missing.
    pub lost: &'static str,
    attempt: fn() -> Result<String, String>,
}

/// Everything that the checker stands on.
pub const LEVERS: &[Lever] = &[
    Lever {
        what: "cargo",
        lost: "Lessons cannot be built; only programs given by --server and --client can be checked.",
        attempt: || version("cargo"),
    },
    Lever {
        what: "cells (user, network and process namespaces)",
        lost: "Cases run in process groups on free ports instead; the default address and packet capture are skipped.",
        attempt: || told(kernel::probe_cells(), "a network of its own for every case"),
    },
    Lever {
        what: "a fence around programs (Landlock)",
        lost: "Nothing is skipped, but a program can write wherever you can, and signal your other processes: check programs that you trust.",
        attempt: || kernel::probe_fences().map(Into::into).map_err(|missing| missing.why),
    },
    Lever {
        what: "refusing system calls (seccomp)",
        lost: "Nothing is skipped, but a program can trace processes of yours: check programs that you trust.",
        attempt: || told(kernel::probe_seccomp(), "tracing, hiding, limiting others"),
    },
    Lever {
        what: "raw sockets in a cell",
        lost: "Lesson 25 is skipped: nobody can be pinged who answers by script.",
        attempt: || told(kernel::probe_raw_sockets(), "no root needed"),
    },
    Lever {
        what: "what the kernel knows of sockets (sock_diag)",
        lost: "Cases that deliver a message in exact pieces are skipped, and hangs are found by the deadline only.",
        attempt: || told(kernel::probe_diag(), "answers"),
    },
    Lever {
        what: "what the kernel knows of Unix sockets (unix_diag)",
        lost: "The same is lost in the lesson about Unix sockets.",
        attempt: || told(kernel::unix_listeners().map(drop), "answers"),
    },
    Lever {
        what: "what a program waits for (/proc/PID/syscall)",
        lost: "A hang cannot be proved; it is found when the case's deadline has come.",
        attempt: probe_threads,
    },
    Lever {
        what: "free ports on 127.0.0.1",
        lost: "Without a loopback network no case can be played.",
        attempt: || port("127.0.0.1"),
    },
    Lever {
        what: "free ports on ::1 (IPv6)",
        lost: "Cases in which somebody has an address of IPv6 are skipped.",
        attempt: || port("::1"),
    },
    Lever {
        what: "descriptors for a program (ulimit -Hn)",
        lost: "Cases with a thousand clients at once, or more, bring fewer of them or are skipped.",
        attempt: || enough(kernel::most_descriptors()),
    },
    Lever {
        what: "python3",
        lost: "Nothing for Rust programs; the project's own tests skip those written in Python.",
        attempt: || version("python3"),
    },
];

/// Tries everything that the checker stands on.
pub fn doctor() -> Vec<Finding> {
    let tried = LEVERS.iter().map(|lever| Finding {
        what: lever.what.into(),
        found: (lever.attempt)(),
        lost: lever.lost,
    });
    tried.collect()
}

fn told(probed: Result<(), Missing>, found: &str) -> Result<String, String> {
    probed.map(|()| found.into()).map_err(|missing| missing.why)
}

/// A port that is free on this address.
fn port(address: &str) -> Result<String, String> {
    TcpListener::bind((address, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| format!("such as {}", address.port()))
        .map_err(|error| error.to_string())
}

/// So many descriptors are enough for every case.
const ENOUGH: u64 = 4096;

/// Whether a program may have enough descriptors; `None` stands for any number.
fn enough(most: Option<u64>) -> Result<String, String> {
    match most {
        None => Ok("as many as there is room for".into()),
        Some(most) if most >= ENOUGH => Ok(format!("up to {most}")),
        Some(most) => Err(format!("no more than {most} are allowed, and {ENOUGH} may be needed")),
    }
}

fn version(program: &str) -> Result<String, String> {
    let output =
        Command::new(program).arg("--version").output().map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Asks what a child of ours waits for: another checker, that waits for an order.
fn probe_threads() -> Result<String, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut child = Command::new(program)
        .arg("cell")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let found = kernel::probe_threads(child.id() as i32);
    let _ = child.kill();
    let _ = child.wait();
    found.map(|()| "answers".into()).map_err(|missing| missing.why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_descriptors_are_too_few() {
        assert_eq!(enough(Some(1_048_576)).unwrap(), "up to 1048576");
        assert!(enough(Some(ENOUGH)).is_ok() && enough(None).is_ok());
        let why = enough(Some(1024)).unwrap_err();
        assert_eq!(why, "no more than 1024 are allowed, and 4096 may be needed");
    }
}
