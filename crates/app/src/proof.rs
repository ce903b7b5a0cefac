//! Whether switching off really stops an account: a harmless read that must be
//! refused. Accounts that are INACTIVE have been seen to go on working.

use domain::{ConnectedAccountId, IntegrationId, LineKind, Pause, PauseProof, Verdict};
use store::{AuditEntry, Change, TimelineEntry};

use crate::audit::Deed;
use crate::climb;
use crate::error::Error;
use crate::look::{Checked, moved_on};
use crate::observed::Seen;
use crate::probe::{self, Answer};
use crate::roster::{Roster, Row};
use crate::workspace::Workspace;

/// Where nobody can be asked.
const NOTHING: &str = "This toolkit has nothing harmless to read.";

/// What one read of an account that is switched off proved.
#[derive(Debug, Clone)]
struct Proof {
    proof: PauseProof,
    /// What it rests on, in whole sentences. They stand below what was proven wherever that has a
    /// place of its own, so they do not say it once more.
    said: String,
    /// The read itself, where it went through to the provider and was answered.
    probe: Option<domain::Probe>,
}

impl Proof {
    /// What was proven.
    const fn title(&self) -> &'static str {
        match self.proof {
            PauseProof::Holds => "Verified: switched off",
            PauseProof::StillWorks => "Still works after disable",
            PauseProof::Unproven => "Not proven that it is off",
        }
    }

    /// What was proven and what that rests on, for where nothing else says the first.
    fn told(&self) -> String {
        format!("{}. {}", self.title(), self.said)
    }
}

/// Puts an account that is switched off to the proof, and settles what came of it. A read that
/// Composio did not carry out proves nothing, and takes no earlier proof's place.
pub(crate) async fn put(
    workspace: &Workspace,
    integration: &IntegrationId,
    seen: &Seen,
) -> Result<Checked, Error> {
    let proof = match read(workspace, seen).await {
        Ok(proof) => proof,
        Err(error) => return Ok(Checked::Unread(error)),
    };
    settle(workspace, integration, &seen.account, &proof).await?;
    if proof.proof == PauseProof::StillWorks {
        workspace.notice(false, proof.told(), integration);
    }
    Ok(Checked::Settled(proof.told()))
}

async fn read(workspace: &Workspace, seen: &Seen) -> Result<Proof, composio::Error> {
    let question = match climb::first(workspace, seen).await {
        Ok(Some(question)) => question,
        Ok(None) => return Ok(unproven(NOTHING.to_owned())),
        Err(error) if probe::is_unasked(&error) => return Err(error),
        Err(error) => return Ok(in_vain(&probe::judge_error(&error).1.unwrap_or_default())),
    };
    let started = workspace.now();
    let answer = match probe::ask(workspace, seen, &question).await {
        Answer::Failed(error) if probe::is_unasked(&error) => return Err(error),
        answer => answer,
    };
    let at = workspace.now();
    if let Some(said) = refusal(&answer) {
        return Ok(Proof {
            proof: PauseProof::Holds,
            said,
            probe: None,
        });
    }
    Ok(match probe::judge(answer) {
        (Verdict::Good, raw, _) => Proof {
            proof: PauseProof::StillWorks,
            said:
                "Composio says INACTIVE, but a read went through to the provider and was answered."
                    .to_owned(),
            probe: Some(domain::Probe {
                at,
                verdict: Verdict::Good,
                raw,
                took_millis: at.since(started).max(0),
                way: Some(question.way()),
                asked: Some(question.name()),
                unnamed: None,
            }),
        },
        (Verdict::Refused(_), raw, _) => unproven(format!(
            "The provider refused the read, not Composio ({}).",
            raw.unwrap_or_default()
        )),
        (Verdict::NoRead, ..) => unproven(NOTHING.to_owned()),
        (Verdict::Unclear(cause), raw, _) => {
            in_vain(&raw.unwrap_or_else(|| cause.label().to_lowercase()))
        }
    })
}

const fn unproven(said: String) -> Proof {
    Proof {
        proof: PauseProof::Unproven,
        said,
        probe: None,
    }
}

/// Of a read that did not work, and why.
fn in_vain(why: &str) -> Proof {
    unproven(format!("The read did not work ({why})."))
}

/// Composio's own refusal because of the account's state. Any other refusal says
/// nothing about the switch.
fn refusal(answer: &Answer) -> Option<String> {
    let of_state = |text: &str| {
        let text = text.to_lowercase();
        ["not active", "notactive", "inactive", "disabled"]
            .iter()
            .any(|sign| text.contains(sign))
    };
    match answer {
        Answer::Failed(composio::Error::Rejected(no)) => {
            let slug = no.slug.as_deref().unwrap_or_default();
            let told = no.status == 422 || of_state(&no.message) || of_state(slug);
            told.then(|| {
                format!(
                    "Composio refused a read with {} {slug}, as it should.",
                    no.status
                )
            })
        }
        Answer::ToolFailed { error, data }
            if of_state(error) && data.get("status_code").is_none() =>
        {
            Some("Composio refused a read, as it should.".to_owned())
        }
        Answer::Failed(_) | Answer::ToolFailed { .. } | Answer::Upstream { .. } => None,
    }
}

async fn settle(
    workspace: &Workspace,
    integration: &IntegrationId,
    account: &ConnectedAccountId,
    proof: &Proof,
) -> Result<(), Error> {
    workspace
        .settle(|roster| {
            let row = roster.row(integration).ok_or(Error::UnknownRow)?;
            if moved_on(row, account) {
                return Ok(Change::default());
            }
            let mut next = (*row.record).clone();
            if let Some(probe) = proof.probe.clone() {
                next.connection.probed(probe);
            }
            if let Some(pause) = next.connection.pause.take() {
                next.connection.paused(Pause {
                    proof: proof.proof,
                    said: proof.said.clone(),
                    proved_at: workspace.now(),
                    ..*pause
                });
            }
            Ok(Change {
                integrations: vec![next],
                timeline: vec![line(workspace, integration, proof)],
                audit: alarm(workspace, roster, row, account, proof)
                    .into_iter()
                    .collect(),
                ..Change::default()
            })
        })
        .await?;
    Ok(())
}

fn line(workspace: &Workspace, integration: &IntegrationId, proof: &Proof) -> TimelineEntry {
    TimelineEntry {
        integration: integration.clone(),
        at: workspace.now(),
        kind: LineKind::Check,
        title: proof.title().to_owned(),
        detail: Some(proof.said.clone()),
        actor: None,
        state: None,
        moved: None,
    }
}

/// What the audit list says of an account that goes on working.
fn alarm(
    workspace: &Workspace,
    roster: &Roster,
    row: &Row,
    account: &ConnectedAccountId,
    proof: &Proof,
) -> Option<AuditEntry> {
    if proof.proof != PauseProof::StillWorks {
        return None;
    }
    let deed = Deed::on(roster, row, proof.title()).account(account);
    let mut entry = workspace.observed_entry(&deed);
    entry.result = Some(proof.said.clone());
    Some(entry)
}
