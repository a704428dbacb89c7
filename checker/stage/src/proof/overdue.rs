//! Promises that a program must keep within a given time. A clock alone never proves "too late". The
//! time must be long over *and* every thread of the program must rest: a thread whose own timer had
//! expired would run.

use std::time::{Duration, Instant};

use crate::outcome::breach::Wait;
use crate::outcome::fault::{Halt, Played};
use crate::proof::pause::{Patience, Pause};
use crate::state::stage::{Inner, Stage};

/// The time after which a wait of this length is certainly over, however coarse its clock is. The
/// kernel's own ticks are up to 10 ms long, and it rounds up (time(7)).
fn long_since(limit: Duration) -> Duration {
    2 * limit + Duration::from_millis(60)
}

/// How a wait ended that should end by itself.
pub(crate) enum Ended<T> {
    Found(T),
    Overdue(Vec<Wait>),
}

/// Waits until `look` finds what a program has promised to do within `limit`. The time begins before the
/// program next comes to rest. `meanwhile` runs at intervals.
pub(crate) fn within<T>(
    stage: &Stage,
    limit: Duration,
    meanwhile: Option<(Duration, &dyn Fn() -> Played)>,
    mut look: impl FnMut(&mut Inner) -> Result<Option<T>, Halt>,
) -> Result<Ended<T>, Pause> {
    let mut resting: Option<(Vec<Wait>, Instant)> = None;
    loop {
        let (waits, for_ever) = match stage.until(Patience::Rest, &[], &[], &mut look) {
            Ok(found) => return Ok(Ended::Found(found)),
            Err(Pause::Stuck(waits)) => (waits, true),
            Err(Pause::Late(waits)) => (waits, false),
            Err(pause) => return Err(pause),
        };
        // A wait during startup, for example, does not count here.
        let over = match &resting {
            Some((before, over)) if *before == waits => *over,
            _ => Instant::now() + long_since(limit),
        };
        if Instant::now() >= over {
            // It rests, and its time is over.
            return match (for_ever, meanwhile) {
                (true, None) => Err(Pause::Stuck(waits)),
                _ => Ok(Ended::Overdue(waits)),
            };
        }
        resting = Some((waits, over));
        if let Some((_, act)) = meanwhile {
            act()?;
        }
        let next = meanwhile.map_or(over, |(every, _)| over.min(Instant::now() + every));
        let moved = stage.inner.borrow().moved;
        let waited = stage.until(Patience::Proof, &[], &[], |inner| {
            Ok(match look(inner)? {
                Some(found) => Some(Some(found)),
                None if Instant::now() >= next => Some(None),
                None => None,
            })
        });
        match waited {
            Ok(Some(found)) => return Ok(Ended::Found(found)),
            // Elapsed time is not progress of the program.
            Ok(None) => stage.inner.borrow_mut().moved = moved,
            // A permanent hang is detected at the top of the loop, where no input is being sent.
            Err(Pause::Stuck(_) | Pause::Late(_)) => {}
            Err(pause) => return Err(pause),
        }
    }
}
