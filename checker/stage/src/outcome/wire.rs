//! Types of the standard library as they pass between the checker and its cells, which are copies of the
//! same program: proxies for nanoserde (`#[nserde(proxy = "…")]`), which does not know these types.

use std::ffi::OsString;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;

use nanoserde::{DeBin, SerBin};

/// The bytes of a [`PathBuf`], which need not be UTF-8.
#[derive(SerBin, DeBin)]
pub struct PathBytes(Vec<u8>);

impl From<&PathBuf> for PathBytes {
    fn from(path: &PathBuf) -> PathBytes {
        PathBytes(path.as_os_str().as_bytes().to_vec())
    }
}

impl From<&PathBytes> for PathBuf {
    fn from(bytes: &PathBytes) -> PathBuf {
        OsString::from_vec(bytes.0.clone()).into()
    }
}

/// An optional [`PathBuf`].
#[derive(SerBin, DeBin)]
pub struct OptionalPath(Option<PathBytes>);

impl From<&Option<PathBuf>> for OptionalPath {
    fn from(path: &Option<PathBuf>) -> OptionalPath {
        OptionalPath(path.as_ref().map(PathBytes::from))
    }
}

impl From<&OptionalPath> for Option<PathBuf> {
    fn from(path: &OptionalPath) -> Option<PathBuf> {
        path.0.as_ref().map(PathBuf::from)
    }
}

/// A [`SocketAddr`]: its host, port, flow information and scope (ipv6(7)).
#[derive(SerBin, DeBin)]
pub enum Address {
    V4([u8; 4], u16),
    V6([u8; 16], u16, u32, u32),
}

impl From<&SocketAddr> for Address {
    fn from(address: &SocketAddr) -> Address {
        match address {
            SocketAddr::V4(v4) => Address::V4(v4.ip().octets(), v4.port()),
            SocketAddr::V6(v6) => {
                Address::V6(v6.ip().octets(), v6.port(), v6.flowinfo(), v6.scope_id())
            }
        }
    }
}

impl From<&Address> for SocketAddr {
    fn from(address: &Address) -> SocketAddr {
        match *address {
            Address::V4(host, port) => SocketAddrV4::new(Ipv4Addr::from(host), port).into(),
            Address::V6(host, port, flow, scope) => {
                SocketAddrV6::new(Ipv6Addr::from(host), port, flow, scope).into()
            }
        }
    }
}

/// The addresses of a connection's two ends, if it has any.
#[derive(SerBin, DeBin)]
pub struct Ends(Option<(Address, Address)>);

impl From<&Option<(SocketAddr, SocketAddr)>> for Ends {
    fn from(ends: &Option<(SocketAddr, SocketAddr)>) -> Ends {
        Ends(ends.as_ref().map(|(ours, theirs)| (ours.into(), theirs.into())))
    }
}

impl From<&Ends> for Option<(SocketAddr, SocketAddr)> {
    fn from(ends: &Ends) -> Option<(SocketAddr, SocketAddr)> {
        ends.0.as_ref().map(|(ours, theirs)| (ours.into(), theirs.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, SerBin, DeBin)]
    struct Record {
        #[nserde(proxy = "PathBytes")]
        home: PathBuf,
        #[nserde(proxy = "OptionalPath")]
        folder: Option<PathBuf>,
        #[nserde(proxy = "Address")]
        address: SocketAddr,
        #[nserde(proxy = "Ends")]
        ends: Option<(SocketAddr, SocketAddr)>,
    }

    #[test]
    fn what_is_sent_comes_back() {
        let v4: SocketAddr = "127.0.0.1:9000".parse().unwrap();
        let v6: SocketAddr = SocketAddrV6::new("fe80::1".parse().unwrap(), 65_535, 7, 2).into();
        let strange = PathBuf::from(OsString::from_vec(b"/tmp/\xff \n".to_vec()));
        for (folder, address, ends) in [
            (None, v4, Some((v4, v6))),
            (Some("/".into()), v6, None),
            (Some(strange.clone()), v6, None),
        ] {
            let record = Record { home: strange.clone(), folder, address, ends };
            assert_eq!(Record::deserialize_bin(&record.serialize_bin()).unwrap(), record);
        }
    }
}
