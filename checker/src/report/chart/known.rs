//! The knowledge that a trace has after each moment: what each side has sent and read, and where the program waits.

use stage::breach::{On, Wait};
use stage::trace::{Moment, Rest, What};

use super::flow::{Flow, Way};
use super::left_out;
use crate::report::text::capital;
use crate::report::words::{self, is_writing};

/// The most connections of one step.
const MOST: usize = 4;

/// The text for one row of the picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// The event, as a sentence without its full stop.
    pub event: String,
    /// The call in which the program waited afterwards; `None` if the trace does not know it.
    pub waits: Option<String>,
    pub ways: Vec<Way>,
}

impl Step {
    pub fn of(event: impl Into<String>) -> Step {
        Step { event: capital(&event.into()), ..Step::default() }
    }

    pub fn left_out(count: usize) -> Step {
        Step::of(left_out::words(count))
    }
}

/// The connections so far, as the trace knows them.
#[derive(Debug, Default)]
pub struct Known {
    flows: Vec<Flow>,
    /// The peer whose connection the last moment was about.
    last: String,
    /// Whether the program cannot move before the script acts again.
    rests: bool,
}

impl Known {
    /// The step of this moment. `program` is at the other end of the moment's peer.
    pub fn step(&mut self, moment: &Moment, event: &str, program: Option<&str>) -> Step {
        self.learns(moment, program);
        self.rests |= moment.rest.as_ref().is_some_and(needs_input);
        let waits = moment.rest.as_ref().map(|rest| capital(&words::rest(rest)));
        let is_shown = |flow: &&Flow| flow.peer == self.last || flow.may_hold();
        let shown = self.flows.iter().filter(is_shown).take(MOST);
        Step { waits, ways: shown.flat_map(Flow::ways).collect(), ..Step::of(event) }
    }

    fn learns(&mut self, moment: &Moment, program: Option<&str>) {
        let peer = match &moment.what {
            What::HasRead { peer, .. } | What::LeavesWaiting { peer } => peer,
            _ => &moment.who,
        };
        let is_new = matches!(moment.what, What::Connects | What::Accepts);
        self.rests &= !is_new && !moment.what.is_done_to_others();
        if !self.rests {
            self.flows.iter_mut().for_each(Flow::goes_on);
        }
        match &moment.what {
            What::Connects | What::Accepts => self.begins(peer, program, "byte"),
            What::SendsDatagram(_) | What::SendsInABurst(_) | What::ReceivesDatagram { .. }
                if !self.flows.iter().any(|flow| &flow.peer == peer) =>
            {
                self.begins(peer, program, "datagram");
            }
            What::Ends(_) => {
                let its = self.flows.iter_mut().filter(|flow| flow.program == moment.who);
                its.for_each(Flow::is_gone);
            }
            _ => {}
        }
        if let Some(flow) = self.flows.iter_mut().find(|flow| &flow.peer == peer) {
            self.last.clone_from(peer);
            flow.learns(&moment.what);
        }
    }

    fn begins(&mut self, peer: &str, program: Option<&str>, unit: &'static str) {
        self.flows.retain(|flow| flow.peer != peer);
        if let Some(program) = program {
            self.flows.push(Flow::new(peer, program, unit));
        }
    }
}

/// Whether the program moves only if it gets input. It does not wait for a timer, or for room to write: that comes
/// when a peer hears what was written before.
fn needs_input(rest: &Rest) -> bool {
    let gets_input = |wait: &Wait| match wait.on {
        On::Connection { .. } => !is_writing(&wait.call),
        On::Listener { .. } | On::Datagram { .. } | On::Stdin | On::Itself => true,
        _ => false,
    };
    !rest.has_timer && rest.waits.iter().all(gets_input)
}

#[cfg(test)]
mod tests {
    use stage::trace::{Excerpt, Exit};

    use super::*;

    /// The cells of alice's connection after each of these moments.
    fn after(moments: &[(&str, What)]) -> Vec<[String; 2]> {
        let mut known = Known::default();
        let step = |(who, what): &(&str, What)| {
            let step = known.step(&Moment::new(*who, what.clone()), "", Some("server"));
            let cells = |way: &Way| format!("{} | {} | {}", way.sent, way.read, way.held);
            [cells(&step.ways[0]), cells(&step.ways[1])]
        };
        moments.iter().map(step).collect()
    }

    fn bytes(count: usize) -> Excerpt {
        Excerpt::of(&vec![b'a'; count])
    }

