//! What this machine allows: each lever of the stage is tried, and it is said what is lost where
//! one is missing.

use std::net::TcpListener;
use std::process::{Command, Stdio};

use stage::kernel;

/// One thing that was tried.
pub struct Finding {
    pub what: String,
    /// What was found, or why not.
    pub found: Result<String, String>,
    /// What is lost where it is missing.
    pub lost: &'static str,
}

/// Tries everything that the checker stands on.
pub fn doctor() -> Vec<Finding> {
    let finding = |what: &str, found, lost| Finding { what: what.into(), found, lost };
    vec![
        finding(
            "cargo",
            version("cargo"),
            "Lessons cannot be built; only programs given by --server and --client can be checked.",
        ),
        finding(
            "cells (user, network and process namespaces)",
            kernel::probe_cells()
                .map(|()| "a network of its own for every case".into())
                .map_err(|m| m.why),
            "Cases run in process groups on free ports instead; the default address and packet capture are skipped.",
        ),
        finding(
            "what the kernel knows of sockets (sock_diag)",
            kernel::probe_diag().map(|()| "answers".into()).map_err(|m| m.why),
            "Cases that deliver a message in exact pieces are skipped, and hangs are found by the deadline only.",
        ),
        finding(
            "what the kernel knows of Unix sockets (unix_diag)",
            kernel::unix_listeners().map(|_| "answers".into()).map_err(|m| m.why),
            "The same is lost in the lesson about Unix sockets.",
        ),
        finding(
            "what a program waits for (/proc/PID/syscall)",
            probe_threads(),
            "A hang cannot be proved; it is found when the case's deadline has come.",
        ),
        finding(
            "free ports on 127.0.0.1",
            TcpListener::bind(("127.0.0.1", 0))
                .and_then(|listener| listener.local_addr())
                .map(|address| format!("such as {}", address.port()))
                .map_err(|error| error.to_string()),
            "Without a loopback network no case can be played.",
        ),
        finding(
            "python3",
            version("python3"),
            "Nothing for Rust programs; the project's own tests skip those written in Python.",
        ),
    ]
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
