//! Lesson 21's scenes with the server. A client sends nothing. It receives its own address, and the
//! server's.

use std::net::{IpAddr, SocketAddr};

use stage::breach::{Measure, Shape};
use stage::fault::{Halt, Missing, Played};
use stage::peer::Peer;
use stage::program::Program;

use crate::scene::Scene;
use crate::scene::places::{OTHER_V4, V4, V6};

/// The line that this peer should receive.
fn line_for(peer: &Peer) -> Vec<u8> {
    format!("you are {}, I am {}\n", peer.address(), peer.reaches()).into_bytes()
}

/// A peer receives both addresses, and the server closes the connection.
fn hears_its_line(peer: &Peer) -> Played {
    peer.hears(&line_for(peer))?;
    peer.hears_end()?;
    peer.closes();
    Ok(())
}

/// A client connects to the server's last known address, and receives its line.
fn serves(server: &Program, name: &str) -> Played {
    hears_its_line(&server.connects(name)?)
}

/// The server starts with exactly this address, and a client connects.
fn serves_at(scene: &Scene, address: SocketAddr) -> Played {
    let server = scene.server_at(&address.to_string(), address)?;
    avoids_wildcards(&server)?;
    serves(&server, "alice")?;
    serves(&server, "bob")
}

/// Checks that the server, which was given a specific address, does not listen on a wildcard. A wildcard
/// covers all addresses of the machine. If the kernel cannot report the address, the check is skipped.
fn avoids_wildcards(server: &Program) -> Played {
    let home = match server.listener().facts() {
        Ok(listener) => listener.address.ip().to_canonical(),
        Err(Halt::Missing(_)) => return Ok(()),
        Err(other) => return Err(other),
    };
    let count = u64::from(home.is_unspecified());
    server.fact(Measure::Wildcards, 0, count)
}

pub fn ipv4(scene: &Scene) -> Played {
    serves_at(scene, scene.at(V4)?)
}

/// Like [`ipv4`], but only where the checker can give names to the programs. There, the control of
/// another belief has given the server a name, and so has ruled out that only its parsing of IPv6
/// addresses is wrong.
pub fn ipv4_among_names(scene: &Scene) -> Played {
    scene.names(&[("home.test", &[V4])])?;
    ipv4(scene)
}

pub fn ipv6(scene: &Scene) -> Played {
    serves_at(scene, scene.at(V6)?)
}

/// The line arrives. The scene does not check the rest of the connection.
pub fn line_arrives(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    alice.hears(&line_for(&alice))
}

/// A line with the correct beginning arrives. The scene does not check its addresses.
pub fn line_begins_correctly(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    let begun = b"you are ";
    alice.hears_some(begun.len(), Shape::Introduction, |line| line == begun).map(drop)
}

/// The server starts in one family and then, after the first server has ended, in the other.
pub fn both_families_apart(scene: &Scene) -> Played {
    for address in [scene.at(V4)?, scene.at(V6)?] {
        let server = scene.server_at(&address.to_string(), address)?;
        serves(&server, "alice")?;
        server.gets_killed()?;
    }
    Ok(())
}

/// The server may use any of the machine's addresses for `localhost`.
pub fn localhost(scene: &Scene) -> Played {
    let addresses = scene.addresses_of("localhost")?;
    let server = scene.server_at(&scene.with_port("localhost"), addresses[0])?;
    let home = server.listener().facts()?.address;
    if addresses.contains(&home) {
        server.listens(home)?;
    }
    serves(&server, "alice")?;
    serves(&server, "bob")
}

fn name_of(scene: &Scene, ip: IpAddr) -> Played {
    let address = scene.at(ip)?;
    scene.names(&[("home.test", &[ip])])?;
    let server = scene.server_at(&scene.with_port("home.test"), address)?;
    serves(&server, "alice")
}

pub fn name_of_ipv4(scene: &Scene) -> Played {
    name_of(scene, V4)
}

