//! The packets of a run, read back by tshark. It is no part of the project, so this test is there only
//! where it is asked for: `cargo test -p checker --features tshark --test tshark`.

mod pictures;

use std::process::Command;

use pictures::{has_cells, trace};

const CASE: [&str; 7] =
    ["09", "--solutions", "--case", "one-client-after-another", "--seed", "7", "--format"];

/// One field of each packet, as tshark reads it.
fn fields(file: &std::path::Path, field: &str) -> Vec<String> {
    let output = Command::new("tshark")
        .arg("-r")
        .arg(file)
        .args(["-T", "fields", "-e", field])
        .output()
        .expect("tshark is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn tshark_agrees_with_the_trace() {
    assert!(has_cells(), "packets are seen in a cell only, and this machine gives none");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.pcapng");
    let arguments = [&CASE[..], &["pcapng", "-o", file.to_str().unwrap()]].concat();
    trace(&arguments).assert().success();
    let told = trace(&[&CASE[..], &["json"]].concat()).output().unwrap().stdout;
    let told: serde_json::Value = serde_json::from_slice(&told).unwrap();

    // Said and heard, by port: what peers said went to the server's.
    let total = |what: &str| -> u64 {
        let moments = told["moments"].as_array().unwrap().iter();
        moments.filter(|m| m["what"] == what).map(|m| m["length"].as_u64().unwrap()).sum()
    };
    let ports = fields(&file, "tcp.dstport");
    let lengths = fields(&file, "tcp.len");
    let carried = |to_server: bool| -> u64 {
        let packets = ports.iter().zip(&lengths);
        packets
            .filter(|(port, _)| (*port == "8888") == to_server)
            .map(|(_, n)| n.parse::<u64>().unwrap())
            .sum()
    };
    assert_eq!(carried(true), total("says"));
    assert_eq!(carried(false), total("hears"));

    // Each connection begins with the three steps of the handshake (RFC 9293, 3.5).
    let flags = fields(&file, "tcp.flags.str");
    let connections = told["links"].as_array().unwrap().len();
    let count = |wanted: &str| flags.iter().filter(|flags| flags.contains(wanted)).count();
    assert_eq!(count("S·"), 2 * connections, "{flags:?}");
    assert!(count("F") >= connections);
    assert_eq!(flags[0], "··········S·");
    assert_eq!(flags[1], "·······A··S·");
    assert_eq!(flags[2], "·······A····");

    // The times are those of this run, and none goes back.
    let times: Vec<f64> =
        fields(&file, "frame.time_epoch").iter().map(|time| time.parse().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    assert!((now.as_secs_f64() - times[0]).abs() < 600.0, "{times:?}");
    let comments = fields(&file, "pkt_comment");
    assert_eq!(comments.len(), times.len());
}
