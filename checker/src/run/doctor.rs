//! Tries each lever of the stage on this machine. For a missing lever it says which cases are affected.

use std::net::TcpListener;
use std::process::{Command, Stdio};

use stage::fault::Missing;

/// The result for one lever.
pub struct Finding {
    pub name: String,
    /// The result, or the reason why the lever is missing.
    pub found: Result<String, String>,
    /// The effect if it is missing.
    pub lost: &'static str,
}

/// A feature of the machine that the checker uses, and a way to try it.
pub struct Lever {
    pub name: &'static str,
    /// The effect if it is missing.
    pub lost: &'static str,
    attempt: fn() -> Result<String, String>,
}

/// All features of the machine that the checker uses.
pub const LEVERS: &[Lever] = &[
    Lever {
        name: "cargo",
        lost: "Lessons cannot be built. Only programs given with --server and --client can be checked.",
        attempt: || version("cargo"),
    },
    Lever {
        name: "cells (user, network and process namespaces)",
        lost: "Cases run in process groups on free ports instead. Cases with the default address and packet capture are skipped.",
        attempt: || finding(kernel::probe_cells(), "every case has its own network"),
    },
    Lever {
        name: "sandboxes (mount namespaces)",
        lost: "Nothing is skipped, but `grade` and `check --sandbox` keep a program from your files only by Landlock, and not from the network. `grade` refuses submissions unless you are root.",
        attempt: || {
            finding(
                kernel::probe_rooms(),
                "`grade` and `check --sandbox` keep strangers' code from your files",
            )
        },
    },
    Lever {
        name: "a fence around programs (Landlock)",
        lost: "Nothing is skipped, but a program can write wherever you can, and signal your other processes. Check only programs that you trust.",
        attempt: || kernel::probe_fences().map(Into::into).map_err(|missing| missing.why),
    },
    Lever {
        name: "another user for strangers' programs (setuid)",
        lost: "Nothing is skipped. But programs in a sandbox run as root, and the kernel does not bound the number of their processes.",
        attempt: || {
            if kernel::own_uid() != 0 {
                return Ok("not needed, because you are not root".into());
            }
            let in_cells = kernel::probe_cells().is_ok();
            finding(kernel::probe_strangers(in_cells), "a program in a sandbox owns no files")
        },
    },
    Lever {
        name: "refusing system calls (seccomp)",
        lost: "Nothing is skipped, but a program can trace your processes. Check only programs that you trust.",
        attempt: || {
            finding(kernel::probe_seccomp(), "programs cannot trace, hide or limit other processes")
        },
    },
    Lever {
        name: "raw sockets in a cell",
        lost: "Lesson 25 is skipped: the checker cannot create a scripted host to ping.",
        attempt: || finding(kernel::probe_raw_sockets(), "no root needed"),
    },
    Lever {
        name: "kernel state of sockets (sock_diag)",
        lost: "Cases that deliver a message in exact pieces are skipped. A hang is found only at the deadline.",
        attempt: || finding(kernel::probe_diag(), "answers"),
    },
    Lever {
        name: "kernel state of Unix sockets (unix_diag)",
        lost: "The same cases are affected in the lesson about Unix sockets.",
        attempt: || finding(kernel::unix_listeners().map(drop), "answers"),
    },
    Lever {
        name: "system call of a blocked thread (/proc/PID/syscall)",
        lost: "A hang cannot be proved. It is found only at the deadline.",
        attempt: probe_threads,
    },
    Lever {
        name: "free ports on 127.0.0.1",
        lost: "No case can run without a loopback network.",
        attempt: || port("127.0.0.1"),
    },
    Lever {
        name: "free ports on ::1 (IPv6)",
        lost: "Cases that use an IPv6 address are skipped.",
        attempt: || port("::1"),
    },
    Lever {
        name: "descriptors for a program (ulimit -Hn)",
        lost: "Cases with a thousand clients or more use fewer of them or are skipped.",
        attempt: || enough(kernel::most_descriptors()),
    },
    Lever {
        name: "python3",
        lost: "Programs written in Python cannot be checked. Rust programs do not need it.",
        attempt: || version("python3"),
    },
];

/// Tries every lever.
pub fn doctor() -> Vec<Finding> {
    let tried = LEVERS.iter().map(|lever| Finding {
        name: lever.name.into(),
        found: (lever.attempt)(),
        lost: lever.lost,
    });
    tried.collect()
}

fn finding(probed: Result<(), Missing>, found: &str) -> Result<String, String> {
    probed.map(|()| found.into()).map_err(|missing| missing.why)
}

/// Finds a free port on this address.
fn port(address: &str) -> Result<String, String> {
    TcpListener::bind((address, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| format!("such as {}", address.port()))
        .map_err(|error| error.to_string())
}

/// Number of descriptors that is enough for every case.
const ENOUGH: u64 = 4096;

/// Checks that a program may open enough descriptors; `None` stands for no limit.
fn enough(most: Option<u64>) -> Result<String, String> {
    match most {
        None => Ok("no limit".into()),
        Some(most) if most >= ENOUGH => Ok(format!("up to {most}")),
        Some(most) => Err(format!("the limit is {most}, and some cases need {ENOUGH}")),
    }
}

fn version(program: &str) -> Result<String, String> {
    let output =
        Command::new(program).arg("--version").output().map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Asks for the system call in which a child is blocked: another checker that waits for an order.
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
        assert_eq!(why, "the limit is 1024, and some cases need 4096");
    }
}
