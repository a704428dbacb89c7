//! Beliefs that lesson 21 meets first: how an address is written and read, how many a name has, and
//! whose address is whose.

use stage::breach::{Awaited, Breach, Instead};

use super::Belief;
use super::evidence::*;
use super::runtimes::Says;
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::AN_ADDRESS_IS_IP_COLON_PORT,
        title: "IP, colon, port: that is an address.",
        truth: "For IPv6 it is `[::1]:8888`. An IPv6 address is full of colons itself, so it stands in brackets when a port follows.",
        why: "In `::1:8888` nobody can tell the port from the last part of the address: it is a valid IPv6 address as it stands. RFC 5952, section 6, names the ways that are in use and recommends the brackets; Rust's `SocketAddr` prints them by itself.",
        chapter: "addresses",
        example: "\
format!(\"{}:{}\", peer.ip(), peer.port())         // wrong: ::1:40000
format!(\"{peer}\")                                // right: [::1]:40000",
        fits: an_address_is_ip_colon_port,
    },
    Belief {
        id: ids::THE_COLON_ENDS_THE_HOST,
        title: "What stands before the first colon is the host.",
        truth: "In `[::1]:8888` the first colon is in the middle of the address. The host ends at the closing bracket, and the brackets are no part of it.",
        why: "RFC 3986, section 3.2.2, puts IPv6 addresses into brackets so that the colon before the port can be found. Leave the reading to those who know it: `TcpStream::connect(text)`, `text.parse::<SocketAddr>()`, or in Python `urllib.parse.urlsplit(\"//\" + text)`.",
        chapter: "addresses",
        example: "\
let (host, port) = text.split_once(':')…;        // wrong: \"[\" and \":1]:8888\"
TcpStream::connect(text)?;                       // right: std takes it apart",
        fits: the_colon_ends_the_host,
    },
    Belief {
        id: ids::EVERY_ADDRESS_IS_IPV4,
        title: "An address is four numbers with dots between them.",
        truth: "Since 1995 there is a second kind, and a name may have no other. Write programs that take either: `SocketAddr` and `ToSocketAddrs`, not their V4 parts.",
        why: "A socket belongs to one family from its birth (socket(2)), so a program that decides for IPv4 before it has seen the address cannot reach the others. getaddrinfo(3) gives addresses together with their families.",
        chapter: "addresses",
        example: "\
let address: SocketAddrV4 = text.parse()?;       // wrong: [::1]:8888 is none
for address in text.to_socket_addrs()? { … }     // right: of either family",
        fits: every_address_is_ipv4,
    },
    Belief {
        id: ids::AN_ADDRESS_IS_NUMBERS,
        title: "An address is numbers that I can parse.",
        truth: "People and configurations write names. `localhost:8888` has to be looked up: `to_socket_addrs`, which `connect` and `bind` call for you when they are given text.",
        why: "`parse::<SocketAddr>` reads what is written and asks nobody. A name's addresses are in a file (hosts(5)) or in the DNS, and getaddrinfo(3) knows where to look.",
        chapter: "addresses",
        example: "\
let address: SocketAddr = text.parse()?;         // wrong: names are no numbers
let stream = TcpStream::connect(text)?;          // right: looks the name up",
        fits: an_address_is_numbers,
    },
    Belief {
        id: ids::FIRST_ADDRESS_IS_THE_ADDRESS,
        title: "A name has an address.",
        truth: "It has a list of them, and any may be out of order. Take the next when one fails, and give up after the last.",
        why: "getaddrinfo(3) sorts the list by a guess at what will work (RFC 6724); only trying shows what does. `localhost` is often ::1 and 127.0.0.1, and a server on one of the two is not on the other.",
        chapter: "addresses",
        example: "\
let first = text.to_socket_addrs()?.next()…;
TcpStream::connect(first)?;                      // wrong: refused, and the second never asked
TcpStream::connect(text)?;                       // right: std tries each in turn",
        fits: first_address_is_the_address,
    },
    Belief {
        id: ids::I_AM_WHAT_I_WAS_TOLD,
        title: "My address is the one that I listen on.",
        truth: "A wildcard (`0.0.0.0`, `[::]`) is no address that anybody reaches: it stands for all of them. Which one a client has reached is known by its connection: `stream.local_addr()`.",
        why: "The listening socket is bound to the wildcard and stays so. Each accepted socket is bound to the address that the client's SYN was sent to (getsockname(2)).",
        chapter: "addresses",
        example: "\
let me = listener.local_addr()?;                 // wrong: 0.0.0.0:8888
let me = stream.local_addr()?;                   // right: 127.0.0.1:8888",
        fits: i_am_what_i_was_told,
    },
    Belief {
        id: ids::MAPPED_ADDRESS_IS_THE_CLIENTS,
        title: "On an IPv6 socket, every client is an IPv6 client.",
        truth: "A wildcard that takes both families shows an IPv4 client as `::ffff:127.0.0.1`. Nobody has that address: it is an IPv4 address in an envelope, and `to_canonical` takes it out.",
        why: "The socket's calls have room for one kind of address only, so the kernel maps the other kind into it (RFC 4291, section 2.5.5.2; ipv6(7)). On the wire there was IPv4 and nothing else. A list of allowed addresses, or a log, that holds both spellings counts one client as two.",
        chapter: "addresses",
        example: "\
peer.ip()                                        // wrong here: ::ffff:127.0.0.1
peer.ip().to_canonical()                         // right: 127.0.0.1",
        fits: mapped_address_is_the_clients,
    },
    Belief {
        id: ids::WILDCARD_TAKES_BOTH_FAMILIES,
        title: "`[::]` takes IPv4, too.",
        truth: "It does where IPV6_V6ONLY is off, and whether it is off by default is the machine's decision. Say what you want, before `bind`.",
        why: "Linux takes the default from the sysctl net.ipv6.bindv6only (ipv6(7)), which is 0 as a rule; Windows and OpenBSD have it on. std's `bind` leaves it alone: set it with `socket2`, or in Python with `create_server(…, dualstack_ipv6=True)`.",
        chapter: "addresses",
        example: "\
TcpListener::bind(\"[::]:8888\")?;                 // wrong: as the machine likes
socket.set_only_v6(false)?;                      // right: said, and before `bind`",
        fits: wildcard_takes_both_families,
    },
];

