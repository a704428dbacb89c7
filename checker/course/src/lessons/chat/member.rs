//! Members of a chat, played by the checker. They send JSON in lesson 09's frames. Received frames
//! are compared as JSON, so the order of keys and white space are free.

use serde_json::{Value, json};
use stage::breach::{Frame, Shape};
use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

/// The maximum length of a frame's payload, in bytes.
pub const LIMIT: usize = 1_048_576;

/// A message that the server sends to members.
#[derive(Debug, Clone, Copy)]
pub enum News<'a> {
    Joined(&'a str),
    Left(&'a str),
    Line { from: &'a str, say: &'a str },
    Error,
    Bye,
}

impl News<'_> {
    /// The frame with this news.
    fn frame(self) -> Frame {
        match self {
            News::Joined(name) => Frame::Joined { name: name.into() },
            News::Left(name) => Frame::Left { name: name.into() },
            News::Line { from, say } if say.len() > 100 => {
                Frame::LongLine { from: from.into(), bytes: say.len() as u64 }
            }
            News::Line { from, say } => Frame::Line { from: from.into(), say: say.into() },
            News::Error => Frame::Error,
            News::Bye => Frame::Bye,
        }
    }

    fn fits(self, value: &Value) -> bool {
        match self {
            News::Joined(name) => value["joined"] == name,
            News::Left(name) => value["left"] == name,
            News::Line { from, say } => value["from"] == from && value["say"] == say,
            News::Error => value["error"].is_string(),
            News::Bye => value["bye"] == true,
        }
    }
}

/// A frame of lesson 09: the payload's length in four bytes, big-endian, and the payload.
pub fn frame(payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes(), payload].concat()
}

/// The frame with this JSON in it.
pub fn json_frame(value: &Value) -> Vec<u8> {
    frame(value.to_string().as_bytes())
}

/// Like [`json_frame`], followed by white space up to the maximum length of a frame.
pub fn longest_json_frame(value: &Value) -> Vec<u8> {
    let mut payload = value.to_string().into_bytes();
    payload.resize(LIMIT, b' ');
    frame(&payload)
}

/// A frame that says a line.
pub fn say(text: &str) -> Vec<u8> {
    json_frame(&json!({ "say": text }))
}

/// Checks the next frame with `fits`, and returns its JSON.
pub fn hears_json(peer: &Peer, frame: Frame, fits: impl Fn(&Value) -> bool) -> Played<Value> {
    let shape = Shape::Frame(frame);
    let length = |header: &[u8]| header.try_into().map(u32::from_be_bytes).unwrap_or(0) as usize;
    let header = peer.hears_some(4, shape.clone(), |header| length(header) <= LIMIT)?;
    let read = |payload: &[u8]| serde_json::from_slice::<Value>(payload).ok();
    let payload =
        peer.hears_some(length(&header), shape, |bytes| read(bytes).is_some_and(|one| fits(&one)))?;
    Ok(read(&payload).unwrap_or_default())
}

/// A member of the chat.
#[derive(Debug)]
pub struct Member<'s> {
    pub name: &'static str,
    pub peer: Peer<'s>,
}

impl<'s> Member<'s> {
    /// Connects and sends a join request. Does not check which members receive the news.
    pub fn asks_to_join(server: &Program<'s>, name: &'static str) -> Played<Member<'s>> {
        let peer = server.connects(name)?;
        peer.says(&json_frame(&json!({ "join": name })))?;
        Ok(Member { name, peer })
    }

    /// Joins. The new member and the others receive the news.
    pub fn joins(
        server: &Program<'s>,
        name: &'static str,
        others: &[&Member<'s>],
    ) -> Played<Member<'s>> {
        let member = Member::asks_to_join(server, name)?;
        member.hears(News::Joined(name))?;
        all_hear(others, News::Joined(name))?;
        Ok(member)
    }

    /// Joins, and reads nothing. The others receive the news that it has joined.
    pub fn joins_deaf(
        server: &Program<'s>,
        name: &'static str,
        others: &[&Member<'s>],
    ) -> Played<Member<'s>> {
        let peer = server.connects_deaf_from_afar(name)?;
        peer.says(&json_frame(&json!({ "join": name })))?;
        all_hear(others, News::Joined(name))?;
        Ok(Member { name, peer })
    }

    pub fn says(&self, text: &str) -> Played {
        self.peer.says(&say(text))
    }

    pub fn quits(&self) -> Played {
        self.peer.says(&json_frame(&json!({ "quit": true })))
    }

    /// The news with this line, as all members receive it.
    pub fn line<'a>(&self, say: &'a str) -> News<'a> {
        News::Line { from: self.name, say }
    }

    pub fn hears(&self, news: News) -> Played<Value> {
        hears_json(&self.peer, news.frame(), |value| news.fits(value))
    }

    /// The next news is one of these.
    pub fn hears_one_of(&self, all: &[News]) -> Played<Value> {
        let frames = all.iter().map(|news| news.frame()).collect();
        let fits = |value: &Value| all.iter().any(|news| news.fits(value));
        hears_json(&self.peer, Frame::OneOf(frames), fits)
    }

    /// The next news is one of these two. Returns whether it is the second.
    pub fn hears_either(&self, one: News, other: News) -> Played<bool> {
        Ok(other.fits(&self.hears_one_of(&[one, other])?))
    }

    /// Sends this line, and all of these members hear it.
    pub fn tells(&self, all: &[&Member<'s>], text: &str) -> Played {
        self.says(text)?;
        all_hear(all, self.line(text))
    }
}

/// All of them hear this.
pub fn all_hear(all: &[&Member], news: News) -> Played {
    all.iter().try_for_each(|member| member.hears(news).map(drop))
}

/// None of these members hears anything.
pub fn all_hear_nothing(all: &[&Member]) -> Played {
    all.iter().try_for_each(|member| member.peer.hears_nothing())
}
