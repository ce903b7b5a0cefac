//! What is going on when the core ends, and how it is finished after the restart.

use std::time::Duration;

use domain::{AttemptId, AttemptState, IntegrationId, LifecycleName, Way};
use simulator::Scenario;
use wire::{
    AccountChoice, CancelAttempt, ChooseAccount, Disconnect, FindIntegrations, Reconnect,
    SetEnabled,
};

use super::deeds;
use crate::life::{Life, rows};
use crate::rig::Rig;

const WHO: &str = "jane@example.com";
/// Whoever signs in where jane was expected.
const OTHER: &str = "joan@example.com";
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
    /// By a link that the customer was sent.
    Send(Customer),
    Reconnect(Customer),
    /// Somebody else signs in, and a person chooses what becomes of it.
    Choose(AccountChoice),
    /// And the customer, who has the page open, allows or stays.
    Cancel(Customer),
    Disconnect,
    Disable,
    Alias,
    Setting,
    Create,
    CleanUp,
}

impl Flow {
    /// The project that it goes on in.
    pub(super) fn rig(self) -> Rig {
        match self {
            Self::CleanUp => Rig::with(simulator::Config {
                scenario: Scenario::default(),
                control: true,
                ..simulator::Config::default()
            }),
            Self::Create => {
                let rig = Rig::new();
                deeds::make_bare(&rig);
                rig
            }
            _ => Rig::new(),
        }
    }

    /// What has to be there before.
    pub(super) async fn prepare(self, rig: &Rig, life: &Life) {
        if matches!(
            self,
            Self::Reconnect(_) | Self::Choose(_) | Self::Disconnect | Self::Disable | Self::Alias
        ) {
            life.connected(rig, "jane").await;
        }
    }

    pub(super) async fn run(self, rig: &Rig, life: &Life) {
        match self {
            Self::Connect(customer) => connect(rig, life, customer).await,
            Self::Send(customer) => send(rig, life, customer).await,
            Self::Reconnect(customer) => {
                let (attempt, account) = again(life).await;
                goes_on(rig, life, &attempt, Some(account), customer).await;
            }
            Self::Choose(choice) => {
                let (attempt, account) = again(life).await;
                life.rest(THINKING).await;
                rig.decide(&account, true, OTHER);
                life.asked(&attempt).await;
                life.rest(THINKING).await;
                choose(life, attempt, choice).await;
                life.rest(AFTERWARDS).await;
            }
            Self::Cancel(customer) => cancel(rig, life, customer).await,
            _ => self.done_at_once(life).await,
        }
    }

    /// What takes a click and no customer.
    async fn done_at_once(self, life: &Life) {
        match self {
            Self::Disconnect => disconnect(life).await,
            Self::Disable => disable(life).await,
            Self::Alias => deeds::set_alias(life).await,
            Self::Setting => deeds::set_name(life).await,
            Self::Create => deeds::create(life).await,
            Self::CleanUp => deeds::clean_up(life).await,
            _ => {}
        }
    }

    /// What happens while nobody watches.
    pub(super) fn meanwhile(self, rig: &Rig) {
        if matches!(
            self,
            Self::Connect(Customer::AllowsMeanwhile)
                | Self::Cancel(Customer::AllowsMeanwhile)
                | Self::Reconnect(Customer::AllowsMeanwhile)
                | Self::Send(Customer::Allows | Customer::AllowsMeanwhile)
        ) {
            allow_all(rig, WHO);
        }
    }

    /// The customer goes on where there is something to go on with.
    pub(super) fn goes_on(self, rig: &Rig) {
        match self {
            Self::Connect(Customer::Allows | Customer::AllowsMeanwhile)
            | Self::Reconnect(Customer::Allows | Customer::AllowsMeanwhile) => allow_all(rig, WHO),
            Self::Choose(_) => allow_all(rig, OTHER),
            _ => {}
        }
    }

