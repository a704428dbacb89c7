//! Scenes for the client. Bob plays a server that formats its headers freely, and splits and joins
//! its answers as TCP may.

use stage::fault::Played;
use stage::peer::Peer;
use stage::program::Program;

use crate::lessons::claims::requests_no_memory;
use crate::lessons::remote::{self, Answer};
use crate::scene::Scene;

/// An answer's bytes: the length of the header, the header, and the body.
fn framed(header: &str, body: &[u8]) -> Vec<u8> {
    let length = i32::try_from(header.len()).expect("no header here is so long");
    [&length.to_le_bytes()[..], header.as_bytes(), body].concat()
}

/// A header with all its fields, as Python's json writes it.
fn header(data_len: usize, exit_code: i32) -> String {
    header_of(data_len, exit_code, "stdout")
}

fn header_of(data_len: usize, exit_code: i32, stream: &str) -> String {
    format!("{{\"data_len\": {data_len}, \"exit_code\": {exit_code}, \"stream\": \"{stream}\"}}")
}

/// The whole answer to a command that succeeded.
fn good(body: &[u8]) -> Vec<u8> {
    framed(&header(body.len(), 0), body)
}

/// The offset of the body in such an answer.
fn head(body: &[u8]) -> usize {
    good(body).len() - body.len()
}

pub const ANSWER: Answer = |bob: &Peer, body: &[u8]| bob.says(&good(body));

/// The length in the byte order that the contract does not use.
const ANSWER_BACKWARDS: Answer = |bob: &Peer, body: &[u8]| {
    let mut answer = good(body);
    answer[..4].reverse();
    bob.says(&answer)
};

/// The body is sent when the header has been read.
const HEADER_FIRST: Answer =
    |bob: &Peer, body: &[u8]| bob.says_cut(&good(body), &[head(body), body.len()]);

/// Bob receives a line, and sends this answer to it.
fn answered(scene: &Scene, client: &Program, bob: &Peer, answer: &[u8]) -> Played {
    let line = scene.word();
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says(answer)
}

pub fn one_line(scene: &Scene) -> Played {
    remote::lines(scene, ANSWER, 1)
}

pub fn two_lines(scene: &Scene) -> Played {
    remote::lines(scene, ANSWER, 2)
}

pub fn twenty_lines(scene: &Scene) -> Played {
    remote::lines(scene, ANSWER, 20)
}

/// If the client sent the second command before it had the first answer, the server might receive both as one.
pub fn two_lines_at_once(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let lines = [scene.letters(7), scene.letters(5)];
    client.types(&[&lines[0][..], b"\n", &lines[1], b"\n"].concat())?;
    for line in lines {
        bob.hears(&line)?;
        bob.hears_nothing()?;
        let reply = scene.letters(line.len());
        ANSWER(&bob, &reply)?;
        client.shows(&reply)?;
    }
    Ok(())
}

/// Everything is correct except for the order of four bytes.
pub fn length_backwards(scene: &Scene) -> Played {
    remote::lines(scene, ANSWER_BACKWARDS, 20)
}

pub fn in_one_breath(scene: &Scene) -> Played {
    remote::lines(scene, ANSWER, 2)
}

pub fn header_by_itself(scene: &Scene) -> Played {
    remote::lines(scene, HEADER_FIRST, 2)
}

/// A line is typed, its answer arrives in these pieces, and the client prints the body.
fn in_pieces(scene: &Scene, client: &Program, bob: &Peer, body: &[u8], pieces: &[usize]) -> Played {
    let line = scene.word();
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says_cut(&good(body), pieces)?;
    client.shows(body)
}

pub fn cut_at_every_byte(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let body = scene.letters(5);
    let whole = good(&body).len();
    for boundary in 1..whole {
        in_pieces(scene, &client, &bob, &body, &[boundary, whole - boundary])?;
    }
    in_pieces(scene, &client, &bob, &body, &vec![1; whole])
}

/// The length and the header arrive whole, by themselves and together. The body arrives whole, too.
pub fn whole_header(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let body = scene.letters(5);
    let head = head(&body);
    for pieces in [&[4, head - 4, 5][..], &[head, 5], &[4, head + 1], &[head + 5]] {
        in_pieces(scene, &client, &bob, &body, pieces)?;
    }
    Ok(())
}

/// The length and the header, and then the body in pieces of this length.
fn pieces_of_body(body: &[u8], length: usize) -> Vec<usize> {
    [&[head(body)][..], &vec![length; body.len() / length]].concat()
}

pub fn body_in_a_hundred_pieces(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let body = scene.much(100_000);
    in_pieces(scene, &client, &bob, &body, &pieces_of_body(&body, 1000))?;
    remote::exchange(&client, &bob, ANSWER, &scene.word(), &scene.word())
}

/// The body is as long as one segment allows.
pub fn body_at_once(scene: &Scene) -> Played {
    remote::answered_with(scene, HEADER_FIRST, &scene.much(60_000))
}

/// The behaviour of a client that receives its body with one call. No other client behaves like
/// this.
pub fn only_the_first_piece(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let body = scene.much(20 * 1024);
    let line = scene.word();
    client.types_line(&line)?;
    bob.hears(&line)?;
    bob.says_cut(&good(&body), &pieces_of_body(&body, 1024))?;
    client.shows(&body[..1024])?;
    client.prints_nothing()
}

pub fn body_like_an_answer(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let inner = header(4000, 3);
    for body in [inner.as_bytes(), &framed(&inner, b"}}"), &scene.word()] {
        remote::exchange(&client, &bob, ANSWER, &scene.word(), body)?;
    }
    client.does_not_mention("exit 3")
}

