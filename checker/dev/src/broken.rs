//! A failure for tests.

use checker::events::Verdict;
use stage::breach::{Awaited, Breach, Instead};

/// A failure that names this belief.
pub fn broken(belief: Option<&str>) -> Verdict {
    let breach = Breach::new("server", Awaited::NoPanic, Instead::Fact(0));
    Verdict::Broken { breach: breach.into(), belief: belief.map(str::to_owned) }
}
