//! The name of each measure in a sentence: `backlog of its listening socket`.

use stage::breach::{Load, Measure, Purpose};

/// The name of a measure, without its article.
pub(super) fn name(measure: &Measure) -> String {
    match measure {
        Measure::Processes => "processes".into(),
        Measure::ProcessesAfter { load } => {
            format!("number of processes after {}", served(*load))
        }
        Measure::ProcessesForOneMore => "number of processes for one more client".into(),
        Measure::ProcessesThatTalk { clients } => {
            format!("number of processes that talk with {} clients", number(*clients))
        }
        Measure::ProcessesThatListen => "number of processes with the listening socket open".into(),
        Measure::ProcessesWithConnection { peer } => {
            format!("number of processes with {peer}'s connection open")
        }
        Measure::WorkersWithConnection { peer } => {
            format!("number of processes with {peer}'s connection beside the one that listens")
        }
        Measure::ConnectionsKept { peer } => {
            format!("number of connections with {peer} that the listening process keeps")
        }
        Measure::ProcessesApart => {
            "processes that have alice's connection and not bob's, or bob's and not alice's".into()
        }
        Measure::ProcessesLeftBehind => "processes that it leaves behind when it ends".into(),
        Measure::Zombies { started_for } => zombies(*started_for),
        Measure::ZombiesOfWorkers => {
            "number of ended processes that a worker has started and not waited for".into()
        }
        Measure::ZombiesOfABurst { ended } => format!(
            "number of ended processes that are not waited for, after {} have ended at once",
            number(*ended)
        ),
        Measure::ThreadsAfter { load } => format!("number of threads after {}", served(*load)),
        Measure::ThreadsForMore { clients } => {
            format!("number of threads that {} more clients bring", number(*clients))
        }
        Measure::ThreadsThatServe => "threads that do something for its clients".into(),
        Measure::ThreadsThatServeOneMore => {
            "threads that do something while a ninth client is served".into()
        }
        Measure::ThreadsThatServeDatagrams => {
            "number of threads that serve 24 datagrams of 8 senders".into()
        }
        Measure::CallsThatWait => {
            "number of calls that wait for its sockets while nothing happens".into()
        }
        Measure::OpenSockets { after } => {
            format!("number of open sockets after {}", served(*after))
        }
        Measure::OpenDescriptors { after } => {
            format!("number of open descriptors after {}", served(*after))
        }
        Measure::DescriptorsForVisitors { visitors } => {
            format!("number of open descriptors, {visitors} at most, for {visitors} visitors")
        }
        Measure::SoftLimitOfDescriptors => {
            "soft limit of descriptors, where the hard one is the same".into()
        }
        Measure::Backlog => "backlog of its listening socket".into(),
        Measure::WaitingConnections { room } => format!(
            "number of connections that wait in its queue, which has room for {}",
            number(*room)
        ),
        Measure::TypeOfListeningSocket => {
            "type of its listening socket (1 is SOCK_STREAM, 5 is SOCK_SEQPACKET)".into()
        }
        Measure::Wildcards => "wildcards that it listens on, though it was told an address".into(),
        Measure::Permissions => "permissions of its socket file, in octal,".into(),
        Measure::LinesWithUserId => {
            "number of lines with its user id that a second client brings".into()
        }
        Measure::Segments => "number of segments in which its messages left".into(),
        Measure::MebibytesForAHeader => {
            "mebibytes of memory that it asks for because a header claims them".into()
        }
        Measure::MebibytesReadUnanswered => {
            "mebibytes of requests that it reads from a client who reads no answer".into()
        }
        Measure::MebibytesKept => "mebibytes that it keeps for a client who does not read".into(),
        Measure::MillisecondsToTry { number } => {
            format!("milliseconds from the line to its {} try", ordinal(*number))
        }
        Measure::MillisecondsToGivingUp => {
            "milliseconds from the line to the end of its patience".into()
        }
        Measure::MillisecondsToSpare => {
            "number of milliseconds that it might have waited longer".into()
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
        Purpose::Requests => "zombies, ended processes that nobody has waited for".into(),
        Purpose::Commands => "ended commands that it has not waited for (zombies)".into(),
    }
}

/// A number in letters up to twelve, and twenty; in digits beyond.
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

    /// The measure after this one in the list of all measures. A new one does not compile until it has
    /// its place here.
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
            Measure::MebibytesKept => Measure::MillisecondsToTry { number: 2 },
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
            assert!(names.insert(name.clone()), "{measure:?} is called {name} like another one");
        }
        insta::assert_snapshot!(names.into_iter().collect::<Vec<_>>().join("\n"), @r"
        backlog of its listening socket
        ended commands that it has not waited for (zombies)
        mebibytes of memory that it asks for because a header claims them
        mebibytes of requests that it reads from a client who reads no answer
        mebibytes that it keeps for a client who does not read
        milliseconds from the line to its second try
        milliseconds from the line to its seventh try
        milliseconds from the line to its third try
        milliseconds from the line to the end of its patience
        number of calls that wait for its sockets while nothing happens
        number of connections that wait in its queue, which has room for six
        number of connections with alice that the listening process keeps
        number of ended processes that a worker has started and not waited for
        number of ended processes that are not waited for, after four have ended at once
        number of lines with its user id that a second client brings
        number of milliseconds that it might have waited longer
        number of open descriptors after 15 more commands
        number of open descriptors, 200 at most, for 200 visitors
        number of open sockets after 30 members have left
        number of processes after ten clients
        number of processes after three clients that misbehave
        number of processes for one more client
        number of processes that talk with ten clients
        number of processes with alice's connection beside the one that listens
        number of processes with alice's connection open
        number of processes with the listening socket open
        number of segments in which its messages left
        number of threads after 180 more clients
        number of threads that serve 24 datagrams of 8 senders
        number of threads that twenty more clients bring
        number of zombies after five clients
        permissions of its socket file, in octal,
        processes
        processes that have alice's connection and not bob's, or bob's and not alice's
        processes that it leaves behind when it ends
        soft limit of descriptors, where the hard one is the same
        threads that do something for its clients
        threads that do something while a ninth client is served
        type of its listening socket (1 is SOCK_STREAM, 5 is SOCK_SEQPACKET)
        wildcards that it listens on, though it was told an address
        zombies, ended processes that nobody has waited for
        ");
    }
}
