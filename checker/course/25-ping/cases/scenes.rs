//! Lesson 25's scenes. The client pings bob, who receives every request on a raw socket of his own.
//! The script decides which answers arrive, and from whom. Bob's kernel does not answer.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, ToSocketAddrs};
use std::time::{Duration, Instant};

use stage::breach::{Measure, Shape};
use stage::fault::{Missing, Played};
use stage::peer::icmp_peer::{Pinged, Request};
use stage::program::Program;

use crate::scene::Scene;
use crate::scene::places::{V4, V6};

/// The time that the client waits for a request's reply. The contract says one second. A client that
/// counts in whole milliseconds or has a coarse clock may wait a little less.
const A_SECOND_OR_SO: Duration = Duration::from_millis(990);

/// While a request goes unanswered, messages to other programs arrive at this interval and for this
/// long. That is half a second more than the client may take. After one more such message it has had the
/// chance to check its clock.
const STRANGERS: [Duration; 2] = [Duration::from_millis(50), Duration::from_millis(1500)];

/// Bob's delay before he answers a request whose time is checked. It is a multiple of the delay that a
/// machine usually causes, and well within the request's second.
const A_WHILE: Duration = Duration::from_millis(100);

/// Bob, at a loopback address that cannot be predicted.
fn bob<'s>(scene: &Scene<'s>) -> Played<(Pinged<'s>, Ipv4Addr)> {
    let part = || scene.number(2..=250) as u8;
    let address = Ipv4Addr::new(127, part(), part(), part());
    Ok((scene.opens_for_pings("bob", address)?, address))
}

/// The client pings bob this many times.
fn client_pings_bob<'s>(
    scene: &Scene<'s>,
    count: usize,
) -> Played<(Program<'s>, Pinged<'s>, Ipv4Addr)> {
    let (bob, address) = bob(scene)?;
    let client = scene.client_with_address(&address.to_string(), &[&count.to_string()])?;
    Ok((client, bob, address))
}

/// Like [`client_pings_bob`], at 127.0.0.1, which is also the source address of the client's packets.
fn client_pings_bob_at_home<'s>(scene: &Scene<'s>) -> Played<(Program<'s>, Pinged<'s>, Ipv4Addr)> {
    let bob = scene.opens_for_pings("bob", Ipv4Addr::LOCALHOST)?;
    let client = scene.client_with_address("127.0.0.1", &["1"])?;
    Ok((client, bob, Ipv4Addr::LOCALHOST))
}

/// The client prints that the reply to this request came, its source, and the time.
fn prints_reply(client: &Program, number: u16, address: Ipv4Addr) -> Played {
    prints_reply_after(client, number, address, Duration::ZERO, None).map(drop)
}

/// Like [`prints_reply`], and the time is at least `least`, and at most the time since `begun`.
/// Returns the milliseconds.
fn prints_reply_after(
    client: &Program,
    number: u16,
    address: Ipv4Addr,
    least: Duration,
    begun: Option<Instant>,
) -> Played<f64> {
    client.prints_at_once(format!("seq={number} from {address} time=").as_bytes())?;
    let milliseconds = client.prints_milliseconds(least, begun)?;
    client.prints(b" ms\n")?;
    Ok(milliseconds)
}

/// Bob receives request `number` and answers it at once.
fn pong(client: &Program, bob: &Pinged, number: u16, address: Ipv4Addr) -> Played<Request> {
    let request = bob.hears_request(client, number)?;
    bob.replies(&request)?;
    prints_reply(client, number, address)?;
    Ok(request)
}

fn sums_up(client: &Program, came: usize, count: usize) -> Played {
    client.prints_line(format!("{came} of {count} came back").as_bytes())
}

/// The given number of pings, each answered at once.
fn all_come_back(scene: &Scene, count: usize) -> Played {
    let (client, bob, address) = client_pings_bob(scene, count)?;
    for number in 1..=count {
        pong(&client, &bob, number as u16, address)?;
    }
    sums_up(&client, count, count)?;
    client.ends_with(0)?;
    client.prints_nothing()
}

