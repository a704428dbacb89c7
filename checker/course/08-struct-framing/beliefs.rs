//! Predicates of the beliefs that lesson 08 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Awaited, Breach, On};

use crate::beliefs::evidence::*;

/// A client's next message is not evidence about the header that it received.
pub fn one_read_is_one_header(breach: &Breach) -> bool {
    let is_about_it = breach.program != "client" || !awaited_bytes(breach);
    is_about_it && (was_cut_inside_the_header(breach) || was_cut_inside_the_json(breach))
}

pub fn byte_order_is_obvious(breach: &Breach) -> bool {
    has_the_header_backwards(breach)
        || has_a_json_header_backwards(breach)
        || has_a_count_backwards(breach)
        || waits_or_gives_up(breach)
        || lacks_the_frame(breach)
        || lacks_the_first_news(breach)
        || has_ports_backwards(breach)
        || listens_on_the_port_backwards(breach)
}

/// The length has eight bytes, or the other side's four were read as a part of eight.
pub fn any_integer_will_do(breach: &Breach) -> bool {
    has_a_length_of_eight_bytes(breach)
        || waits_or_gives_up(breach)
        || (awaited_bytes(breach) && breach.heard().is_empty())
}

pub fn characters_are_bytes(breach: &Breach) -> bool {
    header_counts_characters(breach)
        || frame_counts_characters(breach)
        || data_len_counts_characters(breach)
        || header_length_counts_characters(breach)
        || waits_for_characters(breach)
}

/// The received line has the awaited ports in it, each with its two bytes swapped, and is otherwise the
/// same.
fn has_ports_backwards(breach: &Breach) -> bool {
    let turned = |line: &[u8]| -> Option<String> {
        let line = String::from_utf8(line.to_vec()).ok()?;
        let parts = line.split_inclusive(':').map(|part| {
            let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
            match part[..digits].parse::<u16>() {
                // A comma or the end of the line follows a port.
                Ok(port) if matches!(part[digits..].chars().next(), None | Some(',' | '\n')) => {
                    format!("{}{}", port.swap_bytes(), &part[digits..])
                }
                _ => part.to_owned(),
            }
        });
        Some(parts.collect())
    };
    let (expected, heard) = (breach.expected(), breach.heard());
    awaited_bytes(breach)
        && expected.starts_with(b"you are ")
        && heard != expected
        && turned(expected).is_some_and(|line| line.as_bytes() == heard)
}

/// The server listens, and the two bytes of its port are in the other order.
fn listens_on_the_port_backwards(breach: &Breach) -> bool {
    let Awaited::Listening { address } = &breach.awaited else { return false };
    let port = address.rsplit(':').next().and_then(|port| port.parse::<u16>().ok());
    let is_turned = |on: &On| match on {
        On::Other(what) => {
            what.rsplit(' ').next().and_then(|port| port.parse().ok()) == port.map(u16::swap_bytes)
        }
        _ => false,
    };
    port.is_some() && waits_of(breach).iter().any(|wait| is_turned(&wait.on))
}

#[cfg(test)]
mod tests {
    use super::*;
    use stage::breach::{After, Instead};

    #[test]
    fn ports_with_their_bytes_in_the_other_order_are_known() {
        let fits = |expected: &str, heard: &str| {
            has_ports_backwards(&Breach::new(
                "server",
                Awaited::Bytes { hearer: "alice".into(), expected: expected.into() },
                Instead::Bytes { heard: heard.into(), after: After::End },
            ))
        };
        let v4 = "you are 127.0.0.1:258, I am 127.0.0.1:8888\n";
        assert!(fits(v4, "you are 127.0.0.1:513, I am 127.0.0.1:47138\n"));
        assert!(!fits(v4, "you are 127.0.0.1:513, I am 127.0.0.1:8888\n"));
        assert!(!fits(v4, "you are 127.0.0.1:8888, I am 127.0.0.1:258\n"));
        let v6 = "you are [::1]:258, I am [::1]:8888\n";
        assert!(fits(v6, "you are [::1]:513, I am [::1]:47138\n"));
    }
}
