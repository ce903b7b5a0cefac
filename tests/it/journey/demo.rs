//! In the demo workspace: find, connect, check, break, reconnect, disconnect.

use anyhow::Result;
use e2e::{Decision, Desk, Script, hook};

use super::job::{Breaking, Job, WHO, connected_as};
use crate::steps::{demo, desk_with_browser, find_row, see, synced, wait_for};

#[tokio::test]
async fn a_new_user_connects_checks_repairs_and_disconnects_in_the_demo() -> Result<()> {
    let (desk, browser) = desk_with_browser(&Script::allow(WHO)).await?;
    let window = desk.start_app().await?;
    see(&window, "setup").await?;
    window.picture("setup").await?;
    window.picture("setup@1024").await?;
    window.click(&hook("setup-demo")).await?;
    synced(&window).await?;
    window.picture("integrations").await?;

    find_row(&window, "Acme", "Gmail").await?;
    let job = Job {
        window: &window,
        desk: &desk,
        browser: &browser,
        breaking: Breaking::Panel,
    };
    job.whole().await?;
    window.close().await
}

#[tokio::test]
async fn the_link_home_brings_the_row_to_the_front_from_wherever_one_is() -> Result<()> {
    let (desk, browser) = desk_with_browser(&Script::only(Decision::Nothing)).await?;
    let window = demo(&desk).await?;
    find_row(&window, "Acme", "Gmail").await?;
    window.click(&hook("action-reconnect")).await?;
    let page = browser
        .wait_for_visit("the link page", |visit| visit.url.contains("/link/"))
        .await?;
    window.click(&hook("attempt-keep")).await?;
    window.click(&hook("pane-close")).await?;
    window.click(&hook("nav-tenants")).await?;

    browser.follow(&Script::allow(WHO))?;
    let opened = desk.run("gio", &["open", &page.url]).await?;
    assert_eq!(opened.code, Some(0), "{}", opened.stderr);
    wait_for(&window, &hook("pane-tenant"), "Acme Field Services").await?;
    wait_for(&window, &hook("pane-toolkit"), "Gmail").await?;
    wait_for(&window, &hook("pane"), WHO).await?;
    window.close().await
}

#[tokio::test]
async fn where_our_links_have_no_handler_the_browser_comes_home_to_a_page_on_loopback() -> Result<()>
{
    let desk = Desk::new().await?;
    let browser = desk.install_browser().await?;
    browser.follow(&Script::allow(WHO))?;
    let window = demo(&desk).await?;
    find_row(&window, "Acme", "Gmail").await?;
    window.click(&hook("action-reconnect")).await?;
    connected_as(&window, WHO).await?;
    let home = browser
        .wait_for_visit("the page on loopback", |visit| {
            visit.url.contains("/oauth/callback?")
        })
        .await?;
    assert_eq!(home.status, 200, "{}", home.heading);
    desk.wait_for_log(&["a callback rang its attempt"]).await?;
    window.close().await
}
