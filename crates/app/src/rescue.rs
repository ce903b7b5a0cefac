//! A database that is damaged stops nobody: it is put aside, what can be read of it is kept, the
//! audit list as far as its chain holds, and what Composio knows is read anew.

use std::path::Path;

use domain::Timestamp;
use store::{AuditDetail, AuditEntry, AuditKind, Desk, DeskRescued, Rescued, Store};
use wire::{Code, Fault};

use crate::audit::OUTSIDE;
use crate::core::App;
use crate::desk_deed::DeskDeed;
use crate::error::Error;
use crate::number::counted;

/// How the audit list names it.
const REBUILT: &str = "Rebuild the database";

/// Opens the database of a workspace. What is told when it had to be made anew, now or at an
/// opening that did not come to telling it.
pub(crate) async fn open(
    path: &Path,
    project: &str,
    now: Timestamp,
) -> Result<(Store, Option<Fault>), Error> {
    let store = match Store::open(path).await {
        Err(store::Error::Corrupt { what }) => {
            tracing::error!(what, "the database is damaged; it is put aside");
            rescue(path, project, now).await?.0
        }
        opened => opened?,
    };
    let untold = store.rescued().await?;
    Ok((store, untold.as_ref().map(told)))
}

/// Makes it anew, with a line in the audit list that was kept. Nobody may have it open.
pub(crate) async fn rescue(
    path: &Path,
    project: &str,
    now: Timestamp,
) -> Result<(Store, Fault), Error> {
    let note = |rescued: &Rescued| Some(entry(project, now, told(rescued).message));
    let (store, rescued) = Store::rescue(path, note).await?;
    Ok((store, told(&rescued)))
}

fn entry(project: &str, at: Timestamp, reason: String) -> AuditEntry {
    AuditEntry {
        at,
        actor: OUTSIDE.to_owned(),
        kind: AuditKind::Observed,
        action: REBUILT.to_owned(),
        target: project.to_owned(),
        integration: None,
        intent: None,
        result: None,
        reason: Some(reason),
        detail: AuditDetail::default(),
    }
}

fn told(rescued: &Rescued) -> Fault {
    let said = [audit_of(rescued), rows_of(rescued)].into_iter();
    let said: String = said
        .chain(lost_of(rescued))
        .map(|words| format!("{words}. "))
        .collect();
    let fault = Fault::new(
        Code::StoreCorrupt,
        format!(
            "The database was damaged, so it was put aside and a new one was made. {said}Everything at Composio is read anew."
        ),
    );
    fault.with_details(format!("The damaged file is {}", rescued.aside.display()))
}

fn audit_of(rescued: &Rescued) -> String {
    match (rescued.audit, rescued.lost.audit) {
        (0, _) => "The audit list could not be read and begins anew".to_owned(),
        (kept, 0) => {
            let lines = counted(kept, "line", "lines");
            format!("The audit list was kept: {lines}")
        }
        (kept, lost) => format!(
            "The audit list was kept up to line {kept} of {}",
            kept.saturating_add(lost)
        ),
    }
}

fn rows_of(rescued: &Rescued) -> String {
    let lost = &rescued.lost;
    let whole = lost.lines == 0 && lost.labels == 0 && !lost.uncounted;
    match (rescued.rows, whole) {
        (0, true) if lost.rows == 0 => "There were no rows in it".to_owned(),
        (0, _) => "No row could be read: what only Switchboard knew of them is gone".to_owned(),
        (1, true) => "1 row was kept with its history and labels".to_owned(),
        (1, false) => "1 row was kept, not all of its history and labels".to_owned(),
        (rows, true) => format!("{rows} rows were kept with their histories and labels"),
        (rows, false) => format!("{rows} rows were kept, not all of their histories and labels"),
    }
}

/// What is gone, where anything is.
fn lost_of(rescued: &Rescued) -> Option<String> {
    let lost = &rescued.lost;
    // Where none was kept, that was said.
    let rows = if rescued.rows == 0 { 0 } else { lost.rows };
    let counted = [
        (lost.tenants, "tenant", "tenants"),
        (rows, "row", "rows"),
        (lost.notes, "note", "notes"),
        (lost.lines, "line of history", "lines of history"),
        (lost.labels, "set of labels", "sets of labels"),
        (lost.others, "other record", "other records"),
    ];
    let gone = counted.into_iter().filter_map(|(n, one, more)| match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {more}")),
    });
    let rest = lost
        .uncounted
        .then(|| "some that cannot be counted".to_owned());
    let gone: Vec<_> = gone.chain(rest).collect();
    (!gone.is_empty()).then(|| format!("Could not be read: {}", gone.join(", ")))
}