pub fn three_pings(scene: &Scene) -> Played {
    all_come_back(scene, 3)
}

pub fn twenty_pings(scene: &Scene) -> Played {
    all_come_back(scene, 20)
}

/// Bob ignores the checksum and the sequence number: he returns the bytes that arrived.
pub fn bob_looks_at_nothing(scene: &Scene) -> Played {
    let (client, bob, address) = client_pings_bob(scene, 2)?;
    for number in 1..=2 {
        let request = bob.hears_any_request(&client)?;
        bob.replies(&request)?;
        prints_reply(&client, number, address)?;
    }
    sums_up(&client, 2, 2)?;
    client.ends_with(0)
}

pub fn one_at_a_time(scene: &Scene) -> Played {
    let (client, bob, address) = client_pings_bob(scene, 3)?;
    for number in 1..=3 {
        let request = bob.hears_request(&client, number)?;
        bob.hears_no_request(&client)?;
        bob.replies(&request)?;
        prints_reply(&client, number, address)?;
    }
    sums_up(&client, 3, 3)
}

/// The client pings its own machine. Its requests reach every raw socket there, including its own.
pub fn own_request(scene: &Scene) -> Played {
    let (client, bob, address) = client_pings_bob_at_home(scene)?;
    let request = bob.hears_request(&client, 1)?;
    client.prints_nothing()?;
    bob.replies(&request)?;
    prints_reply(&client, 1, address)?;
    sums_up(&client, 1, 1)?;
    client.ends_with(0)
}

/// Like [`own_request`], but it does not matter which message the client takes for the reply, or
/// when.
pub fn answered_at_home(scene: &Scene) -> Played {
    let (client, bob, address) = client_pings_bob_at_home(scene)?;
    let request = bob.hears_request(&client, 1)?;
    bob.replies(&request)?;
    prints_reply(&client, 1, address)?;
    sums_up(&client, 1, 1)?;
    client.ends_with(0)
}

/// The client sends two pings. Before bob answers each of them, a message arrives that is not a reply to
/// it.
fn disturbed(scene: &Scene, disturb: impl Fn(&Pinged, &Request) -> Played) -> Played {
    let (client, bob, address) = client_pings_bob(scene, 2)?;
    for number in 1..=2 {
        let request = bob.hears_request(&client, number)?;
        disturb(&bob, &request)?;
        bob.keeps_it_waiting(&client, &request)?;
        bob.replies(&request)?;
        prints_reply(&client, number, address)?;
    }
    sums_up(&client, 2, 2)
}

pub fn nobody_else(scene: &Scene) -> Played {
    disturbed(scene, |_, _| Ok(()))
}

pub fn somebody_elses_answer(scene: &Scene) -> Played {
    disturbed(scene, |bob, request| bob.replies_to_another_pinger(request))
}

pub fn somebody_elses_trouble(scene: &Scene) -> Played {
    disturbed(scene, |bob, request| bob.reports_loss_to_another_pinger(request))
}

/// An error message about the client's own request arrives, and yet bob answers that request.
pub fn trouble_of_its_own(scene: &Scene) -> Played {
    disturbed(scene, |bob, request| bob.tells_of_a_lost_request(request))
}

pub fn answer_without_data(scene: &Scene) -> Played {
    disturbed(scene, |bob, request| bob.replies_to_another_pinger_without_data(request))
}

pub fn answer_of_another_type(scene: &Scene) -> Played {
    disturbed(scene, |bob, request| {
        bob.replies_with_the_time(request)?;
        bob.replies_with_another_number(request)
    })
}

pub fn an_answer_comes_twice(scene: &Scene) -> Played {
    let (client, bob, address) = client_pings_bob(scene, 3)?;
    let mut last = pong(&client, &bob, 1, address)?;
    for number in 2..=3 {
        let request = bob.hears_request(&client, number)?;
        bob.replies_out_of_turn(&last)?;
        bob.keeps_it_waiting(&client, &request)?;
        bob.replies(&request)?;
        prints_reply(&client, number, address)?;
        last = request;
    }
    sums_up(&client, 3, 3)
}

