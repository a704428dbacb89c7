//! Lesson 25: ping. A program that uses ICMP, one layer below ports, and receives all ICMP messages
//! on its machine. The scripts are in the files next to this table.

mod scenes;

use super::{Case, Exposes};
use crate::case::Need;
use crate::ids::*;
use crate::lessons::belief;

const ANY_REPLY: Exposes = belief(ANY_REPLY_IS_MINE, scenes::nobody_else);

/// Possible mistakes in a request. Each is visible in its bytes.
const REQUEST: &[Exposes] = &[
    belief(PACKET_FIELDS_ARE_NATIVE, scenes::bob_looks_at_nothing),
    belief(KERNEL_FILLS_IN_EVERY_CHECKSUM, scenes::bob_looks_at_nothing),
    belief(CHECKSUM_COVERS_THE_HEADER, scenes::bob_looks_at_nothing),
    belief(ODD_BYTE_DOES_NOT_COUNT, scenes::bob_looks_at_nothing),
    belief(SUMS_WRAP_AROUND, scenes::bob_looks_at_nothing),
];

pub const CASES: &[Case] = &[
    Case::client("all-come-back", scenes::three_pings)
        .promises("The client prints each reply at once, then how many came back, and exits with status 0")
        .needs(Need::RawSockets)
        .exposes(REQUEST),
    Case::client("one-at-a-time", scenes::one_at_a_time)
        .promises("The client sends the next request only after the one before is answered")
        .needs(Need::RawSockets),
    Case::client("requests-on-the-wire", scenes::twenty_pings)
        .promises("The client sends echo requests with correct checksums, numbered from 1 (big-endian)")
        .needs(Need::RawSockets)
        .exposes(REQUEST),
    Case::client("own-request-is-no-reply", scenes::own_request)
        .promises("The client ignores its own request, which a raw socket also receives")
        .needs(Need::RawSockets)
        .exposes(&[belief(RAW_SOCKET_HEARS_ONLY_REPLIES, scenes::answered_at_home)]),
    Case::client("somebody-elses-reply", scenes::somebody_elses_answer)
        .promises("The client ignores a reply with another identifier")
        .needs(Need::RawSockets)
        .exposes(&[ANY_REPLY]),
    Case::client("two-at-once", scenes::two_at_once)
        .promises("The client ignores the reply to another ping of the same program")
        .needs(Need::RawSockets)
        .exposes(&[belief(NOBODY_ELSE_HAS_MY_IDENTIFIER, scenes::somebody_elses_answer)]),
    Case::client("reply-comes-twice", scenes::an_answer_comes_twice)
        .promises("The client does not take a second reply to the last request as the reply to this one")
        .needs(Need::RawSockets)
        .exposes(&[belief(NEXT_REPLY_IS_TO_THE_LAST_REQUEST, scenes::three_pings)]),
    Case::client("somebody-elses-trouble", scenes::somebody_elses_trouble)
        .promises("The client ignores a message that reports an unreachable host to another program")
        .needs(Need::RawSockets),
    Case::client("report-on-its-own-request", scenes::trouble_of_its_own)
        .promises("The client waits its full second for a reply, even if a report says the request was lost")
        .needs(Need::RawSockets),
    Case::client("another-type-of-message", scenes::answer_of_another_type)
        .promises("The client ignores a message of another type, and one with another sequence number")
        .needs(Need::RawSockets),
    Case::client("message-without-data", scenes::answer_without_data)
        .promises("The client survives another program's message that has no data after its header")
        .needs(Need::RawSockets),
    Case::client("header-with-options", scenes::header_with_options)
        .promises("The client finds the message after an IP header of any length")
        .needs(Need::RawSockets)
        .exposes(&[belief(IP_HEADER_HAS_20_BYTES, scenes::three_pings)]),
    Case::client("longest-header", scenes::longest_header)
        .promises("The client finds the message after an IP header of 60 bytes, the longest there is")
        .needs(Need::RawSockets),
    Case::client("one-is-lost", scenes::one_is_lost)
        .promises("The client gives up on a request after a second, and ignores its late reply")
        .waits_for_a_clock()
        .needs(Need::RawSockets)
        .exposes(&[
            belief(EVERY_REQUEST_IS_ANSWERED, scenes::three_pings),
            belief(LOST_PACKET_IS_A_FAILURE, scenes::three_pings),
            belief(NEXT_REPLY_IS_TO_THE_LAST_REQUEST, scenes::three_pings),
        ]),
    Case::client("strangers-talk-on", scenes::strangers_talk)
        .promises("The client gives up after a second whatever arrives; it exits with status 1 if all is lost")
        .waits_for_a_clock()
        .needs(Need::RawSockets)
        .exposes(&[belief(EACH_READ_HAS_ITS_SECOND, scenes::nobody_talks)]),
    Case::client("time-that-it-took", scenes::time_that_it_took)
        .promises("The client prints the round-trip time of a reply in milliseconds")
        .waits_for_a_clock()
        .needs(Need::RawSockets),
    Case::client("name-of-the-host", scenes::name_of_the_host)
        .promises("The client finds a name's IPv4 address, and prints the address that replied")
        .needs(Need::RawSockets),
    Case::client("name-of-both-kinds", scenes::name_of_both_kinds)
        .promises("The client uses the IPv4 address of a name that has an IPv6 address, too")
        .needs(Need::RawSockets),
    Case::client("no-address", scenes::no_address)
        .promises("The client prints an error and exits with status 1 if a name has no IPv4 address")
        .needs(Need::RawSockets),
    Case::client("no-way-there", scenes::no_way_there)
        .promises("The client prints an error and exits with status 1 if a request cannot be sent")
        .needs(Need::RawSockets),
    Case::client("count-is-a-number", scenes::no_number)
        .promises("The client prints an error and exits with status 1 if its count is not a whole number")
        .needs(Need::RawSockets),
];
