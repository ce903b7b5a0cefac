//! Breaking things with one click: what the demo panel offers.

use serde_json::{Map, Value};

use crate::control::locate;
use crate::world::{Health, Reason, Status, World};

/// One thing to break, as the demo panel does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sabotage {
    /// The customer withdraws consent at the provider. Composio keeps saying
    /// ACTIVE until three uses have failed.
    WithdrawConsent {
        /// Whose.
        connected_account_id: String,
    },
    /// Composio finds out that the grant is dead.
    Expire {
        /// Which.
        connected_account_id: String,
    },
    /// Switches the project's masking of secrets.
    Masking(bool),
    /// All providers answer 503, or recover.
    ProviderOutage(bool),
    /// The main project's key is refused, or accepted again.
    RejectApiKey(bool),
    /// Every API answer takes 2.5 s longer, or not.
    SlowNetwork(bool),
    /// Accounts that are INACTIVE go on working, or not.
    InactiveWorks(bool),
}

/// Reads `{"withdraw_consent":"ca_…"}` and its like.
pub(crate) fn from_body(body: Map<String, Value>) -> Result<Vec<Sabotage>, String> {
    let text = |value: &Value| {
        value
            .as_str()
            .map(str::to_owned)
            .ok_or("Expected an account id")
    };
    let flag = |value: &Value| value.as_bool().ok_or("Expected true or false");
    let mut all = Vec::new();
    for (name, value) in body {
        all.push(match name.as_str() {
            "withdraw_consent" => Sabotage::WithdrawConsent {
                connected_account_id: text(&value)?,
            },
            "expire" => Sabotage::Expire {
                connected_account_id: text(&value)?,
            },
            "masking" => Sabotage::Masking(flag(&value)?),
            "provider_outage" => Sabotage::ProviderOutage(flag(&value)?),
            "reject_api_key" => Sabotage::RejectApiKey(flag(&value)?),
            "slow_network" => Sabotage::SlowNetwork(flag(&value)?),
            "inactive_works" => Sabotage::InactiveWorks(flag(&value)?),
            other => return Err(format!("No such sabotage: {other}")),
        });
    }
    Ok(all)
}

/// Breaks something; false when the account is not there.
pub(crate) fn sabotage(world: &mut World, what: &Sabotage) -> bool {
    match what {
        Sabotage::WithdrawConsent {
            connected_account_id: id,
        } => {
            let Some((project, account)) = locate(world, id) else {
                return false;
            };
            // Composio does not notice, so neither status nor time changes.
            let Some(own) = world.projects.get_mut(project) else {
                return false;
            };
            own.accounts.change(account, |row| {
                (row.health, row.failures) = (Health::GrantDead, 0);
            });
        }
        Sabotage::Expire {
            connected_account_id: id,
        } => {
            let Some((project, account)) = locate(world, id) else {
                return false;
            };
            world.set_status(project, account, Status::Expired, Reason::RefreshRefused);
        }
        Sabotage::Masking(on) => {
            if let Some(main) = world.projects.first_mut() {
                main.settings
                    .insert("mask_secret_keys_in_connected_account".into(), (*on).into());
            }
        }
        Sabotage::ProviderOutage(on) => world.weather.provider_outage = *on,
        Sabotage::RejectApiKey(on) => world.weather.key_refused = *on,
        Sabotage::SlowNetwork(on) => world.weather.slow = *on,
        Sabotage::InactiveWorks(on) => {
            if let Some(main) = world.projects.first_mut() {
                main.inactive_works = *on;
            }
        }
    }
    true
}
