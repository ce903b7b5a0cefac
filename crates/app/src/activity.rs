//! The audit lists as they are asked for: searched, narrowed, walked.

use store::{AuditCheck, AuditFilter, AuditKind, AuditLine, AuditRow};
use wire::{
    AuditFamily, AuditKindName, AuditList, AuditPage, AuditResult, AuditRowView, AuditSearch,
    AuditVerdict, ChainVerdict, Fault, FindAudit, Handle, VerifyAudit,
};

use crate::audit::{UNKNOWN, UNREADABLE};
use crate::core::App;
use crate::error::Error;

/// The most rows that one answer holds.
const MAX_ROWS: u32 = 500;

impl Handle<FindAudit> for App {
    async fn handle(&self, ask: FindAudit) -> Result<AuditPage, Fault> {
        let list = ask.list;
        let limit = ask.limit.min(MAX_ROWS);
        let found = self.look(list, &ask.search, ask.offset, limit).await?;
        let elsewhere = self.look(list.other(), &ask.search, 0, 0).await?;
        Ok(AuditPage {
            total: found.total,
            offset: ask.offset,
            rows: found.lines.into_iter().map(audit_line).collect(),
            actors: found.actors,
            elsewhere: elsewhere.total,
        })
    }
}

impl Handle<VerifyAudit> for App {
    async fn handle(&self, _: VerifyAudit) -> Result<AuditVerdict, Fault> {
        let project = self.workspace()?.store.verify_audit().await;
        let desk = self.desk()?.verify_audit().await;
        Ok(AuditVerdict {
            project: verdict(&project.map_err(Error::from)?),
            desk: verdict(&desk.map_err(Error::from)?),
        })
    }
}

fn verdict(check: &AuditCheck) -> ChainVerdict {
    ChainVerdict {
        rows: u32::try_from(check.rows).unwrap_or(u32::MAX),
        // A number that the window cannot show is no whole chain.
        broken_at: check
            .broken_at
            .map(|seq| u32::try_from(seq).unwrap_or(u32::MAX)),
    }
}

/// What was found in one of the lists.
struct Found {
    total: u32,
    lines: Vec<AuditLine>,
    actors: Vec<String>,
}

impl App {
    async fn look(
        &self,
        list: AuditList,
        search: &AuditSearch,
        offset: u32,
        limit: u32,
    ) -> Result<Found, Fault> {
        let (workspace, desk) = (self.workspace()?, self.desk()?);
        let words = match list {
            AuditList::Project => workspace.store.audit_words().await,
            AuditList::Desk => desk.audit_words().await,
        };
        let (actors, actions) = words.map_err(Error::from)?;
        let page = match (filter(search, &actions), list) {
            (None, _) => Ok((0, Vec::new())),
            (Some(filter), AuditList::Project) => {
                workspace.store.audit_page(&filter, offset, limit).await
            }
            (Some(filter), AuditList::Desk) => desk.audit_page(&filter, offset, limit).await,
        };
        let (total, lines) = page.map_err(Error::from)?;
        Ok(Found {
            total,
            lines,
            actors,
        })
    }
}

/// What the store is to look for; `None` when nothing of that family was ever done.
fn filter(search: &AuditSearch, actions: &[String]) -> Option<AuditFilter> {
    let actions: Vec<String> = match search.family {
        None => Vec::new(),
        Some(wanted) => {
            let of_family = actions.iter().filter(|action| family(action) == wanted);
            let found: Vec<String> = of_family.cloned().collect();
            if found.is_empty() {
                return None;
            }
            found
        }
    };
    Some(AuditFilter {
        text: search.text.clone(),
        kind: search.kind.map(|kind| match kind {
            AuditKindName::Intent => AuditKind::Intent,
            AuditKindName::Outcome => AuditKind::Outcome,
            AuditKindName::Observed => AuditKind::Observed,
        }),
        actor: search.actor.clone(),
        actions,
        results: search
            .result
            .map(|result| beginnings(result).iter().map(|&it| it.into()).collect())
            .unwrap_or_default(),
        from: search.from,
        until: search.until,
    })
}

