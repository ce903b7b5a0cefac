//! What only an admin may do is off for Support wherever it stands, says why, and has the way
//! to the role beside it: the list of these controls is `ui/admin-controls.txt`.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use e2e::{Desk, Simulator, Window, hook};
use serde_json::json;

use crate::steps::{gone, name_tenant, see, set_up, synced, wait_for};

const LISTED: &str = include_str!("../../../ui/admin-controls.txt");
const KEY: &str = "ak_sim_reflected_0000001";
const PASSPHRASE: &str = "correct horse battery";

/// The hooks of the controls.
fn listed() -> BTreeSet<&'static str> {
    LISTED
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .map(|(_, hook)| hook.trim())
        .collect()
}

/// Which controls of the list were looked at, each as off.
struct Seen(BTreeSet<&'static str>);

impl Seen {
    /// Waits for one of them and looks that it is off, why, and how it is unlocked.
    async fn off(&mut self, window: &Window, name: &str) -> Result<()> {
        let known = listed().get(name).copied();
        let name = known.with_context(|| format!("`{name}` is not on the list"))?;
        let css = format!("{}[aria-disabled=\"true\"]", hook(name));
        window.find(&css).await?;
        let script = "return document.querySelector(arguments[0]).title";
        let why = window.run(script, vec![css.into()]).await?;
        let why = why.as_str().unwrap_or_default();
        ensure!(why.contains("Only an admin"), "`{name}` says `{why}`");
        let beside = format!("{},{}", hook("why-unlock"), hook("unlock-here"));
        window.find(&beside).await?;
        self.0.insert(name);
        Ok(())
    }
}

#[tokio::test]
async fn every_control_of_an_admin_is_off_for_support_with_the_reason_and_the_way() -> Result<()> {
    let desk = Desk::new().await?;
    let arguments = ["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    simulator.without_config(KEY, "trello").await?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, KEY).await?;
    with_a_passphrase_and_locked(&window).await?;

    let mut seen = Seen(BTreeSet::new());
    in_settings(&window, &mut seen).await?;
    in_set_up(&window, &simulator, &mut seen).await?;
    on_a_tenant(&window, &mut seen).await?;
    while_connecting(&window, &mut seen).await?;
    assert_eq!(seen.0, listed(), "every control on the list was looked at");
    window.close().await
}

async fn with_a_passphrase_and_locked(window: &Window) -> Result<()> {
    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-role")).await?;
    window
        .type_into(&hook("passphrase-new"), PASSPHRASE)
        .await?;
    window.click(&hook("passphrase-set")).await?;
    see(window, "passphrase-current").await?;
    window.click(&hook("role-lock")).await?;
    wait_for(window, &hook("person-role"), "Support").await
}

async fn in_settings(window: &Window, seen: &mut Seen) -> Result<()> {
    seen.off(window, "passphrase-set").await?;
    seen.off(window, "role-idle").await?;
    window.picture("settings-role-support").await?;
    window.click(&hook("settings-projects")).await?;
    for control in ["project-edit", "project-forget", "project-delete"] {
        seen.off(window, control).await?;
    }
    window.picture("settings-projects-support").await?;
    window.click(&hook("settings-masking")).await?;
    seen.off(window, "masking-confirm").await?;
    window
        .find(&format!(
            "{}[aria-disabled=\"true\"]",
            hook("masking-switch")
        ))
        .await?;
    wait_for(window, &hook("masking-denied"), "Do not reconnect").await?;
    window.picture("settings-masking-support").await?;
    window.click(&hook("settings-project")).await?;
    seen.off(window, "setting-value").await?;
    window.picture("settings-project-support").await?;
    window.click(&hook("settings-network")).await?;
    seen.off(window, "network-save").await?;
    window.click(&hook("settings-links")).await?;
    seen.off(window, "return-page-save").await?;
    window.picture("settings-links-support").await
}

/// Of the set-up Support sees no more than the form for a key that Composio refuses.
async fn in_set_up(window: &Window, simulator: &Simulator, seen: &mut Seen) -> Result<()> {
    window.click(&hook("switcher")).await?;
    seen.off(window, "add-project").await?;
    window.picture("menu-projects-support").await?;
    window.click(&hook("switcher")).await?;
    let refuse = |refused: bool| json!({ "reject_api_key": refused });
    simulator.post("/_sim/sabotage", &refuse(true)).await?;
    window.click(&hook("sync-now")).await?;
    window
        .find(&format!(
            "{}[data-code=\"composio.unauthorized\"]",
            hook("sync-failed")
        ))
        .await?;
    window.click(&hook("sync-remedy")).await?;
    seen.off(window, "setup-save").await?;
    window.picture("setup-support").await?;
    window.click(&hook("setup-cancel")).await?;
    simulator.post("/_sim/sabotage", &refuse(false)).await?;
    window.click(&hook("sync-now")).await?;
    synced(window).await
}

async fn on_a_tenant(window: &Window, seen: &mut Seen) -> Result<()> {
    window.click(&hook("nav-tenants")).await?;
    window.click_row("acme").await?;
    seen.off(window, "tenant-delete").await?;
    window.picture("tenant-support").await
}

/// In the sheet of a connection, which is still there after unlocking.
async fn while_connecting(window: &Window, seen: &mut Seen) -> Result<()> {
    let toolkit = |slug: &str| format!("{}[data-id=\"{slug}\"]", hook("connect-toolkit"));
    window.click(&hook("nav-integrations")).await?;
    window.click(&hook("connect-account")).await?;
    name_tenant(window, "acme").await?;
    wait_for(window, &hook("connect-tenant"), "acme-field-services").await?;
    window.click(&hook("connect-tenant")).await?;

    window
        .type_into(&hook("connect-toolkit-search"), "trello")
        .await?;
    window.click(&hook("connect-bare")).await?;
    seen.off(window, "managed-create").await?;
    window.picture("connect-managed-support").await?;
    window.click_text("Back").await?;

    window.click(&toolkit("slack")).await?;
    seen.off(window, "allow-multiple").await?;
    window.picture("connect-duplicate-support").await?;
    window.click_text("Back").await?;

    window.click(&toolkit("gmail")).await?;
    seen.off(window, "suggest-all").await?;
    window.picture("connect-suggest-support").await?;

    // Unlocking lies over the sheet and leaves it as it was.
    window.click(&hook("unlock-here")).await?;
    see(window, "unlock").await?;
    window
        .type_into(&hook("unlock-passphrase"), PASSPHRASE)
        .await?;
    window.click(&hook("unlock-confirm")).await?;
    gone(window, "unlock").await?;
    window.click(&hook("suggest-all")).await?;
    gone(window, "suggest-all").await
}
