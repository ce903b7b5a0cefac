//! A file that is damaged is put aside, with its own log folded in at most, and a new one takes its
//! place once it is whole ([`swap`]). What nobody else knows is taken over as far as it can be read: the audit
//! list up to where its chain breaks, tenants with their notes, rows with their histories, labels
//! and open sign-ins, and which accounts are still to go. What Composio knows comes with the next
//! reading. What became of it stands in the new file until it was told.

mod copy;
#[cfg(test)]
mod crashes;
mod desk;
mod facts;
mod found;
mod salvage;
mod sift;
mod swap;

pub use desk::DeskRescued;
pub(crate) use sift::{Sifted, sift};

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use copy::Copy;
use found::Found;
use salvage::build;
use swap::Swap;

use crate::{AuditEntry, Error, Store};

/// Under which key it stands in a file that it was made anew, until that was told.
const UNTOLD: &str = "rescue_untold";

/// What became of a damaged file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescued {
    /// Where the damaged file is now.
    #[serde(skip)]
    pub aside: PathBuf,
    /// Lines of the audit list that were taken over.
    pub audit: u64,
    /// Tenants that were taken over.
    pub tenants: usize,
    /// Rows that were taken over.
    pub rows: usize,
    /// What was in it besides.
    pub lost: Lost,
}

/// What could not be taken over, as far as it could be counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    /// Lines of the audit list.
    pub audit: u64,
    /// Tenants.
    pub tenants: usize,
    /// Rows.
    pub rows: usize,
    /// Notes.
    pub notes: usize,
    /// Lines of histories.
    pub lines: usize,
    /// Rows whose labels are gone.
    pub labels: usize,
    /// Pins, open sign-ins, settings, and what a person said of a tenant that was kept.
    pub others: usize,
    /// Of some of it not even the number is known.
    pub uncounted: bool,
}

impl Store {
    /// Makes a new file with what can be taken over of a damaged one, and puts that aside. Nobody
    /// may have the file open. Where this ends on the way, the next opening goes on.
    ///
    /// `note` says what is written into the audit list of it.
    ///
    /// # Errors
    /// [`Error::Open`] when the file cannot be copied or moved, [`Error::Full`], or what writing
    /// the new one runs into; the damaged file is where it was then. What cannot be read of it is
    /// no error.
    pub async fn rescue(
        path: &Path,
        note: impl FnOnce(&Rescued) -> Option<AuditEntry> + Send,
    ) -> Result<(Self, Rescued), Error> {
        let (swap, rescued) = build::<Found>(path, note).await?;
        swap.finish().map_err(|source| cannot(path, source))?;
        Ok((Self::open(path).await?, rescued))
    }

    /// That this file was made anew, where that was not told yet.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn rescued(&self) -> Result<Option<Rescued>, Error> {
        let text = self.meta(UNTOLD).await?;
        Ok(text.and_then(|text| {
            let (number, mut rescued) = serde_json::from_str::<(u32, Rescued)>(&text).ok()?;
            rescued.aside = swap::aside(&self.pools.path(), number);
            Some(rescued)
        }))
    }

    /// It was told.
    ///
    /// # Errors
    /// What writing runs into.
    pub async fn rescue_told(&self) -> Result<(), Error> {
        sqlx::query("DELETE FROM meta WHERE key = $1")
            .bind(UNTOLD)
            .execute(&self.pools.writer)
            .await?;
        Ok(())
    }
}

/// What is kept of it until it was told. The place follows from the number: it may be moved with
/// the whole directory.
fn untold(swap: &Swap, rescued: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(&(swap.number(), rescued)).map_err(|error| Error::Io(Box::new(error)))
}

/// Goes on with a rescue that ended on the way. Every opening begins with it.
pub(crate) fn take_up(path: &Path) -> Result<(), Error> {
    let cannot = |source| cannot(path, source);
    if let Some(swap) = Swap::unfinished(path).map_err(cannot)? {
        tracing::warn!("a new database takes the place of a damaged one, which was interrupted");
        swap.finish().map_err(cannot)?;
    }
    if swap::is_vacant(path).map_err(cannot)? {
        return Err(Error::corrupt(
            "it was put aside, and nothing is in its place",
        ));
    }
    Ok(())
}

fn cannot(path: &Path, source: io::Error) -> Error {
    match source.kind() {
        io::ErrorKind::StorageFull => Error::Full,
        _ => Error::Open {
            path: path.to_owned(),
            source: Box::new(source),
        },
    }
}

/// The copy that was made last before a migration.
fn older_copy(path: &Path) -> Option<Copy> {
    let version = swap::last(path, "before").ok()??;
    let older = swap::with(path, &format!(".before-{version}"));
    let copy = Copy::of(&older, path);
    copy.inspect_err(|error| tracing::warn!(%error, "an older copy could not be read"))
        .ok()
}
