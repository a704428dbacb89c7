//! Lesson 22's scenes in which the client tries to connect: to a port without a listener, to a full accept
//! queue, to a network without a route, and to a name with two addresses.

use std::net::SocketAddr;
use std::time::Duration;

use stage::fault::{Halt, Missing, Played};
use stage::program::Program;

use super::client::{PLENTY, asks, finishes, line, plenty_of_time};
use crate::scene::Scene;
use crate::scene::places::{OTHER_V4, V4};

/// A time limit for connecting that expires soon.
const KNOCKING: Duration = Duration::from_millis(15);
/// Like [`KNOCKING`], but within this time a second address has to accept the client.
const KNOCKING_TWICE: Duration = Duration::from_millis(80);

/// A line that the client could send if it were connected, and the end of its input.
fn types_something(scene: &Scene, client: &Program) -> Played {
    client.types_line(&scene.word())?;
    client.stops_typing();
    Ok(())
}

/// The client reports that it could not connect, with the name of the error, and exits with status 1.
fn names_its_error(client: &Program, name: &str) -> Played {
    client.ends_with(1)?;
    client.mentions(&format!("connect: {name}"))?;
    client.reports_an_error()?;
    client.prints_nothing()
}

pub fn nobody_listens(scene: &Scene) -> Played {
    let client = scene.client_with(&["--connect-timeout", PLENTY])?;
    types_something(scene, &client)?;
    names_its_error(&client, "ECONNREFUSED")
}

pub fn nobody_listens_and_no_limit(scene: &Scene) -> Played {
    let client = scene.client()?;
    types_something(scene, &client)?;
    names_its_error(&client, "ECONNREFUSED")
}

pub fn no_way_there(scene: &Scene) -> Played {
    scene.needs_isolated_network()?;
    // An address reserved for documentation (RFC 5737).
    let client =
        scene.client_with_address(&scene.with_port("192.0.2.1"), &["--connect-timeout", PLENTY])?;
    types_something(scene, &client)?;
    names_its_error(&client, "ENETUNREACH")
}

pub fn slow_accept(scene: &Scene) -> Played {
    let _full = scene.fills_accept_queue(scene.at(V4)?)?;
    let limit = KNOCKING.as_millis().to_string();
    let client = scene.client_with(&["--connect-timeout", &limit])?;
    types_something(scene, &client)?;
    client.gives_up_after(KNOCKING, 1)?;
    names_its_error(&client, "ETIMEDOUT")
}

/// With `--connect-timeout` and no server there, the client waits for a line as if it were connected.
/// Without that option it reports an error, and it notices when its time is over. A client that connects
/// only when it has a line would wait for one, too. So the client has to connect to bob before a line is
/// typed.
pub fn waits_as_if_it_were_connected(scene: &Scene) -> Played {
    let client = scene.client_with(&["--connect-timeout", PLENTY])?;
    client.prints_nothing()?;
    client.stays_up()?;
    client.gets_killed()?;
    plenty_of_time(scene)?;
    nobody_listens_and_no_limit(scene)?;
    slow_accept(scene)
}

/// The listener at the first of a name's two addresses.
#[derive(Clone, Copy, PartialEq)]
enum First {
    Bob,
    /// A listener whose accept queue is full.
    FullAcceptQueue,
    Nobody,
}

/// Makes a name with two addresses, and returns them.
fn name_with_two(scene: &Scene) -> Played<[SocketAddr; 2]> {
    scene.names(&[("two.test", &[V4, OTHER_V4])])?;
    let found = scene.addresses_of("two.test")?;
    let missing = || Missing::new("a name with two addresses", "there is one only");
    Ok(found.try_into().map_err(|_| missing())?)
}

/// Starts the client with the name. If bob is not at its first address, he is at the second.
fn finds_bob(scene: &Scene, [first, second]: [SocketAddr; 2], at_first: First) -> Played {
    let _full = if at_first == First::FullAcceptQueue {
        Some(scene.fills_accept_queue(first)?)
    } else {
        None
    };
    let listener = scene.opens_at("bob", if at_first == First::Bob { first } else { second })?;
    let limit = KNOCKING_TWICE.as_millis().to_string();
    let others = ["--connect-timeout", &limit];
    let client = scene.client_with_address(&scene.with_port("two.test"), &others)?;
    let bob = listener.accepts_after(&client, KNOCKING_TWICE)?;
    asks(scene, &client, &bob)?;
    let reply = scene.letters(12);
    bob.says(&line(&reply))?;
    client.prints_line(&reply)?;
    finishes(&client, &bob)
}

pub fn slow_first_address(scene: &Scene) -> Played {
    finds_bob(scene, name_with_two(scene)?, First::FullAcceptQueue)
}

pub fn closed_first_address(scene: &Scene) -> Played {
    finds_bob(scene, name_with_two(scene)?, First::Nobody)
}

/// The client finds bob at the first address, and gives up if no process listens there. A client that
/// tries the second address does not have the belief, and fails for another reason.
pub fn no_address_but_the_first(scene: &Scene) -> Played {
    let both = name_with_two(scene)?;
    finds_bob(scene, both, First::Bob)?;
    match finds_bob(scene, both, First::Nobody) {
        Err(Halt::Breach(_)) => Ok(()),
        Err(halt) => Err(halt),
        Ok(()) => {
            Err(Missing::new("a client that stays with the first", "it tried the second").into())
        }
    }
}
