//! Settings of the machine around the programs, which a script makes before it starts them: names with
//! addresses of its choice, and a different kernel default. A setting that this machine does not allow
//! is reported as [`Missing`]. Each setting is checked before the script relies on it.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs};
use std::path::Path;

use crate::outcome::fault::{Fault, Missing, Played};
use crate::state::stage::Stage;

/// Lets programs started from now on resolve these names, each to its addresses. No other name but
/// `localhost` resolves. `folder` is needed only during the call.
pub fn know_names(stage: &Stage, names: &[(&str, &[IpAddr])], folder: &Path) -> Played {
    if !stage.is_in_cell() {
        let why = "outside a cell, the names are the machine's";
        return Err(Missing::new("names of the case's own", why).into());
    }
    let line = |name: &str, address: &IpAddr| format!("{address} {name}\n");
    let lines: String = names
        .iter()
        .flat_map(|(name, addresses)| addresses.iter().map(|address| line(name, address)))
        .collect();
    kernel::know_hosts(&format!("127.0.0.1 localhost\n{lines}"), folder)?;
    // This machine may look names up in its own way, for example from a cache or from another file.
    for (name, addresses) in names {
        let found = look_up(name, 0);
        let is_whole = found.len() == addresses.len()
            && addresses.iter().all(|one| found.iter().any(|found| found.ip() == *one));
        if !is_whole {
            let why = format!("{name} is looked up elsewhere than in /etc/hosts");
            return Err(Missing::new("names of the case's own", why).into());
        }
    }
    Ok(())
}

/// The addresses of a name, in the order in which this machine returns them (getaddrinfo(3)). The result
/// is empty if the name has no address.
pub fn look_up(name: &str, port: u16) -> Vec<SocketAddr> {
    (name, port).to_socket_addrs().map(Iterator::collect).unwrap_or_default()
}

/// Makes IPv6 sockets accept IPv6 only by default, as some machines do.
pub fn separate_ipv6(stage: &Stage) -> Played {
    if !stage.is_in_cell() {
        let why = "outside a cell, the default is the machine's";
        return Err(Missing::new("another default of IPV6_V6ONLY", why).into());
    }
    Ok(kernel::bind_ipv6_only()?)
}

/// Checks that this machine has IPv6, and that no process uses this port on it.
pub fn check_ipv6(port: u16) -> Played {
    match TcpListener::bind((Ipv6Addr::LOCALHOST, port)) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            Err(Fault::new(format!("having port {port} of ::1"), error).into())
        }
        Err(error) => Err(Missing::new("IPv6", error).into()),
    }
}
