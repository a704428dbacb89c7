//! Requests that are datagrams.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::in_flight::{InFlight, Shutdown, reachable};
use crate::mixin::MixIn;

/// More than the 65,507 bytes of the largest datagram over IPv4 (lesson 13). Python's
/// `max_packet_size` is 8,192, and the rest of a longer datagram is lost.
const LARGEST: usize = 65_536;

/// How long the server sleeps after a receive that failed.
const REST: Duration = Duration::from_millis(100);

/// One datagram, and the address to answer to. Python: `self.request` and `self.client_address` of
/// a `DatagramRequestHandler`.
pub struct Datagram {
    pub packet: Vec<u8>,
    client: SocketAddr,
    socket: Arc<UdpSocket>,
}

impl Datagram {
    /// Sends one datagram back to the sender of this one.
    pub fn answer(&self, packet: &[u8]) -> io::Result<()> {
        self.socket.send_to(packet, self.client).map(drop)
    }
}

/// A server whose requests are datagrams. Python: `UDPServer`.
pub struct UdpServer<M> {
    socket: Arc<UdpSocket>,
    mixin: M,
    in_flight: InFlight,
}

impl<M: MixIn<Datagram>> UdpServer<M> {
    /// Receives at `address`.
    pub fn bind(address: &str, mixin: M) -> io::Result<Self> {
        let socket = Arc::new(UdpSocket::bind(address)?);
        Ok(UdpServer { socket, mixin, in_flight: InFlight::default() })
    }

    /// Returns a handle with which another thread can end `serve_forever`.
    pub fn shutdown_handle(&self) -> io::Result<Shutdown> {
        let own = reachable(self.socket.local_addr()?);
        // We wake ourselves as in `tcp.rs`. Here an empty datagram does it.
        Ok(self.in_flight.shutdown_by(move || {
            let somewhere: SocketAddr = match own {
                SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
                SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
            };
            UdpSocket::bind(somewhere)?.send_to(&[], own).map(drop)
        }))
    }

    /// Receives datagrams and has them served until the server is stopped. Returns when all of them
    /// are done.
    pub fn serve_forever(self) {
        let mut buffer = vec![0; LARGEST];
        while !self.in_flight.is_stopping() {
            let (length, client) = match self.socket.recv_from(&mut buffer) {
                Ok(received) => received,
                // This socket serves all clients, so its error must not end the loop.
                Err(error) => {
                    eprintln!("receive: {error}");
                    thread::sleep(REST);
                    continue;
                }
            };
            if self.in_flight.is_stopping() {
                break;
            }
            // Copy the bytes: the buffer is reused for the next datagram, which may arrive before
            // this one is served.
            let packet = buffer[..length].to_vec();
            let datagram = Datagram { packet, client, socket: Arc::clone(&self.socket) };
            self.mixin.process_request(datagram, self.in_flight.hold_datagram());
        }
        self.in_flight.wait_until_empty();
    }
}