    /// The person does again what was interrupted, where it is not done.
    pub(super) async fn finish(self, rig: &Rig, life: &Life) {
        match self {
            Self::Choose(choice) => {
                for attempt in life.questions() {
                    choose(life, attempt, choice).await;
                }
            }
            Self::Connect(_) | Self::Send(_) | Self::Cancel(_) | Self::Reconnect(_) => {
                // Refused where the tenant is connected.
                if let Ok(view) = life.connect("jane", &rig.auth_config("gmail")).await {
                    let account = life.linked(&view.id).await.unwrap();
                    rig.decide(&account, true, WHO);
                    assert_eq!(life.ended(&view.id).await.state, AttemptState::Won);
                }
            }
            _ => self.done_at_once(life).await,
        }
    }

    /// What is gone at Composio is in the list as gone, before anybody does anything.
    pub(super) async fn is_listed(self, rig: &Rig, life: &Life, at: &str) {
        let all = rig.sim.accounts();
        let gone = all.iter().filter(|account| account["deleted"] == true);
        for account in gone.filter_map(|account| account["id"].as_str()) {
            let rows = rows(life, account).await;
            let ends = rows.iter().all(|row| row.state == LifecycleName::Revoked);
            assert!(ends, "{self:?}, {at}: {account} in {rows:?}");
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
            // Whoever signed in may have been lost with the core, and the old one works.
            Self::Choose(AccountChoice::KeepBoth) => {
                assert!((1..=2).contains(&status("ACTIVE")), "{}", told());
            }
            Self::Alias => deeds::alias_is_set(rig, at),
            Self::Setting => deeds::name_is_set(rig, at),
            Self::Create => deeds::there_is_one(rig, at),
            Self::CleanUp => deeds::they_are_gone(rig, at),
            _ => assert_eq!(status("ACTIVE"), 1, "{}", told()),
        }
    }
}

fn allow_all(rig: &Rig, who: &str) {
    for account in rig.remote("jane") {
        rig.decide(account["id"].as_str().unwrap(), true, who);
    }
}

/// Sends the customer a link.
async fn send(rig: &Rig, life: &Life, customer: Customer) {
    let view = life
        .connect_by(Way::Sent, "jane", &rig.auth_config("gmail"))
        .await
        .unwrap();
    let account = life.link_made(&view.id).await;
    goes_on(rig, life, &view.id, account, customer).await;
}

/// A reconnect, and the account that it made.
async fn again(life: &Life) -> (AttemptId, String) {
    let integration = row(life).await.unwrap();
    let view = life.app.run(Reconnect { integration }).await.unwrap();
    let account = life.linked(&view.id).await.unwrap();
    (view.id, account)
}

/// What the customer does once there is a link, and what comes of it.
async fn goes_on(
    rig: &Rig,
    life: &Life,
    attempt: &AttemptId,
    account: Option<String>,
    customer: Customer,
) {
    if let Some(account) = account {
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
    life.ended(attempt).await;
    life.rest(AFTERWARDS).await;
}

/// Refused where it was chosen already.
async fn choose(life: &Life, attempt: AttemptId, choice: AccountChoice) {
    let ask = ChooseAccount {
        attempt,
        choice,
        reason: "a new colleague".into(),
    };
    let _ = life.app.run(ask).await;
}

async fn cancel(rig: &Rig, life: &Life, customer: Customer) {
    let view = life
        .connect("jane", &rig.auth_config("gmail"))
        .await
        .unwrap();
    let account = life.linked(&view.id).await;
    let attempt = view.id.clone();
    if let Some(account) = account.filter(|_| customer == Customer::Allows) {
        // At the very moment.
        rig.decide(&account, true, WHO);
    }
    // Refused where it is connected already.
    let _ = life.app.run(CancelAttempt { attempt }).await;
    life.rest(AFTERWARDS).await;
}

async fn connect(rig: &Rig, life: &Life, customer: Customer) {
    let view = life
        .connect("jane", &rig.auth_config("gmail"))
        .await
        .unwrap();
    let account = life.linked(&view.id).await;
    goes_on(rig, life, &view.id, account, customer).await;
}

/// Jane's row, where there is one.
pub(super) async fn row(life: &Life) -> Option<IntegrationId> {
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
