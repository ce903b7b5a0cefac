//! A file that is damaged: the project is read, a part of its database spoilt, and the program
//! started again. Goal: everything is there again within a minute at 50,000, and nobody has to
//! know anything. The floor is the first reading, since all of it is read anew.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use app::Vault;

use super::{Begun, Taken, Target, core};
use crate::Error;
use crate::desk::Desk;

/// What lies in the middle of the file after the accident: sixteen pages of nothing.
static HOLE: [u8; 65_536] = [0xA5; 65_536];

pub(super) async fn mend(target: &Target) -> Result<Taken, Error> {
    let directory = tempfile::tempdir()?;
    let (home, vault) = (directory.path().to_owned(), Vault::memory());
    let first = {
        let (home, vault, target) = (home.clone(), vault.clone(), target.clone());
        tokio::task::spawn_blocking(move || core::lived(&home, &vault, &target))
    };
    let (first, had) = first.await.map_err(|error| said(&error))??;
    spoil(&home)?;
    let begun = Begun::now();
    let mut desk = Desk::over(&home, vault).await;
    desk.app.start().await;
    let (listed, kept) = (begun.took(), desk.first(1).await?.all);
    if aside(&home)?.is_none() {
        return Err(Error::Said("the damage was not noticed".to_owned()));
    }
    let rows = desk.read().await?;
    let took = begun.took();
    if rows != had {
        return Err(said(&format!("{rows} of {had} accounts were read again")));
    }
    let more = [
        ("until there is a list, ms", listed.millis()),
        ("rows that were kept in it", f64::from(kept)),
        ("until all was read again, ms", took.millis()),
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

fn spoil(home: &Path) -> Result<(), Error> {
    let is_file = |path: &PathBuf| path.extension().is_some_and(|end| end == "db");
    let found = files(home)?.into_iter().find(is_file);
    let found = found.ok_or_else(|| said(&"there is no database"))?;
    let file = OpenOptions::new().write(true).open(found)?;
    // What lies in the log beside it may be younger; the middle is older than that.
    file.write_all_at(&HOLE, file.metadata()?.len() / 2)?;
    Ok(file.sync_all()?)
}

/// The damaged file, where it was put aside.
fn aside(home: &Path) -> Result<Option<PathBuf>, Error> {
    let is_aside = |path: &PathBuf| path.to_string_lossy().contains(".damaged-");
    Ok(files(home)?.into_iter().find(is_aside))
}

fn files(home: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = std::fs::read_dir(home.join("workspaces"))?;
    Ok(entries.flatten().map(|entry| entry.path()).collect())
}

fn said(what: &impl ToString) -> Error {
    Error::Said(what.to_string())
}
