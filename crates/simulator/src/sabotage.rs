//! Breaking things with one click: what the demo panel offers.

use serde_json::{Map, Value};

use crate::control::locate;
use crate::world::{Extra, Health, Reason, Status, World};

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
    /// The provider has a new client secret, and the auth config still the old one:
    /// it refuses every account of that auth config.
    RotateClientSecret {
        /// Which auth config.
        auth_config_id: String,
    },
    /// Somebody entered the new secret, so those accounts work again.
    RenewClientSecret {
        /// Which auth config.
        auth_config_id: String,
    },
    /// Lays these members over the account's `state.val`, whatever they are.
    TokenData {
        /// Whose.
        connected_account_id: String,
        /// The members.
        data: Map<String, Value>,
    },
    /// Lays these members over what is told of the account, whatever they are.
    AccountData {
        /// Which.
        connected_account_id: String,
        /// The members.
        data: Map<String, Value>,
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
            "rotate_client_secret" => Sabotage::RotateClientSecret {
                auth_config_id: text(&value)?,
            },
            "renew_client_secret" => Sabotage::RenewClientSecret {
                auth_config_id: text(&value)?,
            },
            "token_data" | "account_data" => {
                let Value::Object(mut data) = value else {
                    return Err("Expected an object".to_owned());
                };
                let account = data.remove("connected_account_id").unwrap_or_default();
                let connected_account_id = text(&account)?;
                if name == "token_data" {
                    Sabotage::TokenData {
                        connected_account_id,
                        data,
                    }
                } else {
                    Sabotage::AccountData {
                        connected_account_id,
                        data,
                    }
                }
            }
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

/// Refuses every active account of an auth config, or ends that; false when there is no
/// such auth config.
fn refuse_client(world: &mut World, config: &str, refuse: bool) -> bool {
    let to = if refuse {
        Health::ClientRejected
    } else {
        Health::Good
    };
    let Some((project, at)) = world
        .projects
        .iter_mut()
        .find_map(|project| project.find_config(config).map(|at| (project, at)))
    else {
        return false;
    };
    let hit: Vec<u32> = project
        .accounts
        .iter()
        .filter(|(_, row)| row.config as usize == at)
        .filter(|(_, row)| row.status == Status::Active)
        .filter(|(_, row)| refuse || row.health == Health::ClientRejected)
        .map(|(index, _)| index)
        .collect();
    for index in hit {
        project.accounts.change(index, |row| {
            (row.health, row.failures) = (to, 0);
        });
    }
    true
}

/// Lays something over an account; false when there is no such account.
fn lay(world: &mut World, id: &str, how: impl FnOnce(&mut Extra)) -> bool {
    let found = locate(world, id);
    let Some((own, account)) =
        found.and_then(|(at, account)| Some((world.projects.get_mut(at)?, account)))
    else {
        return false;
    };
    own.accounts.change(account, |row| how(row.extra_mut()));
    true
}

/// Breaks something; false when what is named is not there.
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
        Sabotage::TokenData {
            connected_account_id: id,
            data,
        } => return lay(world, id, |extra| extra.laid.clone_from(data)),
        Sabotage::AccountData {
            connected_account_id: id,
            data,
        } => return lay(world, id, |extra| extra.told.clone_from(data)),
        Sabotage::RotateClientSecret { auth_config_id: id } => {
            return refuse_client(world, id, true);
        }
        Sabotage::RenewClientSecret { auth_config_id: id } => {
            return refuse_client(world, id, false);
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