/// Headers with the same meaning, for a body of this length.
fn shapes(data_len: usize, text: &str) -> [String; 6] {
    let long = "x".repeat(3000);
    let rest = "\"exit_code\":0,\"stream\":\"stdout\"";
    [
        format!("{{\"stream\":\"stdout\",\"exit_code\":0,\"data_len\":{data_len}}}"),
        format!(
            "\n {{\t\"exit_code\" : 0 ,\r\n \"data_len\" : {data_len} , \"stream\":\"stdout\" }} \n"
        ),
        format!("{{\"data_len\":{data_len},{rest},\"version\":2.5,\"host\":\"{text}\"}}"),
        format!(
            "{{\"meta\":{{\"data_len\":1,\"tags\":[null,{{}}]}},\"data_len\":{data_len},{rest}}}"
        ),
        format!("{{\"note\":\"\\\"data_len\\\": 7, \\u4f60}}\",{rest},\"data_len\":{data_len}}}"),
        format!("{{\"why\":\"{long}\",\"data_len\":{data_len},{rest}}}"),
    ]
}

pub fn header_in_any_shape(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let body = scene.word();
    for shape in shapes(body.len(), &scene.chinese(3)) {
        answered(scene, &client, &bob, &framed(&shape, &body))?;
        client.shows(&body)?;
    }
    Ok(())
}

pub fn only_data_len(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    let body = scene.word();
    let header = format!("{{\"data_len\": {}}}", body.len());
    answered(scene, &client, &bob, &framed(&header, &body))?;
    client.shows(&body)?;
    remote::exchange(&client, &bob, ANSWER, &scene.word(), &scene.word())?;
    client.does_not_mention("exit 0")
}

pub fn exit_code_is_printed(scene: &Scene) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    remote::exchange(&client, &bob, ANSWER, &scene.word(), &scene.word())?;
    client.does_not_mention("exit 0")?;
    let prints_exit_code = |exit_code: i32, stream: &str| {
        let body = scene.word();
        let header = header_of(body.len(), exit_code, stream);
        answered(scene, &client, &bob, &framed(&header, &body))?;
        client.shows(&body)?;
        client.mentions(&format!("exit {exit_code}"))
    };
    prints_exit_code(*scene.pick(&[1, 2, 3]), "stdout")?;
    prints_exit_code(*scene.pick(&[40, 77, 127]), "stderr")?;
    remote::exchange(&client, &bob, ANSWER, &scene.word(), &scene.word())?;
    client.does_not_mention("exit 0")?;
    // A command has failed, but the client itself has not.
    prints_exit_code(1, "stdout")?;
    client.stops_typing();
    remote::finishes(&client, &bob)
}

/// An answer that violates the protocol. Bob half-closes after it, for a client that prefers to
/// wait for all the claimed bytes.
fn refuses(scene: &Scene, answer: &[u8]) -> Played {
    refuses_claim(scene, answer, 0)
}

/// Like [`refuses`], for an answer that claims this many bytes.
fn refuses_claim(scene: &Scene, answer: &[u8], claimed: u64) -> Played {
    let (client, bob) = scene.client_visits("bob")?;
    answered(scene, &client, &bob, answer)?;
    bob.shuts_down()?;
    client.ends_with(1)?;
    client.reports_an_error()?;
    requests_no_memory(&client, claimed)
}

/// Like [`refuses`], with this header in front of a body.
fn refuses_header(scene: &Scene, header: &str) -> Played {
    refuses(scene, &framed(header, &scene.word()))
}

pub fn data_len_is_missing(scene: &Scene) -> Played {
    refuses_header(scene, "{\"exit_code\": 0, \"stream\": \"stdout\"}")
}

pub fn data_len_is_negative(scene: &Scene) -> Played {
    for length in [1, *scene.pick(&[4, 300])] {
        refuses_header(scene, &format!("{{\"data_len\": -{length}, \"exit_code\": 0}}"))?;
    }
    Ok(())
}

pub fn data_len_is_fractional(scene: &Scene) -> Played {
    let fraction = scene.pick(&["2.5", "0.25", "3.75"]);
    for length in [*fraction, "true", "\"3\""] {
        refuses_header(scene, &format!("{{\"data_len\": {length}, \"exit_code\": 0}}"))?;
    }
    Ok(())
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
        let answer = [&length.to_le_bytes()[..], &good(&scene.word())].concat();
        refuses_claim(scene, &answer, length.unsigned_abs().into())?;
    }
    Ok(())
}

/// More bytes than any machine has.
const ABSURD: u64 = 4_000_000_000_000_000;

pub fn absurd_data_len(scene: &Scene) -> Played {
    let header = format!("{{\"data_len\": {ABSURD}, \"exit_code\": 0}}");
    refuses_claim(scene, &framed(&header, &scene.word()), ABSURD)
}

/// Answers that stop early: in the length, after it, in the header, after it, or in the body.
const BROKEN_OFF: [Answer; 5] = [
    |bob, body| bob.says(&good(body)[..3]),
    |bob, body| bob.says(&good(body)[..4]),
    |bob, body| bob.says(&good(body)[..20]),
    |bob, body| bob.says(&good(body)[..head(body)]),
    |bob, body| bob.says(&good(body)[..head(body) + body.len() / 2]),
];

pub fn server_leaves(scene: &Scene) -> Played {
    remote::server_goes(scene, ANSWER, remote::NOTHING, false)
}

pub fn server_leaves_midway(scene: &Scene) -> Played {
    BROKEN_OFF.iter().try_for_each(|begun| remote::server_goes(scene, ANSWER, *begun, false))
}

pub fn server_resets(scene: &Scene) -> Played {
    remote::server_goes(scene, ANSWER, BROKEN_OFF[4], true)
}
