//! Reads the packets of a run with tshark. That program is not part of the project, so these tests need a
//! feature: `cargo test -p checker --features tshark --test trace tshark`.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::pictures::{has_cells, trace};

/// One run: its packets as a file, and its trace. Both are of the same seed, and so of the same bytes.
struct Run {
    file: PathBuf,
    told: Value,
    _folder: TempDir,
}

fn run(lesson: &str, case: &str) -> Run {
    assert!(has_cells(), "packets are seen in a cell only, and this machine gives none");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.pcapng");
    let of = [lesson, "--solutions", "--case", case, "--seed", "7", "--format"];
    let arguments = [&of[..], &["pcapng", "-o", file.to_str().unwrap()]].concat();
    trace(&arguments).assert().success();
    let told = trace(&[&of[..], &["json"]].concat()).output().unwrap().stdout;
    Run { file, told: serde_json::from_slice(&told).unwrap(), _folder: folder }
}

impl Run {
    /// One field of each packet, as tshark reads it; of those only that this filter lets through.
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

    /// What the trace tells of each moment of this kind.
    fn moments(&self, what: &str) -> impl Iterator<Item = &Value> {
        let what = what.to_owned();
        self.told["moments"]
            .as_array()
            .unwrap()
            .iter()
            .filter(move |moment| moment["what"] == *what)
    }

    /// The bytes of all moments of this kind, one behind the other, as hexadecimal digits.
    fn bytes(&self, what: &str) -> String {
        self.moments(what).map(|moment| moment["hex"].as_str().unwrap()).collect()
    }
}

#[test]
fn tcp_as_the_trace_tells_it() {
    let run = run("09", "one-client-after-another");
    // What peers said went to the server's port, and what they heard came from there, to the byte.
    assert_eq!(
        run.fields("tcp.dstport == 8888 && tcp.len > 0", "tcp.payload").concat(),
        run.bytes("says")
    );
    assert_eq!(
        run.fields("tcp.srcport == 8888 && tcp.len > 0", "tcp.payload").concat(),
        run.bytes("hears")
    );

    // Each connection begins with the three steps of the handshake (RFC 9293, 3.5), and both sides end
    // theirs (3.6).
    let connections = run.told["links"].as_array().unwrap().len();
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
    // A peer that the script leaves connected ends with it.
    let left = run.moments("closes").count();
    assert!(left > 0 && count("tcp.flags.fin == 1 && tcp.dstport == 8888") >= left, "{flags:?}");

    // The times are those of this run, and none goes back.
    let times = run.fields("frame", "frame.time_epoch");
    let times: Vec<f64> = times.iter().map(|time| time.parse().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    assert!((now.as_secs_f64() - times[0]).abs() < 600.0, "{times:?}");
}

#[test]
fn datagrams_as_the_trace_tells_them() {
    let run = run("13", "empty");
    let sent = |moments: &str| -> Vec<String> {
        run.moments(moments).map(|moment| moment["hex"].as_str().unwrap().to_owned()).collect()
    };
    // A header of eight bytes (RFC 768), and the datagram: of an empty one nothing.
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
fn pings_as_the_trace_tells_them() {
    let run = run("25", "all-come-back");
    let numbers = |moments: &str, name: &str| -> Vec<String> {
        let words = run.moments(moments).map(|moment| moment["words"].as_str().unwrap());
        let number = |words: &str| {
            let rest = words.strip_prefix(name).and_then(|rest| rest.split_once(','));
            rest.expect("its sequence number").0.to_owned()
        };
        words.map(number).collect()
    };
    // Types 8 and 0 (RFC 792), with checksums that are right.
    for (kind, moments, name) in
        [(8, "hears_icmp", "echo request "), (0, "sends_icmp", "echo reply ")]
    {
        let filter = format!("icmp.type == {kind} && icmp.checksum.status == 1");
        let seen = run.fields(&filter, "icmp.seq");
        assert_eq!(seen, numbers(moments, name));
        assert!(!seen.is_empty());
    }
}
