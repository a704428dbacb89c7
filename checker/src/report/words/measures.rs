//! The name of each measure in a sentence: `listen backlog`.

use stage::breach::{Load, Measure, Purpose};

/// The name of a measure. In a sentence it follows the program: `the server's listen backlog`.
pub(super) fn name(measure: &Measure) -> String {
    match measure {
        Measure::Processes => "number of processes".into(),
        Measure::ProcessesAfter { load } => {
            format!("number of processes after {}", served(*load))
        }
        Measure::ProcessesForOneMore => {
            "number of processes while one more client is served".into()
        }
        Measure::ProcessesThatTalk { clients } => {
            format!("number of processes that serve {} clients", number(*clients))
        }
        Measure::ProcessesThatListen => "number of processes with the listening socket open".into(),
        Measure::ProcessesWithConnection { peer } => {
            format!("number of processes with {peer}'s connection open")
        }
        Measure::WorkersWithConnection { peer } => {
            format!("number of processes with {peer}'s connection beside the one that listens")
        }
        Measure::ConnectionsKept { peer } => {
            format!("number of connections with {peer} in the process that listens")
        }
        Measure::ProcessesApart => {
            "number of processes with only one of alice's and bob's connections open".into()
        }
        Measure::ProcessesLeftBehind => "number of processes left behind at its end".into(),
        Measure::Zombies { started_for } => zombies(*started_for),
        Measure::ZombiesOfWorkers => {
            "number of ended processes that a worker started and did not wait for".into()
        }
        Measure::ZombiesOfABurst { ended } => {
            format!("number of zombies after {} processes ended at once", number(*ended))
        }
        Measure::ThreadsAfter { load } => format!("number of threads after {}", served(*load)),
        Measure::ThreadsForMore { clients } => {
            format!("number of additional threads for {} more clients", number(*clients))
        }
        Measure::ThreadsThatServe => "number of threads that work for clients".into(),
        Measure::ThreadsThatServeOneMore => {
            "number of threads that work while a ninth client is served".into()
        }
        Measure::ThreadsThatServeDatagrams => {
            "number of threads that serve 24 datagrams of 8 senders".into()
        }
        Measure::CallsThatWait => {
            "number of calls that wait for sockets while nothing happens".into()
        }
        Measure::OpenSockets { after } => {
            format!("number of open sockets after {}", served(*after))
        }
        Measure::OpenDescriptors { after } => {
            format!("number of open descriptors after {}", served(*after))
        }
        Measure::DescriptorsForVisitors { visitors } => {
            format!("number of open descriptors for {visitors} visitors (counted up to {visitors})")
        }
        Measure::SoftLimitOfDescriptors => "soft limit of open descriptors".into(),
        Measure::Backlog => "listen backlog".into(),
        Measure::WaitingConnections { room } => {
            format!("number of connections in the accept queue (room for {})", number(*room))
        }
        Measure::TypeOfListeningSocket => {
            "type of listening socket (1 is SOCK_STREAM, 5 is SOCK_SEQPACKET)".into()
        }
        Measure::Wildcards => "number of wildcard listeners despite its address argument".into(),
        Measure::Permissions => "mode of the socket file (octal)".into(),
        Measure::LinesWithUserId => {
            "number of lines with its user id that a second client causes".into()
        }
        Measure::Segments => "number of TCP segments for its messages".into(),
        Measure::MebibytesForAHeader => {
            "number of MiB allocated because a header claims that length".into()
        }
        Measure::MebibytesReadUnanswered => {
            "number of MiB of requests read from a client that does not read the answers".into()
        }
        Measure::MebibytesKept => "number of MiB kept for a client that does not read".into(),
        Measure::MebibytesInAll => "number of MiB in the memory of all its processes".into(),
        Measure::MillisecondsToTry { number } => {
            format!("number of milliseconds from the line to the {} try", ordinal(*number))
        }
        Measure::MillisecondsToGivingUp => {
            "number of milliseconds from the line to giving up".into()
        }
        Measure::MillisecondsToSpare => {
            "number of milliseconds that it could have waited longer".into()
        }
    }
}

