//! Waiting for something to become true, with an end.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

/// How long a journey waits for anything before it fails. Generous, because a slow machine is
/// not a defect; a passing test never waits for it.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Calls `look` until it returns something, and fails with `what` when patience ends.
pub async fn until<T, F>(what: &str, mut look: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<Option<T>>>,
{
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        if Instant::now() >= deadline {
            bail!("waited {} s for {what}", PATIENCE.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}
