//! The tools of a script: the lesson's programs, ready to be started, an address, and material to send.

mod chosen_words;
mod material;
pub mod places;

use std::cell::RefCell;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use nanoserde::{DeBin, SerBin};
use stage::datagrams::Correspondent;
use stage::every_cut::in_every_cut;
use stage::fault::{Fault, Missing, Played};
use stage::peer::icmp_peer::Pinged;
use stage::peer::listening_peer::ListeningPeer;
use stage::peer::{Manner, Peer};
use stage::program::{Program, accept_queue};
use stage::rlimit;
use stage::socket_path::SocketPath;
use stage::wire::OptionalPath;
use stage::{CommandLine, Stage};

use chosen_words::ChosenWords;

/// How to start one of the lesson's programs.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub struct Launch {
    /// The program and its first arguments, with `{addr}` in place of the address.
    pub words: Vec<String>,
    /// Whether this is a program of the caller's own, used instead of the lesson's.
    pub is_stand_in: bool,
    /// The folder to start it in, or `None` for the current one.
    #[nserde(proxy = "OptionalPath")]
    pub folder: Option<PathBuf>,
}

impl Launch {
    /// The command line with the address in its place, followed by the lesson's other arguments.
    fn line(&self, address: Option<&str>, others: &[&str]) -> CommandLine {
        let mut words = self.words.clone();
        match (address, words.iter().any(|word| word.contains("{addr}"))) {
            (Some(address), true) => {
                for word in &mut words {
                    *word = word.replace("{addr}", address);
                }
            }
            (Some(address), false) => words.push(address.to_owned()),
            (None, _) => {}
        }
        words.extend(others.iter().map(ToString::to_string));
        CommandLine {
            program: words.remove(0).into(),
            arguments: words,
            folder: self.folder.clone(),
        }
    }
}

/// The available programs of a lesson.
#[derive(Debug, Clone, Default, PartialEq, Eq, SerBin, DeBin)]
pub struct Launches {
    pub server: Option<Launch>,
    pub client: Option<Launch>,
}

/// A stage prepared for one case.
pub struct Scene<'s> {
    stage: &'s Stage,
    launches: &'s Launches,
    /// The address for the server to listen on: the case's own, which is free.
    address: SocketAddr,
    /// An empty folder of the case's own, for files.
    folder: &'s Path,
    chance: RefCell<fastrand::Rng>,
    chosen: ChosenWords,
}

impl<'s> Scene<'s> {
    pub fn new(
        stage: &'s Stage,
        launches: &'s Launches,
        address: SocketAddr,
        folder: &'s Path,
        seed: u64,
    ) -> Self {
        let chance = RefCell::new(fastrand::Rng::with_seed(seed));
        Scene { stage, launches, address, folder, chance, chosen: ChosenWords::default() }
    }

    /// Gives these words to the script, in turn, and the least number wherever it asks for one. Without
    /// words, everything stays random.
    pub fn with_words(self, words: &[String]) -> Self {
        Scene { chosen: ChosenWords::new(words), ..self }
    }