pub fn name_of_ipv6(scene: &Scene) -> Played {
    name_of(scene, V6)
}

/// A name with these two addresses. The first of them, in the machine's order, is free or used by
/// another program.
fn name_with_two(scene: &Scene, ips: [IpAddr; 2], first_is_taken: bool) -> Played {
    for ip in ips {
        scene.at(ip)?;
    }
    scene.names(&[("two.test", &ips)])?;
    let [first, second] = scene.addresses_of("two.test")?[..] else {
        return Err(Missing::new("a name with two addresses", "there is one only").into());
    };
    let somebody =
        if first_is_taken { Some(scene.opens_at("somebody else", first)?) } else { None };
    let home = if first_is_taken { second } else { first };
    let server = scene.server_at(&scene.with_port("two.test"), home)?;
    avoids_wildcards(&server)?;
    serves(&server, "alice")?;
    drop(somebody);
    Ok(())
}

pub fn first_address_is_taken(scene: &Scene) -> Played {
    name_with_two(scene, [V4, OTHER_V4], true)
}

pub fn first_family_is_taken(scene: &Scene) -> Played {
    name_with_two(scene, [V6, V4], true)
}

pub fn first_address_is_free(scene: &Scene) -> Played {
    name_with_two(scene, [V4, OTHER_V4], false)
}

pub fn ipv4_wildcard(scene: &Scene) -> Played {
    let server = scene.server_at(&scene.with_port("0.0.0.0"), scene.at(V4)?)?;
    serves(&server, "alice")?;
    if cfg!(target_os = "linux") {
        // On Linux, each address of 127/8 belongs to this machine, and the wildcard includes them all.
        server.listens(scene.at(OTHER_V4)?)?;
        serves(&server, "bob")?;
    }
    Ok(())
}

pub fn dual_stack(scene: &Scene) -> Played {
    let (v4, v6) = (scene.at(V4)?, scene.at(V6)?);
    let server = scene.server_at(&scene.with_port("[::]"), v6)?;
    serves(&server, "alice")?;
    server.listens(v4)?;
    serves(&server, "bob")?;
    server.listens(v6)?;
    serves(&server, "carol")
}

pub fn dual_stack_against_the_default(scene: &Scene) -> Played {
    scene.wildcards_take_ipv6_apart()?;
    dual_stack(scene)
}

/// Alice stays connected, and neither sends nor reads, while others connect.
pub fn nobody_is_waited_for(scene: &Scene) -> Played {
    let server = scene.server()?;
    let alice = server.connects("alice")?;
    serves(&server, "bob")?;
    serves(&server, "carol")?;
    hears_its_line(&alice)
}

pub fn two_clients(scene: &Scene) -> Played {
    let server = scene.server()?;
    serves(&server, "alice")?;
    serves(&server, "bob")
}

pub fn one_client(scene: &Scene) -> Played {
    serves(&scene.server()?, "alice")
}

pub fn one_client_after_another(scene: &Scene) -> Played {
    let server = scene.server()?;
    for number in 1..=30 {
        let client = server.connects(&format!("client {number}"))?;
        match number % 3 {
            0 => client.closes(),
            _ => hears_its_line(&client)?,
        }
        if number == 1 {
            server.stays_up()?;
        }
    }
    Ok(())
}

pub fn gone_before_it_was_let_in(scene: &Scene) -> Played {
    let server = scene.server()?;
    serves(&server, "alice")?;
    for name in ["carol", "dave"] {
        server.gets_reset_before_accept(name)?;
    }
    server.stays_up()?;
    serves(&server, "bob")
}

pub fn name_that_nobody_has(scene: &Scene) -> Played {
    scene.names(&[("home.test", &[V4])])?;
    scene.needs_unknown_name("nobody.test")?;
    let server = scene.server_starts_with_address(&scene.with_port("nobody.test"), &[])?;
    server.ends_with(1)?;
    server.reports_an_error()
}
