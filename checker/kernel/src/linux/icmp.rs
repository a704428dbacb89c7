//! How a cell's own network treats ICMP messages: whether the kernel itself answers a ping, and whether
//! a message is in flight at this moment.

use std::fs;

use socket2::{Domain, Protocol, Socket, Type};

use super::cell::{Cell, in_a_child};
use super::proc;
use crate::missing::Missing;

/// Stops the kernel of this network namespace from answering echo requests (icmp(7)). Call it only in a cell:
/// elsewhere it would affect the whole machine.
pub fn leave_pings_to_others() -> Result<(), Missing> {
    fs::write("/proc/sys/net/ipv4/icmp_echo_ignore_all", "1").map_err(|error| {
        Missing::new("keeping the kernel from answering pings (icmp_echo_ignore_all)", error)
    })
}

/// Whether a message was sent in this network namespace and has not yet been handed to every raw socket
/// that should receive it. The kernel counts a message as sent before it goes, and as received after the
/// raw sockets have it. The received count is read first. So if the two numbers are equal, they were
/// equal at one moment.
pub fn is_icmp_on_its_way() -> Result<bool, Missing> {
    let missing =
        |why: String| Missing::new("the kernel's count of messages (/proc/net/snmp)", why);
    let table = proc::read("/proc/self/net/snmp").map_err(|e| missing(e.to_string()))?;
    let mut rows = table.lines().filter_map(|line| line.strip_prefix("Icmp: "));
    let (Some(names), Some(counts)) = (rows.next(), rows.next()) else {
        return Err(missing("it has no row for ICMP".into()));
    };
    let count = |name: &str| {
        let at = names.split(' ').position(|one| one == name)?;
        counts.split(' ').nth(at)?.parse::<u64>().ok()
    };
    match (count("InMsgs"), count("OutMsgs")) {
        (Some(came), Some(went)) => Ok(came < went),
        _ => Err(missing("it does not count them".into())),
    }
}

/// Whether this machine allows raw sockets in a cell, and lets a process answer pings instead of the kernel:
/// tries both in a separate process.
pub fn probe_raw_sockets() -> Result<(), Missing> {
    in_a_child(|| {
        let cell = Cell::enter(true)?;
        let opened = Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::ICMPV4))
            .map_err(|error| Missing::new("a raw socket", error));
        let tried = opened.and_then(|_| leave_pings_to_others());
        cell.end();
        tried
    })
}
