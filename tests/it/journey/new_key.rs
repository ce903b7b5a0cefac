//! A key that holds no more: replaced where its refusal is told, or taken off this computer.

use anyhow::{Result, ensure};
use e2e::{Canary, Desk, Simulator, Window, hook};

use super::with_a_key::in_the_keyring;
use crate::steps::{find_row, gone, in_view, see, set_up, synced, wait_for};

const OLD: &str = "ak_sim_CANARYold51c09e";
const NEW: &str = "ak_sim_CANARYnew7b33fa";
/// What the list says when it shows the whole project. How many of the rows are in sight is left
/// out: a line above the list that is still there when one looks takes the place of one.
const WHOLE: &str = "of 218";

fn with_key(key: &str) -> [&str; 6] {
    ["--scenario", "demo", "--api-key", key, "--for", "600s"]
}

async fn enter(window: &Window, key: &str) -> Result<()> {
    window.type_into(&hook("setup-key"), key).await?;
    window.click(&hook("setup-save")).await
}

#[tokio::test]
async fn a_key_that_is_refused_is_replaced_in_the_window_and_the_list_lives_again() -> Result<()> {
    let desk = Desk::new().await?;
    let simulator = Simulator::start(desk.root(), &with_key(OLD))?;
    let address = simulator.base().authority().to_owned();
    let window = desk.start_app().await?;
    set_up(&window, &simulator, OLD).await?;
    wait_for(&window, &hook("rows"), WHOLE).await?;

    // The same project, whose key was replaced in Composio's dashboard.
    drop(simulator);
    let simulator = Simulator::start_at(desk.root(), &address, &with_key(NEW))?;
    window.click(&hook("sync-now")).await?;
    see(&window, "project-refused").await?;
    window.click(&hook("project-remedy")).await?;
    wait_for(&window, &hook("setup"), "Enter a new API key").await?;
    enter(&window, OLD).await?;
    in_view(&window, &hook("setup-refused")).await?;
    enter(&window, NEW).await?;
    gone(&window, "setup").await?;
    gone(&window, "project-refused").await?;
    synced(&window).await?;
    wait_for(&window, &hook("rows"), WHOLE).await?;

    // Alive: what is asked now is answered to the new key.
    find_row(&window, "acme", "Slack").await?;
    window.click(&hook("action-check")).await?;
    let good = format!("{}[data-verified=\"good\"]", hook("verified"));
    window.find(&good).await?;
    let kept = in_the_keyring(&desk).await?;
    ensure!(kept.contains(NEW), "the new key is not in the keyring");
    ensure!(!kept.contains(OLD), "the old key is still in the keyring");
    window.close().await?;

    let window = desk.start_app().await?;
    synced(&window).await?;
    gone(&window, "project-refused").await?;
    window.close().await?;
    drop(simulator);
    nowhere_else(&desk)
}

#[tokio::test]
async fn a_key_that_is_forgotten_leaves_the_keyring_and_is_asked_for_again() -> Result<()> {
    let desk = Desk::new().await?;
    let simulator = Simulator::start(desk.root(), &with_key(OLD))?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, OLD).await?;
    ensure!(in_the_keyring(&desk).await?.contains(OLD), "it is kept");
    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-projects")).await?;
    window.click(&hook("project-forget")).await?;
    window.click(&hook("forget-confirm")).await?;
    gone(&window, "confirm-forget").await?;
    wait_for(&window, &hook("project"), "No key at hand").await?;
    gone(&window, "project-forget").await?;
    ensure!(!in_the_keyring(&desk).await?.contains(OLD), "it is gone");

    // The list stays to be read; nothing can be asked until the key is entered, here or later.
    window.click(&hook("nav-integrations")).await?;
    asked_for(&window).await?;
    wait_for(&window, &hook("grid"), "Gmail").await?;
    window.picture("key-forgotten").await?;
    window.close().await?;
    let window = desk.start_app().await?;
    asked_for(&window).await?;
    let remedy = format!("{} {}", hook("trouble"), hook("fault-remedy"));
    window.click(&remedy).await?;
    enter(&window, OLD).await?;
    gone(&window, "setup").await?;
    gone(&window, "trouble").await?;
    synced(&window).await?;
    ensure!(in_the_keyring(&desk).await?.contains(OLD), "it is back");
    window.close().await?;
    nowhere_else(&desk)
}

async fn asked_for(window: &Window) -> Result<()> {
    let missing = format!("{} [data-code=\"vault.missing\"]", hook("trouble"));
    wait_for(window, &missing, "Enter it again").await
}

fn nowhere_else(desk: &Desk) -> Result<()> {
    for key in [OLD, NEW] {
        let found = desk.traces(&Canary::new(key))?;
        ensure!(found.is_empty(), "{key} is on disk: {found:?}");
    }
    Ok(())
}
