//! A program that is started again over a project that it read before: until the first rows are
//! there. The floor is that reading: nothing of the network is waited for here.

use std::path::Path;

use app::Vault;

use super::{Begun, Taken, Target, Took, core};
use crate::Error;
use crate::desk::Desk;

/// How often it is started; the middle one counts.
const STARTS: usize = 9;

/// As many as the window asks for.
const ROWS: u32 = 60;

pub(super) async fn again(target: &Target) -> Result<Taken, Error> {
    let directory = tempfile::tempdir()?;
    let (home, vault, target) = (directory.path().to_owned(), Vault::memory(), target.clone());
    // Each start has a runtime of its own, which none may have inside another.
    let told = tokio::task::spawn_blocking(move || lives(&home, &vault, &target)).await;
    told.map_err(|error| Error::Said(error.to_string()))?
}

fn lives(home: &Path, vault: &Vault, target: &Target) -> Result<Taken, Error> {
    let (first, rows) = core::lived(home, vault, target)?;
    let starts = (0..STARTS).map(|_| core::alive(started(home, vault)));
    let mut starts: Vec<Took> = starts.collect::<Result<_, _>>()?;
    starts.sort_by_key(|took| took.0);
    let took = starts.get(STARTS / 2).copied().unwrap_or_default();
    let more = [
        ("until the first rows, p50 ms", took.millis()),
        ("processor time of it, ms", took.1),
        ("the first reading, ms (floor)", first.millis()),
        ("times the first reading", took.millis() / first.millis()),
    ];
    Ok(Taken {
        rows: Some(rows),
        took,
        more: more.map(|(name, value)| (name.to_owned(), value)).into(),
        ..Taken::default()
    })
}

/// Until its first rows are there.
async fn started(home: &Path, vault: &Vault) -> Result<Took, Error> {
    let begun = Begun::now();
    let desk = Desk::over(home, vault.clone()).await;
    desk.app.start().await;
    let page = desk.first(ROWS).await?;
    let took = begun.took();
    match page.rows.is_empty() {
        false => Ok(took),
        true => Err(Error::Said("nothing of what was read is there".to_owned())),
    }
}