impl App {
    /// What is on the screen now was told. A rescue that something worse stands before stays to
    /// be told at the next opening.
    pub(crate) async fn rescue_is_shown(&self) {
        let open = {
            let state = self.state();
            let told = state.trouble.as_ref().map(|fault| fault.code);
            let open = state.workspace.clone();
            open.filter(|_| told == Some(Code::StoreCorrupt))
        };
        let Some(open) = open else {
            return;
        };
        if let Err(error) = open.store.rescue_told().await {
            tracing::warn!(%error, "that the database was made anew is told once more");
        }
    }
}

/// Opens the desk's own database. What is told when it had to be made anew, as of a workspace.
pub(crate) async fn open_desk(
    path: &Path,
    person: &str,
    now: Timestamp,
) -> Result<(Desk, Option<Fault>), Error> {
    let deed = DeskDeed::new(REBUILT, "This computer's settings");
    let note = |_: &DeskRescued| {
        Some(AuditEntry {
            result: Some("done".to_owned()),
            ..deed.entry(now, person, AuditKind::Observed)
        })
    };
    let desk = match whole_desk(path).await {
        Err(store::Error::Corrupt { what }) => {
            tracing::error!(what, "the desk's database is damaged; it is put aside");
            Desk::rescue(path, note).await?.0
        }
        opened => opened?,
    };
    let untold = desk.rescued().await?;
    Ok((desk, untold.as_ref().map(told_of_desk)))
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
    let lost = match (rescued.profiles, rescued.lost) {
        (0, _) | (_, 0) => String::new(),
        (_, 1) => " 1 more could not be read: add it again with its API key.".to_owned(),
        (_, lost) => format!(" {lost} more could not be read: add each again with its API key."),
    };
    let lock = if rescued.locked_as_before {
        ""
    } else {
        " The passphrase could not be read, so each key must be entered again."
    };
    let fault = Fault::new(
        Code::StoreCorrupt,
        format!(
            "The database of this computer's settings was damaged, so it was put aside and a new one was made. {projects}.{lost}{lock}"
        ),
    );
    fault.with_details(format!("The damaged file is {}", rescued.aside.display()))
}

#[cfg(test)]
mod tests {
    use store::Lost;

    use super::*;

    fn rescued(rows: usize, lost: Lost) -> String {
        let rescued = Rescued {
            audit: 5,
            rows,
            lost,
            ..Rescued::default()
        };
        told(&rescued).message
    }

    #[test]
    fn nothing_is_said_to_be_kept_that_is_not() {
        let said = |lost: Lost, words: &str| {
            let message = rescued(3, lost);
            assert!(message.contains(words), "{message}");
            assert!(!message.contains("with their histories"), "{message}");
        };
        let none = Lost::default();
        said(
            Lost { lines: 2, ..none },
            "Could not be read: 2 lines of history. ",
        );
        said(
            Lost { labels: 1, ..none },
            "Could not be read: 1 set of labels. ",
        );
        let uncounted = Lost {
            rows: 1,
            uncounted: true,
            ..none
        };
        said(
            uncounted,
            "Could not be read: 1 row, some that cannot be counted. ",
        );
    }

    #[test]
    fn an_audit_list_that_broke_is_not_told_as_whole() {
        let lost = Lost {
            audit: 7,
            ..Lost::default()
        };
        let message = rescued(3, lost);
        assert!(message.contains("kept up to line 5 of 12"), "{message}");
        assert!(message.contains("3 rows were kept with their histories and labels"));
    }

    #[test]
    fn what_was_kept_whole_is_told_in_two_sentences() {
        assert_eq!(
            rescued(2, Lost::default()),
            "The database was damaged, so it was put aside and a new one was made. The audit list was kept: 5 lines. 2 rows were kept with their histories and labels. Everything at Composio is read anew."
        );
    }

    #[test]
    fn that_no_row_was_kept_is_said_once() {
        let lost = Lost {
            rows: 218,
            ..Lost::default()
        };
        let message = rescued(0, lost);
        assert!(message.contains("No row could be read"), "{message}");
        assert!(!message.contains("218"), "{message}");
    }
}
