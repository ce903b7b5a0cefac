//! The nine operations that reach Composio, as a person starts them, and what they are
//! told of each.

use std::time::Duration;

use domain::{AttemptState, IntegrationId};
use wire::{
    AttemptView, CheckToken, Disconnect, Half, ProjectSetting, SetAlias, SetEnabled,
    SetProjectSetting, ShowIntegration, ShowProjectSettings,
};

use super::aim::Aim;
use crate::database::written;
use crate::life::Life;
use crate::rig::Rig;

/// What reaches Composio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Link,
    Get,
    List,
    Probe,
    Alias,
    Status,
    Revoke,
    Delete,
    Config,
}

/// What was there before the faults began.
pub(crate) struct Ground {
    row: IntegrationId,
}

impl Ground {
    pub(crate) async fn prepare(rig: &Rig, life: &Life) -> Self {
        Self {
            row: life.connected(rig, "before").await,
        }
    }
}

impl Operation {
    /// As the simulator names them. A read of the provider that one tool cannot do is tried in
    /// another way, so all of its ways are meant.
    pub(crate) const fn route(self) -> &'static str {
        match self {
            Self::Link => "POST /connected_accounts/link",
            Self::Get => "GET /connected_accounts/{nanoid}",
            Self::List => "GET /connected_accounts",
            Self::Probe => "POST /tools/execute/*",
            Self::Alias => "PATCH /connected_accounts/{nanoid}",
            Self::Status => "PATCH /connected_accounts/{nanoid}/status",
            Self::Revoke => "POST /connected_accounts/{nanoid}/revoke",
            Self::Delete => "DELETE /connected_accounts/{nanoid}",
            Self::Config => "PATCH /org/project/config",
        }
    }

    /// Where it is tried: a list has several pages.
    pub(crate) fn rig(self) -> Rig {
        if self != Self::List {
            return Rig::new();
        }
        Rig::with(simulator::Config {
            control: true,
            ..simulator::Config::default()
        })
    }

    /// Does it with this aimed at it; gives what a person is told.
    pub(crate) async fn run(
        self,
        rig: &Rig,
        life: &Life,
        ground: &Ground,
        cell: &str,
        aim: &mut Aim,
    ) -> String {
        match self {
            Self::Link => link(rig, life, cell, aim).await,
            Self::Get => get(rig, life, cell, aim).await,
            Self::List => {
                // The clock's own reading is a minute away then. One that is under way would say at
                // its end that everything was read, and one that was asked for while another was
                // under way follows it at once: it would take the fault instead.
                life.sync().await;
                life.rest(Duration::from_secs(1)).await;
                // It may meet the fault before ours does all the same, and one that failed may
                // have been tried again before this sees it.
                let before = life.readings().len();
                let failed = || {
                    let since = life.readings().into_iter().skip(before);
                    since.filter_map(|sync| sync.fault).next()
                };
                // Everything is read, page by page, not only what changed.
                let forget = "UPDATE meta SET value = '0' WHERE key = 'full_pass_done_at'";
                written(&rig.database().unwrap(), forget).await;
                aim.begin(rig);
                life.sync().await;
                if aim.is_armed() && failed().is_none() {
                    life.sync().await;
                }
                failed().map_or_else(|| "read".to_owned(), |fault| fault.to_string())
            }
            Self::Probe => {
                aim.begin(rig);
                check(life, &ground.row).await
            }
            Self::Alias => alias(rig, life, &ground.row, cell, aim).await,
            Self::Status => status(rig, life, &ground.row, aim).await,
            Self::Revoke => disconnect(rig, life, cell, aim, true).await,
            Self::Delete => disconnect(rig, life, cell, aim, false).await,
            Self::Config => config(rig, life, cell, aim).await,
        }
    }
}

async fn check(life: &Life, row: &IntegrationId) -> String {
    let ask = CheckToken {
        integration: row.clone(),
    };
    let said = match life.app.run(ask).await {
        Ok(done) => done.said.unwrap_or_default(),
        Err(fault) => return fault.to_string(),
    };
    let integration = row.clone();
    let pane = life.app.run(ShowIntegration { integration }).await.unwrap();
    match pane.row.token {
        Some(trouble) => format!("{said} (token {})", trouble.code()),
        None => said,
    }
}

fn end(view: &AttemptView) -> String {
    let lost = view.lost.map_or("", |lost| lost.as_str());
    let said = view.explanation.clone().unwrap_or_default();
    let code = view.refusal.as_ref().map(|fault| fault.code.as_str());
    let said = code.map_or_else(|| said.clone(), |code| format!("{said} ({code})"));
    let state = view.state.as_str();
    [state, lost, &said]
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(": ")
}

