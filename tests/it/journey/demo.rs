//! In the demo workspace: find, connect, check, break, reconnect, disconnect.

use anyhow::Result;
use e2e::{Decision, Desk, Script};

use super::{Breaking, connected_as, find_row, hook, the_whole_job, wait_for};

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
    the_whole_job(&window, &desk, Breaking::Panel).await?;
    window.close().await
}

#[tokio::test]
async fn the_link_home_brings_the_row_to_the_front_from_wherever_one_is() -> Result<()> {
    let desk = Desk::new().await?;
    desk.register_scheme().await?;
    let browser = desk.install_browser().await?;
    browser.follow(&Script {
        decision: Decision::Nothing,
        ..Script::default()
    })?;
    let window = desk.start_app().await?;
    window.click(&hook("setup-demo")).await?;
    window
        .find(&format!("{}[data-phase=\"idle\"]", hook("status-sync")))
        .await?;
    find_row(&window, "Acme", "Gmail").await?;
    window.click(&hook("action-reconnect")).await?;
    let page = browser
        .wait_for_visit("the link page", |visit| visit.url.contains("/link/"))
        .await?;
    window.click(&hook("attempt-keep")).await?;
    window.click(&hook("pane-close")).await?;
    window.click(&hook("nav-tenants")).await?;

    browser.follow(&Script {
        account: Some("jane@example.com".to_owned()),
        ..Script::default()
    })?;
    let opened = desk.run("gio", &["open", &page.url]).await?;
    assert_eq!(opened.code, Some(0), "{}", opened.stderr);
    wait_for(&window, &hook("pane-tenant"), "Acme Field Services").await?;
    wait_for(&window, &hook("pane-toolkit"), "Gmail").await?;
    wait_for(&window, &hook("pane"), "jane@example.com").await?;
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
