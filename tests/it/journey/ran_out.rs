//! A link that was handed over and then forgotten: its message copied, its end told by the desktop.

use anyhow::{Result, ensure};
use e2e::{Desk, Simulator, hook};
use serde_json::json;

use crate::steps::{find_row, look_now, see, set_up, wait_for};

const KEY: &str = "ak_sim_ranout_0000000001";

#[tokio::test]
async fn the_message_around_a_link_is_copied_and_its_end_told_by_the_desktop() -> Result<()> {
    let desk = Desk::new().await?;
    let notifications = desk.start_notifications().await?;
    let simulator = Simulator::start(desk.root(), &["--api-key", KEY, "--for", "600s"])?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, KEY).await?;
    find_row(&window, "acme", "Gmail").await?;
    window.click(&hook("action-send-link")).await?;
    see(&window, "message-preview").await?;
    window.click(&hook("message-copy")).await?;
    wait_for(&window, &hook("attempt-said"), "copied").await?;
    wait_for(&window, &hook("step"), "Handed over by you").await?;
    window.click(&hook("attempt-keep")).await?;
    window.click(&hook("pane-close")).await?;
    window.click(&hook("nav-tenants")).await?;

    simulator
        .post("/_sim/clock", &json!({ "advance": "11m" }))
        .await?;
    window.click(&hook("sync-now")).await?;
    let shown = notifications
        .wait_for("Gmail for acme-field-services: the link ran out")
        .await?;
    ensure!(
        shown.clickable && shown.body.contains("new link"),
        "{shown:?}"
    );
    notifications.click(&shown).await?;
    wait_for(&window, &hook("pane-toolkit"), "Gmail").await?;
    window.close().await
}

#[tokio::test]
async fn words_written_around_a_link_that_ran_out_stand_around_the_next_one() -> Result<()> {
    let desk = Desk::new().await?;
    let simulator = Simulator::start(desk.root(), &["--api-key", KEY, "--for", "600s"])?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, KEY).await?;
    find_row(&window, "acme", "Gmail").await?;
    window.click(&hook("action-send-link")).await?;
    // The words that come with the sheet would take the place of what is typed before them.
    wait_for(&window, &hook("message-preview"), "needs a sign-in").await?;
    window.click(&hook("message-edit")).await?;
    let words = "Dear Kim, your calendar is quiet since Monday: {link}";
    window.type_into(&hook("message-text"), words).await?;
    simulator
        .post("/_sim/clock", &json!({ "advance": "11m" }))
        .await?;
    look_now(&window).await?;
    wait_for(&window, &hook("attempt-lost"), "ran out").await?;
    simulator
        .post("/_sim/clock", &json!({ "reset": true }))
        .await?;
    window.click(&hook("attempt-again")).await?;
    wait_for(&window, &hook("message-preview"), "quiet since Monday").await?;
    window.close().await
}
