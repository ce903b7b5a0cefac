//! The audit rows of the desk: what was done to its passphrase, keys and projects.
//! They outlive the project that they are about.

use std::collections::HashSet;

use domain::Timestamp;
use store::{AuditDetail, AuditEntry, AuditFilter, AuditKind, AuditLine, Desk};
use wire::Fault;

use crate::core::App;
use crate::error::Error;
use crate::host::Host;

/// So many of the newest lines are looked through for what was never ended: what the app was at
/// when it ended stands at the end of its list.
const LOOKED_THROUGH: u32 = 500;

/// What a row of the desk is about.
pub(crate) struct DeskDeed {
    action: &'static str,
    target: String,
    change: Option<(String, String)>,
}

impl DeskDeed {
    pub(crate) fn new(action: &'static str, target: impl Into<String>) -> Self {
        Self {
            action,
            target: target.into(),
            change: None,
        }
    }

    /// The same with what changes. Never a secret.
    pub(crate) fn changing(mut self, before: impl Into<String>, after: impl Into<String>) -> Self {
        self.change = Some((before.into(), after.into()));
        self
    }

    /// Its row in the audit list.
    pub(crate) fn entry(&self, at: Timestamp, actor: &str, kind: AuditKind) -> AuditEntry {
        let (before, after) = self.change.clone().unzip();
        AuditEntry {
            at,
            actor: actor.to_owned(),
            kind,
            action: self.action.to_owned(),
            target: self.target.clone(),
            integration: None,
            intent: None,
            result: None,
            reason: None,
            detail: AuditDetail {
                before,
                after,
                request: None,
            },
        }
    }
}

/// What came of a deed, as the list says it.
pub(crate) fn words<T>(done: &Result<T, Error>) -> String {
    match done {
        Ok(_) => "done".to_owned(),
        Err(error) => format!("refused: {error}"),
    }
}

/// Gives every intent an outcome that the app was at when it last ended. Before anybody can ask
/// for something here, and only by who has the home: nobody else is at it.
pub(crate) async fn conclude_open(desk: &Desk, host: &dyn Host) {
    let page = desk
        .audit_page(&AuditFilter::default(), 0, LOOKED_THROUGH)
        .await;
    let lines = match page {
        Ok((_, lines)) => lines,
        Err(error) => {
            tracing::warn!(%error, "what the app was at when it ended cannot be read");
            return;
        }
    };
    let ended: HashSet<i64> = lines.iter().filter_map(AuditLine::intent).collect();
    let intents = lines
        .into_iter()
        .rev()
        // What cannot be read says nothing that could be concluded.
        .filter_map(AuditLine::row)
        .filter(|row| row.entry.kind == AuditKind::Intent && !ended.contains(&row.seq));
    for intent in intents {
        let outcome = AuditEntry {
            at: host.now(),
            kind: AuditKind::Outcome,
            intent: Some(intent.seq),
            result: Some("unknown: Switchboard ended before it was done".to_owned()),
            ..intent.entry
        };
        if let Err(error) = desk.audit(&outcome).await {
            tracing::error!(%error, "what the app was at when it ended could not be concluded");
        }
    }
}

impl App {
    fn desk_entry(&self, deed: &DeskDeed, kind: AuditKind) -> AuditEntry {
        deed.entry(self.0.host.now(), &self.0.config.person, kind)
    }

    async fn write_on_desk(&self, entry: &AuditEntry) -> Result<i64, Fault> {
        let written = self.desk()?.audit(entry).await;
        written.map_err(|error| Error::Audit(error).into())
    }

    /// Writes the intent. When this fails, nothing may be done.
    pub(crate) async fn intend_on_desk(&self, deed: &DeskDeed) -> Result<i64, Fault> {
        self.write_on_desk(&self.desk_entry(deed, AuditKind::Intent))
            .await
    }

    /// Writes what came of it.
    pub(crate) async fn conclude_on_desk<T>(
        &self,
        deed: &DeskDeed,
        intent: i64,
        done: &Result<T, Error>,
    ) {
        self.said_on_desk(deed, intent, words(done)).await;
    }

    /// The same in words of its own. A disk that fails now is logged: the deed is done.
    pub(crate) async fn said_on_desk(&self, deed: &DeskDeed, intent: i64, result: String) {
        let entry = AuditEntry {
            intent: Some(intent),
            result: Some(result),
            ..self.desk_entry(deed, AuditKind::Outcome)
        };
        if self.write_on_desk(&entry).await.is_err() {
            tracing::error!(intent, "an outcome could not be written to the desk");
        }
    }

    /// Writes that somebody tried something that needed no intent.
    pub(crate) async fn observed_on_desk(
        &self,
        deed: &DeskDeed,
        refused: Option<&Fault>,
    ) -> Result<(), Fault> {
        let result = match refused {
            None => "done".to_owned(),
            Some(fault) => format!("refused: {}", fault.code.as_str()),
        };
        let entry = AuditEntry {
            result: Some(result),
            ..self.desk_entry(deed, AuditKind::Observed)
        };
        self.write_on_desk(&entry).await.map(drop)
    }
}