/// Connects; the customer allows as soon as there is something to allow.
async fn link(rig: &Rig, life: &Life, cell: &str, aim: &mut Aim) -> String {
    aim.begin(rig);
    let user = format!("link-{cell}");
    let view = life
        .connect(&user, &rig.auth_config("gmail"))
        .await
        .unwrap();
    if let Some(account) = life.linked(&view.id).await {
        rig.decide(&account, true, "jane@example.com");
    }
    let view = life.ended(&view.id).await;
    if view.state == AttemptState::Unsure {
        // What nobody could look for is taken away by the next reading.
        rig.sim.clear_faults();
        life.sync().await;
    }
    let there = rig.remote(&user).len();
    let wanted = usize::from(view.state == AttemptState::Won);
    assert_eq!(there, wanted, "{view:?}");
    end(&view)
}

/// Connects; the customer allows while Composio cannot be asked. Then the row is checked.
async fn get(rig: &Rig, life: &Life, cell: &str, aim: &mut Aim) -> String {
    let view = life
        .connect(&format!("get-{cell}"), &rig.auth_config("gmail"))
        .await
        .unwrap();
    let account = life.linked(&view.id).await.unwrap();
    aim.begin(rig);
    rig.decide(&account, true, "jane@example.com");
    life.rest(Duration::from_secs(40)).await;
    rig.sim.clear_faults();
    let view = life.ended(&view.id).await;
    if view.state != AttemptState::Won {
        return end(&view);
    }
    aim.begin(rig);
    let told = check(life, &view.integration).await;
    format!("{}; then checked: {told}", end(&view))
}

/// The account of a row, as it is at Composio.
async fn remote(rig: &Rig, life: &Life, row: &IntegrationId) -> serde_json::Value {
    let integration = row.clone();
    let pane = life.app.run(ShowIntegration { integration }).await.unwrap();
    let account = pane.account.unwrap().to_string();
    let mut all = rig.sim.accounts().into_iter();
    all.find(|one| one["id"] == account.as_str()).unwrap()
}

async fn alias(rig: &Rig, life: &Life, row: &IntegrationId, cell: &str, aim: &mut Aim) -> String {
    aim.begin(rig);
    let ask = SetAlias {
        integration: row.clone(),
        alias: format!("label-{cell}"),
    };
    let alias = ask.alias.clone();
    let told = life.app.run(ask).await;
    if aim.is_done() || told.is_ok() {
        assert_eq!(remote(rig, life, row).await["alias"], alias);
    }
    told.map_or_else(|fault| fault.to_string(), |_| "set".to_owned())
}

async fn status(rig: &Rig, life: &Life, row: &IntegrationId, aim: &mut Aim) -> String {
    let integration = row.clone();
    let pane = life.app.run(ShowIntegration { integration }).await.unwrap();
    let enabled = pane.status.as_deref() == Some("INACTIVE");
    aim.begin(rig);
    let ask = SetEnabled {
        integration: row.clone(),
        enabled,
        reason: String::new(),
    };
    // Of what the provider says after it, another table tells.
    let told = match life.app.run(ask).await {
        Ok(done)
            if done
                .said
                .as_deref()
                .is_some_and(|said| said.starts_with("Composio took")) =>
        {
            "taken, and nothing changed".to_owned()
        }
        Ok(_) => "switched".to_owned(),
        Err(fault) => fault.to_string(),
    };
    if aim.is_done() || told == "switched" {
        let now = remote(rig, life, row).await["status"] == "ACTIVE";
        assert_eq!(now, enabled, "the switch was turned once");
    }
    told
}

async fn disconnect(rig: &Rig, life: &Life, cell: &str, aim: &mut Aim, withdraw: bool) -> String {
    let user = format!("gone-{cell}");
    let row = life.connected(rig, &user).await;
    aim.begin(rig);
    let ask = Disconnect {
        integration: row,
        withdraw,
        delete: !withdraw,
        reason: String::new(),
    };
    let told = life.app.run(ask).await;
    let half = match told {
        Ok(report) if withdraw => report.withdrawn,
        Ok(report) => report.deleted,
        Err(fault) => return fault.to_string(),
    };
    if aim.is_done() || half == Half::Done {
        let there = rig.remote(&user);
        let gone = there
            .iter()
            .all(|one| withdraw && one["status"] == "REVOKED");
        assert!(gone && there.len() == usize::from(withdraw), "{there:?}");
    }
    match half {
        Half::Done => "done".to_owned(),
        Half::LeftOut => "left out".to_owned(),
        Half::Skipped(why) => format!("skipped: {why}"),
        Half::Failed(fault) => format!("failed: {fault}"),
    }
}

async fn config(rig: &Rig, life: &Life, cell: &str, aim: &mut Aim) -> String {
    let shown = life.app.run(ShowProjectSettings {}).await.unwrap();
    let from = shown
        .settings
        .into_iter()
        .find(|setting| setting.setting == ProjectSetting::DisplayName)
        .unwrap();
    aim.begin(rig);
    let ask = SetProjectSetting {
        setting: ProjectSetting::DisplayName,
        from: from.value,
        to: format!("Name {cell}"),
        reason: String::new(),
    };
    let to = ask.to.clone();
    let told = life.app.run(ask).await;
    if aim.is_done() || told.is_ok() {
        assert_eq!(rig.sim.state()["settings"]["display_name"], to);
    }
    told.map_or_else(|fault| fault.to_string(), |_| "changed".to_owned())
}
