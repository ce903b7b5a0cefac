//! In the demo workspace: find, connect, check, break, reconnect, disconnect.

use anyhow::Result;
use e2e::{Desk, Script};

use super::{connected_as, disconnect, find_row, hook, said, wait_for};

#[tokio::test]
async fn a_new_user_connects_checks_repairs_and_disconnects_in_the_demo() -> Result<()> {
    let desk = Desk::new().await?;
    desk.register_scheme().await?;
    let browser = desk.install_browser().await?;
    browser.follow(&Script {
        account: Some("jane@example.com".to_owned()),
        ..Script::default()
    })?;
    let window = desk.start_app().await?;
    window.click(&hook("setup-demo")).await?;
    window
        .find(&format!("{}[data-phase=\"idle\"]", hook("status-sync")))
        .await?;

    find_row(&window, "Acme", "Gmail").await?;
    let before = said(&window, &hook("pane")).await?;
    let action = if before.contains("Reconnect") {
        "action-reconnect"
    } else {
        "action-connect"
    };
    window.click(&hook(action)).await?;
    connected_as(&window, "jane@example.com").await?;
    desk.wait_for_log(&["a deep link arrived", "warm"]).await?;

    window.click(&hook("action-check")).await?;
    window
        .find(&format!("{}[data-verified=\"good\"]", hook("verified")))
        .await?;

    window.click(&hook("demo-withdraw")).await?;
    wait_for(&window, &hook("demo-said"), "Withdraw consent: done.").await?;
    window.click(&hook("action-check")).await?;
    window
        .find(&format!("{}[data-verified=\"refused\"]", hook("verified")))
        .await?;
    wait_for(&window, &hook("diagnosis"), "Refresh token refused").await?;
    wait_for(&window, &hook("composio-status"), "ACTIVE").await?;

    window.click(&hook("action-reconnect")).await?;
    connected_as(&window, "jane@example.com").await?;
    disconnect(&window).await?;

    window.click(&hook("nav-activity")).await?;
    for action in [
        "Reconnect",
        "Delete the replaced account",
        "Withdraw access",
        "Delete at Composio",
    ] {
        wait_for(&window, &hook("grid"), action).await?;
    }
    window.click(&hook("audit-verify")).await?;
    window.find(&hook("audit-verdict")).await?;
    window.close().await
}

#[tokio::test]
async fn where_our_links_have_no_handler_the_browser_comes_home_to_a_page_on_loopback() -> Result<()>
{
    let desk = Desk::new().await?;
    let browser = desk.install_browser().await?;
    browser.follow(&Script {
        account: Some("jane@example.com".to_owned()),
        ..Script::default()
    })?;
    let window = desk.start_app().await?;
    window.click(&hook("setup-demo")).await?;
    window
        .find(&format!("{}[data-phase=\"idle\"]", hook("status-sync")))
        .await?;
    find_row(&window, "Acme", "Gmail").await?;
    window.click(&hook("action-reconnect")).await?;
    connected_as(&window, "jane@example.com").await?;
    let home = browser
        .wait_for_visit("the page on loopback", |visit| {
            visit.url.contains("/oauth/callback?")
        })
        .await?;
    assert_eq!(home.status, 200, "{}", home.heading);
    desk.wait_for_log(&["a callback rang its attempt"]).await?;
    window.close().await
}
