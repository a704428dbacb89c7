//! Packets as a pcapng file (draft-ietf-opsawg-pcapng).

use std::borrow::Cow;
use std::time::Duration;

use anyhow::Context;
use pcap_file::DataLink;
use pcap_file::pcapng::PcapNgWriter;
use pcap_file::pcapng::blocks::enhanced_packet::EnhancedPacketBlock;
use pcap_file::pcapng::blocks::interface_description::{
    InterfaceDescriptionBlock, InterfaceDescriptionOption,
};
use pcap_file::pcapng::blocks::section_header::{SectionHeaderBlock, SectionHeaderOption};

use crate::Packet;

/// Times are in units of 10⁻⁹ seconds (`if_tsresol`).
const NANOSECONDS: u8 = 9;

/// The bytes of the file. `comment` describes the capture.
pub fn file(packets: &[Packet], comment: &str) -> anyhow::Result<Vec<u8>> {
    let options = vec![
        SectionHeaderOption::Comment(Cow::from(comment.to_owned())),
        SectionHeaderOption::UserApplication(Cow::from("socketlings")),
    ];
    let section = SectionHeaderBlock { options, ..SectionHeaderBlock::default() };
    let interface = InterfaceDescriptionBlock {
        // Packets begin with their IP header (LINKTYPE_RAW).
        linktype: DataLink::RAW,
        snaplen: 0,
        options: vec![
            InterfaceDescriptionOption::IfName(Cow::from("lo")),
            InterfaceDescriptionOption::IfTsResol(NANOSECONDS),
        ],
    };
    let mut writer = PcapNgWriter::with_section_header(Vec::new(), section)
        .context("beginning the pcapng file")?;
    writer.write_pcapng_block(interface).context("describing the interface")?;
    for packet in packets {
        let block = EnhancedPacketBlock {
            interface_id: 0,
            timestamp: Duration::from_nanos(packet.at),
            original_len: u32::try_from(packet.bytes.len())?,
            data: Cow::from(&packet.bytes),
            options: Vec::new(),
        };
        writer.write_pcapng_block(block).context("writing a packet")?;
    }
    Ok(writer.into_inner())
}

#[cfg(test)]
mod tests {
    use pcap_file::pcapng::{Block, PcapNgReader};

    use super::*;

    #[test]
    fn a_written_capture_can_be_read() {
        let at = 1_700_000_000_123_456_789;
        let packets = [Packet { at, bytes: vec![0x45, 0, 0, 20] }];
        let bytes = file(&packets, "09-framing: one, seed 7").unwrap();
        let mut reader = PcapNgReader::new(&bytes[..]).unwrap();
        let mut found = Vec::new();
        while let Some(block) = reader.next_block() {
            if let Block::EnhancedPacket(packet) = block.unwrap() {
                found.push((packet.timestamp.as_nanos(), packet.data.into_owned()));
            }
        }
        assert_eq!(found, [(u128::from(at), vec![0x45, 0, 0, 20])]);
    }
}