/// `30 clients that misbehave`.
fn served(load: Load) -> String {
    match load {
        Load::Clients(count) => format!("{} clients", number(count)),
        Load::MoreClients(count) => format!("{} more clients", number(count)),
        Load::MisbehavingClients(count) => format!("{} clients that misbehave", number(count)),
        Load::Members(count) => format!("{} members have left", number(count)),
        Load::MoreCommands(count) => format!("{} more commands", number(count)),
    }
}

fn zombies(started_for: Purpose) -> String {
    match started_for {
        Purpose::Clients(count) => format!("number of zombies after {} clients", number(count)),
        Purpose::Requests => "number of zombies (ended processes that it did not wait for)".into(),
        Purpose::Commands => "number of ended commands that it did not wait for (zombies)".into(),
    }
}

/// The number in letters up to twelve, and twenty; other numbers in digits.
fn number(number: u64) -> String {
    const LETTERS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    match number {
        0..=12 => LETTERS[number as usize].into(),
        20 => "twenty".into(),
        _ => number.to_string(),
    }
}

/// `seventh`.
fn ordinal(number: u32) -> String {
    const LETTERS: [&str; 7] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"];
    let letters = (number as usize).checked_sub(1).and_then(|at| LETTERS.get(at));
    letters.map_or_else(|| format!("{number}th"), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The measure after this one in the list of all measures. A new measure does not compile until it
    /// is listed here.
    fn next(measure: &Measure) -> Option<Measure> {
        let alice = || "alice".to_owned();
        Some(match measure {
            Measure::Processes => Measure::ProcessesAfter { load: Load::Clients(10) },
            Measure::ProcessesAfter { load: Load::Clients(_) } => {
                Measure::ProcessesAfter { load: Load::MisbehavingClients(3) }
            }
            Measure::ProcessesAfter { .. } => Measure::ProcessesForOneMore,
            Measure::ProcessesForOneMore => Measure::ProcessesThatTalk { clients: 10 },
            Measure::ProcessesThatTalk { .. } => Measure::ProcessesThatListen,
            Measure::ProcessesThatListen => Measure::ProcessesWithConnection { peer: alice() },
            Measure::ProcessesWithConnection { .. } => {
                Measure::WorkersWithConnection { peer: alice() }
            }
            Measure::WorkersWithConnection { .. } => Measure::ConnectionsKept { peer: alice() },
            Measure::ConnectionsKept { .. } => Measure::ProcessesApart,
            Measure::ProcessesApart => Measure::ProcessesLeftBehind,
            Measure::ProcessesLeftBehind => Measure::Zombies { started_for: Purpose::Clients(5) },
            Measure::Zombies { started_for: Purpose::Clients(_) } => {
                Measure::Zombies { started_for: Purpose::Requests }
            }
            Measure::Zombies { started_for: Purpose::Requests } => {
                Measure::Zombies { started_for: Purpose::Commands }
            }
            Measure::Zombies { started_for: Purpose::Commands } => Measure::ZombiesOfWorkers,
            Measure::ZombiesOfWorkers => Measure::ZombiesOfABurst { ended: 4 },
            Measure::ZombiesOfABurst { .. } => {
                Measure::ThreadsAfter { load: Load::MoreClients(180) }
            }
            Measure::ThreadsAfter { .. } => Measure::ThreadsForMore { clients: 20 },
            Measure::ThreadsForMore { .. } => Measure::ThreadsThatServe,
            Measure::ThreadsThatServe => Measure::ThreadsThatServeOneMore,
            Measure::ThreadsThatServeOneMore => Measure::ThreadsThatServeDatagrams,
            Measure::ThreadsThatServeDatagrams => Measure::CallsThatWait,
            Measure::CallsThatWait => Measure::OpenSockets { after: Load::Members(30) },
            Measure::OpenSockets { .. } => {
                Measure::OpenDescriptors { after: Load::MoreCommands(15) }
            }
            Measure::OpenDescriptors { .. } => Measure::DescriptorsForVisitors { visitors: 200 },
            Measure::DescriptorsForVisitors { .. } => Measure::SoftLimitOfDescriptors,
            Measure::SoftLimitOfDescriptors => Measure::Backlog,
            Measure::Backlog => Measure::WaitingConnections { room: 6 },
            Measure::WaitingConnections { .. } => Measure::TypeOfListeningSocket,
            Measure::TypeOfListeningSocket => Measure::Wildcards,
            Measure::Wildcards => Measure::Permissions,
            Measure::Permissions => Measure::LinesWithUserId,
            Measure::LinesWithUserId => Measure::Segments,
            Measure::Segments => Measure::MebibytesForAHeader,
            Measure::MebibytesForAHeader => Measure::MebibytesReadUnanswered,
            Measure::MebibytesReadUnanswered => Measure::MebibytesKept,
            Measure::MebibytesKept => Measure::MebibytesInAll,
            Measure::MebibytesInAll => Measure::MillisecondsToTry { number: 2 },
            Measure::MillisecondsToTry { number: 2 } => Measure::MillisecondsToTry { number: 3 },
            Measure::MillisecondsToTry { number: 3 } => Measure::MillisecondsToTry { number: 7 },
            Measure::MillisecondsToTry { .. } => Measure::MillisecondsToGivingUp,
            Measure::MillisecondsToGivingUp => Measure::MillisecondsToSpare,
            Measure::MillisecondsToSpare => return None,
        })
    }

    #[test]
    fn every_measure_has_a_name_of_its_own() {
        let all = std::iter::successors(Some(Measure::Processes), next);
        let mut names = BTreeSet::new();
        for measure in all {
            let name = name(&measure);
            assert!(!name.trim().is_empty(), "{measure:?} has no name");
            assert!(names.insert(name.clone()), "{measure:?} shares the name {name}");
        }
        insta::assert_snapshot!(names.into_iter().collect::<Vec<_>>().join("\n"), @r"
        listen backlog
        mode of the socket file (octal)
        number of MiB allocated because a header claims that length
        number of MiB in the memory of all its processes
        number of MiB kept for a client that does not read
        number of MiB of requests read from a client that does not read the answers
        number of TCP segments for its messages
        number of additional threads for twenty more clients
        number of calls that wait for sockets while nothing happens
        number of connections in the accept queue (room for six)
        number of connections with alice in the process that listens
        number of ended commands that it did not wait for (zombies)
        number of ended processes that a worker started and did not wait for
        number of lines with its user id that a second client causes
        number of milliseconds from the line to giving up
        number of milliseconds from the line to the second try
        number of milliseconds from the line to the seventh try
        number of milliseconds from the line to the third try
        number of milliseconds that it could have waited longer
        number of open descriptors after 15 more commands
        number of open descriptors for 200 visitors (counted up to 200)
        number of open sockets after 30 members have left
        number of processes
        number of processes after ten clients
        number of processes after three clients that misbehave
        number of processes left behind at its end
        number of processes that serve ten clients
        number of processes while one more client is served
        number of processes with alice's connection beside the one that listens
        number of processes with alice's connection open
        number of processes with only one of alice's and bob's connections open
        number of processes with the listening socket open
        number of threads after 180 more clients
        number of threads that serve 24 datagrams of 8 senders
        number of threads that work for clients
        number of threads that work while a ninth client is served
        number of wildcard listeners despite its address argument
        number of zombies (ended processes that it did not wait for)
        number of zombies after five clients
        number of zombies after four processes ended at once
        soft limit of open descriptors
        type of listening socket (1 is SOCK_STREAM, 5 is SOCK_SEQPACKET)
        ");
    }
}
