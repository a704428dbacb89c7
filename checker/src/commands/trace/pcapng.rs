//! Writes the packets of a run as a pcapng file, with the program `checker-packets`.

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::Context;
use serde_json::json;
use stage::trace::Packet;

use crate::commands::Usage;
use crate::commands::on_demand::OnDemand;
use crate::course::workspace::Workspace;

const WRITER: OnDemand = OnDemand {
    package: "packets",
    program: "checker-packets",
    label: "the program that writes packets",
};

/// The bytes of the file. `comment` describes the capture.
pub fn file(packets: &[Packet], comment: &str) -> anyhow::Result<Vec<u8>> {
    let workspace = Workspace::find().map_err(Usage::from)?;
    let program = WRITER.ready(&workspace.root)?;
    let context = || format!("cannot run {}", program.display());
    let mut writer = Command::new(&program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(context)?;
    if let Some(mut stdin) = writer.stdin.take() {
        // The program reads all its input before it writes.
        let packet = |packet: &Packet| json!({ "at": packet.at, "bytes": packet.bytes });
        let packets: Vec<_> = packets.iter().map(packet).collect();
        let wanted = json!({ "comment": comment, "packets": packets });
        stdin.write_all(&serde_json::to_vec(&wanted)?).with_context(context)?;
    }
    let output = writer.wait_with_output().with_context(context)?;
    anyhow::ensure!(output.status.success(), "{}: {}", context(), output.status);
    Ok(output.stdout)
}
