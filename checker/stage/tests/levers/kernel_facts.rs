//! Our results from `sock_diag` match those of `ss`.

use std::process::Command;

use serial_test::serial;

use crate::{free_address, kept, specimen, stage};

fn ss(arguments: &[&str]) -> Option<String> {
    let output = Command::new("ss").args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
#[serial]
fn ss_agrees() {
    if ss(&["--version"]).is_none() {
        return eprintln!("skipped: there is no `ss` on this machine");
    }
    for (backlog, peers, bytes) in [(5, 1, 0), (7, 3, 1), (20, 4, 4321)] {
        let stage = stage();
        let address = free_address();
        let words = ["backlog", &address.to_string(), &backlog.to_string(), "never"];
        let server = kept(stage.starts("server", &specimen(&words)));
        kept(server.listens(address));
        let names = ["alice", "bob", "carol", "dora"];
        let all: Vec<_> = names[..peers].iter().map(|name| kept(server.connects(name))).collect();
        kept(all[0].says(&vec![b'x'; bytes]));
        kept(server.rests());

        let port = format!("sport = :{}", address.port());
        let output = ss(&["-tlnH", &port]).expect("it answered before");
        let mut words = output.split_ascii_whitespace().skip(1);
        let facts = kept(server.listener().facts());
        assert_eq!(words.next(), Some(facts.waiting.to_string().as_str()), "{output}");
        assert_eq!(words.next(), Some(facts.backlog.to_string().as_str()), "{output}");
        assert_eq!((facts.waiting, facts.backlog), (peers as u64, backlog));
        assert_eq!(facts.address, address);

        let output = ss(&["-tinH", "state", "established", &port]).expect("it answered before");
        let received: Vec<u64> = output
            .split_ascii_whitespace()
            .filter_map(|word| word.strip_prefix("bytes_received:")?.parse().ok())
            .collect();
        let mut ours = Vec::new();
        for line in output.lines().filter(|line| line.contains("127.0.0.1")) {
            let words: Vec<&str> = line.split_ascii_whitespace().collect();
            let peer = words.iter().rev().find(|word| word.contains(':')).expect("an address");
            let inbox = kernel::inbox(address, peer.parse().expect("an address"));
            let inbox = inbox.expect("this machine tells").expect("it is there");
            assert_eq!(words[0].parse::<u64>().ok(), Some(inbox.unread), "{line}");
            if inbox.received > 0 {
                ours.push(inbox.received);
            }
        }
        assert_eq!(received, ours, "{output}");
        assert_eq!(ours.iter().sum::<u64>(), bytes as u64);
    }
}
