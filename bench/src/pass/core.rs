//! The whole core: reads the project as the app does: typed, stored durably, listed.

use app::Vault;

use super::{Begun, Taken, Target};
use crate::Error;
use crate::desk::Desk;

pub(super) async fn read(target: &Target) -> Result<Taken, Error> {
    let home = tempfile::tempdir()?;
    let (_desk, taken) = open(target, home.path()).await?;
    Ok(taken)
}

/// A desk that has read the project, and what that took.
pub(super) async fn open(target: &Target, home: &std::path::Path) -> Result<(Desk, Taken), Error> {
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
