//! Texts that are addresses and texts that are not: experiment 3 of lesson 21, with its answers checked.

use std::net::{IpAddr, SocketAddr, SocketAddrV4};

fn main() {
    #[rustfmt::skip]
    let parsed = [
        // ANCHOR: parse
        "127.0.0.1:8888".parse::<SocketAddr>().is_ok(),
        "[::1]:8888".parse::<SocketAddr>().is_ok(),
        "[::1]:8888".parse::<SocketAddrV4>().is_ok(),
        "localhost:8888".parse::<SocketAddr>().is_ok(),
        "::1:8888".parse::<IpAddr>().is_ok(),
        // ANCHOR_END: parse
    ];
    assert_eq!(parsed, [true, true, false, false, true]);
}
