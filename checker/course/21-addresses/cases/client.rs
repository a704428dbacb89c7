//! Lesson 21's scenes with the client. Bob plays the server, and the client cannot predict his line: it
//! has two words in place of the addresses.

use std::net::{IpAddr, SocketAddr};

use stage::fault::{Missing, Played};
use stage::peer::Peer;
use stage::peer::listening_peer::ListeningPeer;
use stage::program::Program;

use crate::scene::Scene;
use crate::scene::places::{OTHER_V4, V4, V6};

fn line(scene: &Scene) -> Vec<u8> {
    [&b"you are "[..], &scene.word(), b", I am ", &scene.word()].concat()
}

/// Bob sends the client a line and closes. The client prints the line and ends.
fn prints_bobs_line(scene: &Scene, client: &Program, bob: &Peer) -> Played {
    let line = line(scene);
    bob.says(&[&line[..], b"\n"].concat())?;
    bob.shuts_down()?;
    client.prints_line(&line)?;
    finishes(client, bob)
}

/// The client has sent nothing and printed everything. It closes, and exits with status 0.
fn finishes(client: &Program, bob: &Peer) -> Played {
    bob.hears_end_or_reset()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_nothing()
}

/// The client starts with this argument, connects to this address, and prints the line that it
/// receives there.
fn visits(scene: &Scene, argument: &str, address: SocketAddr) -> Played {
    let (client, bob) = scene.client_visits_at("bob", argument, address)?;
    prints_bobs_line(scene, &client, &bob)
}

pub fn ipv4(scene: &Scene) -> Played {
    let address = scene.at(V4)?;
    visits(scene, &address.to_string(), address)
}

/// Like [`ipv4`], but only in an environment where the checker can give names to the programs, as for
/// the server.
pub fn ipv4_among_names(scene: &Scene) -> Played {
    scene.names(&[("home.test", &[V4])])?;
    ipv4(scene)
}

pub fn ipv6(scene: &Scene) -> Played {
    let address = scene.at(V6)?;
    visits(scene, &address.to_string(), address)
}

pub fn both_families(scene: &Scene) -> Played {
    ipv4(scene)?;
    ipv6(scene)
}

/// Bob listens on one of the addresses of `localhost`, and no process listens on the others.
pub fn localhost(scene: &Scene) -> Played {
    let addresses = scene.addresses_of("localhost")?;
    let home = scene.at(V4)?;
    if !addresses.contains(&home) {
        let why = "`localhost` is not 127.0.0.1 here";
        return Err(Missing::new("looking up localhost", why).into());
    }
    visits(scene, &scene.with_port("localhost"), home)
}

fn name_of(scene: &Scene, ip: IpAddr) -> Played {
    let address = scene.at(ip)?;
    scene.names(&[("home.test", &[ip])])?;
    visits(scene, &scene.with_port("home.test"), address)
}

pub fn name_of_ipv4(scene: &Scene) -> Played {
    name_of(scene, V4)
}

pub fn name_of_ipv6(scene: &Scene) -> Played {
    name_of(scene, V6)
}

/// Makes a name with these addresses. Bob listens on the first or the last of them, in the machine's
/// order.
fn name_with(scene: &Scene, ips: &[IpAddr], at_the_last: bool) -> Played {
    for ip in ips {
        scene.at(*ip)?;
    }
    scene.names(&[("several.test", ips)])?;
    let addresses = scene.addresses_of("several.test")?;
    let home = if at_the_last { addresses[addresses.len() - 1] } else { addresses[0] };
    visits(scene, &scene.with_port("several.test"), home)
}

pub fn one_family_refuses(scene: &Scene) -> Played {
    name_with(scene, &[V6, V4], true)
}

pub fn one_address_refuses(scene: &Scene) -> Played {
    name_with(scene, &[V4, OTHER_V4], true)
}

pub fn one_address_of_two(scene: &Scene) -> Played {
    name_with(scene, &[V4, OTHER_V4], false)
}

/// A peer listens on each of two addresses. The client may use whichever accepts it first.
pub fn both_addresses_let_in(scene: &Scene) -> Played {
    scene.names(&[("several.test", &[V4, OTHER_V4])])?;
    let bobs = scene.opens_at("bob", scene.at(V4)?)?;
    let carols = scene.opens_at("carol", scene.at(OTHER_V4)?)?;
    let client = scene.client_with_address(&scene.with_port("several.test"), &[])?;
    let host = ListeningPeer::one_accepts(&[&bobs, &carols], &client)?;
    prints_bobs_line(scene, &client, &host)
}

pub fn all_addresses_refuse(scene: &Scene) -> Played {
    scene.names(&[("several.test", &[V4, OTHER_V4])])?;
    let client = scene.client_with_address(&scene.with_port("several.test"), &[])?;
    gives_up(&client)
}

/// The client prints one line about the error and nothing else, and exits with status 1.
fn gives_up(client: &Program) -> Played {
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()
}

pub fn name_that_nobody_has(scene: &Scene) -> Played {
    scene.names(&[("home.test", &[V4])])?;
    scene.needs_unknown_name("nobody.test")?;
    let client = scene.client_with_address(&scene.with_port("nobody.test"), &[])?;
    gives_up(&client)
}

pub fn line_in_pieces(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let line = line(scene);
    bob.says_byte_by_byte(&[&line[..], b"\n"].concat())?;
    bob.shuts_down()?;
    client.prints_line(&line)?;
    finishes(&client, &bob)
}

/// Bob receives no byte. The client may half-close at once.
pub fn says_nothing(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    bob.hears_no_more()?;
    prints_bobs_line(scene, &client, &bob)
}

pub fn server_leaves(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    bob.closes();
    gives_up(&client)
}

pub fn server_resets(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    bob.resets()?;
    gives_up(&client)
}

pub fn nobody_listens(scene: &Scene) -> Played {
    gives_up(&scene.client()?)
}
