//! Another person signs in than before: held back, and decided in the window.

use anyhow::Result;
use e2e::{Desk, Script, hook};

use super::job::connected_as;
use crate::steps::{find_row, gone, press_ctrl_enter, see, wait_for};

#[tokio::test]
async fn somebody_else_who_signs_in_is_held_back_until_a_person_chooses() -> Result<()> {
    let desk = Desk::new().await?;
    desk.register_scheme().await?;
    let browser = desk.install_browser().await?;
    let sign_in_as = |who: &str| {
        browser.follow(&Script {
            account: Some(who.to_owned()),
            ..Script::default()
        })
    };
    sign_in_as("jane@example.com")?;
    let window = desk.start_app().await?;
    window.click(&hook("setup-demo")).await?;
    window
        .find(&format!("{}[data-phase=\"idle\"]", hook("status-sync")))
        .await?;
    find_row(&window, "Acme", "Gmail").await?;
    window.click(&hook("action-reconnect")).await?;
    connected_as(&window, "jane@example.com").await?;

    sign_in_as("mallory@example.com")?;
    window.click(&hook("action-reconnect")).await?;
    window.find(&hook("attempt-differs")).await?;
    wait_for(&window, &hook("differs-before"), "jane@example.com").await?;
    wait_for(&window, &hook("differs-now"), "mallory@example.com").await?;
    window.picture("connect-differs").await?;
    window.picture("connect-differs@1024").await?;
    window.click(&hook("differs-later")).await?;
    wait_for(&window, &hook("status-links"), "1 choice waiting").await?;
    wait_for(&window, &hook("identity"), "jane@example.com").await?;
    window.picture("integration-choice").await?;
    // The overview says that it waits for a choice, not for a sign-in; the pane is left as it was.
    window.click(&hook("nav-overview")).await?;
    wait_for(&window, &hook("overview-attempt"), "Choice waiting").await?;
    window.click(&hook("nav-integrations")).await?;
    window.click(&hook("action-show-attempt")).await?;
    window.click(&hook("differs-undo")).await?;
    wait_for(&window, &hook("attempt-lost"), "undone").await?;
    window.picture("connect-undone").await?;
    window.click(&hook("attempt-close")).await?;
    wait_for(&window, &hook("identity"), "jane@example.com").await?;

    // Ctrl+Enter in the reason means the choice that needs it, never the ink button, which deletes
    // the new account.
    window.click(&hook("action-reconnect")).await?;
    see(&window, "differs-reason").await?;
    press_ctrl_enter(&window, "differs-reason").await?;
    window
        .type_into(&hook("differs-reason"), "Ticket 12, asked by phone")
        .await?;
    see(&window, "attempt-differs").await?;
    press_ctrl_enter(&window, "differs-reason").await?;
    connected_as(&window, "mallory@example.com").await?;
    wait_for(&window, &hook("timeline"), "Ticket 12").await?;

    // Both are kept only where a tenant may have several accounts.
    sign_in_as("billing@example.com")?;
    window.click(&hook("action-reconnect")).await?;
    wait_for(&window, &hook("differs-one"), "one account per tenant").await?;
    window.click(&hook("differs-allow")).await?;
    gone(&window, "differs-one").await?;
    window.click(&hook("differs-both")).await?;
    wait_for(&window, &hook("attempt-won"), "a row of its own").await?;
    window.close().await
}