pub fn an_address_is_ip_colon_port(breach: &Breach) -> bool {
    let bare: Vec<u8> =
        breach.expected().iter().copied().filter(|byte| !b"[]".contains(byte)).collect();
    bare != breach.expected() && bare == breach.heard()
}

pub fn the_colon_ends_the_host(breach: &Breach) -> bool {
    gave_up_on_an_address(breach)
}

pub fn every_address_is_ipv4(breach: &Breach) -> bool {
    gave_up_on_an_address(breach) && !speaks_of(breach, Says::AnotherRefusal)
}

pub fn an_address_is_numbers(breach: &Breach) -> bool {
    gave_up_on_an_address(breach)
}

pub fn first_address_is_the_address(breach: &Breach) -> bool {
    gave_up_on_an_address(breach)
}

pub fn i_am_what_i_was_told(breach: &Breach) -> bool {
    let heard = String::from_utf8_lossy(breach.heard()).into_owned();
    let expected = String::from_utf8_lossy(breach.expected()).into_owned();
    let names_a_wildcard =
        ["I am 0.0.0.0:", "I am [::]:"].iter().any(|wildcard| heard.contains(wildcard));
    awaited_bytes(breach)
        && names_a_wildcard
        && heard.split(", ").next() == expected.split(", ").next()
}

pub fn mapped_address_is_the_clients(breach: &Breach) -> bool {
    let has = |bytes: &[u8]| bytes.windows(7).any(|part| part == b"::ffff:");
    awaited_bytes(breach) && has(breach.heard()) && !has(breach.expected())
}

pub fn wildcard_takes_both_families(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Accepting { .. })
        && matches!(breach.instead, Instead::Refused)
}

/// A server did not get to listen, or a client did not get to connect, and ended.
fn gave_up_on_an_address(breach: &Breach) -> bool {
    let was_to_begin =
        matches!(breach.awaited, Awaited::Listening { .. } | Awaited::Connection { .. });
    was_to_begin && (breach.exit.is_some() || matches!(breach.instead, Instead::Panic(_)))
}
