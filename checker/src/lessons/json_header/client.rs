//! Scenes for the client: bob plays a server, which writes its headers as it likes, and cuts and
//! glues them as TCP may.

use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use crate::lessons::scene::Scene;

/// An answer's bytes: length of the header, header, body.
fn answer(header: &str, body: &[u8]) -> Vec<u8> {
    [&(header.len() as i32).to_le_bytes()[..], header.as_bytes(), body].concat()
}

/// A header with all its fields, as many a library would write it.
fn header(scene: &Scene, length: usize, exit_code: i32) -> String {
    let fields = [
        format!("\"data_len\": {length}"),
        format!("\"exit_code\": {exit_code}"),
        "\"stream\": \"stdout\"".to_owned(),
    ];
    let order = scene.pick(&[[0, 1, 2], [2, 1, 0], [1, 2, 0]]);
    format!("{{{}}}", order.map(|at| fields[at].as_str()).join(", "))
}

/// The whole answer to a command that went well.
fn good_answer(scene: &Scene, body: &[u8]) -> Vec<u8> {
    answer(&header(scene, body.len(), 0), body)
}

/// The client asks, and bob has heard it.
fn is_asked(scene: &Scene, client: &Program, bob: &Peer) -> Played {
    let command = [b"echo ", &scene.word()[..]].concat();
    client.types_line(&command)?;
    bob.hears(&command)
}

fn exchange(scene: &Scene, client: &Program, bob: &Peer, body: &[u8]) -> Played {
    is_asked(scene, client, bob)?;
    bob.says(&good_answer(scene, body))?;
    client.prints_maybe_as_line(body)
}

pub fn one_answer(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    exchange(scene, &client, &bob, &scene.word())
}

pub fn asks_and_prints(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for _ in 0..5 {
        exchange(scene, &client, &bob, &scene.lines(60))?;
    }
    client.does_not_mention("exit 0")
}

pub fn in_one_breath(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for _ in 0..2 {
        exchange(scene, &client, &bob, &scene.word())?;
    }
    Ok(())
}

/// The same, but the body comes when the header has been read.
pub fn header_by_itself(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    for _ in 0..2 {
        let body = scene.word();
        let answer = good_answer(scene, &body);
        is_asked(scene, &client, &bob)?;
        bob.says_cut(&answer, &[answer.len() - body.len(), body.len()])?;
        client.prints_maybe_as_line(&body)?;
    }
    Ok(())
}

pub fn cut_at_every_byte(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let body = scene.letters(5);
    let answer = good_answer(scene, &body);
    for border in 1..answer.len() {
        is_asked(scene, &client, &bob)?;
        bob.says_cut(&answer, &[border, answer.len() - border])?;
        client.prints_maybe_as_line(&body)?;
    }
    is_asked(scene, &client, &bob)?;
    bob.says_byte_by_byte(&answer)?;
    client.prints_maybe_as_line(&body)
}

pub fn any_bytes(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    exchange(scene, &client, &bob, &scene.raw_bytes(300))?;
    exchange(scene, &client, &bob, &scene.word())
}

pub fn body_like_an_answer(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let inner = header(scene, 4000, 3);
    exchange(scene, &client, &bob, inner.as_bytes())?;
    exchange(scene, &client, &bob, &answer(&inner, b"}}"))?;
    exchange(scene, &client, &bob, &scene.word())?;
    client.does_not_mention("exit 3")
}

pub fn header_in_any_shape(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let body = scene.word();
    let (length, text) = (body.len(), scene.chinese(3));
    let long = "x".repeat(3000);
    let shapes = [
        format!("{{\"stream\":\"stdout\",\"exit_code\":0,\"data_len\":{length}}}"),
        format!(
            "\n {{\t\"exit_code\" : 0 ,\r\n \"data_len\" : {length} , \"stream\":\"stdout\" }}  \n"
        ),
        format!(
            "{{\"data_len\":{length},\"exit_code\":0,\"stream\":\"stdout\",\"version\":2.5,\"host\":\"{text}\"}}"
        ),
        format!(
            "{{\"meta\":{{\"data_len\":1,\"tags\":[null,{{}}]}},\"data_len\":{length},\"exit_code\":0,\"stream\":\"stdout\"}}"
        ),
        format!(
            "{{\"note\":\"\\\"data_len\\\": 7, \\u4f60}}\",\"exit_code\":0,\"data_len\":{length},\"stream\":\"stdout\"}}"
        ),
        format!(
            "{{\"why\":\"{long}\",\"data_len\":{length},\"exit_code\":0,\"stream\":\"stdout\"}}"
        ),
    ];
    for shape in &shapes {
        is_asked(scene, &client, &bob)?;
        bob.says(&answer(shape, &body))?;
        client.prints_maybe_as_line(&body)?;
    }
    Ok(())
}

