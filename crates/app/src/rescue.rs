//! A database that is damaged stops nobody: it is put aside, what can be read of it is kept, the
//! audit list as far as its chain holds, and what Composio knows is read anew.

use std::path::Path;

use store::{Desk, DeskRescued, Rescued, Store};
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
    let rows = match rescued.rows {
        0 => "No row could be read: what only Switchboard knew of them is gone".to_owned(),
        1 => "1 row was kept with its history and labels".to_owned(),
        rows => format!("{rows} rows were kept with their histories and labels"),
    };
    let fault = Fault::new(
        Code::StoreCorrupt,
        format!(
            "The database was damaged, so it was put aside and a new one was made. {kept}. {rows}. Everything at Composio is read anew."
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

/// Opens the desk's own database. What is told when it had to be made anew.
pub(crate) async fn open_desk(path: &Path) -> Result<(Desk, Option<Fault>), Error> {
    match whole_desk(path).await {
        Err(store::Error::Corrupt { what }) => {
            tracing::error!(what, "the desk's database is damaged; it is put aside");
            let (desk, rescued) = Desk::rescue(path).await?;
            Ok((desk, Some(told_of_desk(&rescued))))
        }
        opened => Ok((opened?, None)),
    }
}

/// The desk, if it is whole: a file can be whole, and what is in it not.
async fn whole_desk(path: &Path) -> Result<Desk, store::Error> {
    let desk = Desk::open(path).await?;
    let read = async {
        desk.profiles().await?;
        desk.admin().await
    };
    match read.await {
        Ok(_) => Ok(desk),
        Err(error) => {
            desk.close().await;
            Err(error)
        }
    }
}

fn told_of_desk(rescued: &DeskRescued) -> Fault {
    let projects = match rescued.profiles {
        0 => "No project could be read from it: add each again with its API key".to_owned(),
        1 => "The project in it was kept".to_owned(),
        kept => format!("{kept} projects in it were kept"),
    };
    let lock = if rescued.locked_as_before {
        ""
    } else {
        " The passphrase could not be read, so each key must be entered again."
    };
    let fault = Fault::new(
        Code::StoreCorrupt,
        format!(
            "The database of this computer's settings was damaged, so it was put aside and a new one was made. {projects}.{lock}"
        ),
    );
    fault.with_details(format!("The damaged file is {}", rescued.aside.display()))
}
