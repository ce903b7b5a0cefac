//! What is done to a row or to the project in one request or a few: an alias, a setting, an auth
//! config, a clean-up. Done again after an end, it is done once.

use composio::ListAuthConfigs;
use domain::ToolkitSlug;
use wire::{
    CleanUp, CreateManagedAuthConfig, Event, PlanCleanup, ProjectSetting, SetAlias,
    SetProjectSetting, ShowProjectSettings,
};

use super::flow::row;
use crate::life::Life;
use crate::rig::{Rig, apart};

const ALIAS: &str = "jane-at-work";
const NAME: &str = "Example & Sons";
/// A toolkit that gets an auth config.
const BARE: &str = "airtable";
/// So many unused accounts are cleaned up in a project that has more of them.
const CLEANED: usize = 2;

pub(super) async fn set_alias(life: &Life) {
    let ask = SetAlias {
        integration: row(life).await.unwrap(),
        alias: ALIAS.into(),
    };
    let _ = life.app.run(ask).await;
}

/// Refused where it is so already.
pub(super) async fn set_name(life: &Life) {
    let shown = life.app.run(ShowProjectSettings {}).await.unwrap();
    let mut settings = shown.settings.into_iter();
    let before = settings.find(|one| one.setting == ProjectSetting::DisplayName);
    let ask = SetProjectSetting {
        setting: ProjectSetting::DisplayName,
        from: before.unwrap().value,
        to: NAME.into(),
        reason: "the customer asked".into(),
    };
    let _ = life.app.run(ask).await;
}

/// Refused where the toolkit has one.
pub(super) async fn create(life: &Life) {
    let toolkit = ToolkitSlug::parse(BARE).unwrap();
    let _ = life.app.run(CreateManagedAuthConfig { toolkit }).await;
}

/// Takes away what there is of the toolkit, before any core begins.
pub(super) fn make_bare(rig: &Rig) {
    let key = composio::ApiKey::new(rig.sim.api_key().into());
    let base = rig.sim.base_url().parse().unwrap();
    let stranger = composio::Client::new(composio::Config::new(base, key)).unwrap();
    apart(async {
        let which = ListAuthConfigs {
            toolkit_slugs: vec![BARE.into()],
            ..ListAuthConfigs::default()
        };
        let page = stranger.auth_configs().list(&which).await.unwrap();
        for config in page.items {
            let id = config.id.to_string();
            stranger.auth_configs().delete(&id).await.unwrap();
        }
        // What somebody else did is no request of the core's.
        rig.sim.clear_requests();
    });
}

/// Cleans up the oldest that are left.
pub(super) async fn clean_up(life: &Life) {
    let plan = life.app.run(PlanCleanup {}).await.unwrap();
    let oldest = plan.unused.iter().take(CLEANED);
    let accounts = oldest.map(|one| one.account.clone()).collect();
    if life.app.run(CleanUp { accounts }).await.is_ok() {
        life.until("the clean-up ends", |events| {
            let last = events.iter().rev().find_map(|event| match event {
                Event::Cleanup(view) => Some(view.running),
                _ => None,
            });
            last == Some(false)
        })
        .await;
    }
}

pub(super) fn alias_is_set(rig: &Rig, at: &str) {
    let left = rig.remote("jane");
    assert!(
        left.iter().all(|one| one["alias"] == ALIAS),
        "{at}: {left:?}"
    );
    assert_eq!(left.len(), 1, "{at}: {left:?}");
}

pub(super) fn name_is_set(rig: &Rig, at: &str) {
    let settings = &rig.sim.state()["settings"];
    assert_eq!(settings["display_name"], NAME, "{at}");
}

pub(super) fn there_is_one(rig: &Rig, at: &str) {
    let state = rig.sim.state();
    let configs = state["auth_configs"].as_array().unwrap();
    let ours: Vec<_> = configs
        .iter()
        .filter(|one| one["toolkit"] == BARE)
        .collect();
    assert_eq!(ours.len(), 1, "{at}: {ours:?}");
}

pub(super) fn they_are_gone(rig: &Rig, at: &str) {
    let all = rig.sim.accounts();
    let gone = all.iter().filter(|account| account["deleted"] == true);
    assert!(gone.count() >= CLEANED, "{at}");
}