pub fn only_data_len(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let body = scene.word();
    is_asked(scene, &client, &bob)?;
    bob.says(&answer(&format!("{{\"data_len\": {}}}", body.len()), &body))?;
    client.prints_maybe_as_line(&body)?;
    exchange(scene, &client, &bob, &scene.word())?;
    client.does_not_mention("exit 0")
}

pub fn exit_code_is_told(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    exchange(scene, &client, &bob, &scene.word())?;
    client.does_not_mention("exit 0")?;
    for exit_code in [*scene.pick(&[1, 2, 3]), *scene.pick(&[40, 77, 127])] {
        let body = scene.word();
        is_asked(scene, &client, &bob)?;
        bob.says(&answer(&header(scene, body.len(), exit_code), &body))?;
        client.prints_maybe_as_line(&body)?;
        client.mentions(&format!("exit {exit_code}"))?;
    }
    exchange(scene, &client, &bob, &scene.word())?;
    client.does_not_mention("exit 0")
}

pub fn nothing_printed(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    exchange(scene, &client, &bob, &scene.word())?;
    for _ in 0..2 {
        exchange(scene, &client, &bob, b"")?;
    }
    client.prints_nothing()?;
    exchange(scene, &client, &bob, &scene.word())
}

pub fn more_than_a_megabyte(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    exchange(scene, &client, &bob, &scene.much(1_300_001))?;
    exchange(scene, &client, &bob, &scene.word())
}

/// One answer that keeps to nothing that was agreed on. Bob leaves after it, for a client that would
/// rather wait for all that was claimed.
fn refuses(scene: &Scene, answer: &[u8]) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    is_asked(scene, &client, &bob)?;
    bob.says(answer)?;
    bob.shuts_down()?;
    client.ends_with(1)?;
    client.complains()
}

/// The same with this header in front of a body.
fn refuses_header(scene: &Scene, header: &str) -> Played {
    refuses(scene, &answer(header, &scene.word()))
}

pub fn data_len_is_missing(scene: &Scene) -> Played {
    refuses_header(scene, "{\"exit_code\": 0, \"stream\": \"stdout\"}")
}

pub fn data_len_is_negative(scene: &Scene) -> Played {
    let length = scene.pick(&[1, 4, 300]);
    refuses_header(scene, &format!("{{\"data_len\": -{length}, \"exit_code\": 0}}"))
}

pub fn data_len_is_fractional(scene: &Scene) -> Played {
    let length = scene.pick(&["2.5", "0.25", "3.75"]);
    refuses_header(scene, &format!("{{\"data_len\": {length}, \"exit_code\": 0}}"))
}

pub fn header_is_no_json(scene: &Scene) -> Played {
    for header in
        ["data_len=3 exit_code=0", "{\"data_len\": 3, \"exit_code\"", "{\"data_len\": 3}}"]
    {
        refuses_header(scene, header)?;
    }
    refuses(scene, &[&6i32.to_le_bytes()[..], b"{\"\xff\xfe\"}", &scene.word()].concat())
}

pub fn absurd_header_length(scene: &Scene) -> Played {
    for length in [-1, i32::MIN, 0, i32::MAX] {
        refuses(scene, &[&length.to_le_bytes()[..], &good_answer(scene, b"none")].concat())?;
    }
    Ok(())
}

pub fn absurd_data_len(scene: &Scene) -> Played {
    refuses_header(scene, "{\"data_len\": 4000000000000000, \"exit_code\": 0}")
}

/// Bob leaves after so many bytes of an answer.
fn leaves_after(scene: &Scene, count: usize) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    exchange(scene, &client, &bob, &scene.word())?;
    is_asked(scene, &client, &bob)?;
    bob.says(&good_answer(scene, &scene.letters(20))[..count])?;
    bob.closes();
    client.ends_with(1)?;
    client.complains()
}

pub fn server_leaves(scene: &Scene) -> Played {
    let whole = good_answer(scene, &scene.letters(20)).len();
    for count in [0, 3, 4, 30, whole - 20, whole - 1] {
        leaves_after(scene, count)?;
    }
    Ok(())
}

pub fn server_resets(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    exchange(scene, &client, &bob, &scene.word())?;
    is_asked(scene, &client, &bob)?;
    bob.resets()?;
    client.ends_with(1)?;
    client.complains()?;
    client.prints_nothing()
}

pub fn quit_is_the_end(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    exchange(scene, &client, &bob, &scene.word())?;
    client.types_line(b"quit")?;
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_nothing()
}

pub fn end_of_input(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    exchange(scene, &client, &bob, &scene.word())?;
    client.stops_typing();
    bob.hears_end()?;
    bob.closes();
    client.ends_with(0)?;
    client.prints_nothing()
}

pub fn nobody_listens(scene: &Scene) -> Played {
    let client = scene.client()?;
    client.types_line(&[b"echo ", &scene.word()[..]].concat())?;
    client.stops_typing();
    client.ends_with(1)?;
    client.complains()?;
    client.prints_nothing()
}
