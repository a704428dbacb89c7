//! Waits until a program listens, on a port or at a path, or has a socket that receives datagrams.

use std::net::SocketAddr;

use crate::outcome::breach::{Awaited, Instead, Measure};
use crate::outcome::fault::{Fault, Halt, Played};
use crate::outcome::remark::Remark;
use crate::outcome::trace::What;
use crate::program::Program;
use crate::proof::pause::Patience;
use crate::state::socket_path::SocketPath;
use crate::state::stage::Inner;

impl Program<'_> {
    /// Waits until the program itself listens on `address`. An answer from that address proves nothing,
    /// so the stage asks the kernel which process owns the socket. If the kernel cannot be asked on this
    /// machine, the first successful connection counts instead.
    pub fn listens(&self, address: SocketAddr) -> Played {
        self.with(|process| process.address = Some(address));
        let awaited = || Awaited::Listening { address: address.to_string() };
        let name = self.name();
        let found = self.stage.until(Patience::Start, &[], &[], |inner| {
            if self.process(inner).exit.is_some() && inner.kin.list().is_empty() {
                let exit = self.process(inner).exit.expect("just seen");
                return Err(inner.breach(&name, awaited(), Instead::Ended(exit)).into());
            }
            let Ok(found) = kernel::listeners(address.port()) else { return Ok(Some(false)) };
            if found.is_empty() {
                return Ok(None);
            }
            let kin = inner.kin.list();
            if let Some(own) = found.iter().find(|facts| kernel::owns_socket(&kin, facts.inode)) {
                inner.remarks_on_the_address(&name, own.address, address);
                return Ok(Some(true));
            }
            let in_the_way = found.iter().any(|facts| {
                facts.address.ip().is_unspecified() || facts.address.ip() == address.ip()
            });
            // Between two queries the program may have closed it, handed it to a child, or ended: ask
            // again, and more thoroughly.
            let is_still_anothers = || {
                let now = kernel::listeners(address.port()).unwrap_or_default();
                let kin = inner.kin.list_thoroughly();
                let is_the_same = |inode| found.iter().any(|facts| facts.inode == inode);
                now.iter().any(|facts| is_the_same(facts.inode))
                    && !now.iter().any(|facts| kernel::owns_socket(&kin, facts.inode))
            };
            if !in_the_way || inner.all_have_ended() || !is_still_anothers() {
                return Ok(None);
            }
            Err(Fault::new(
                format!("waiting for the {name} to listen on {address}"),
                "another program on this machine listens there",
            )
            .into())
        });
        match found {
            Ok(seen) => self.with(|process| process.is_ready = seen),
            Err(pause) => return Err(self.stage.blame(pause, &name, awaited(), &[])),
        }
        self.stage.note(&name, What::Listens { address: address.to_string() });
        Ok(())
    }

    pub(crate) fn socket_path(&self) -> Option<SocketPath> {
        self.with(|process| process.socket_path.clone())
    }

    /// Waits until the program itself listens at this path: the stage asks the kernel which process owns
    /// the socket. If the kernel cannot be asked on this machine, the first successful connection counts
    /// instead.
    pub fn listens_at(&self, socket_path: &SocketPath) -> Played {
        self.with(|process| process.socket_path = Some(socket_path.clone()));
        let awaited = || Awaited::Listening { address: socket_path.to_string() };
        let name = self.name();
        let found = self.stage.until(Patience::Start, &[], &[], |inner| {
            if let Some(exit) = inner.exit_of(&name)
                && inner.kin.list().is_empty()
            {
                return Err(inner.breach(&name, awaited(), Instead::Ended(exit)).into());
            }
            let Ok(mut all) = kernel::unix_listeners() else { return Ok(Some(None)) };
            all.retain(|facts| socket_path.is_of(facts));
            let kin = if all.is_empty() { Vec::new() } else { inner.kin.list() };
            let own = all.into_iter().find(|facts| kernel::owns_socket(&kin, facts.inode));
            Ok(own.map(Some))
        });
        let found = found.map_err(|pause| self.stage.blame(pause, &name, awaited(), &[]))?;
        if let Some(facts) = &found {
            let expected = i32::from(socket_path.socket_type()) as u64;
            self.fact(Measure::TypeOfListeningSocket, expected, facts.kind.into())?;
        }
        self.note_listening(found.is_some());
        self.stage.note(&name, What::Listens { address: socket_path.to_string() });
        Ok(())
    }

    /// Waits until the program itself has a datagram socket on `address`. Sending a datagram there would
    /// prove nothing, so the stage asks the kernel which process owns the socket.
    pub fn receives(&self, address: SocketAddr) -> Played {
        self.with(|process| process.address = Some(address));
        let awaited = || Awaited::Receiving { address: address.to_string() };
        let name = self.name();
        self.stage.inner.borrow_mut().needs_delivery_probe()?;
        let found = self.stage.until(Patience::Start, &[], &[], |inner| {
            if self.process(inner).exit.is_some() && inner.kin.list().is_empty() {
                let exit = self.process(inner).exit.expect("just seen");
                return Err(inner.breach(&name, awaited(), Instead::Ended(exit)).into());
            }
            let found = kernel::datagram_sockets(address.port())?;
            if found.is_empty() {
                return Ok(None);
            }
            let kin = inner.kin.list();
            if let Some(own) = found.iter().find(|facts| kernel::owns_socket(&kin, facts.inode)) {
                inner.remarks_on_the_address(&name, own.address, address);
                return Ok(Some(()));
            }
            let in_the_way = found.iter().any(|facts| {
                facts.address.ip().is_unspecified() || facts.address.ip() == address.ip()
            });
            // Between two queries the program may have ended, and its socket with it: ask again.
            let is_still_there = || -> Result<bool, Halt> {
                let now = kernel::datagram_sockets(address.port())?;
                Ok(now.iter().any(|facts| found.contains(facts)))
            };
            if !in_the_way || inner.all_have_ended() || !is_still_there()? {
                return Ok(None);
            }
            Err(Fault::new(
                format!("waiting for the {name} to receive on {address}"),
                "another program on this machine receives there",
            )
            .into())
        });
        if let Err(pause) = found {
            return Err(self.stage.blame(pause, &name, awaited(), &[]));
        }
        self.with(|process| process.is_ready = true);
        self.stage.note(&name, What::Receives { address: address.to_string() });
        Ok(())
    }
}

impl Inner {
    /// A program that was given one address, and uses all of the machine's, can be reached by other machines.
    fn remarks_on_the_address(&mut self, program: &str, used: SocketAddr, given: SocketAddr) {
        if used.ip().is_unspecified() && !given.ip().is_unspecified() {
            let (program, address) = (program.to_owned(), used.to_string());
            self.remark(Remark::AllAddresses { program, address });
        }
    }
}
