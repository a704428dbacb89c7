//! The stage as data: its programs, peers and clocks, and the trace of events.

use std::cell::{Ref, RefCell, RefMut};
use std::net::SocketAddr;
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::outcome::breach::Wait;
use crate::outcome::fault::Missing;
use crate::outcome::remark::Remark;
use crate::outcome::trace::{Exit, Packet, Packets, Trace};
use crate::state::connection::Connection;
use crate::state::limits::Limits;
use crate::state::mailbox::Mailbox;
use crate::state::own_time::Pulse;
use crate::state::place::Place;
use crate::state::process::Process;
use crate::state::standard_output::StandardOutput;
use crate::state::usage::Usage;
use kernel::{
    Capture, Cell, DeliveryProbe, Descendants, ListenerFacts, Room, Signals, ThreadTimes,
};

/// A stage with its programs and peers. Dropping it ends every program and all that it started.
#[derive(Debug)]
pub struct Stage {
    pub(crate) inner: RefCell<Inner>,
    cell: Option<Cell>,
}

/// The stage's records of its programs and peers.
#[derive(Debug)]
pub(crate) struct Inner {
    pub limits: Limits,
    pub born: Instant,
    pub curtain: Instant,
    /// How often the deadline may still be extended.
    pub extensions: u32,
    /// When an event that a script waited for last came; `None` before the first.
    pub moved: Option<Instant>,
    pub trace: Trace,
    pub processes: Vec<Process>,
    /// The stage has a network of its own.
    pub is_in_cell: bool,
    /// All processes of the programs, including those that they started.
    pub kin: Descendants,
    pub connections: Vec<Connection>,
    /// Peers that send and receive datagrams.
    pub mailboxes: Vec<Mailbox>,
    /// Reports that datagrams have been delivered; only on a stage that has some.
    pub delivery_probe: Option<DeliveryProbe>,
    /// The stage currently keeps a program from getting more memory.
    pub is_short_of_memory: bool,
    /// At the deadline: the waits of threads that never moved while others polled their clock, and for how
    /// long.
    pub left_alone: Option<(Vec<Wait>, Duration)>,
    /// Detects whether the stage itself gets to run.
    pub pulse: Pulse,
    /// The clocks when the deadline was last extended.
    pub window: Usage,
    /// The addresses that peers are connecting to at this moment.
    pub connecting: Vec<SocketAddr>,
    /// The addresses where peers that play the server wait for programs.
    pub listening: Vec<SocketAddr>,
    /// The inodes of the Unix sockets on which peers wait for programs.
    pub listening_inodes: Vec<u64>,
    /// The stage has stopped every program, so their standstill proves nothing.
    pub is_stopped: bool,
    /// Slow motion: after each action, the stage lets the receiver read, and records the bytes that it
    /// read.
    pub is_slow: bool,
    /// Processor time that the programs may use within one wait, in addition to what they may use in any
    /// wait.
    pub work: Duration,
    /// A program was seen to wait in a loop: it peeks again and again at bytes that it leaves in a socket
    /// (`MSG_PEEK`), or asks again and again without waiting.
    pub waits_in_a_loop: bool,
    /// The packets so far, if they were asked for.
    pub capture: Option<Capture>,
    pub signals: Option<Signals>,
    /// A peer answers pings, so ICMP messages may be in flight.
    pub is_pinged: bool,
    /// Remarks for the user, each once.
    remarks: Vec<Remark>,
    /// The first trap of the script that was not sprung, and why.
    pub unsprung: Option<Missing>,
    /// The programs' home, if they may write only beneath it.
    pub home: Option<PathBuf>,
    /// What programs started from now on see of the machine, if not all of it.
    pub place: Option<Place>,
    /// The standard output of programs started from now on.
    pub output: StandardOutput,
}