    fn has_read(left: u64) -> (&'static str, What) {
        ("server", What::HasRead { peer: "alice".into(), pieces: vec![1], left })
    }

    #[test]
    fn bytes_are_in_the_kernel_until_the_program_reads_them() {
        let steps = after(&[
            ("alice", What::Connects),
            ("alice", What::Says(bytes(7))),
            has_read(2),
            ("alice", What::Hears(bytes(5))),
            ("alice", What::HearsEnd),
        ]);
        let there = steps.iter().map(|[there, _]| there);
        assert_eq!(
            there.collect::<Vec<_>>(),
            [
                "nothing | nothing | nothing",
                "7 bytes | nothing | 7 bytes",
                "7 bytes | 5 bytes | 2 bytes",
                "7 bytes | at least 5 bytes | at most 2 bytes",
                "7 bytes | at least 5 bytes | unknown",
            ]
        );
        assert_eq!(steps[3][1], "unknown | 5 bytes | unknown");
        assert_eq!(steps[4][1], "5 bytes | 5 bytes | nothing");
    }

    #[test]
    fn a_program_that_rests_until_it_gets_input_reads_nothing_in_the_meantime() {
        let on_stdin = Wait { call: "read".into(), on: On::Stdin };
        let mut known = Known::default();
        let mut held_after = |rest: &Rest| {
            let mut last = Step::default();
            for (who, what, rest) in [
                ("alice", What::Connects, None),
                ("alice", What::Says(bytes(7)), None),
                (
                    "server",
                    What::HasRead { peer: "alice".into(), pieces: vec![5], left: 2 },
                    Some(rest),
                ),
                ("server", What::Prints(bytes(5)), None),
            ] {
                let moment = Moment { rest: rest.cloned(), ..Moment::new(who, what) };
                last = known.step(&moment, "", Some("server"));
            }
            last.ways[0].held.clone()
        };
        let mut rest = Rest { program: "server".into(), waits: vec![on_stdin], has_timer: false };
        assert_eq!(held_after(&rest), "2 bytes");
        rest.has_timer = true;
        assert_eq!(held_after(&rest), "at most 2 bytes");
        let on = On::Connection { peer: "bob".into() };
        rest = Rest { waits: vec![Wait { call: "write".into(), on }], has_timer: false, ..rest };
        assert_eq!(held_after(&rest), "at most 2 bytes");
    }

    #[test]
    fn nothing_is_claimed_that_the_trace_does_not_know() {
        let big = after(&[("alice", What::Connects), ("alice", What::Says(bytes(100_000)))]);
        assert_eq!(big[1][0], "100,000 bytes | unknown | at most 100,000 bytes");
        let in_pieces = What::SaysInPieces { bytes: bytes(3), pieces: vec![1, 2] };
        let pieces = after(&[("alice", What::Connects), ("alice", in_pieces)]);
        assert_eq!(pieces[1][0], "3 bytes | unknown | at most 3 bytes");
        let datagram = after(&[("alice", What::SendsDatagram(bytes(0)))]);
        assert_eq!(datagram[0][0], "1 datagram | unknown | unknown");
        let ended = ("server", What::Ends(Exit::Status(0)));
        let ended = after(&[("alice", What::Connects), ("alice", What::Says(bytes(7))), ended]);
        assert_eq!(ended[2], ["7 bytes | unknown | unknown", "unknown | nothing | unknown"]);
    }

    #[test]
    fn a_proof_of_silence_says_that_the_peer_has_heard_all_so_far() {
        let steps = after(&[
            ("alice", What::Connects),
            ("alice", What::HearsNothing),
            ("alice", What::Says(bytes(1))),
        ]);
        assert_eq!(steps[1][1], "nothing | nothing | nothing");
        assert_eq!(steps[2][1], "unknown | nothing | unknown");
    }

    #[test]
    fn a_program_at_rest_waits_in_a_call() {
        let waits = vec![Wait { call: "accept".into(), on: On::Listener { waiting: 0 } }];
        let rest = Some(Rest { program: "server".into(), waits, has_timer: false });
        let moment = Moment { rest, ..Moment::new("alice", What::Connects) };
        let step = Known::default().step(&moment, "alice connects", Some("server"));
        assert_eq!(step.event, "Alice connects");
        assert_eq!(step.waits.unwrap(), "The server waits in `accept` for a new connection");
    }
}
