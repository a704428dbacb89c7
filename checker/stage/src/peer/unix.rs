//! Programs that listen on Unix sockets (unix(7)), and the peers that connect to them.

use std::io::ErrorKind;

use socket2::Socket;

use crate::outcome::breach::{Awaited, Instead, Measure};
use crate::outcome::fault::{Fault, Missing, Played};
use crate::outcome::trace::What;
use crate::peer::{Manner, Peer};
use crate::program::Program;
use crate::proof::pause::Patience;
use crate::state::connection::Connection;
use crate::state::socket_path::Door;
use crate::state::stage::Stage;

impl Stage {
    /// So many visitors knock at a door and are not let in that nobody else finds room in its queue.
    /// They go when what this hands back is dropped.
    pub fn fills(&self, door: &Door) -> Played<Vec<Socket>> {
        const MANY: usize = 64;
        let mut visitors = Vec::new();
        while visitors.len() < MANY {
            match door.connect(None) {
                Ok(visitor) => visitors.push(visitor),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(visitors),
                Err(error) => return Err(Missing::new("a full queue", error).into()),
            }
        }
        Err(Missing::new("a full queue", format!("{MANY} find room in it")).into())
    }
}

impl<'s> Program<'s> {
    pub(crate) fn door(&self) -> Option<Door> {
        self.with(|process| process.door.clone())
    }

    /// Waits until the program itself listens at this door: the kernel is asked whose socket it is.
    /// On a machine where it cannot be asked, the first connection that succeeds has to do.
    pub fn listens_at(&self, door: &Door) -> Played {
        self.with(|process| process.door = Some(door.clone()));
        let awaited = || Awaited::Listening { address: door.to_string() };
        let name = self.name();
        let found = self.stage.until(Patience::Start, &[], &[], |inner| {
            if let Some(exit) = inner.exit_of(&name)
                && inner.kin().is_empty()
            {
                return Err(inner.breach(&name, awaited(), Instead::Ended(exit)).into());
            }
            let Ok(mut all) = kernel::unix_listeners() else { return Ok(Some(None)) };
            all.retain(|facts| door.is_of(facts));
            let kin = if all.is_empty() { Vec::new() } else { inner.kin() };
            let own = all.into_iter().find(|facts| kernel::owns_socket(&kin, facts.inode));
            Ok(own.map(Some))
        });
        let found = found.map_err(|pause| self.stage.blame(pause, &name, awaited(), &[]))?;
        if let Some(facts) = &found {
            let expected = i32::from(door.socket_type()) as u64;
            self.fact(Measure::TypeOfListeningSocket, expected, facts.kind.into())?;
        }
        self.is_seen_listening(found.is_some());
        self.stage.note(&name, What::Listens { address: door.to_string() });
        Ok(())
    }

    /// A peer connects to the program's door. While there is no room in its queue, it tries again.
    pub(crate) fn connects_at(&self, door: &Door, name: &str, manner: Manner) -> Played<Peer<'s>> {
        let stage = self.stage();
        stage.settles();
        let awaited = || Awaited::Accepting { peer: name.into() };
        let fault = |error| Fault::new(format!("connecting {name}"), error);
        let begun = self.is_ready();
        let program = self.name();
        let connected = stage.until(Patience::Proof, &[], &[], |inner| {
            match door.connect(manner.receive_buffer) {
                Ok(socket) => Ok(Some(Ok(socket))),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock => Ok(None),
                    ErrorKind::ConnectionRefused | ErrorKind::NotFound => {
                        // Where the kernel does not tell who listens, readiness is the first success.
                        let is_over = begun || inner.exit_of(&program).is_some();
                        Ok(is_over.then_some(Err(Instead::Refused)))
                    }
                    ErrorKind::PermissionDenied => Ok(Some(Err(Instead::Denied))),
                    _ => Err(fault(error).into()),
                },
            }
        });
        let socket = match connected {
            Ok(Ok(socket)) => socket,
            Ok(Err(instead)) => return Err(stage.breach(&program, awaited(), instead)),
            Err(pause) => return Err(stage.blame(pause, &program, awaited(), &[])),
        };
        let mut connection =
            Connection::over_unix(name, &program, socket, door.kind()).map_err(fault)?;
        connection.is_deaf = manner.is_deaf;
        self.has_let_in();
        stage.note(name, What::Connects);
        Ok(stage.takes(connection))
    }
}