impl Stage {
    /// Creates a stage in its own cell, which only this process may use, or on the machine's own network if
    /// `cell` is `None`.
    pub fn new(cell: Option<Cell>, limits: Limits) -> Stage {
        if cell.is_none() {
            // Without it, a program that detaches itself can be found only by its process group.
            let _ = kernel::adopt_orphans();
        }
        let init = cell.as_ref().map(Cell::init);
        let kin = init.map_or_else(Descendants::of_this_process, Descendants::in_cell);
        let now = Instant::now();
        let inner = Inner {
            limits,
            born: now,
            curtain: now + limits.deadline,
            extensions: limits.extensions,
            moved: None,
            trace: Trace::default(),
            processes: Vec::new(),
            is_in_cell: cell.is_some(),
            kin,
            connections: Vec::new(),
            mailboxes: Vec::new(),
            delivery_probe: None,
            is_short_of_memory: false,
            left_alone: None,
            pulse: Pulse::new(),
            window: Usage::none(now),
            connecting: Vec::new(),
            listening: Vec::new(),
            listening_inodes: Vec::new(),
            is_stopped: false,
            is_slow: false,
            work: Duration::ZERO,
            waits_in_a_loop: false,
            capture: None,
            signals: None,
            is_pinged: false,
            remarks: Vec::new(),
            unsprung: None,
            home: None,
            place: None,
            output: StandardOutput::Sockets,
        };
        Stage { inner: RefCell::new(inner), cell }
    }

    /// Ends the case early when one of these signals comes.
    pub fn heed(&self, signals: Signals) {
        self.inner.borrow_mut().signals = Some(signals);
    }

    /// Programs started from now on have this folder as their `HOME` and `TMPDIR`, and may write only beneath
    /// it, as far as this machine can enforce that (landlock(7)).
    pub fn bounds_writing(&self, home: &Path) {
        self.inner.borrow_mut().home = Some(home.to_owned());
    }

    /// Programs started from now on see nothing of the machine but this room (mount_namespaces(7)). Without a
    /// cell there are no rooms, and a fence is all that keeps them from the rest (landlock(7)).
    pub fn keeps_in_place(&self, room: Room) {
        let place = if self.is_in_cell() { Place::InRoom(room) } else { Place::BehindFence(room) };
        self.inner.borrow_mut().place = Some(place);
    }

    /// Programs started from now on have a terminal as their standard output, and no longer a socket.
    pub fn shows_output_on_terminal(&self) {
        self.inner.borrow_mut().output = StandardOutput::Terminal;
    }

    /// Whether the stage has a network of its own.
    pub fn is_in_cell(&self) -> bool {
        self.cell.is_some()
    }

    /// From now on the trace includes the packets on the stage's own network. If they cannot be captured, the
    /// trace says why.
    pub fn captures_packets(&self) {
        let started = match self.is_in_cell() {
            true => Capture::start(),
            false => Err(Missing::new("packets", "they are visible only in a cell")),
        };
        let mut inner = self.inner.borrow_mut();
        let missing = started.as_ref().err().map(|missing| missing.why.clone());
        inner.trace.packets = Some(Packets { missing, ..Packets::default() });
        inner.capture = started.ok();
    }

    /// The remarks for the user about the programs so far.
    pub fn remarks(&self) -> Vec<Remark> {
        let inner = self.inner.borrow();
        let mut all = inner.remarks.clone();
        for prompt in inner.processes.iter().filter_map(Process::remark) {
            if !all.contains(&prompt) {
                all.push(prompt);
            }
        }
        all
    }

    /// The trace of all events so far.
    pub fn trace(&self) -> Ref<'_, Trace> {
        Ref::map(self.inner.borrow(), |inner| &inner.trace)
    }

    /// Whether the deadline is over.
    pub fn is_past_curtain(&self) -> bool {
        Instant::now() >= self.inner.borrow().curtain
    }

    /// Notes that a trap of the script had no effect, so the promise was not tested. The script goes on,
    /// since it may still find the promise broken. But the case does not count as kept.
    pub fn note_not_sprung(&self, missing: Missing) {
        self.inner.borrow_mut().unsprung.get_or_insert(missing);
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let inner = self.inner.get_mut();
        inner.end_programs();
        if self.cell.is_none() {
            kernel::end_kin();
        }
    }
}

impl Inner {
    /// Processor time of all programs so far.
    pub fn cpu(&self) -> Duration {
        self.kin.list().into_iter().map(kernel::cpu_time).sum()
    }

    /// Bytes that all programs have printed so far, on either output.
    pub fn printed(&self) -> u64 {
        self.processes.iter().map(|process| process.printed_total + process.errors_total).sum()
    }

