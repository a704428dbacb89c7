//! The machine around the programs, as a script may arrange it before it starts them: names with
//! addresses of the script's choice, and another default of the kernel's. What cannot be arranged
//! here is a missing lever, and whatever is arranged is looked at before it is relied on.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs};
use std::path::Path;

use crate::outcome::fault::{Fault, Missing, Played};
use crate::state::stage::Stage;

impl Stage {
    /// The programs that are started from now on know these names, each with its addresses, and no
    /// others but `localhost`. `folder` is used for a moment.
    pub fn knows_names(&self, names: &[(&str, &[IpAddr])], folder: &Path) -> Played {
        if !self.is_in_cell() {
            let why = "outside a cell, the names are the machine's";
            return Err(Missing::new("names of the case's own", why).into());
        }
        let line = |name: &str, address: &IpAddr| format!("{address} {name}\n");
        let lines: String = names
            .iter()
            .flat_map(|(name, addresses)| addresses.iter().map(|address| line(name, address)))
            .collect();
        kernel::know_hosts(&format!("127.0.0.1 localhost\n{lines}"), folder)?;
        // Whatever looks names up on this machine may have its own way: a cache, another file.
        for (name, addresses) in names {
            let found = self.looks_up(name, 0);
            let is_whole = found.len() == addresses.len()
                && addresses.iter().all(|one| found.iter().any(|found| found.ip() == *one));
            if !is_whole {
                let why = format!("{name} is looked up elsewhere than in /etc/hosts");
                return Err(Missing::new("names of the case's own", why).into());
            }
        }
        Ok(())
    }

    /// The addresses of a name, in the order in which this machine gives them (getaddrinfo(3)); none
    /// where it has none.
    pub fn looks_up(&self, name: &str, port: u16) -> Vec<SocketAddr> {
        (name, port).to_socket_addrs().map(Iterator::collect).unwrap_or_default()
    }

    /// An IPv6 socket takes IPv6 alone by default, as it does on some machines.
    pub fn takes_ipv6_apart(&self) -> Played {
        if !self.is_in_cell() {
            let why = "outside a cell, the default is the machine's";
            return Err(Missing::new("another default of IPV6_V6ONLY", why).into());
        }
        Ok(kernel::bind_ipv6_only()?)
    }

    /// This machine has IPv6, and on it nobody has this port.
    pub fn has_ipv6(&self, port: u16) -> Played {
        match TcpListener::bind((Ipv6Addr::LOCALHOST, port)) {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                Err(Fault::new(format!("having port {port} of ::1"), error).into())
            }
            Err(error) => Err(Missing::new("IPv6", error).into()),
        }
    }
}
