//! Experiments with addresses: which texts are addresses.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[Experiment::calls(parse::main)];

mod parse {
    use std::io;
    use std::net::{IpAddr, SocketAddr, SocketAddrV4};

    pub fn main() -> io::Result<()> {
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
        Ok(())
    }
}