    /// How long threads of the programs were ready to run while others had the processors.
    fn time_in_line(&self) -> Duration {
        self.thread_times().iter().map(|times| times.stood_in_line).sum()
    }

    /// The processor time of each thread of the programs so far.
    pub fn thread_times(&self) -> Vec<ThreadTimes> {
        self.kin.list().into_iter().flat_map(kernel::thread_times).collect()
    }

    /// The current reading of the clocks.
    pub fn usage(&self) -> Usage {
        Usage {
            at: Instant::now(),
            cpu: self.cpu(),
            in_line: self.time_in_line(),
            standstills: self.pulse.total,
        }
    }

    pub fn all_have_ended(&self) -> bool {
        self.processes.iter().all(|process| process.exit.is_some()) && self.kin.list().is_empty()
    }

    /// Whether no process of the programs is left, and the stage has read all their output.
    pub fn is_over(&self) -> bool {
        self.processes.iter().all(Process::is_over) && self.kin.list().is_empty()
    }

    pub fn exit_of(&self, program: &str) -> Option<Exit> {
        self.processes
            .iter()
            .rev()
            .find(|process| process.name == program)
            .and_then(|process| process.exit)
    }

    /// Reads the programs' output and the datagrams that have come, and notes which programs have ended.
    /// Returns whether there was anything.
    pub fn drain(&mut self) -> bool {
        if let (Some(capture), Some(packets)) = (&self.capture, &mut self.trace.packets) {
            let kept = packets.seen.iter().map(|packet| packet.bytes.len()).sum();
            packets.lost +=
                capture.drain(kept, |at, bytes| packets.seen.push(Packet { at, bytes }));
        }
        let mut any = false;
        for process in &mut self.processes {
            any |= process.drain(&mut self.trace);
        }
        for mailbox in &mut self.mailboxes {
            any |= mailbox.receive();
        }
        any
    }

    /// Adds a remark, unless it was made already.
    pub fn remark(&mut self, remark: Remark) {
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// Notes that a peer is about to say something. Output from before that does not answer anything: it is a
    /// banner or a prompt.
    pub fn learns_prompts(&mut self) {
        if self.processes.iter().all(Process::has_been_addressed) {
            return;
        }
        self.drain();
        self.processes.iter_mut().for_each(Process::learns_prompts);
    }

    fn end_programs(&mut self) {
        for process in &mut self.processes {
            process.kill();
        }
    }

    /// The program's listening socket on this port. If no program has one, another process's.
    pub fn listener(&self, port: u16) -> Result<Option<ListenerFacts>, Missing> {
        let all = kernel::listeners(port)?;
        let kin = if all.len() > 1 { self.kin.list() } else { Vec::new() };
        let own = all.iter().find(|facts| kernel::owns_socket(&kin, facts.inode));
        Ok(own.or(all.first()).copied())
    }

    /// The peer that receives datagrams at this address, or did so before it left.
    pub fn mailbox_at(&self, address: SocketAddr) -> Option<&str> {
        let mut all = self.mailboxes.iter().rev();
        all.find(|one| one.ours == address).map(|one| one.name.as_str())
    }

    /// The peer that holds our end of the connection between these two addresses.
    pub fn peer_at(&self, theirs: SocketAddr, ours: SocketAddr) -> Option<&str> {
        let mut all = self.connections.iter().rev();
        all.find(|one| one.ours == ours && one.theirs == theirs).map(|one| one.name.as_str())
    }

    /// From now on every proof first checks that all datagrams have been delivered.
    pub fn needs_delivery_probe(&mut self) -> Result<(), Missing> {
        if self.delivery_probe.is_none() {
            self.delivery_probe = Some(DeliveryProbe::new()?);
        }
        Ok(())
    }
}

impl Stage {
    /// The stage's record of one connection.
    pub(crate) fn connection(&self, index: usize) -> RefMut<'_, Connection> {
        RefMut::map(self.inner.borrow_mut(), |inner| &mut inner.connections[index])
    }

    /// A connection's descriptor to wait on, unless the peer has closed it.
    pub(crate) fn descriptor_of(&self, index: usize) -> Option<OwnedFd> {
        self.connection(index).stream.as_ref()?.as_fd().try_clone_to_owned().ok()
    }
}
