//! The whole core: reads the project as the app does: typed, stored durably, listed.

use std::path::Path;
use std::time::Duration;

use app::Vault;

use super::{Begun, Taken, Target, Took};
use crate::Error;
use crate::desk::Desk;

/// How long a closing program may take.
const CLOSING: Duration = Duration::from_secs(10);

pub(super) async fn read(target: &Target) -> Result<Taken, Error> {
    let home = tempfile::tempdir()?;
    let (_desk, taken) = open(target, home.path()).await?;
    Ok(taken)
}

/// A desk that has read the project, and what that took.
pub(super) async fn open(target: &Target, home: &Path) -> Result<(Desk, Taken), Error> {
    fill(Desk::over(home, Vault::memory()).await, target).await
}

/// The same with a desk that is there.
pub(super) async fn fill(mut desk: Desk, target: &Target) -> Result<(Desk, Taken), Error> {
    let begun = Begun::now();
    desk.use_key(&target.base_url, target.key()?).await?;
    let rows = desk.read().await?;
    let taken = Taken {
        took: begun.took(),
        rows: Some(rows),
        ..Taken::default()
    };
    Ok((desk, taken))
}

/// The first life of a program, which reads the project and ends; and how many accounts it read.
pub(super) fn lived(home: &Path, vault: &Vault, target: &Target) -> Result<(Took, u64), Error> {
    alive(async {
        let (_desk, taken) = fill(Desk::over(home, vault.clone()).await, target).await?;
        Ok((taken.took, taken.rows.unwrap_or_default()))
    })
}

/// A life of the program: nothing of it is left for the next one but what is on the disk.
pub(super) fn alive<T>(life: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let told = runtime.block_on(life);
    runtime.shutdown_timeout(CLOSING);
    told
}
