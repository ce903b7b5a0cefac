//! Labels of integrations: words of ours to find them by.

use domain::tenant::read_tags;
use domain::{IntegrationId, LineKind};
use store::{Change, TimelineEntry};

use crate::audit::Deed;
use crate::error::Error;
use crate::named::no_credential;
use crate::workspace::Workspace;

/// Sets all labels of a row.
pub(super) async fn set(
    workspace: &Workspace,
    integration: &IntegrationId,
    labels: &[String],
) -> Result<(), Error> {
    let labels = read_tags(labels)?;
    no_credential(labels.iter().map(String::as_str))?;
    workspace
        .settle(|roster| {
            let row = roster.row(integration).ok_or(Error::UnknownRow)?;
            let before = roster.labels(integration);
            if before == labels {
                return Ok(Change::default());
            }
            let deed =
                Deed::on(roster, row, "Label").changing(&before.join(", "), &labels.join(", "));
            let line = TimelineEntry {
                integration: integration.clone(),
                at: workspace.now(),
                kind: LineKind::Edit,
                title: "Labels changed".to_owned(),
                detail: Some(match labels.as_slice() {
                    [] => "None any more.".to_owned(),
                    labels => labels.join(", "),
                }),
                actor: Some(workspace.person.clone()),
                state: None,
                moved: None,
            };
            Ok(Change {
                labels: vec![(integration.clone(), labels.clone())],
                timeline: vec![line],
                audit: vec![workspace.outcome_entry(&deed, None, "done".to_owned())],
                ..Change::default()
            })
        })
        .await?;
    workspace.rows_changed();
    Ok(())
}
