//! Every other button of a row and of an open sign-in does what it says.

use anyhow::Result;
use e2e::{Decision, Desk, Script, Window};

use super::{find_row, hook, said, wait_for};

async fn demo(desk: &Desk) -> Result<Window> {
    let window = desk.start_app().await?;
    window.click(&hook("setup-demo")).await?;
    window
        .find(&format!("{}[data-phase=\"idle\"]", hook("status-sync")))
        .await?;
    Ok(window)
}

#[tokio::test]
async fn an_account_is_switched_off_and_on_again() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    find_row(&window, "Acme", "Slack").await?;
    window.click(&hook("action-disable")).await?;
    wait_for(&window, &hook("composio-status"), "INACTIVE").await?;
    window.click(&hook("action-enable")).await?;
    window.find(&hook("action-disable")).await?;
    wait_for(&window, &hook("timeline"), "Enabled").await?;
    window.close().await
}

#[tokio::test]
async fn an_open_sign_in_is_copied_looked_at_and_cancelled() -> Result<()> {
    let desk = Desk::new().await?;
    desk.register_scheme().await?;
    let browser = desk.install_browser().await?;
    browser.follow(&Script {
        decision: Decision::Nothing,
        ..Script::default()
    })?;
    let window = demo(&desk).await?;
    find_row(&window, "Acme", "Gmail").await?;
    window.click(&hook("action-reconnect")).await?;
    window.find(&hook("attempt-link")).await?;
    window.click(&hook("attempt-copy")).await?;
    wait_for(&window, &hook("attempt-said"), "copied").await?;
    window.click(&hook("attempt-check")).await?;
    window.click(&hook("attempt-cancel")).await?;
    window.find(&hook("attempt-close")).await?;
    window.click(&hook("attempt-close")).await?;
    wait_for(&window, &hook("timeline"), "Sign-in cancelled").await?;
    window.find(&hook("action-reconnect")).await?;
    window.close().await
}

#[tokio::test]
async fn a_revoked_row_is_taken_off_the_list() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    window.click(&hook("chip-more")).await?;
    window
        .click(&format!("{}[data-state=\"revoked\"]", hook("chip")))
        .await?;
    wait_for(&window, &hook("rows"), "of 6").await?;
    window.click(&hook("row")).await?;
    window.click(&hook("action-remove")).await?;
    window.find(&hook("confirm-remove")).await?;
    window.click(&hook("remove-confirm")).await?;
    wait_for(&window, &hook("rows"), "of 5").await?;
    assert!(!said(&window, &hook("grid")).await?.contains("Expired"));
    window.close().await
}
