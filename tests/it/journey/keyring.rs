//! A keyring that is locked at the start, one that asks for its password then, and one that is
//! forbidden while a key is entered: each is told as what it is, and trying again works once it
//! does.

use anyhow::Result;
use e2e::{Desk, Simulator, Window, hook, until};

use crate::steps::{enter, find_row, gone, set_up, synced, wait_for};

const KEY: &str = "ak_sim_obviously_fake_key";

/// A desk whose project has its key in a keyring that has been locked since.
async fn locked_out() -> Result<(Desk, Simulator)> {
    let mut desk = Desk::new().await?;
    let arguments = ["--scenario", "demo", "--api-key", KEY, "--for", "300s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, KEY).await?;
    window.close().await?;

    desk.lock_keyring().await?;
    Ok((desk, simulator))
}

#[tokio::test]
async fn a_locked_and_a_forbidden_keyring_are_told_apart_and_tried_again() -> Result<()> {
    let (mut desk, simulator) = locked_out().await?;
    let window = desk.start_app().await?;
    told(&window, "trouble", "vault.locked", "The keyring is locked").await?;
    wait_for(&window, &hook("grid"), "Gmail").await?;
    window.picture("keyring-locked").await?;
    window.picture("keyring-locked@1024").await?;
    let remedy = format!("{} {}", hook("trouble"), hook("fault-remedy"));
    window.click(&remedy).await?;
    until("the second refusal", || async {
        let log = desk.log()?;
        let refused = log.lines().filter(|line| line.contains("is locked"));
        Ok((refused.count() >= 2).then_some(()))
    })
    .await?;
    told(&window, "trouble", "vault.locked", "The keyring is locked").await?;
    desk.start_keyring().await?;
    window.click(&remedy).await?;
    gone(&window, "trouble").await?;
    synced(&window).await?;

    desk.allow_keyring(false).await?;
    window.click(&hook("switcher")).await?;
    window.click(&hook("add-project")).await?;
    window.type_into(&hook("setup-name"), "Second").await?;
    enter(&window, &simulator, KEY).await?;
    told(&window, "setup", "vault.denied", "refused access").await?;
    window.picture("keyring-denied").await?;
    desk.allow_keyring(true).await?;
    window.click(&hook("fault-remedy")).await?;
    wait_for(&window, &hook("profile-name"), "Second").await?;
    window.close().await
}

#[tokio::test]
async fn while_the_keyring_asks_for_its_password_the_list_can_be_read() -> Result<()> {
    let (desk, _simulator) = locked_out().await?;
    let person = desk.start_prompter().await?;
    let window = desk.start_app().await?;
    person.asked().await?;
    let banner = hook("keyring-asked");
    wait_for(&window, &banner, "Waiting for this computer's keyring").await?;
    wait_for(&window, &hook("grid"), "Gmail").await?;
    wait_for(&window, &hook("status-sync"), "As of ").await?;
    window.picture("keyring-asked").await?;
    window.picture("keyring-asked@1024").await?;
    find_row(&window, "acme", "Gmail").await?;
    let off = hook("actions-off");
    wait_for(&window, &off, "has not given the API key yet").await?;

    // Nothing is pressed in the window: the key comes with the password.
    person.answer().await?;
    gone(&window, "keyring-asked").await?;
    synced(&window).await?;
    gone(&window, "actions-off").await?;
    gone(&window, "trouble").await?;
    window.close().await
}

/// The fault with this code is there, in these words, with both ways out.
async fn told(window: &Window, place: &str, code: &str, words: &str) -> Result<()> {
    let fault = format!("{} [data-code=\"{code}\"]", hook(place));
    window.find(&fault).await?;
    wait_for(window, &fault, words).await?;
    for way in ["Try again", "Keep in memory until closed"] {
        wait_for(window, &fault, way).await?;
    }
    Ok(())
}
