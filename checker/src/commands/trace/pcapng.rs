//! Packets as a pcapng file (draft-ietf-opsawg-pcapng): a section, an interface, and a block for each
//! packet. The crate `pcap-file` 2.0 would write wrong times, and take longer to build than this file.

use stage::trace::Packet;

/// The types of the blocks, and the type of the interface: packets begin with their IP header.
const SECTION: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const ENHANCED_PACKET: u32 = 6;
const LINKTYPE_RAW: u16 = 101;

/// Written as it lies in memory, so that a reader knows the order of all other bytes.
const BYTE_ORDER_MAGIC: u32 = 0x1a2b_3c4d;

/// The codes of the options.
const COMMENT: u16 = 1;
const USER_APPLICATION: u16 = 4;
const INTERFACE_NAME: u16 = 2;
const TIME_RESOLUTION: u16 = 9;

/// Times are in units of 10⁻⁹ seconds.
const NANOSECONDS: u8 = 9;

/// The length of a section that is not known in advance.
const UNKNOWN_LENGTH: [u8; 8] = [0xff; 8];

/// The bytes of the file. `comment` describes the capture.
pub fn file(packets: &[Packet], comment: &str) -> Vec<u8> {
    let mut section = Vec::new();
    section.extend(BYTE_ORDER_MAGIC.to_le_bytes());
    section.extend([1u16, 0].iter().flat_map(|number| number.to_le_bytes()));
    section.extend(UNKNOWN_LENGTH);
    options(&mut section, &[(COMMENT, comment.as_bytes()), (USER_APPLICATION, b"socketlings")]);

    let mut interface = Vec::new();
    interface.extend([LINKTYPE_RAW, 0].iter().flat_map(|number| number.to_le_bytes()));
    interface.extend(0u32.to_le_bytes());
    options(&mut interface, &[(INTERFACE_NAME, b"lo"), (TIME_RESOLUTION, &[NANOSECONDS])]);

    let mut file = block(SECTION, section);
    file.extend(block(INTERFACE, interface));
    file.extend(packets.iter().flat_map(|packet| block(ENHANCED_PACKET, packet_body(packet))));
    file
}

/// The interface's number, the time in two halves, the length as captured and as sent, and the packet.
fn packet_body(packet: &Packet) -> Vec<u8> {
    let length = packet.bytes.len() as u32;
    let numbers = [0, (packet.at >> 32) as u32, packet.at as u32, length, length];
    let mut body: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    body.extend(&packet.bytes);
    pad(&mut body);
    body
}

fn options(body: &mut Vec<u8>, options: &[(u16, &[u8])]) {
    for (code, value) in options {
        body.extend(code.to_le_bytes());
        body.extend((value.len() as u16).to_le_bytes());
        body.extend(*value);
        pad(body);
    }
    // The end of the options.
    body.extend([0; 4]);
}

/// A block: its type, its length, the body, and its length again.
fn block(kind: u32, body: Vec<u8>) -> Vec<u8> {
    let length = (body.len() + 12) as u32;
    let mut block = Vec::with_capacity(body.len() + 12);
    block.extend(kind.to_le_bytes());
    block.extend(length.to_le_bytes());
    block.extend(body);
    block.extend(length.to_le_bytes());
    block
}

/// Every part is filled up to a multiple of four bytes.
fn pad(bytes: &mut Vec<u8>) {
    bytes.resize(bytes.len().next_multiple_of(4), 0);
}

#[cfg(test)]
mod tests {
    use pcap_file::pcapng::{Block, PcapNgReader};

    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let at = 1_700_000_000_123_456_789;
        let packets = [Packet { at, bytes: vec![0x45, 0, 0, 21, 7] }];
        let bytes = file(&packets, "09-framing: one, seed 7");
        let mut reader = PcapNgReader::new(&bytes[..]).unwrap();
        let mut found = Vec::new();
        while let Some(block) = reader.next_block() {
            if let Block::EnhancedPacket(packet) = block.unwrap() {
                found.push((packet.timestamp.as_nanos(), packet.data.into_owned()));
            }
        }
        assert_eq!(found, [(u128::from(at), vec![0x45, 0, 0, 21, 7])]);
        assert_eq!(reader.section().options.len(), 2);
        assert_eq!(reader.interfaces()[0].options.len(), 2);
    }
}
