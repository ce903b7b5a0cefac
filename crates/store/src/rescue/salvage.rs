//! The steps of a rescue, which are the same for every file of ours.

use std::path::Path;

use super::copy::Copy;
use super::swap::Swap;
use super::{cannot, older_copy};
use crate::file::Pools;
use crate::layout::Layout;
use crate::{AuditEntry, Error};

/// What can be read of a damaged file.
pub(super) trait Salvage: Sized + Send {
    /// What is told of it.
    type Told: Send;

    /// How such a file is made up.
    const LAYOUT: &'static Layout;

    /// Reads what can be read.
    fn read(copy: Copy) -> impl Future<Output = Self> + Send;

    /// Takes over what an older copy may add.
    fn or(&mut self, copy: Self);

    /// Lets go of what would not fit together.
    fn fit(&mut self) {}

    /// Writes all of it into the new file, or nothing.
    fn write(
        self,
        pools: &Pools,
        swap: &Swap,
        note: impl FnOnce(&Self::Told) -> Option<AuditEntry> + Send,
    ) -> impl Future<Output = Result<Self::Told, Error>> + Send;
}

/// All of a rescue but for the last steps: the new file is whole, and nobody finds it yet.
pub(super) async fn build<S: Salvage>(
    path: &Path,
    note: impl FnOnce(&S::Told) -> Option<AuditEntry> + Send,
) -> Result<(Swap, S::Told), Error> {
    let cannot = |source| cannot(path, source);
    let swap = Swap::planned(path).map_err(cannot)?;
    // What was left of one that found no room takes none from this one.
    swap.clear().map_err(cannot)?;
    let mut found = S::read(Copy::of(&swap.damaged(), path).map_err(cannot)?).await;
    if let Some(copy) = older_copy(path) {
        found.or(S::read(copy).await);
    }
    found.fit();
    let pools = Pools::open(&swap.part(), S::LAYOUT).await?;
    let written = found.write(&pools, &swap, note).await;
    pools.close().await;
    let whole = written.and_then(|told| {
        swap.is_whole().map_err(cannot)?;
        Ok(told)
    });
    match whole {
        Ok(told) => Ok((swap, told)),
        Err(error) => {
            swap.clear().map_err(cannot)?;
            Err(error)
        }
    }
}
