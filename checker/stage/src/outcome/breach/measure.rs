//! The kinds of numbers that a script measures of a program. A measure contains no words: the reports name
//! it.

use nanoserde::{DeBin, SerBin};

/// A kind of number.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub enum Measure {
    /// Processes that the program consists of.
    Processes,
    /// Processes that the program consists of, after clients have come and gone.
    ProcessesAfter { load: Load },
    /// Processes that the program consists of, while one more client is served.
    ProcessesForOneMore,
    /// Processes that serve this many clients at once.
    ProcessesThatTalk { clients: u64 },
    /// Processes that hold the listening socket.
    ProcessesThatListen,
    /// Processes that hold the connection with this peer.
    ProcessesWithConnection { peer: String },
    /// Like `ProcessesWithConnection`, but without the process that listens.
    WorkersWithConnection { peer: String },
    /// Connections with this peer that the process that listens holds.
    ConnectionsKept { peer: String },
    /// Processes that hold the connection with one of two peers, and not with the other.
    ProcessesApart,
    /// Processes that run when the program has ended.
    ProcessesLeftBehind,
    /// Ended processes that the program has not waited for.
    Zombies { started_for: Purpose },
    /// Like `Zombies`, but started by another process than the one that listens.
    ZombiesOfWorkers,
    /// Like `Zombies`, after this number of processes ended at once.
    ZombiesOfABurst { ended: u64 },
    /// Threads once clients have come and gone.
    ThreadsAfter { load: Load },
    /// Additional threads for this many more clients.
    ThreadsForMore { clients: u64 },
    /// Threads that do something for the clients.
    ThreadsThatServe,
    /// Threads that do something while one more client is served.
    ThreadsThatServeOneMore,
    /// Threads that serve datagrams.
    ThreadsThatServeDatagrams,
    /// Calls that wait for a socket while nothing happens.
    CallsThatWait,
    /// Open sockets once clients have come and gone.
    OpenSockets { after: Load },
    /// Open descriptors once clients have come and gone.
    OpenDescriptors { after: Load },
    /// Open descriptors while this many clients are connected. Further ones are not counted.
    DescriptorsForVisitors { visitors: u64 },
    /// The soft limit of descriptors, which should be raised to the hard limit.
    SoftLimitOfDescriptors,
    /// The backlog of the listening socket.
    Backlog,
    /// Connections in the accept queue, which has room for this many.
    WaitingConnections { room: u64 },
    /// The type of the listening socket, as socket(2) numbers it.
    TypeOfListeningSocket,
    /// Wildcard addresses that the program listens on.
    Wildcards,
    /// The permissions of the socket file, written in octal and read in decimal.
    Permissions,
    /// Lines with a client's user id.
    LinesWithUserId,
    /// Segments in which the messages left.
    Segments,
    /// Mebibytes allocated because of the length in a header.
    MebibytesForAHeader,
    /// Mebibytes of requests read from a client that reads no answer.
    MebibytesReadUnanswered,
    /// Mebibytes kept for a client that does not read.
    MebibytesKept,
    /// Mebibytes in the memory of all processes of a program that is kept in its place.
    MebibytesInAll,
    /// Milliseconds from a line to the try of this number.
    MillisecondsToTry { number: u32 },
    /// Milliseconds from a line to the end of the last try.
    MillisecondsToGivingUp,
    /// Milliseconds that the program might have waited longer.
    MillisecondsToSpare,
}

/// The clients or commands that a server has served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SerBin, DeBin)]
pub enum Load {
    Clients(u64),
    /// Clients after others.
    MoreClients(u64),
    /// Clients that reset their connection or leave in the middle of a message.
    MisbehavingClients(u64),
    /// Members of a chat.
    Members(u64),
    /// Commands after others.
    MoreCommands(u64),
}

/// The purpose of a process that a server starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SerBin, DeBin)]
pub enum Purpose {
    /// A conversation, of which this many have ended.
    Clients(u64),
    /// A request.
    Requests,
    /// A command that a client sent.
    Commands,
}
