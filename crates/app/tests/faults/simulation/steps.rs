//! What is done in a world: with a row, by a customer, by chance, by somebody else.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::IntegrationId;
use simulator::{Churn, Fault, Sabotage};
use wire::{CheckToken, Disconnect, Reconnect, SetAlias, SetEnabled};

use crate::dice::Dice;
use crate::life::{Life, rows};
use crate::rig::Rig;
use crate::table::faults;

const ROUTES: [&str; 9] = [
    "POST /connected_accounts/link",
    "GET /connected_accounts/{id}",
    "GET /connected_accounts",
    "POST /tools/execute/{slug}",
    "PATCH /connected_accounts/{id}",
    "PATCH /connected_accounts/{id}/status",
    "POST /connected_accounts/{id}/revoke",
    "DELETE /connected_accounts/{id}",
    "*",
];
const PEOPLE: [&str; 2] = ["one@example.com", "two@example.com"];

/// One of them does something with a row.
pub(super) async fn of_a_row(dice: &mut Dice, who: usize, life: &Life) -> String {
    let rows = rows(life, "").await;
    let Some(row) = dice.pick(&rows) else {
        return "there is no row".to_owned();
    };
    let integration: IntegrationId = row.id.clone();
    let app = &life.app;
    let reason = "because".to_owned();
    let (what, told) = match dice.below(6) {
        0 => {
            let enabled = dice.once_in(2);
            let ask = SetEnabled {
                integration,
                enabled,
                reason,
            };
            ("switches", app.run(ask).await.map(|_| ()))
        }
        1 => {
            let ask = Disconnect {
                integration,
                withdraw: dice.once_in(2),
                delete: dice.once_in(2),
                reason,
            };
            ("disconnects", app.run(ask).await.map(|_| ()))
        }
        2 => {
            let alias = dice.hex(4);
            (
                "labels",
                app.run(SetAlias { integration, alias }).await.map(|_| ()),
            )
        }
        3 => (
            "checks",
            app.run(CheckToken { integration }).await.map(|_| ()),
        ),
        _ => (
            "reconnects",
            app.run(Reconnect { integration }).await.map(|_| ()),
        ),
    };
    let told = told.map_or_else(|fault| fault.to_string(), |()| "done".to_owned());
    format!("{who} {what} {}: {told}", row.tenant_name)
}

/// Accounts whose customers have not decided.
pub(super) fn waiting(rig: &Rig) -> Vec<serde_json::Value> {
    let all = rig.sim.accounts();
    all.into_iter()
        .filter(|account| {
            let status = account["status"].as_str().unwrap_or_default();
            account["deleted"] == false && status.starts_with("INITI")
        })
        .collect()
}

/// A customer decides, and the browser may come home, once or thrice: `home` counts that.
pub(super) async fn decide(dice: &mut Dice, rig: &Rig, life: &Life, home: &AtomicUsize) -> String {
    let waiting = waiting(rig);
    let Some(account) = dice.pick(&waiting) else {
        life.rest(Duration::from_secs(3)).await;
        return "no customer is there".to_owned();
    };
    let id = account["id"].as_str().unwrap();
    let allow = !dice.once_in(4);
    rig.decide(id, allow, PEOPLE[dice.below(2)]);
    if let Some(back) = account["callback_url"].as_str() {
        for _ in 0..dice.below(4) {
            life.app.link(back);
            home.fetch_add(1, Ordering::Relaxed);
        }
    }
    format!(
        "the customer of {id} {}",
        if allow { "allows" } else { "declines" }
    )
}

/// Something will go wrong.
pub(super) fn fault(dice: &mut Dice, rig: &Rig) -> String {
    let all = faults::all();
    let (name, fault) = dice.pick(&all).unwrap().clone();
    let route = ROUTES[dice.below(ROUTES.len())];
    let fault = Fault {
        route: route.into(),
        nth: 1 + u32::try_from(dice.below(3)).unwrap(),
        times: Some(1 + u32::try_from(dice.below(4)).unwrap()),
        ..fault
    };
    let told = format!(
        "{name} on {route}, from {:?} on, {:?} times",
        fault.nth, fault.times
    );
    rig.sim.faults(vec![fault]).unwrap();
    told
}

/// Somebody else changes something at Composio.
pub(super) fn elsewhere(dice: &mut Dice, rig: &Rig) -> String {
    let accounts = rig.sim.accounts();
    let there: Vec<_> = accounts
        .iter()
        .filter(|account| account["status"] == "ACTIVE")
        .collect();
    let id = dice
        .pick(&there)
        .map(|account| account["id"].as_str().unwrap().to_owned());
    match (dice.below(4), id) {
        (0, Some(id)) => {
            rig.sim.sabotage(Sabotage::WithdrawConsent {
                connected_account_id: id.clone(),
            });
            format!("consent for {id} is withdrawn")
        }
        (1, Some(id)) => {
            rig.sim.sabotage(Sabotage::Expire {
                connected_account_id: id.clone(),
            });
            format!("{id} expires")
        }
        (2, _) => {
            let done = rig.sim.churn(Churn {
                delete: 1,
                ..Churn::default()
            });
            format!("{} accounts are deleted elsewhere", done.delete)
        }
        _ => {
            let done = rig.sim.churn(Churn {
                update: 1,
                ..Churn::default()
            });
            format!("{} accounts are switched off elsewhere", done.update)
        }
    }
}
