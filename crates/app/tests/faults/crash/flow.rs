//! What is going on when the core ends, and how it is finished after the restart.

use std::time::Duration;

use domain::{AttemptState, IntegrationId};
use wire::{CancelAttempt, Disconnect, FindIntegrations, Reconnect, SetEnabled};

use crate::life::Life;
use crate::rig::Rig;

const WHO: &str = "jane@example.com";
const THINKING: Duration = Duration::from_secs(3);
/// What is done after an end is done by then, and the project was read once more.
const AFTERWARDS: Duration = Duration::from_secs(70);

/// What the customer does, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Customer {
    /// Allows at once, where there is a link.
    Allows,
    /// Allows while the core is dead.
    AllowsMeanwhile,
    /// Says no.
    Declines,
    /// Never comes.
    Stays,
}

/// What is going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Connect(Customer),
    Reconnect,
    Cancel,
    Disconnect,
    Disable,
}

impl Flow {
    /// What has to be there before.
    pub(super) async fn prepare(self, rig: &Rig, life: &Life) {
        if matches!(self, Self::Reconnect | Self::Disconnect | Self::Disable) {
            life.connected(rig, "jane").await;
        }
    }

    pub(super) async fn run(self, rig: &Rig, life: &Life) {
        match self {
            Self::Connect(customer) => connect(rig, life, customer).await,
            Self::Reconnect => {
                let integration = row(life).await.unwrap();
                let view = life.app.run(Reconnect { integration }).await.unwrap();
                let account = life.linked(&view.id).await.unwrap();
                life.rest(THINKING).await;
                rig.decide(&account, true, WHO);
                life.ended(&view.id).await;
                life.rest(AFTERWARDS).await;
            }
            Self::Cancel => {
                let view = life
                    .connect("jane", &rig.auth_config("gmail"))
                    .await
                    .unwrap();
                life.linked(&view.id).await;
                let attempt = view.id.clone();
                life.app.run(CancelAttempt { attempt }).await.unwrap();
                life.rest(AFTERWARDS).await;
            }
            Self::Disconnect => disconnect(life).await,
            Self::Disable => disable(life).await,
        }
    }

    /// What happens while nobody watches.
    pub(super) fn meanwhile(self, rig: &Rig) {
        if self == Self::Connect(Customer::AllowsMeanwhile) {
            allow_all(rig);
        }
    }

    /// The customer goes on where there is something to go on with.
    pub(super) fn goes_on(self, rig: &Rig) {
        if matches!(
            self,
            Self::Connect(Customer::Allows | Customer::AllowsMeanwhile) | Self::Reconnect
        ) {
            allow_all(rig);
        }
    }

    /// The person does again what was interrupted, where it is not done.
    pub(super) async fn finish(self, rig: &Rig, life: &Life) {
        match self {
            Self::Connect(_) | Self::Cancel | Self::Reconnect => {
                // Refused where the tenant is connected.
                if let Ok(view) = life.connect("jane", &rig.auth_config("gmail")).await {
                    let account = life.linked(&view.id).await.unwrap();
                    rig.decide(&account, true, WHO);
                    assert_eq!(life.ended(&view.id).await.state, AttemptState::Won);
                }
            }
            Self::Disconnect => disconnect(life).await,
            Self::Disable => disable(life).await,
        }
    }

    /// What is true in the end.
    pub(super) fn is_done(self, rig: &Rig, at: &str) {
        let left = rig.remote("jane");
        let status = |word: &str| left.iter().filter(|one| one["status"] == word).count();
        let told = || format!("{self:?}, {at}: {left:?}");
        match self {
            Self::Disconnect => assert_eq!(status("ACTIVE"), 0, "{}", told()),
            Self::Disable => assert_eq!((left.len(), status("INACTIVE")), (1, 1), "{}", told()),
            _ => assert_eq!(status("ACTIVE"), 1, "{}", told()),
        }
    }
}

fn allow_all(rig: &Rig) {
    for account in rig.remote("jane") {
        rig.decide(account["id"].as_str().unwrap(), true, WHO);
    }
}

async fn connect(rig: &Rig, life: &Life, customer: Customer) {
    let view = life
        .connect("jane", &rig.auth_config("gmail"))
        .await
        .unwrap();
    if let Some(account) = life.linked(&view.id).await {
        // Nobody decides before the page has loaded: there is a look in between.
        life.rest(THINKING).await;
        match customer {
            Customer::Allows => rig.decide(&account, true, WHO),
            Customer::Declines => rig.decide(&account, false, WHO),
            // Long enough for every kind of look.
            Customer::AllowsMeanwhile | Customer::Stays => {
                life.rest(Duration::from_secs(10)).await;
                return;
            }
        }
    }
    life.ended(&view.id).await;
    life.rest(AFTERWARDS).await;
}

/// Jane's row, where there is one.
async fn row(life: &Life) -> Option<IntegrationId> {
    let ask = FindIntegrations {
        text: "jane".into(),
        state: None,
        toolkit: None,
        narrow: wire::Narrow::default(),
        sort: wire::Sort::default(),
        offset: 0,
        limit: 10,
        locate: None,
    };
    let page = life.app.run(ask).await.unwrap();
    page.rows.into_iter().next().map(|row| row.id)
}

/// Refused where there is nothing to disconnect any more.
async fn disconnect(life: &Life) {
    let ask = Disconnect {
        integration: row(life).await.unwrap(),
        withdraw: true,
        delete: true,
        reason: "the contract ended".into(),
    };
    let _ = life.app.run(ask).await;
}

/// Refused where it is off.
async fn disable(life: &Life) {
    let ask = SetEnabled {
        integration: row(life).await.unwrap(),
        enabled: false,
        reason: "not paid".into(),
    };
    let _ = life.app.run(ask).await;
}
