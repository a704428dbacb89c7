//! The description of each shape in a sentence: `4 digits: the length of a JSON header`.

use serde_json::json;
use stage::breach::{Frame, Shape};
use stage::bytes::harmless;

/// The description of a shape. It is escaped, because scripts choose names and lines with control
/// characters.
pub(super) fn description(shape: &Shape) -> String {
    harmless(&described(shape))
}

fn described(shape: &Shape) -> String {
    match shape {
        Shape::AllThatIsSent { bytes } => {
            format!("everything that the program sends: {bytes} bytes")
        }
        Shape::Introduction => "a line that begins with `you are `".into(),
        Shape::BothLines => "both lines".into(),
        Shape::LengthOfBothLines => "the length of both lines".into(),
        Shape::WordInCapitals => "a datagram that begins with her word in upper case".into(),
        Shape::RequestWithNewId => {
            "a request with a new id of four bytes, followed by the typed line".into()
        }
        Shape::RequestWithSameId => "the line with the previous id".into(),
        Shape::SameRequest => "the same request again".into(),
        Shape::ReplyWithAnyCount => {
            "its id, four bytes of count, and its payload in upper case".into()
        }
        Shape::LengthInFourBytes => "4 bytes, little-endian: the length of a JSON header".into(),
        Shape::LengthInFourDigits => "4 digits: the length of a JSON header".into(),
        Shape::ReportHeader { data_len, exit_code, stream } => format!(
            "a JSON header with data_len {data_len}, exit_code {exit_code} and stream \"{}\"",
            stream.name()
        ),
        Shape::FileHeader { filename, filesize, md5 } => format!(
            "a JSON header with filename \"{filename}\", filesize {filesize} and md5 \"{md5}\""
        ),
        Shape::HeaderLength { length, claimed } => {
            format!("the length of this header before it: {length} bytes, not {claimed}")
        }
        Shape::ErrorHeader => "a JSON header with an error, and no file".into(),
        Shape::Frame(frame) => format!("the frame {}", in_a_frame(frame)),
        Shape::JoinedWithOtherHeader { name } => {
            format!("a frame with another header, and {}", json!({ "joined": name }))
        }
        Shape::EchoRequest => "an echo request: type 8, code 0, a header of 8 bytes".into(),
        Shape::EchoRequestWithChecksum { checksum: [high, low] } => {
            format!("an echo request whose checksum is {high:02x} {low:02x}")
        }
        Shape::EchoRequestWithSequence { sequence } => {
            let [high, low] = sequence.to_be_bytes();
            format!(
                "an echo request whose sequence number is {sequence} ({high:02x} {low:02x}, in \
                 its bytes 6 and 7)"
            )
        }
        Shape::Loss { sequence } => format!("`seq={sequence} lost` after one second"),
        Shape::LossAmongOthers { sequence } => {
            format!("`seq={sequence} lost` after one second, whatever else arrives in the meantime")
        }
        Shape::Later { shape, milliseconds } => {
            format!("{}, at least {milliseconds} ms later", described(shape))
        }
        Shape::Milliseconds { tenths: None } => "a number of milliseconds".into(),
        Shape::Milliseconds { tenths: Some([least, most]) } => {
            format!("a number of milliseconds between {} and {}", in_ones(*least), in_ones(*most))
        }
    }
}

