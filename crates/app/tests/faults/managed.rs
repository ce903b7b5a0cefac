//! An auth config that Composio made and told nobody of: there is one of it, it can be
//! chosen at once, and a second click makes no second one.

use composio::ListAuthConfigs;
use domain::ToolkitSlug;
use simulator::Fault;
use wire::{Code, ConnectOptions, CreateManagedAuthConfig};

use crate::checker;
use crate::life::{Life, audited};
use crate::rig::{Rig, apart};
use crate::table::faults::{self, LOST};

const CREATE: &str = "POST /auth_configs";

fn slug() -> ToolkitSlug {
    ToolkitSlug::parse("airtable").unwrap()
}

fn stranger(rig: &Rig) -> composio::Client {
    let key = composio::ApiKey::new(rig.sim.api_key().into());
    let base = rig.sim.base_url().parse().unwrap();
    composio::Client::new(composio::Config::new(base, key)).unwrap()
}

/// The auth configs of the toolkit that there are at Composio.
async fn remote(rig: &Rig) -> Vec<String> {
    let which = ListAuthConfigs {
        toolkit_slugs: vec![slug().to_string()],
        ..ListAuthConfigs::default()
    };
    let page = stranger(rig).auth_configs().list(&which).await.unwrap();
    page.items
        .into_iter()
        .map(|config| config.id.to_string())
        .collect()
}

/// A project in which the toolkit has no auth config.
fn without() -> Rig {
    let rig = Rig::new();
    apart(async {
        for id in remote(&rig).await {
            stranger(&rig).auth_configs().delete(&id).await.unwrap();
        }
        assert!(remote(&rig).await.is_empty());
        // What somebody else did is no request of the core's.
        rig.sim.clear_requests();
    });
    rig
}

async fn create(life: &Life) -> Result<wire::Receipt, wire::Fault> {
    let ask = CreateManagedAuthConfig { toolkit: slug() };
    life.app.run(ask).await
}

/// What there is to choose for the toolkit.
async fn offered(life: &Life) -> Vec<String> {
    let options = life.app.run(ConnectOptions {}).await.unwrap();
    let all = options.toolkits.into_iter();
    all.filter(|choice| choice.slug == slug())
        .flat_map(|choice| choice.auth_configs)
        .map(|config| config.id.to_string())
        .collect()
}

/// The outcomes in the audit list, newest first.
async fn outcomes(life: &Life) -> Vec<String> {
    let rows = audited(life).await;
    rows.into_iter().filter_map(|row| row.result).collect()
}

fn fault(name: &str) -> Fault {
    faults::on(name, CREATE)
}

fn sent(rig: &Rig) -> usize {
    let all = rig.sim.requests();
    let creates = all.iter().filter(|request| {
        let path = request["path"].as_str().unwrap_or_default();
        request["method"] == "POST" && path.ends_with("/auth_configs")
    });
    creates.count()
}

#[test]
fn an_auth_config_whose_answer_was_lost_is_there_once_and_known() {
    for name in LOST {
        let rig = without();
        let known = rig.live(async |life| {
            life.synced().await;
            rig.sim.faults(vec![fault(name)]).unwrap();
            create(life).await.unwrap();
            assert_eq!(sent(&rig), 1, "{name}: it is not sent again");
            let said = outcomes(life).await;
            assert_eq!(said.len(), 1, "{name}: {said:?}");
            assert!(said[0].starts_with("done, found"), "{name}: {said:?}");
            // Two clicks make one, also where the first seemed to bring nothing.
            let second = create(life).await.unwrap_err();
            assert_eq!(second.code, Code::BadInput, "{name}");
            assert_eq!(sent(&rig), 1, "{name}");
            let broken = checker::broken(&rig, true).await;
            assert!(broken.is_empty(), "{name}: {broken:?}");
            offered(life).await
        });
        let there = apart(remote(&rig));
        assert_eq!(there.len(), 1, "{name}: exactly one");
        assert_eq!(known, Some(there), "{name}: and the app knows it");
    }
}

#[test]
fn an_auth_config_that_was_never_made_is_not_told_as_made() {
    for name in ["connection closed before", "no answer before"] {
        let rig = without();
        let known = rig.live(async |life| {
            life.synced().await;
            rig.sim.faults(vec![fault(name)]).unwrap();
            let told = create(life).await.unwrap_err();
            assert_eq!(told.code, Code::OutcomeUnknown, "{name}");
            let said = outcomes(life).await;
            assert!(said[0].starts_with("unknown"), "{name}: {said:?}");
            assert!(offered(life).await.is_empty(), "{name}");
            // Whoever was told so clicks again.
            create(life).await.unwrap();
            let broken = checker::broken(&rig, true).await;
            assert!(broken.is_empty(), "{name}: {broken:?}");
            offered(life).await
        });
        let there = apart(remote(&rig));
        assert_eq!(there.len(), 1, "{name}: exactly one");
        assert_eq!(known, Some(there), "{name}");
    }
}
