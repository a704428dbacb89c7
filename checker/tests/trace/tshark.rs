//! Reads the packets of a run with tshark. That program is not part of the project, so these tests need a
//! feature: `cargo test -p checker --features tshark --test trace tshark`.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::pictures::{has_cells, trace};

/// The packets of a run as a file, and its trace. Both have the same seed, and so the same bytes.
struct Capture {
    file: PathBuf,
    trace: Value,
    _folder: TempDir,
}

fn capture(lesson: &str, case: &str) -> Capture {
    assert!(has_cells(), "packets need a cell, and this machine does not allow cells");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.pcapng");
    let of = [lesson, "--solutions", "--case", case, "--seed", "7", "--format"];
    let arguments = [&of[..], &["pcapng", "-o", file.to_str().unwrap()]].concat();
    trace(&arguments).assert().success();
    let json = trace(&[&of[..], &["json"]].concat()).output().unwrap().stdout;
    Capture { file, trace: serde_json::from_slice(&json).unwrap(), _folder: folder }
}

impl Capture {
    /// One field of each packet that passes this filter, as tshark reads it.
    fn fields(&self, filter: &str, field: &str) -> Vec<String> {
        let output = Command::new("tshark")
            .arg("-r")
            .arg(&self.file)
            .args(["-Y", filter, "-T", "fields", "-e", field])
            .output()
            .expect("tshark is installed");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
    }

    /// The moments of this kind in the trace.
    fn moments(&self, what: &str) -> impl Iterator<Item = &Value> {
        let what = what.to_owned();
        self.trace["moments"]
            .as_array()
            .unwrap()
            .iter()
            .filter(move |moment| moment["what"] == *what)
    }

    /// The joined bytes of all moments of this kind, as hexadecimal digits.
    fn bytes(&self, what: &str) -> String {
        self.moments(what).map(|moment| moment["hex"].as_str().unwrap()).collect()
    }
}

#[test]
fn tcp_packets_agree_with_the_trace() {
    let run = capture("09", "one-client-after-another");
    // The bytes that peers said went to the server's port, and the bytes that they heard came from
    // there.
    assert_eq!(
        run.fields("tcp.dstport == 8888 && tcp.len > 0", "tcp.payload").concat(),
        run.bytes("says")
    );
    assert_eq!(
        run.fields("tcp.srcport == 8888 && tcp.len > 0", "tcp.payload").concat(),
        run.bytes("hears")
    );

    // Each connection begins with the three steps of the handshake (RFC 9293, 3.5), and both sides close
    // it (3.6).
    let connections = run.trace["links"].as_array().unwrap().len();
    let flags = run.fields("tcp", "tcp.flags.str");
    assert_eq!(flags[..3], ["··········S·", "·······A··S·", "·······A····"]);
    assert!(connections > 1);
    let count = |filter: &str| run.fields(filter, "frame.number").len();
    assert_eq!(
        count("tcp.flags.syn == 1 && tcp.flags.ack == 0 && tcp.dstport == 8888"),
        connections
    );
    assert_eq!(
        count("tcp.flags.syn == 1 && tcp.flags.ack == 1 && tcp.srcport == 8888"),
        connections
    );
    // A peer that the script leaves connected closes at the script's end.
    let left = run.moments("closes").count();
    assert!(left > 0 && count("tcp.flags.fin == 1 && tcp.dstport == 8888") >= left, "{flags:?}");

    // The times belong to this run, and they never go back.
    let times = run.fields("frame", "frame.time_epoch");
    let times: Vec<f64> = times.iter().map(|time| time.parse().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    assert!((now.as_secs_f64() - times[0]).abs() < 600.0, "{times:?}");
}

#[test]
fn datagrams_agree_with_the_trace() {
    let run = capture("13", "empty");
    let sent = |moments: &str| -> Vec<String> {
        run.moments(moments).map(|moment| moment["hex"].as_str().unwrap().to_owned()).collect()
    };
    // A header of eight bytes (RFC 768), followed by the datagram, which may be empty.
    for (way, moments) in [("udp.dstport", "sends_datagram"), ("udp.srcport", "receives_datagram")]
    {
        let filter = format!("{way} == 8888");
        assert_eq!(run.fields(&filter, "udp.payload"), sent(moments));
        let lengths = sent(moments).into_iter().map(|hex| (8 + hex.len() / 2).to_string());
        assert_eq!(run.fields(&filter, "udp.length"), lengths.collect::<Vec<_>>());
    }
    assert!(sent("sends_datagram").contains(&String::new()));
}

#[test]
fn pings_agree_with_the_trace() {
    let run = capture("25", "all-come-back");
    let numbers = |moments: &str, name: &str| -> Vec<String> {
        let words = run.moments(moments).map(|moment| moment["words"].as_str().unwrap());
        let number = |words: &str| {
            let rest = words.strip_prefix(name).and_then(|rest| rest.split_once(','));
            rest.expect("its sequence number").0.to_owned()
        };
        words.map(number).collect()
    };
    // Types 8 and 0 (RFC 792), with valid checksums.
    for (kind, moments, name) in
        [(8, "hears_icmp", "echo request "), (0, "sends_icmp", "echo reply ")]
    {
        let filter = format!("icmp.type == {kind} && icmp.checksum.status == 1");
        let seen = run.fields(&filter, "icmp.seq");
        assert_eq!(seen, numbers(moments, name));
        assert!(!seen.is_empty());
    }
}