/// The JSON as it should look on the wire, or a description of it.
fn in_a_frame(frame: &Frame) -> String {
    match frame {
        Frame::Join { name } => json!({ "join": name }).to_string(),
        Frame::Joined { name } => json!({ "joined": name }).to_string(),
        Frame::Left { name } => json!({ "left": name }).to_string(),
        Frame::Say { say } => json!({ "say": say }).to_string(),
        Frame::Line { from, say } => line(from, say),
        Frame::LongLine { from, bytes } => {
            format!("{{\"from\":{},\"at\":…,\"say\":…}} with a text of {bytes} bytes", json!(from))
        }
        Frame::BothLines => "with both lines".into(),
        Frame::LineJustSaid => "with a line that was just said".into(),
        Frame::JoinedOrLine => "with a name that has joined, or with alice's line".into(),
        Frame::LineWithTheTime => {
            "whose \"at\" is the current time in the form of RFC 3339, with its offset from UTC"
                .into()
        }
        Frame::LineWithTimeOf { at } => {
            format!("with the same time as alice's, \"at\":{}", json!(at))
        }
        Frame::LineAsForAlice { from, say } => format!("{}, as alice did", line(from, say)),
        Frame::SpeakerAsForAlice { from } => {
            format!("with \"from\":{}, as alice did", json!(from))
        }
        Frame::LastLineAsForAlice => {
            "with the last line of a member that has gone, as alice did".into()
        }
        Frame::LeftAsForAlice { name } => format!("with \"left\":{}, as alice did", json!(name)),
        Frame::Quit => "{\"quit\":true}".into(),
        Frame::Bye => "{\"bye\":true}".into(),
        Frame::Error => "{\"error\":…}".into(),
        Frame::OneOf(all) => all.iter().map(in_a_frame).collect::<Vec<_>>().join(", or "),
    }
}

