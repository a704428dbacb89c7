//! `checker cell`, hidden: one case in a process of its own. The order comes on standard input, the
//! report goes to standard output; people have no use for it.

use super::Ending;
use crate::run;

pub fn run() -> anyhow::Result<Ending> {
    run::cell::main()?;
    Ok(Ending::Fine)
}
