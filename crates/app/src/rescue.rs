//! A database that is damaged stops nobody: it is put aside, the audit list is kept as far
//! as it can be read, and everything else is read anew from Composio.

use std::path::Path;

use store::{Rescued, Store};
use wire::{Code, Fault};

use crate::audit::Deed;
use crate::error::Error;
use crate::workspace::Workspace;

/// Opens the database of a workspace. What is told when it had to be made anew.
pub(crate) async fn open(path: &Path) -> Result<(Store, Option<Fault>), Error> {
    match Store::open(path).await {
        Err(store::Error::Corrupt { what }) => {
            tracing::error!(what, "the database is damaged; it is put aside");
            let (store, told) = rescue(path).await?;
            Ok((store, Some(told)))
        }
        opened => Ok((opened?, None)),
    }
}

/// Makes it anew. Nobody may have it open.
pub(crate) async fn rescue(path: &Path) -> Result<(Store, Fault), Error> {
    let (store, rescued) = Store::rescue(path).await?;
    Ok((store, told(&rescued)))
}

fn told(rescued: &Rescued) -> Fault {
    let kept = match rescued.audit {
        0 => "The audit list could not be read and begins anew".to_owned(),
        rows => format!("The audit list was kept: {rows} lines"),
    };
    let fault = Fault::new(
        Code::StoreCorrupt,
        format!(
            "The database was damaged, so it was put aside and a new one was made. {kept}. Everything at Composio is read anew; labels and pins are gone."
        ),
    );
    fault.with_details(format!("The damaged file is {}", rescued.aside.display()))
}

/// Leaves a line in the audit list that was kept.
pub(crate) async fn note(workspace: &Workspace, told: &Fault) -> Result<(), Error> {
    let deed =
        Deed::to(workspace.profile.name.clone(), "Rebuild the database").because(&told.message);
    workspace
        .store
        .audit(&workspace.observed_entry(&deed))
        .await?;
    Ok(())
}
