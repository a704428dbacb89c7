//! Possible improvements of a program that keeps its promise. Remarks are data, which the reports turn into
//! sentences. A remark never costs anything.

use nanoserde::{DeBin, SerBin};

/// A remark about a program that breaks no promise.
#[derive(Debug, Clone, PartialEq, Eq, Hash, SerBin, DeBin)]
pub enum Remark {
    /// The program listens or receives at this address, which stands for all of the machine's.
    AllAddresses { program: String, address: String },
    /// The program waited in a loop of calls that only ask and do not wait.
    AsksAgainAndAgain { program: String },
    /// The program reported an error by white space on its standard error.
    BlankErrorReport { program: String },
    /// The program reported an error, and this many lines are on its standard error. Lines from before the
    /// error count, too.
    LongErrorReport { program: String, lines: usize },
    /// The program printed this on its standard output before it had anything to print.
    Prompt { program: String, text: String },
}
