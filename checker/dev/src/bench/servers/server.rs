//! One server of the comparison: starts it, measures its resources, and ends it with all its processes.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kernel::Descendants;
use serde::Serialize;

/// The longest time for a server's start.
const START: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    born: Instant,
}

/// The resources of a server, for all its processes together.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Footprint {
    /// `None`, like the others, if this machine does not report it.
    pub processes: Option<usize>,
    pub threads: Option<usize>,
    /// Resident memory at this moment. Shared memory is counted once.
    pub memory_bytes: Option<u64>,
}

impl Server {
    /// Starts it on a free port with these options, and waits until it accepts a connection. The inner error says why it
    /// did not.
    pub fn start(command: &[PathBuf], options: &[&str]) -> anyhow::Result<Result<Server, String>> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let born = Instant::now();
        let started = Command::new(&command[0])
            .args(&command[1..])
            .arg(address.to_string())
            .args(options)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let child = match started {
            Ok(child) => child,
            Err(error) => return Ok(Err(format!("not here: {error}"))),
        };
        let mut server = Server { child, address, born };
        while TcpStream::connect(address).is_err() {
            if let Some(status) = server.child.try_wait()? {
                return Ok(Err(format!("not built: it exits at once ({status})")));
            }
            if born.elapsed() > START {
                server.end();
                return Ok(Err("it does not listen".into()));
            }
            kernel::let_others_run();
        }
        Ok(Ok(server))
    }

    pub fn footprint(&self) -> anyhow::Result<Footprint> {
        let kin = Descendants::of_this_process().list();
        let threads = kin
            .iter()
            .map(|pid| kernel::threads(*pid, self.born).map(|threads| threads.len()))
            .sum::<Result<usize, _>>();
        let memory = kin.iter().map(|pid| kernel::memory_share(*pid)).sum::<Option<u64>>();
        let is_seen = !kin.is_empty();
        Ok(Footprint {
            processes: is_seen.then_some(kin.len()),
            threads: threads.ok().filter(|_| is_seen),
            memory_bytes: memory.filter(|_| is_seen),
        })
    }

    /// Ends it and all processes that it started.
    pub fn end(mut self) {
        let _ = self.child.kill();
        kernel::end_kin();
        let _ = self.child.wait();
    }
}