/// `70.5` for 705 tenths.
fn in_ones(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A line with any time.
fn line(from: &str, say: &str) -> String {
    format!("{{\"from\":{},\"at\":…,\"say\":{}}}", json!(from), json!(say))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use stage::breach::Stream;

    use super::*;

    fn alice() -> String {
        "alice".into()
    }

    /// The shape after this one in the list of all shapes. A new shape does not compile until it is
    /// listed here.
    fn next(shape: &Shape) -> Option<Shape> {
        Some(match shape {
            Shape::AllThatIsSent { .. } => Shape::Introduction,
            Shape::Introduction => Shape::BothLines,
            Shape::BothLines => Shape::LengthOfBothLines,
            Shape::LengthOfBothLines => Shape::WordInCapitals,
            Shape::WordInCapitals => Shape::RequestWithNewId,
            Shape::RequestWithNewId => Shape::RequestWithSameId,
            Shape::RequestWithSameId => Shape::SameRequest,
            Shape::SameRequest => Shape::ReplyWithAnyCount,
            Shape::ReplyWithAnyCount => Shape::LengthInFourBytes,
            Shape::LengthInFourBytes => Shape::LengthInFourDigits,
            Shape::LengthInFourDigits => {
                Shape::ReportHeader { data_len: 7, exit_code: 0, stream: Stream::Stdout }
            }
            Shape::ReportHeader { stream: Stream::Stdout, .. } => {
                Shape::ReportHeader { data_len: 7, exit_code: 3, stream: Stream::Stderr }
            }
            Shape::ReportHeader { stream: Stream::Stderr, .. } => {
                Shape::FileHeader { filename: "a.bin".into(), filesize: 9, md5: "7f".into() }
            }
            Shape::FileHeader { .. } => Shape::HeaderLength { length: 87, claimed: 81 },
            Shape::HeaderLength { .. } => Shape::ErrorHeader,
            Shape::ErrorHeader => Shape::EchoRequest,
            Shape::EchoRequest => Shape::EchoRequestWithChecksum { checksum: [0x0f, 0xa0] },
            Shape::EchoRequestWithChecksum { .. } => {
                Shape::EchoRequestWithSequence { sequence: 258 }
            }
            Shape::EchoRequestWithSequence { .. } => Shape::Loss { sequence: 2 },
            Shape::Loss { .. } => Shape::LossAmongOthers { sequence: 2 },
            Shape::LossAmongOthers { .. } => {
                Shape::Later { shape: Box::new(Shape::Loss { sequence: 2 }), milliseconds: 30 }
            }
            Shape::Later { .. } => Shape::Milliseconds { tenths: None },
            Shape::Milliseconds { tenths: None } => {
                Shape::Milliseconds { tenths: Some([705, 1200]) }
            }
            Shape::Milliseconds { tenths: Some(_) } => {
                Shape::JoinedWithOtherHeader { name: alice() }
            }
            Shape::JoinedWithOtherHeader { .. } => Shape::Frame(Frame::Join { name: alice() }),
            Shape::Frame(frame) => Shape::Frame(next_frame(frame)?),
        })
    }

    fn next_frame(frame: &Frame) -> Option<Frame> {
        let say = || "a \"word\"\u{202e}".to_owned();
        Some(match frame {
            Frame::Join { .. } => Frame::Joined { name: alice() },
            Frame::Joined { .. } => Frame::Left { name: alice() },
            Frame::Left { .. } => Frame::Say { say: say() },
            Frame::Say { .. } => Frame::Line { from: alice(), say: say() },
            Frame::Line { .. } => Frame::LongLine { from: alice(), bytes: 4000 },
            Frame::LongLine { .. } => Frame::BothLines,
            Frame::BothLines => Frame::LineJustSaid,
            Frame::LineJustSaid => Frame::JoinedOrLine,
            Frame::JoinedOrLine => Frame::LineWithTheTime,
            Frame::LineWithTheTime => Frame::LineWithTimeOf { at: "2026-03-01T12:00:00Z".into() },
            Frame::LineWithTimeOf { .. } => Frame::LineAsForAlice { from: alice(), say: say() },
            Frame::LineAsForAlice { .. } => Frame::SpeakerAsForAlice { from: alice() },
            Frame::SpeakerAsForAlice { .. } => Frame::LastLineAsForAlice,
            Frame::LastLineAsForAlice => Frame::LeftAsForAlice { name: alice() },
            Frame::LeftAsForAlice { .. } => Frame::Quit,
            Frame::Quit => Frame::Bye,
            Frame::Bye => Frame::Error,
            Frame::Error => Frame::OneOf(vec![Frame::Bye, Frame::Left { name: alice() }]),
            Frame::OneOf(_) => return None,
        })
    }

    #[test]
    fn every_shape_has_words_of_its_own() {
        let all = std::iter::successors(Some(Shape::AllThatIsSent { bytes: 40 }), next);
        let mut descriptions = BTreeSet::new();
        for shape in all {
            let words = description(&shape);
            assert!(!words.trim().is_empty(), "{shape:?} has no words");
            assert!(descriptions.insert(words.clone()), "{shape:?} shares its description");
        }
        insta::assert_snapshot!(descriptions.into_iter().collect::<Vec<_>>().join("\n"), @r#"
        4 bytes, little-endian: the length of a JSON header
        4 digits: the length of a JSON header
        `seq=2 lost` after one second
        `seq=2 lost` after one second, at least 30 ms later
        `seq=2 lost` after one second, whatever else arrives in the meantime
        a JSON header with an error, and no file
        a JSON header with data_len 7, exit_code 0 and stream "stdout"
        a JSON header with data_len 7, exit_code 3 and stream "stderr"
        a JSON header with filename "a.bin", filesize 9 and md5 "7f"
        a datagram that begins with her word in upper case
        a frame with another header, and {"joined":"alice"}
        a line that begins with `you are `
        a number of milliseconds
        a number of milliseconds between 70.5 and 120.0
        a request with a new id of four bytes, followed by the typed line
        an echo request whose checksum is 0f a0
        an echo request whose sequence number is 258 (01 02, in its bytes 6 and 7)
        an echo request: type 8, code 0, a header of 8 bytes
        both lines
        everything that the program sends: 40 bytes
        its id, four bytes of count, and its payload in upper case
        the frame whose "at" is the current time in the form of RFC 3339, with its offset from UTC
        the frame with "from":"alice", as alice did
        the frame with "left":"alice", as alice did
        the frame with a line that was just said
        the frame with a name that has joined, or with alice's line
        the frame with both lines
        the frame with the last line of a member that has gone, as alice did
        the frame with the same time as alice's, "at":"2026-03-01T12:00:00Z"
        the frame {"bye":true}
        the frame {"bye":true}, or {"left":"alice"}
        the frame {"error":…}
        the frame {"from":"alice","at":…,"say":"a \"word\"\u{202e}"}
        the frame {"from":"alice","at":…,"say":"a \"word\"\u{202e}"}, as alice did
        the frame {"from":"alice","at":…,"say":…} with a text of 4000 bytes
        the frame {"join":"alice"}
        the frame {"joined":"alice"}
        the frame {"left":"alice"}
        the frame {"quit":true}
        the frame {"say":"a \"word\"\u{202e}"}
        the length of both lines
        the length of this header before it: 87 bytes, not 81
        the line with the previous id
        the same request again
        "#);
    }
}
