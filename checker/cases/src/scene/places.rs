//! Places beside the case's own address: other addresses with its port, names of the scene's own, and
//! what the machine around makes of both.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use stage::fault::{Missing, Played};
use stage::peer::listening_peer::ListeningPeer;
use stage::peer::{Manner, Peer};
use stage::program::Program;
use stage::program::accept_queue::FullAcceptQueue;

use super::Scene;

/// Who is at home at a name.
pub const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// The second of the many loopback addresses that IPv4 has.
pub const OTHER_V4: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
pub const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

impl<'s> Scene<'s> {
    /// This text with the case's port behind it.
    pub fn with_port(&self, host: &str) -> String {
        format!("{host}:{}", self.address.port())
    }

    /// The case's port of this machine's address. For IPv6, the machine must have it.
    pub fn at(&self, ip: IpAddr) -> Played<SocketAddr> {
        let port = self.address.port();
        if ip.is_ipv6() {
            self.stage.has_ipv6(port)?;
        }
        Ok(SocketAddr::new(ip, port))
    }

    /// The programs that are started from now on know these names, each with its addresses.
    pub fn names(&self, names: &[(&str, &[IpAddr])]) -> Played {
        self.stage.knows_names(names, self.folder)
    }

    /// The addresses of a name, in the order in which this machine gives them, with the case's port.
    /// It must have some.
    pub fn addresses_of(&self, name: &str) -> Played<Vec<SocketAddr>> {
        let found = self.stage.looks_up(name, self.address.port());
        if found.is_empty() {
            let why = "this machine has no address for it";
            return Err(Missing::new(format!("looking up {name}"), why).into());
        }
        Ok(found)
    }

    /// This machine says that nobody has this name.
    pub fn nobody_is_called(&self, name: &str) -> Played {
        if self.stage.looks_up(name, 0).is_empty() {
            return Ok(());
        }
        let why = "this machine has an address for every name";
        Err(Missing::new(format!("a name, {name}, that nobody has"), why).into())
    }

    /// An IPv6 socket takes IPv6 alone by default, as it does on some machines.
    pub fn wildcards_take_ipv6_apart(&self) -> Played {
        self.stage.takes_ipv6_apart()
    }

    /// Nobody can be reached from here but this machine itself.
    pub fn has_no_way_out(&self) -> Played {
        if self.stage.is_in_cell() {
            return Ok(());
        }
        let why = "outside a cell, the network is the machine's";
        Err(Missing::new("a network that leads nowhere", why).into())
    }

    /// Somebody listens there, and so many wait that nobody else is let in, or told so.
    pub fn fills_accept_queue(&self, address: SocketAddr) -> Played<FullAcceptQueue> {
        self.stage.fills_accept_queue(address)
    }

    /// The server is started, told this, and listens there.
    pub fn server_at(&self, told: &str, address: SocketAddr) -> Played<Program<'s>> {
        let server = self.server_told(told, &[])?;
        server.listens(address)?;
        Ok(server)
    }

    /// Somebody waits at another address than the case's own.
    pub fn opens_at(&self, name: &str, address: SocketAddr) -> Played<ListeningPeer<'s>> {
        self.stage.opens(name, address, Manner::default())
    }

    /// Bob opens his house there, the client is started and told this, and it comes.
    pub fn client_visits_at(
        &self,
        name: &str,
        told: &str,
        address: SocketAddr,
    ) -> Played<(Program<'s>, Peer<'s>)> {
        let house = self.opens_at(name, address)?;
        let client = self.client_told(told, &[])?;
        let peer = house.accepts(&client)?;
        Ok((client, peer))
    }
}