/// The time that two programs that start together may need to send, one after the other.
const TOGETHER: Duration = Duration::from_millis(300);

/// Two of the learner's programs ping bob at the same time. Their random identifiers may be the same,
/// once in 65,536 times, or one program may start too late. Then the scene starts two others.
pub fn two_at_once(scene: &Scene) -> Played {
    let (bob, address) = bob(scene)?;
    let host = address.to_string();
    let ask = || -> Played<_> {
        let both =
            (scene.client_with_address(&host, &["1"])?, scene.client_with_address(&host, &["1"])?);
        Ok((both, bob.hears_request(&both.0, 1)?, bob.hears_request(&both.1, 1)?))
    };
    let mut asked = ask()?;
    for _ in 0..2 {
        let (both, first, second) = &asked;
        if first.identifier() != second.identifier() && first.age() < TOGETHER {
            break;
        }
        both.0.gets_killed()?;
        asked = ask()?;
    }
    let ((one, other), first, second) = asked;
    bob.replies(&second)?;
    let (printing, silent) = one.prints_first(&other);
    prints_reply(&printing, 1, address)?;
    silent.prints_nothing()?;
    bob.replies(&first)?;
    prints_reply(&silent, 1, address)
}

pub fn header_with_options(scene: &Scene) -> Played {
    let (client, bob, address) = client_pings_bob(scene, 2)?;
    for number in 1..=2 {
        let request = bob.hears_request(&client, number)?;
        bob.replies_with_options(&request)?;
        prints_reply(&client, number, address)?;
    }
    sums_up(&client, 2, 2)
}

/// The longest header that IP has. A client needs room for it, and for the message after it.
pub fn longest_header(scene: &Scene) -> Played {
    let (client, bob, address) = client_pings_bob(scene, 1)?;
    let request = bob.hears_request(&client, 1)?;
    bob.replies_behind_the_longest_header(&request)?;
    prints_reply(&client, 1, address)
}

/// One of three requests is not answered, or is answered too late.
pub fn one_is_lost(scene: &Scene) -> Played {
    let (client, bob, address) = client_pings_bob(scene, 3)?;
    pong(&client, &bob, 1, address)?;
    let lost = bob.hears_request(&client, 2)?;
    bob.says_nothing(&client);
    client.prints_line_not_before(
        lost.begun_after() + A_SECOND_OR_SO,
        b"seq=2 lost",
        Shape::Loss { sequence: 2 },
    )?;
    let last = bob.hears_request(&client, 3)?;
    bob.replies_out_of_turn(&lost)?;
    client.prints_nothing()?;
    bob.replies(&last)?;
    prints_reply(&client, 3, address)?;
    sums_up(&client, 2, 3)?;
    client.ends_with(0)
}

pub fn strangers_talk(scene: &Scene) -> Played {
    let (client, bob, _) = client_pings_bob(scene, 1)?;
    let request = bob.hears_request(&client, 1)?;
    let lost = Shape::LossAmongOthers { sequence: 1 };
    bob.answers_another_pinger_until_it_prints(&client, &request, STRANGERS, lost)?;
    gives_up(&client)
}

/// Like [`strangers_talk`], but no other message arrives.
pub fn nobody_talks(scene: &Scene) -> Played {
    let (client, bob, _) = client_pings_bob(scene, 1)?;
    let request = bob.hears_request(&client, 1)?;
    bob.says_nothing(&client);
    gives_up(&client)?;
    // A client that waits for longer than that does so regardless of other messages.
    let left = STRANGERS[1].saturating_sub(request.age()).as_millis() as u64;
    client.at_least(Measure::MillisecondsToSpare, 1, left)
}

/// The client's one request was sent and is lost.
fn gives_up(client: &Program) -> Played {
    client.prints_line(b"seq=1 lost")?;
    sums_up(client, 0, 1)?;
    client.ends_with(1)
}

