//! What a learner may believe about sockets and is not so: each belief as data, with the evidence
//! that fits it. A belief is named only where its evidence fits *and* a control, the same scene
//! without the trap, was kept; the controls stand with the cases, in `lessons`.

#[path = "../../../course/21-addresses/beliefs.rs"]
mod addresses;
mod answers;
#[path = "../../../course/24-async/beliefs.rs"]
mod async_chat;
#[path = "../../../course/14-datagrams/beliefs.rs"]
mod datagrams;
mod evidence;
#[path = "../../../course/12-file-download/beliefs.rs"]
mod file_download;
mod frames;
#[path = "../../../course/09-framing/beliefs.rs"]
mod framing;
#[path = "../../../course/05-glue/beliefs.rs"]
mod glue;
#[path = "../../../course/23-group-chat/beliefs.rs"]
mod group_chat;
#[path = "../../../course/11-json-header/beliefs.rs"]
mod json_header;
#[path = "../../../course/06-leftover/beliefs.rs"]
mod leftover;
#[path = "../../../course/07-length-ack/beliefs.rs"]
mod length_ack;
#[path = "../../../course/10-lines/beliefs.rs"]
mod lines;
#[path = "../../../course/19-multiplex/beliefs.rs"]
mod multiplex;
#[path = "../../../course/02-communication-loop/beliefs.rs"]
mod one_conversation;
#[path = "../../../course/25-ping/beliefs.rs"]
mod ping;
#[path = "../../../course/17-processes/beliefs.rs"]
mod processes;
#[path = "../../../course/15-retry/beliefs.rs"]
mod retry;
mod runtimes;
#[path = "../../../course/18-socketserver/beliefs.rs"]
mod socketserver;
#[path = "../../../course/08-struct-framing/beliefs.rs"]
mod struct_framing;
#[path = "../../../course/16-threads/beliefs.rs"]
mod threads;
#[path = "../../../course/22-timeouts/beliefs.rs"]
mod timeouts;
#[path = "../../../course/13-udp-echo/beliefs.rs"]
mod udp_echo;
#[path = "../../../course/20-unix-sockets/beliefs.rs"]
mod unix_sockets;
#[path = "../../../course/04-whole-message/beliefs.rs"]
mod whole_message;

use std::sync::OnceLock;

use stage::breach::{Breach, Instead};

/// A wrong belief.
#[derive(Clone, Copy)]
pub struct Belief {
    /// How it is called in reports and on the command line.
    pub id: &'static str,
    /// The belief, as somebody who holds it would say it.
    pub title: &'static str,
    /// What is so instead, in a sentence or two.
    pub truth: &'static str,
    /// Why, in a short paragraph.
    pub why: &'static str,
    /// The slug of the lesson whose chapter explains it.
    pub chapter: &'static str,
    /// A few lines of code: wrong, then right.
    pub example: &'static str,
    /// Whether the evidence of a failure fits it.
    pub fits: fn(&Breach) -> bool,
}

/// Beliefs about time itself, and one whose sign is an error that the program reports. For every other
/// one, a program that is late has shown nothing: it may only be slow.
const SHOWN_WHEN_LATE: &[&str] =
    &["each-byte-is-a-sign-of-life", "connect-gives-up-in-time", "a-limit-is-a-limit"];

impl Belief {
    /// Whether this failure is evidence of it.
    pub fn is_shown_by(&self, breach: &Breach) -> bool {
        let is_late = matches!(breach.instead, Instead::Late { .. });
        (!is_late || SHOWN_WHEN_LATE.contains(&self.id)) && (self.fits)(breach)
    }
}

/// Every belief, in the order of the lessons that meet it first.
pub fn all() -> &'static [Belief] {
    static ALL: OnceLock<Vec<Belief>> = OnceLock::new();
    ALL.get_or_init(|| {
        [
            one_conversation::BELIEFS,
            whole_message::BELIEFS,
            glue::BELIEFS,
            leftover::BELIEFS,
            length_ack::BELIEFS,
            struct_framing::BELIEFS,
            framing::BELIEFS,
            lines::BELIEFS,
            json_header::BELIEFS,
            file_download::BELIEFS,
            udp_echo::BELIEFS,
            datagrams::BELIEFS,
            retry::BELIEFS,
            threads::BELIEFS,
            processes::BELIEFS,
            socketserver::BELIEFS,
            multiplex::BELIEFS,
            unix_sockets::BELIEFS,
            addresses::BELIEFS,
            timeouts::BELIEFS,
            group_chat::BELIEFS,
            async_chat::BELIEFS,
            ping::BELIEFS,
        ]
        .concat()
    })
}

/// The belief with this id.
pub fn find(id: &str) -> Option<&'static Belief> {
    all().iter().find(|belief| belief.id == id)
}
