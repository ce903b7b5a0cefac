//! `docs/errors.md`, made from the table of codes in `wire`.

use anyhow::{Result, bail};

/// Writes the page.
pub(crate) fn write() -> Result<()> {
    bail!("the table of codes is not there yet")
}
