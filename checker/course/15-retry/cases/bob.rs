//! Bob plays the server for lesson 15's client, and does on purpose what a network does at random.
//!
//! On a busy machine, a correct client may ask again although bob was not slow, or give up although
//! he answered. So the scenes ignore a repeated request unless they ask for it, and bob answers
//! only while no correct client could have given up.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use stage::Limits;
use stage::breach::{Measure, Shape};
use stage::datagrams::Correspondent;
use stage::fault::{Fault, Played};
use stage::program::Program;

use crate::scene::Scene;

/// The total number of times that a request is sent.
pub const TRIES: u32 = 7;

/// Bob, and the requests that he has received so far.
pub struct Bob<'s> {
    pub post: Correspondent<'s>,
    pub heard: RefCell<Vec<Vec<u8>>>,
}

/// The first four bytes of a request, in the received order.
pub type Id = [u8; 4];

pub fn id_of(request: &[u8]) -> Id {
    request.first_chunk().copied().unwrap_or_default()
}

impl Bob<'_> {
    /// Bob receives a new request with this payload, under an id that he has not seen before.
    /// Earlier requests may arrive again in the meantime, unless they have the same payload.
    pub fn hears_new_request(&self, payload: &[u8]) -> Played<Vec<u8>> {
        let mut known = self.heard.borrow_mut();
        let is_new = |id: Id| known.iter().all(|request| id_of(request) != id);
        let others = known.iter().filter(|request| request.get(4..) != Some(payload));
        let others: Vec<_> = others.cloned().collect();
        let request = self.post.hears_like(Shape::RequestWithNewId, &others, |heard| {
            let id = heard.first_chunk().copied().filter(|id| is_new(*id))?;
            Some([&id, payload].concat())
        })?;
        known.push(request.clone());
        Ok(request)
    }

    pub fn answers(&self, request: &[u8], count: u32, payload: &[u8]) -> Played {
        self.answers_as(id_of(request), count, payload)
    }

    pub fn answers_as(&self, id: Id, count: u32, payload: &[u8]) -> Played {
        self.post.says(&[&id[..], &count.to_be_bytes(), payload].concat())
    }

    /// Nothing arrives except repeated requests.
    pub fn hears_nothing_new(&self) -> Played {
        self.post.hears_nothing_but(&self.heard.borrow())
    }

    /// Nothing arrives, not even a repeated request: the client waits for its reply, and has time
    /// for it.
    pub fn hears_no_request(&self) -> Played {
        self.post.hears_nothing()
    }
}

pub fn client_and_bob<'s>(scene: &Scene<'s>, arguments: &[&str]) -> Played<(Program<'s>, Bob<'s>)> {
    let post = scene.opens_post("bob")?;
    Ok((scene.client_with(arguments)?, Bob { post, heard: RefCell::default() }))
}

/// The client's output for this reply.
pub fn prints(client: &Program, count: u32, payload: &[u8]) -> Played {
    client.prints_line(&[format!("{count} ").as_bytes(), payload].concat())
}

/// A count of one to four digits.
pub fn any_count(scene: &Scene) -> u32 {
    scene.number(1..=9999) as u32
}

/// A line is typed, bob receives the request and answers it, and the client prints the reply.
pub fn line_and_reply(
    scene: &Scene,
    client: &Program,
    bob: &Bob,
    line: &[u8],
    reply: &[u8],
) -> Played {
    let count = any_count(scene);
    client.types_line(line)?;
    bob.answers(&bob.hears_new_request(line)?, count, reply)?;
    prints(client, count, reply)
}

pub fn word_and_reply(scene: &Scene, client: &Program, bob: &Bob) -> Played {
    line_and_reply(scene, client, bob, &scene.word(), &scene.word())
}

/// The time at which a line was typed, and the client's initial timeout.
pub struct Typed {
    pub at: Instant,
    timeout: Duration,
}

impl Typed {
    /// A line is typed to a client that waits for input, so that its startup time does not count.
    pub fn to(client: &Program, line: &[u8], timeout: u64) -> Played<Typed> {
        client.rests()?;
        let typed = Typed { at: Instant::now(), timeout: Duration::from_millis(timeout) };
        client.types_line(line)?;
        Ok(typed)
    }

    /// A correct client waits at least this long in total before its next action after this many
    /// tries: its timeout doubles each time.
    pub fn least(&self, tries: u32) -> Duration {
        self.timeout * ((1 << tries) - 1)
    }

    /// No correct client can have given up by now. If one could have, the machine was too slow, and
    /// the program is not to blame.
    pub fn can_still_be_answered(&self) -> Played {
        if self.at.elapsed() < self.least(TRIES) {
            return Ok(());
        }
        let why = "the machine is too busy: a right client would have given up by now";
        Err(Fault::new("answering in time", why).into())
    }

    /// Checks that the client has waited long enough for this number of tries, given the
    /// milliseconds since the line. Each of its timers may go off a tick too early.
    pub fn not_early(
        &self,
        client: &Program,
        milliseconds: Measure,
        tries: u32,
        when: Instant,
    ) -> Played {
        let waited = when.saturating_duration_since(self.at);
        let least = self.least(tries);
        if waited + Limits::TICK * tries >= least {
            return Ok(());
        }
        client.at_least(milliseconds, least.as_millis() as u64, waited.as_millis() as u64)
    }
}
