//! Every other button of a row and of an open sign-in does what it says.

use anyhow::Result;
use e2e::{Decision, Desk, Script, copied, hook, until};

use crate::steps::{demo, desk_with_browser, find_row, gone, said, see, wait_for};

#[tokio::test]
async fn an_account_that_works_after_disable_is_said_in_red_until_it_is_enabled() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    let proof = |word: &str| format!("{}[data-proof=\"{word}\"]", hook("pause-proof"));
    find_row(&window, "Acme", "Slack").await?;
    window.click(&hook("demo-inactive-works")).await?;
    window.click(&hook("action-disable")).await?;
    see(&window, "confirm-disable").await?;
    wait_for(&window, &hook("meant"), "Slack for Acme").await?;
    wait_for(&window, &hook("meant"), "in Demo workspace").await?;
    window.picture("confirm-disable").await?;
    window
        .type_into(&hook("disable-reason"), "unpaid since May")
        .await?;
    window.click(&hook("disable-confirm")).await?;
    wait_for(&window, &hook("composio-status"), "INACTIVE").await?;
    window.find(&proof("still_works")).await?;
    wait_for(&window, &hook("diagnosis-title"), "unpaid since May").await?;
    wait_for(&window, &hook("timeline"), "Still works after disable").await?;
    // The red notice says it, so the answer to the press does not say it once more.
    gone(&window, "check-said").await?;
    window.picture("integration-still-works").await?;

    window.click(&hook("demo-repair")).await?;
    wait_for(&window, &hook("demo-said"), "Repair: done.").await?;
    window.click(&hook("action-check")).await?;
    window.find(&proof("holds")).await?;
    window.picture("integration-paused").await?;
    window.click(&hook("action-enable")).await?;
    see(&window, "action-disable").await?;
    // The button has gone, and the keyboard is where it stood.
    window.focused(".pane__b").await?;
    wait_for(&window, &hook("timeline"), "Enabled").await?;
    window
        .find(&format!("{}[data-verified=\"good\"]", hook("verified")))
        .await?;
    window.close().await
}

#[tokio::test]
async fn an_open_sign_in_is_copied_looked_at_and_cancelled() -> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::only(Decision::Nothing)).await?;
    let window = demo(&desk).await?;
    find_row(&window, "Acme", "Gmail").await?;
    window.click(&hook("action-reconnect")).await?;
    see(&window, "attempt-link").await?;
    // Windows of other tests share the clipboard.
    until("the link to be copied, for nobody's history", || async {
        window.click(&hook("attempt-copy")).await?;
        wait_for(&window, &hook("attempt-said"), "copied").await?;
        let copied = copied().await?;
        Ok((copied.text.contains("/link/") && copied.unrecorded).then_some(()))
    })
    .await?;
    window.click(&hook("attempt-check")).await?;
    window.click(&hook("attempt-cancel")).await?;
    see(&window, "attempt-close").await?;
    window.picture("connect-cancelled").await?;
    window.click(&hook("attempt-close")).await?;
    wait_for(&window, &hook("timeline"), "Sign-in cancelled").await?;
    see(&window, "action-reconnect").await?;
    window.close().await
}

#[tokio::test]
async fn a_revoked_row_is_taken_off_the_list() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    window.click(&hook("chip-more")).await?;
    let revoked = format!("{}[data-state=\"revoked\"]", hook("chip"));
    window.find(&revoked).await?;
    window.picture("menu-more").await?;
    window.click(&revoked).await?;
    wait_for(&window, &hook("rows"), "of 6").await?;
    // Its chip goes with the choice, and the keyboard is on the one for all.
    window.click(&revoked).await?;
    window.focused(&hook("chip-all")).await?;
    window.click(&hook("chip-more")).await?;
    window.click(&revoked).await?;
    wait_for(&window, &hook("rows"), "of 6").await?;
    window.click(&hook("row")).await?;
    window.click(&hook("action-remove")).await?;
    see(&window, "confirm-remove").await?;
    window.picture("confirm-remove").await?;
    window.click(&hook("remove-confirm")).await?;
    wait_for(&window, &hook("rows"), "of 5").await?;
    assert!(!said(&window, &hook("grid")).await?.contains("Expired"));
    window.close().await
}
