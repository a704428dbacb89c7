//! Many peers that connect to a program at once.

use std::os::fd::AsFd;

use socket2::Socket;

use crate::outcome::breach::{Awaited, Instead};
use crate::outcome::fault::{Fault, Halt, Played};
use crate::outcome::trace::What;
use crate::peer::knock::begin;
use crate::peer::{Manner, Peer};
use crate::program::Program;
use crate::proof::pause::Patience;
use crate::state::connection::Connection;

/// The most peers that connect together.
pub(crate) const TOGETHER: usize = 100;

/// Connects `count` peers, at most `most` of them together.
pub(crate) fn connect_in_groups<'s>(
    program: &Program<'s>,
    count: usize,
    most: usize,
) -> Played<Vec<Peer<'s>>> {
    let mut crowd = Vec::with_capacity(count);
    while crowd.len() < count {
        let room = program.listener().room()?;
        let together = room.min(most).min(count - crowd.len()).max(1);
        crowd.extend(knock_together(program, together, crowd.len() + 1)?);
        let is_room_needed = room <= together && crowd.len() < count;
        program.listener().empties_queue(is_room_needed)?;
    }
    Ok(crowd)
}

/// Connects some peers, which begin before the program has accepted the first of them. (For later peers
/// this holds only if the program is not too quick.)
fn knock_together<'s>(program: &Program<'s>, count: usize, number: usize) -> Played<Vec<Peer<'s>>> {
    let (stage, address) = (program.stage(), program.address()?);
    stage.settles();
    let fault = |error: std::io::Error| Halt::from(Fault::new("connecting a crowd", error));
    let knock = |_| begin(address, Manner::default(), None);
    let knock_all = || (0..count).map(knock).collect::<Result<Vec<_>, _>>().map_err(fault);
    // In a large crowd, this is enough for the first peers. A single peer does not need a stopped
    // program.
    let is_sudden = number == 1 && count > 1;
    let knocks = if is_sudden { stage.while_stopped(knock_all) } else { knock_all() }?;
    let mut peers = Vec::with_capacity(count);
    for (at, socket) in knocks.into_iter().enumerate() {
        let name = format!("client {}", number + at);
        if socket.peer_addr().is_err() {
            await_handshake(program, &name, &socket)?;
        }
        let connection =
            Connection::new(&name, &program.name(), socket.into(), address).map_err(fault)?;
        stage.note(&name, What::Connects);
        peers.push(Peer::new(stage, connection));
    }
    Ok(peers)
}

fn await_handshake(program: &Program<'_>, name: &str, socket: &Socket) -> Played {
    let (stage, address) = (program.stage(), program.address()?);
    let fault = |error: std::io::Error| Halt::from(Fault::new("connecting a crowd", error));
    let awaited = || Awaited::Accepting { peer: name.to_owned() };
    stage.inner.borrow_mut().connecting.push(address);
    let connected = stage.until(Patience::Proof, &[], &[socket.as_fd()], |_| {
        let refused = socket.take_error().map_err(fault)?.is_some();
        Ok((refused || socket.peer_addr().is_ok()).then_some(refused))
    });
    stage.inner.borrow_mut().connecting.pop();
    match connected {
        Ok(false) => Ok(()),
        Ok(true) => Err(stage.breach(&program.name(), awaited(), Instead::Refused)),
        Err(pause) => Err(stage.blame(pause, &program.name(), awaited(), &[])),
    }
}
