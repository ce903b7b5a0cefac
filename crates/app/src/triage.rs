//! The commands of Triage. What is wrong is decided in `domain` and kept in the
//! roster; here it is asked for, checked in bulk, and put into words for others.

use domain::{Cause, Role};
use wire::{
    CheckTokens, Code, CopyReply, CopySteps, Fault, Handle, Receipt, ShowTriage, StopChecks,
    TriageView,
};

use crate::core::App;
use crate::error::Error;
use crate::number::counted;
use crate::roster::{Roster, Row, Standing};
use crate::workspace::Workspace;
use crate::{checks, reply, views};

/// The most rows whose evidence is copied.
const MOST_EVIDENCE: usize = 50;

impl Handle<ShowTriage> for App {
    async fn handle(&self, ask: ShowTriage) -> Result<TriageView, Fault> {
        let workspace = self.workspace()?;
        let standing = self.standing(&workspace);
        let mut view = workspace.roster().triage(&ask, standing, workspace.now());
        view.checked_at = workspace.sync().as_of();
        view.checks = workspace.checks.view();
        Ok(view)
    }
}

impl App {
    /// What decides about a fix besides the rows.
    pub(crate) fn standing(&self, workspace: &Workspace) -> Standing {
        Standing {
            admin: self.role() >= Role::Admin,
            masking: workspace.project.view().masking,
        }
    }
}

impl Handle<CheckTokens> for App {
    async fn handle(&self, ask: CheckTokens) -> Result<Receipt, Fault> {
        let said = checks::start(&self.workspace()?, ask.narrow, ask.toolkit)?;
        Ok(Receipt { said: Some(said) })
    }
}

impl Handle<StopChecks> for App {
    async fn handle(&self, _: StopChecks) -> Result<Receipt, Fault> {
        self.workspace()?.checks.stop();
        Ok(Receipt::default())
    }
}

impl Handle<CopyReply> for App {
    async fn handle(&self, ask: CopyReply) -> Result<Receipt, Fault> {
        let workspace = self.workspace()?;
        let open = workspace.open_attempt(&ask.integration).is_some();
        let text = {
            let roster = workspace.roster();
            let row = roster.row(&ask.integration).ok_or(Error::UnknownRow)?;
            reply::reply(&roster, row, open)
        };
        workspace.host.copy(&text).map_err(Error::Clipboard)?;
        Ok(Receipt {
            said: Some("Reply copied. It has no ids and no token in it.".to_owned()),
        })
    }
}

impl Handle<CopySteps> for App {
    async fn handle(&self, ask: CopySteps) -> Result<Receipt, Fault> {
        let workspace = self.workspace()?;
        let nothing = || Fault::new(Code::BadInput, "Nothing is wrong there any more.");
        let cause = ask.narrow.cause.ok_or_else(nothing)?;
        let text = {
            let roster = workspace.roster();
            let rows = roster.unwell(&ask.narrow, None);
            if rows.is_empty() {
                return Err(nothing());
            }
            steps(&roster, cause, &rows)
        };
        workspace.host.copy(&text).map_err(Error::Clipboard)?;
        let said = if cause == Cause::Unrecognised {
            "Details copied. Tokens are cut out of them."
        } else {
            "Steps copied."
        };
        Ok(Receipt {
            said: Some(said.to_owned()),
        })
    }
}

/// What somebody else has to do, and where; the evidence where nobody knows.
fn steps(roster: &Roster, cause: Cause, rows: &[&Row]) -> String {
    let tenants: std::collections::BTreeSet<_> =
        rows.iter().map(|row| &row.record.tenant).collect();
    let mut text = format!(
        "{} ({}): {} of {}.\n{}\n",
        cause.label(),
        cause.code(),
        counted(rows.len(), "integration", "integrations"),
        counted(tenants.len(), "tenant", "tenants"),
        cause.sentence(),
    );
    if cause == Cause::Unrecognised {
        for row in rows.iter().take(MOST_EVIDENCE) {
            let connection = &row.record.connection;
            let account = connection
                .account
                .as_ref()
                .map_or_else(|| "no account".to_owned(), ToString::to_string);
            let status = connection
                .status
                .as_ref()
                .map_or("", |status| status.as_str());
            let raw = views::evidence(row).unwrap_or_else(|| "no reason given".to_owned());
            text.push_str(&format!("\n{account} {status}: {raw}"));
        }
        return text;
    }
    let configs: std::collections::BTreeSet<String> = rows
        .iter()
        .map(|row| {
            let id = &row.record.auth_config;
            roster.auth_config(id).map_or_else(
                || id.to_string(),
                |config| format!("{} ({id})", config.name),
            )
        })
        .collect();
    text.push_str(&format!(
        "\nAuth configs: {}.\n",
        configs.into_iter().collect::<Vec<_>>().join(", ")
    ));
    text.push_str(&format!("\n{}\n", cause.steps()));
    text
}
