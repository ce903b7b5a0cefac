//! The demo workspace: the stand-in for Composio, inside this program and on loopback only.

use std::sync::Arc;

use app::{AuthConfigId, ConnectedAccountId, DemoServer, Future, HostError, SecretString};
use simulator::{Config, Running, Sabotage, Scenario, Simulator};
use wire::{DemoSize, SabotageKind};

/// Starts a fresh one. It ends when the core lets go of it.
pub(crate) async fn start(size: DemoSize) -> Result<Arc<dyn DemoServer>, HostError> {
    let running = Simulator::start(config(size))
        .await
        .map_err(|error| HostError(format!("the demo could not start: {}", error.kind())))?;
    // The demo begins unmasked, so that somebody can switch masking on.
    running.sabotage(Sabotage::Masking(false));
    Ok(Arc::new(Demo(running)))
}

fn config(size: DemoSize) -> Config {
    let scenario = match size {
        DemoSize::Small => Scenario::Demo,
        // A fleet is as large as the large demo says it is, unless told otherwise.
        DemoSize::Large => Scenario::Fleet,
    };
    Config {
        scenario,
        ..Config::default()
    }
}

struct Demo(Running);

impl DemoServer for Demo {
    fn base_url(&self) -> String {
        self.0.base_url()
    }

    fn api_key(&self) -> SecretString {
        self.0.api_key().into()
    }

    fn tenant_names(&self) -> Vec<(String, String)> {
        let ids = self.0.user_ids();
        ids.into_iter()
            .map(|id| {
                let name = title(&id);
                (id, name)
            })
            .collect()
    }

    fn sabotage(
        &self,
        kind: SabotageKind,
        account: Option<ConnectedAccountId>,
    ) -> Future<'_, Result<(), HostError>> {
        Box::pin(async move {
            for step in steps(kind, account)? {
                if !self.0.sabotage(step) {
                    return Err(HostError("the demo knows no such account".to_owned()));
                }
            }
            Ok(())
        })
    }

    fn client_secret(&self, config: &AuthConfigId, renewed: bool) -> Result<(), HostError> {
        let auth_config_id = config.to_string();
        let step = if renewed {
            Sabotage::RenewClientSecret { auth_config_id }
        } else {
            Sabotage::RotateClientSecret { auth_config_id }
        };
        self.0
            .sabotage(step)
            .then_some(())
            .ok_or_else(|| HostError("the demo knows no such auth config".to_owned()))
    }

    fn masks(&self) -> bool {
        self.0.masks()
    }
}

fn steps(
    kind: SabotageKind,
    account: Option<ConnectedAccountId>,
) -> Result<Vec<Sabotage>, HostError> {
    let named = || {
        account
            .map(|id| id.to_string())
            .ok_or_else(|| HostError("no connected account was named".to_owned()))
    };
    Ok(match kind {
        SabotageKind::WithdrawConsent => vec![Sabotage::WithdrawConsent {
            connected_account_id: named()?,
        }],
        SabotageKind::Expire => vec![Sabotage::Expire {
            connected_account_id: named()?,
        }],
        SabotageKind::ProviderOutage => vec![Sabotage::ProviderOutage(true)],
        SabotageKind::RejectApiKey => vec![Sabotage::RejectApiKey(true)],
        SabotageKind::Mask => vec![Sabotage::Masking(true)],
        SabotageKind::SlowNetwork => vec![Sabotage::SlowNetwork(true)],
        SabotageKind::InactiveWorks => vec![Sabotage::InactiveWorks(true)],
        SabotageKind::Repair => vec![
            Sabotage::ProviderOutage(false),
            Sabotage::RejectApiKey(false),
            Sabotage::Masking(false),
            Sabotage::SlowNetwork(false),
            Sabotage::InactiveWorks(false),
        ],
    })
}

/// `acme-field-services` is called "Acme Field Services".
fn title(user_id: &str) -> String {
    let words: Vec<String> = user_id
        .split('-')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect()
            })
        })
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaking_an_account_needs_an_account() {
        assert!(steps(SabotageKind::Expire, None).is_err());
        assert!(steps(SabotageKind::WithdrawConsent, None).is_err());
    }

    #[test]
    fn a_repair_undoes_every_breakage_that_is_not_an_account_s() {
        let repair = steps(SabotageKind::Repair, None).expect("steps");
        for kind in [
            SabotageKind::ProviderOutage,
            SabotageKind::RejectApiKey,
            SabotageKind::Mask,
            SabotageKind::SlowNetwork,
            SabotageKind::InactiveWorks,
        ] {
            for step in steps(kind, None).expect("steps") {
                let undone = match step {
                    Sabotage::ProviderOutage(on) => Sabotage::ProviderOutage(!on),
                    Sabotage::RejectApiKey(on) => Sabotage::RejectApiKey(!on),
                    Sabotage::Masking(on) => Sabotage::Masking(!on),
                    Sabotage::SlowNetwork(on) => Sabotage::SlowNetwork(!on),
                    Sabotage::InactiveWorks(on) => Sabotage::InactiveWorks(!on),
                    other => other,
                };
                assert!(repair.contains(&undone), "{undone:?} is missing");
            }
        }
    }

    #[test]
    fn the_large_demo_is_as_large_as_it_is_called() {
        let large = tauri::async_runtime::block_on(start(DemoSize::Large)).expect("a demo");
        assert_eq!(large.tenant_names().len(), 10_000);
        let small = tauri::async_runtime::block_on(start(DemoSize::Small)).expect("a demo");
        assert_eq!(small.tenant_names().len(), 60);
    }

    #[test]
    fn a_tenant_is_called_as_people_write_it() {
        assert_eq!(title("acme-field-services"), "Acme Field Services");
        assert_eq!(title("élan"), "Élan");
        assert_eq!(title(""), "");
    }
}
