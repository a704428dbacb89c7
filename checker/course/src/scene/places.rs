//! Places besides the case's own address: other addresses with its port, names of the scene's own, and
//! how the surrounding machine resolves them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use stage::fault::{Missing, Played};
use stage::network;
use stage::peer::listening_peer::ListeningPeer;
use stage::peer::{Manner, Peer};
use stage::program::Program;
use stage::program::accept_queue::FullAcceptQueue;

use super::Scene;

/// The loopback address of IPv4, 127.0.0.1.
pub const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// The second of IPv4's many loopback addresses.
pub const OTHER_V4: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
pub const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

impl<'s> Scene<'s> {
    /// This text, followed by the case's port.
    pub fn with_port(&self, host: &str) -> String {
        format!("{host}:{}", self.address.port())
    }

    /// The case's port at this address of this machine. For IPv6, the machine must have it.
    pub fn at(&self, ip: IpAddr) -> Played<SocketAddr> {
        let port = self.address.port();
        if ip.is_ipv6() {
            network::check_ipv6(port)?;
        }
        Ok(SocketAddr::new(ip, port))
    }

    /// Programs started from now on resolve these names to the given addresses.
    pub fn names(&self, names: &[(&str, &[IpAddr])]) -> Played {
        network::know_names(self.stage, names, self.folder)
    }

    /// The addresses of a name, in this machine's order, with the case's port. There must be at
    /// least one.
    pub fn addresses_of(&self, name: &str) -> Played<Vec<SocketAddr>> {
        let found = network::look_up(name, self.address.port());
        if found.is_empty() {
            let why = "this machine has no address for it";
            return Err(Missing::new(format!("looking up {name}"), why).into());
        }
        Ok(found)
    }

    /// This machine reports that this name does not exist.
    pub fn needs_unknown_name(&self, name: &str) -> Played {
        if network::look_up(name, 0).is_empty() {
            return Ok(());
        }
        let why = "this machine has an address for every name";
        Err(Missing::new(format!("a name that does not exist ({name})"), why).into())
    }

    /// An IPv6 socket accepts only IPv6 by default, as on some machines.
    pub fn wildcards_take_ipv6_apart(&self) -> Played {
        network::separate_ipv6(self.stage)
    }

    /// No address but this machine's own can be reached from here.
    pub fn needs_isolated_network(&self) -> Played {
        if self.stage.is_in_cell() {
            return Ok(());
        }
        let why = "outside a cell, the network is the machine's";
        Err(Missing::new("a network without a route to the outside", why).into())
    }

    /// Fills the accept queue of a listening socket at this address: further clients are neither
    /// accepted nor refused.
    pub fn fills_accept_queue(&self, address: SocketAddr) -> Played<FullAcceptQueue> {
        FullAcceptQueue::at(self.stage, address)
    }

    /// Starts the server with this argument, and waits until it listens at the address.
    pub fn server_at(&self, argument: &str, address: SocketAddr) -> Played<Program<'s>> {
        let server = self.server_starts_with_address(argument, &[])?;
        server.listens(address)?;
        Ok(server)
    }

    /// A peer listens at another address than the case's own.
    pub fn opens_at(&self, name: &str, address: SocketAddr) -> Played<ListeningPeer<'s>> {
        ListeningPeer::opens(self.stage, name, address, Manner::default())
    }

    /// Bob listens at this address, the client starts with this argument, and it connects.
    pub fn client_visits_at(
        &self,
        name: &str,
        argument: &str,
        address: SocketAddr,
    ) -> Played<(Program<'s>, Peer<'s>)> {
        let listener = self.opens_at(name, address)?;
        let client = self.client_with_address(argument, &[])?;
        let peer = listener.accepts(&client)?;
        Ok((client, peer))
    }
}
