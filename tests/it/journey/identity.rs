//! Whose account it is and how that is known; what the customer unticked at the consent.

use anyhow::Result;
use e2e::{Script, Window, hook};

use super::job::{WHO, connected_as};
use crate::steps::{demo, desk_with_browser, gone, see, take_tenant, wait_for};

const TENANT: &str = "northern-lights";

/// Connects a toolkit for a tenant, up to the end in the sheet. `who` is the hook of the
/// line that is clicked: of a tenant that is known, or of a new one.
async fn connect(window: &Window, who: &str, toolkit: &str) -> Result<()> {
    window.click(&hook("connect-account")).await?;
    window.type_into(&hook("connect-user"), TENANT).await?;
    take_tenant(window, who, TENANT).await?;
    window
        .type_into(&hook("connect-toolkit-search"), toolkit)
        .await?;
    let pick = format!("{}[data-id=\"{toolkit}\"]", hook("connect-toolkit"));
    window.click(&pick).await?;
    see(window, "connect-config").await?;
    window.click(&hook("connect-submit")).await?;
    see(window, "attempt-won").await
}

#[tokio::test]
async fn it_is_shown_whose_account_it_is_and_where_that_was_read() -> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::allow(WHO)).await?;
    let window = demo(&desk).await?;
    connect(&window, "connect-new-tenant", "slack").await?;
    wait_for(&window, &hook("attempt-email"), "jane").await?;
    wait_for(
        &window,
        &hook("attempt-email-source"),
        "Slack's current user",
    )
    .await?;
    window.picture("connect-success-slack").await?;
    connected_as(&window, "jane").await?;
    wait_for(&window, &hook("identity-source"), "Slack's current user").await?;

    connect(&window, "connect-tenant", "github").await?;
    wait_for(
        &window,
        &hook("attempt-email-source"),
        "GitHub's current user",
    )
    .await?;
    window.picture("connect-success-github").await?;
    connected_as(&window, WHO).await?;
    wait_for(&window, &hook("identity"), WHO).await?;
    window.close().await
}

#[tokio::test]
async fn a_box_that_was_unticked_is_amber_until_it_is_asked_for_again() -> Result<()> {
    let unticked = Script {
        untick: vec!["https://www.googleapis.com/auth/calendar.events".to_owned()],
        ..Script::allow(WHO)
    };
    let (desk, browser) = desk_with_browser(&unticked).await?;
    let window = demo(&desk).await?;
    connect(&window, "connect-new-tenant", "googlecalendar").await?;
    let said = "The customer unticked Calendar.";
    wait_for(&window, &hook("attempt-scopes"), said).await?;
    wait_for(&window, &hook("attempt-email"), WHO).await?;
    see(&window, "attempt-email-source").await?;
    window.picture("connect-left-out").await?;
    connected_as(&window, WHO).await?;
    wait_for(&window, &hook("left-out"), said).await?;
    window.picture("integration-left-out").await?;

    browser.follow(&Script::allow(WHO))?;
    window.click(&hook("left-out-again")).await?;
    connected_as(&window, WHO).await?;
    gone(&window, "left-out").await?;
    window.close().await
}