/// Bob delays his answer. The client may read its clock before or after it sends a request, and the
/// machine may delay it in between. So half of the request's age is enough. If the client reports less,
/// it pings bob once more.
pub fn time_that_it_took(scene: &Scene) -> Played {
    const CHANCES: u16 = 5;
    let (client, bob, address) = client_pings_bob(scene, CHANCES.into())?;
    for number in 1..=CHANCES {
        let request = bob.hears_request(&client, number)?;
        bob.takes_its_time(&request, A_WHILE);
        client.prints_nothing()?;
        bob.replies(&request)?;
        let half = request.waited() / 2;
        let least = if number == CHANCES { half } else { Duration::ZERO };
        let begun = Some(request.begun_after());
        let milliseconds = prints_reply_after(&client, number, address, least, begun)?;
        // If the program starts its clock only once, the second reply shows it.
        if number > 1 && milliseconds >= half.as_secs_f64() * 1000.0 {
            return Ok(());
        }
    }
    Ok(())
}

pub fn name_of_the_host(scene: &Scene) -> Played {
    let bob = scene.opens_for_pings("bob", Ipv4Addr::LOCALHOST)?;
    let known = ("localhost", 0).to_socket_addrs();
    if !known.is_ok_and(|mut all| all.any(|one| one.ip() == Ipv4Addr::LOCALHOST)) {
        let why = "this machine does not know it as 127.0.0.1";
        return Err(Missing::new("the name localhost", why).into());
    }
    let client = scene.client_with_address("localhost", &["1"])?;
    pong(&client, &bob, 1, Ipv4Addr::LOCALHOST)?;
    sums_up(&client, 1, 1)?;
    client.ends_with(0)
}

/// The client sends nothing and prints the reason.
fn ends_with_an_error(client: &Program, bob: &Pinged) -> Played {
    client.ends_with(1)?;
    client.reports_an_error()?;
    client.prints_nothing()?;
    bob.hears_no_request(client)
}

/// An address reserved for documentation (RFC 5737), to which a cell has no route.
pub fn no_way_there(scene: &Scene) -> Played {
    let (bob, _) = bob(scene)?;
    let network = scene.pick(&[[192, 0, 2], [198, 51, 100], [203, 0, 113]]);
    let [a, b, c] = *network;
    let host = Ipv4Addr::new(a, b, c, scene.number(1..=254) as u8);
    ends_with_an_error(&scene.client_with_address(&host.to_string(), &["2"])?, &bob)
}

pub fn no_number(scene: &Scene) -> Played {
    let (bob, address) = bob(scene)?;
    let word = String::from_utf8_lossy(&scene.word()).into_owned();
    for word in [&word[..], &format!("3{word}")] {
        ends_with_an_error(&scene.client_with_address(&address.to_string(), &[word])?, &bob)?;
    }
    Ok(())
}

/// An address reserved for documentation (RFC 3849). In a list of names, the C library takes `::1`
/// for 127.0.0.1 as well.
const SIX: IpAddr = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 7));

/// A name that does not exist, and one that has only an IPv6 address.
pub fn no_address(scene: &Scene) -> Played {
    let (bob, _) = bob(scene)?;
    scene.names(&[("six.test", &[SIX])])?;
    scene.needs_unknown_name("nobody.test")?;
    for name in ["nobody.test", "six.test"] {
        ends_with_an_error(&scene.client_with_address(name, &["2"])?, &bob)?;
    }
    Ok(())
}

/// If the machine has IPv6, that address comes first.
pub fn name_of_both_kinds(scene: &Scene) -> Played {
    let bob = scene.opens_for_pings("bob", Ipv4Addr::LOCALHOST)?;
    scene.names(&[("both.test", &[V6, V4])])?;
    let client = scene.client_with_address("both.test", &["1"])?;
    pong(&client, &bob, 1, Ipv4Addr::LOCALHOST)?;
    sums_up(&client, 1, 1)?;
    client.ends_with(0)
}
