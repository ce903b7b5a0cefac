//! A passphrase that nobody remembers: replaced by who has the project's key, and by nobody else.

use anyhow::{Result, ensure};
use e2e::{Desk, Simulator, Window, hook};

use crate::steps::{
    TOKENS, choose, gone, heard, leave_no_trace, said, see, set_up, synced, wait_for,
};

const KEY: &str = "ak_sim_CANARYreset80d1";
const OF_SOMEBODY: &str = "ak_sim_of_somebody_else";
const FORGOTTEN: &str = "CANARYwords nobody knows";
const GUESS: &str = "CANARYwords of yesterday";
const NEW: &str = "CANARYwords of today";

#[tokio::test]
async fn a_forgotten_passphrase_is_replaced_with_the_key_and_opens_nothing_any_more() -> Result<()>
{
    let desk = Desk::new().await?;
    let arguments = ["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = desk.start_app().await?;
    see(&window, "setup").await?;
    window.record_answers().await?;
    set_up(&window, &simulator, KEY).await?;
    role_and_lock(&window).await?;
    window.type_into(&hook("passphrase-new"), FORGOTTEN).await?;
    window.click(&hook("passphrase-set")).await?;
    wait_for(&window, &hook("passphrase-said"), "Kept").await?;
    see(&window, "passphrase-current").await?;
    choose(&window, &hook("role-idle"), "30").await?;
    wait_for(&window, &hook("role-now"), "locks after 30 min").await?;
    window.click(&hook("role-lock")).await?;
    is(&window, "Support").await?;
    // The button has gone, and the keyboard is on the one in its place.
    window.focused(&hook("role-unlock")).await?;
    for field in ["passphrase-current", "passphrase-new"] {
        window.find(&format!("{}[readonly]", hook(field))).await?;
    }
    ensure!(said(&window, &hook("passphrase-said")).await?.is_empty());
    window.click(&hook("role-unlock")).await?;
    a_wrong_guess_is_not_the_new_one(&window).await?;

    // Without the project's key there is no way in, whatever the new words are.
    reset(&window, OF_SOMEBODY).await?;
    window
        .find(&format!(
            "{} [data-code=\"composio.unauthorized\"]",
            hook("unlock")
        ))
        .await?;
    is(&window, "Support").await?;
    reset(&window, KEY).await?;
    gone(&window, "unlock").await?;
    is(&window, "Admin").await?;
    let told = "Set a new passphrase with the API key";
    wait_for(&window, &hook("desk-record"), told).await?;
    let mut told = heard(&window).await?;
    window.close().await?;

    // It holds over a restart, and so does what else was set of the lock.
    let window = desk.start_app().await?;
    synced(&window).await?;
    window.record_answers().await?;
    is(&window, "Support").await?;
    role_and_lock(&window).await?;
    window.click(&hook("role-unlock")).await?;
    unlock(&window, FORGOTTEN).await?;
    wait_for(&window, &hook("unlock"), "This is not the admin passphrase").await?;
    is(&window, "Support").await?;
    unlock(&window, NEW).await?;
    gone(&window, "unlock").await?;
    is(&window, "Admin").await?;
    wait_for(&window, &hook("role-now"), "locks after 30 min").await?;
    told.push_str(&heard(&window).await?);
    window.close().await?;
    leave_no_trace(&desk, &told, &[KEY, OF_SOMEBODY, FORGOTTEN, GUESS, NEW])?;
    leave_no_trace(&desk, &told, &TOKENS)
}

/// What was guessed wrong is gone from the field, and what was said of it too.
async fn a_wrong_guess_is_not_the_new_one(window: &Window) -> Result<()> {
    unlock(window, GUESS).await?;
    wait_for(window, &hook("unlock"), "This is not the admin passphrase").await?;
    window.click(&hook("unlock-forgotten")).await?;
    see(window, "reset-key").await?;
    window.focused(&hook("reset-key")).await?;
    gone(window, "fault").await?;
    let field = window.find(&hook("unlock-passphrase")).await?;
    ensure!(field.prop("value").await?.as_deref() == Some(""), "a guess");
    Ok(())
}

async fn role_and_lock(window: &Window) -> Result<()> {
    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-role")).await
}

async fn is(window: &Window, role: &str) -> Result<()> {
    wait_for(window, &hook("person-role"), role).await
}

async fn reset(window: &Window, key: &str) -> Result<()> {
    window.type_into(&hook("reset-key"), key).await?;
    unlock(window, NEW).await
}

async fn unlock(window: &Window, passphrase: &str) -> Result<()> {
    window
        .type_into(&hook("unlock-passphrase"), passphrase)
        .await?;
    window.click(&hook("unlock-confirm")).await
}