/// With which words a result of this sort begins.
const fn beginnings(result: AuditResult) -> &'static [&'static str] {
    match result {
        AuditResult::Done => &["done"],
        AuditResult::Failed => &["refused", "failed", "lost", "partly", "skipped"],
        AuditResult::Unknown => &["unknown"],
        AuditResult::Cancelled => &["cancelled", "nothing was sent"],
    }
}

/// To which family an action belongs, by the words that it is made of. An action that
/// is new is found under "other" at least.
fn family(action: &str) -> AuditFamily {
    let action = action.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| action.contains(word));
    if says(&[
        "masking",
        "setting",
        "log",
        "mcp",
        "factor",
        "sign-in page",
        "file link",
        "return page",
    ]) {
        AuditFamily::Settings
    } else if says(&["auth config", "secret", "scopes"]) {
        AuditFamily::AuthConfigs
    } else if says(&[
        "api key",
        "profile",
        "project",
        "passphrase",
        "unlock",
        "admin",
        ".env",
    ]) {
        AuditFamily::Access
    } else if says(&["tenant", "note", "ticket", "tag", "contact"]) {
        AuditFamily::Tenants
    } else if says(&["withdraw", "delete", "disconnect", "remove"]) {
        AuditFamily::Ending
    } else if says(&["enable", "disable"]) {
        AuditFamily::Switching
    } else if says(&["connect", "sign-in", "link", "account"]) {
        AuditFamily::SigningIn
    } else {
        AuditFamily::Other
    }
}

/// A line as the window shows it.
pub(crate) fn audit_line(line: AuditLine) -> AuditRowView {
    match line {
        AuditLine::Row(row) => audit_row(*row),
        AuditLine::Unreadable { seq, at, intent } => AuditRowView {
            seq: number(seq),
            at,
            actor: UNKNOWN.to_owned(),
            kind: "unreadable".to_owned(),
            action: UNREADABLE.to_owned(),
            target: "It is not what Switchboard wrote".to_owned(),
            result: None,
            reason: None,
            integration: None,
            before: None,
            after: None,
            request: None,
            intent: intent.map(number),
            hash: String::new(),
        },
    }
}

/// A number that the window can show.
fn number(seq: i64) -> u32 {
    u32::try_from(seq).unwrap_or(u32::MAX)
}

fn audit_row(row: AuditRow) -> AuditRowView {
    AuditRowView {
        seq: number(row.seq),
        at: row.entry.at,
        actor: row.entry.actor,
        kind: row.entry.kind.as_str().to_owned(),
        action: row.entry.action,
        target: row.entry.target,
        result: row.entry.result,
        reason: row.entry.reason,
        integration: row.entry.integration,
        before: row.entry.detail.before,
        after: row.entry.detail.after,
        request: row.entry.detail.request,
        intent: row.entry.intent.and_then(|seq| u32::try_from(seq).ok()),
        hash: row
            .hash
            .iter()
            .take(4)
            .map(|byte| format!("{byte:02x}"))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_that_is_written_today_has_its_family() {
        for (action, expected) in [
            ("Connect", AuditFamily::SigningIn),
            ("Reconnect", AuditFamily::SigningIn),
            ("Enable", AuditFamily::Switching),
            ("Disable the replaced account", AuditFamily::Switching),
            ("Withdraw access", AuditFamily::Ending),
            ("Delete at Composio", AuditFamily::Ending),
            ("Delete the unused sign-in", AuditFamily::Ending),
            ("Remove from the list", AuditFamily::Ending),
            ("Turn masking on", AuditFamily::Settings),
            ("Change what Composio logs", AuditFamily::Settings),
            ("Change the name on the sign-in page", AuditFamily::Settings),
            ("Change the return page", AuditFamily::Settings),
            ("Delete the tenant", AuditFamily::Tenants),
            ("Replace the API key", AuditFamily::Access),
            ("Whatever comes next", AuditFamily::Other),
        ] {
            assert_eq!(family(action), expected, "{action}");
        }
    }

    #[test]
    fn a_family_of_which_nothing_was_done_finds_nothing_instead_of_everything() {
        let search = AuditSearch {
            family: Some(AuditFamily::Settings),
            ..AuditSearch::default()
        };
        assert_eq!(filter(&search, &["Connect".to_owned()]), None);
        let found = filter(&search, &["Turn masking on".to_owned()]).expect("a filter");
        assert_eq!(found.actions, ["Turn masking on"]);
    }
}
