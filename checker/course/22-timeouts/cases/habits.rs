//! Controls for a client's habits with its keyboard and its output: the contents of its buffers,
//! and a string that is never cleared.

use stage::fault::Played;

use super::client::{PLENTY, line, visits};
use crate::scene::Scene;

/// The output appears only when the client ends, except for output that does not fit into a buffer. A
/// client that collects its output in a buffer of its own shows neither.
pub fn shown_by_its_buffers(scene: &Scene) -> Played {
    let (client, bob) = visits(scene, &["--read-timeout", PLENTY])?;
    let (line, reply) = (scene.word(), scene.letters(12));
    client.types_line(&line)?;
    bob.hears(&[&line[..], b"\n"].concat())?;
    bob.says(&[&reply[..], b"\n"].concat())?;
    client.prints_nothing()?;
    client.types_line(b"q")?;
    bob.hears_end_or_reset()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_line(&reply)?;
    let (client, bob) = visits(scene, &["--read-timeout", PLENTY])?;
    let reply = scene.letters(1000);
    for _ in 0..200 {
        let line = scene.word();
        client.types_line(&line)?;
        bob.hears(&[&line[..], b"\n"].concat())?;
        bob.says(&[&reply[..], b"\n"].concat())?;
    }
    client.prints_line(&reply)
}

/// The client sends the second line with the first in front of it.
pub fn second_line_has_the_first(scene: &Scene) -> Played {
    let (client, bob) = visits(scene, &["--read-timeout", PLENTY])?;
    let (first, second, reply) = (scene.word(), scene.word(), scene.letters(12));
    client.types_line(&first)?;
    bob.hears(&line(&first))?;
    bob.says(&line(&reply))?;
    client.prints_line(&reply)?;
    client.types_line(&second)?;
    bob.hears(&first)
}