    /// An empty folder of the case's own, for files.
    pub fn folder(&self) -> &'s Path {
        self.folder
    }

    /// Programs started from now on may hold this many descriptors, and so may the checker.
    pub fn makes_room_for(&self, descriptors: u64) -> Played {
        Ok(rlimit::allow_descriptors(descriptors)?)
    }

    /// Programs started from now on have room for the stacks of this many threads.
    pub fn makes_room_for_threads(&self, threads: u64) {
        self.stage.makes_room_for_threads(threads);
    }

    /// Plays `act` for the ways to cut this many bytes; see [`in_every_cut`].
    pub fn in_every_cut(&self, length: usize, act: impl FnMut(&[usize]) -> Played) -> Played {
        in_every_cut(self.stage, length, act)
    }

    /// The programs have work to do that costs some of them seconds of processor time.
    pub fn expects_much_work(&self) {
        self.stage.expects_much_work();
    }

    fn launch(&self, role: &str) -> Played<&'s Launch> {
        let launch = match role {
            "server" => &self.launches.server,
            _ => &self.launches.client,
        };
        let missing = || Fault::new(format!("starting the {role}"), "no program was given for it");
        Ok(launch.as_ref().ok_or_else(missing)?)
    }

    /// Starts the server and waits until it listens.
    pub fn server(&self) -> Played<Program<'s>> {
        self.server_with(&[])
    }

    /// Starts the server with these arguments after its address, and waits until it listens.
    pub fn server_with(&self, others: &[&str]) -> Played<Program<'s>> {
        let server = self.server_starts_with(others)?;
        server.listens(self.address)?;
        Ok(server)
    }

    /// Starts the server with this soft limit of descriptors, and waits until it listens.
    pub fn server_with_soft_limit(&self, soft: u64) -> Played<Program<'s>> {
        let server = rlimit::with_soft_limit(soft, || self.server_starts())?;
        server.listens(self.address)?;
        Ok(server)
    }

    /// Makes sure that the scene's own peers may have this many descriptors.
    pub fn ensures_descriptors(&self, count: u64) -> Played {
        rlimit::ensure_descriptors(count)
    }

    /// Whether the scene's own peers, and its programs, may have this many descriptors.
    pub fn may_have_descriptors(&self, count: u64) -> bool {
        rlimit::may_have_descriptors(count)
    }

    /// Starts the server, and does not wait until it listens.
    pub fn server_starts(&self) -> Played<Program<'s>> {
        self.server_starts_with(&[])
    }

    /// Like [`server_starts`](Self::server_starts), with these arguments after its address.
    pub fn server_starts_with(&self, others: &[&str]) -> Played<Program<'s>> {
        self.server_starts_with_address(&self.address.to_string(), others)
    }

    /// Starts the server with this address, which may be a path or a name, and these arguments
    /// after it. Does not wait until it listens.
    pub fn server_starts_with_address(
        &self,
        address: &str,
        others: &[&str],
    ) -> Played<Program<'s>> {
        self.stage.starts("server", &self.launch("server")?.line(Some(address), others))
    }

    /// Starts the server without arguments. It listens on its default address.
    pub fn server_at_the_default_address(&self) -> Played<Program<'s>> {
        let server = self.server_starts_without_address()?;
        server.listens(SocketAddr::from(([127, 0, 0, 1], 8888)))?;
        Ok(server)
    }

    /// Like [`server_at_the_default_address`](Self::server_at_the_default_address), for a server of
    /// datagrams.
    pub fn server_of_datagrams_at_the_default_address(&self) -> Played<Program<'s>> {
        let server = self.server_starts_without_address()?;
        server.receives(SocketAddr::from(([127, 0, 0, 1], 8888)))?;
        Ok(server)
    }

    fn server_starts_without_address(&self) -> Played<Program<'s>> {
        let launch = self.launch("server")?;
        if launch.is_stand_in {
            let why = "a program given with --server or --client always gets an address";
            return Err(Missing::new("leaving the address out", why).into());
        }
        if !self.stage.is_in_cell() {
            let why = "outside a cell, another program may use port 8888";
            return Err(Missing::new("leaving the address out", why).into());
        }
        self.stage.starts("server", &launch.line(None, &[]))
    }

    /// Starts a program without arguments, in the case's folder.
    pub fn starts_without_arguments(&self, role: &str) -> Played<Program<'s>> {
        let launch = self.launch(role)?;
        if launch.is_stand_in {
            let why = "a program given with --server or --client always gets an address";
            return Err(Missing::new("leaving the address out", why).into());
        }
        self.stage.starts(role, &launch.line(None, &[]))
    }

    /// Notes in the trace that the scene has put this at a path for a program to find.
    pub fn tells_of(&self, thing: &str, path: &str) {
        self.stage.tells_of(thing, path);
    }

    /// A peer waits for a program to connect at a path in the file system.
    pub fn opens_at_path(
        &self,
        name: &str,
        socket_path: &SocketPath,
        manner: Manner,
    ) -> Played<ListeningPeer<'s>> {
        ListeningPeer::opens_at(self.stage, name, socket_path, manner)
    }

    /// Fills the accept queue at this path until the returned value is dropped.
    pub fn fills(&self, socket_path: &SocketPath) -> Played<impl Sized + use<>> {
        accept_queue::fill(socket_path)
    }

    /// Another peer takes the server's address first. A server that would share its port (`SO_REUSEPORT`) can
    /// start beside it, as it could beside a copy of itself.
    pub fn another_peer_takes_the_address(&self) -> Played<ListeningPeer<'s>> {
        ListeningPeer::opens_and_shares(self.stage, "somebody else", self.address)
    }

    /// Bob plays the server: he waits for the client to connect.
    pub fn opens(&self, name: &str) -> Played<ListeningPeer<'s>> {
        ListeningPeer::opens(self.stage, name, self.address, Manner::default())
    }

    /// Like [`opens`](Self::opens), with the given manner.
    pub fn opens_in(&self, name: &str, manner: Manner) -> Played<ListeningPeer<'s>> {
        ListeningPeer::opens(self.stage, name, self.address, manner)
    }

    /// Starts the client with the server's address.
    pub fn client(&self) -> Played<Program<'s>> {
        self.client_with(&[])
    }

    /// Starts the client with these arguments after the server's address.
    pub fn client_with(&self, others: &[&str]) -> Played<Program<'s>> {
        self.client_with_address(&self.address.to_string(), others)
    }

    /// Starts the client with this address, which may be a path or a name, and these arguments
    /// after it.
    pub fn client_with_address(&self, address: &str, others: &[&str]) -> Played<Program<'s>> {
        self.stage.starts("client", &self.launch("client")?.line(Some(address), others))
    }

    /// Bob listens, the client starts, and it connects.
    pub fn client_visits(&self, name: &str) -> Played<(Program<'s>, Peer<'s>)> {
        self.client_visits_with(name, &[])
    }

    /// Like [`client_visits`](Self::client_visits), with these arguments after the server's
    /// address.
    pub fn client_visits_with(
        &self,
        name: &str,
        others: &[&str],
    ) -> Played<(Program<'s>, Peer<'s>)> {
        let listener = self.opens(name)?;
        let client = self.client_with(others)?;
        let peer = listener.accepts(&client)?;
        Ok((client, peer))
    }

    /// Starts the server, which then waits for datagrams.
    pub fn server_of_datagrams(&self) -> Played<Program<'s>> {
        self.server_of_datagrams_with(&[])
    }

    /// Like [`server_of_datagrams`](Self::server_of_datagrams), with these arguments after its
    /// address.
    pub fn server_of_datagrams_with(&self, others: &[&str]) -> Played<Program<'s>> {
        let server = self.server_starts_with(others)?;
        server.receives(self.address)?;
        Ok(server)
    }

    /// Bob plays the server: he waits for the client's datagrams.
    pub fn opens_post(&self, name: &str) -> Played<Correspondent<'s>> {
        Correspondent::opens(self.stage, name, self.address)
    }

    /// A peer at this address waits for pings, in a cell in which the client may open raw sockets.
    pub fn opens_for_pings(&self, name: &str, address: Ipv4Addr) -> Played<Pinged<'s>> {
        Pinged::opens(self.stage, name, address)
    }
}
