//! What rest costs (P21): a core that has read the project and is asked nothing. The minute holds
//! one of its own looks at what changed.

use std::time::{Duration, Instant};

use super::{Taken, Target, core};
use crate::usage::Switches;
use crate::{Error, usage};

/// What reading left to do is no rest.
const SETTLED: Duration = Duration::from_secs(3);

/// How long it is watched.
const MINUTE: Duration = Duration::from_secs(60);

pub(super) async fn watch(target: &Target) -> Result<Taken, Error> {
    let home = tempfile::tempdir()?;
    let (_desk, mut taken) = core::open(target, home.path()).await?;
    tokio::time::sleep(SETTLED).await;
    let (cpu, switches, started) = (usage::cpu_ms(), Switches::now(), Instant::now());
    tokio::time::sleep(MINUTE).await;
    let seconds = started.elapsed().as_secs_f64();
    let share = (usage::cpu_ms() - cpu) / (seconds * 10.0);
    let wakes = Switches::now().since(&switches);
    let wakes = f64::from(u32::try_from(wakes).unwrap_or(u32::MAX)) / seconds;
    taken.more = vec![
        ("% of a core".to_owned(), share),
        ("wake-ups a second".to_owned(), wakes),
    ];
    Ok(taken)
}
