//! Closing the window while a sign-in is watched is asked about; nothing is lost either way.

use anyhow::Result;
use e2e::{Decision, Script, hook, until};

use crate::steps::{demo, desk_with_browser, find_row, gone, see, wait_for};

#[tokio::test]
async fn leaving_with_an_open_sign_in_is_asked_about_and_can_be_taken_back() -> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::only(Decision::Nothing)).await?;
    let window = demo(&desk).await?;
    find_row(&window, "Acme", "Gmail").await?;
    window.click(&hook("action-reconnect")).await?;
    see(&window, "attempt-link").await?;
    window.click(&hook("attempt-keep")).await?;
    wait_for(&window, &hook("status-links"), "1 link waiting").await?;

    desk.press_close().await?;
    wait_for(&window, &hook("leaving-watched"), "1 sign-in").await?;
    window.picture("leaving").await?;
    window.click(&hook("leaving-stay")).await?;
    gone(&window, "leaving").await?;
    wait_for(&window, &hook("status-links"), "1 link waiting").await?;

    desk.press_close().await?;
    window.click(&hook("leaving-quit")).await?;
    until("the program to end", || async {
        Ok(desk.instances().await?.is_empty().then_some(()))
    })
    .await
}
