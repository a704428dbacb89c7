//! Packets as a pcapng file, for Wireshark and tshark (draft-ietf-opsawg-pcapng). The file says which
//! case it is of.

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
use stage::trace::Packet;

/// Times are told in 10⁻⁹ seconds (`if_tsresol`).
const NANOSECONDS: u8 = 9;

/// The file's bytes. `comment` says what it is of.
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
