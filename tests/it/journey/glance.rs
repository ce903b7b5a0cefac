//! The overview: the one next step of a row that failed is taken from there.

use anyhow::{Context as _, Result, ensure};
use e2e::{Script, Window, hook, until};

use crate::steps::{demo, desk_with_browser, find_row, said, see, wait_for};

/// Presses the next step in the first line of a failure that says both.
async fn next_step(window: &Window, here: &str, there: &str) -> Result<()> {
    let script = "const words = [...arguments];\
        const lines = [...document.querySelectorAll('[data-test=overview-failure]')];\
        const line = lines.find(l => words.every(word => l.innerText.includes(word)));\
        if (!line) return false;\
        line.querySelector('[data-test=overview-step]').click();\
        return true;";
    until(
        &format!("a failure with `{here}` and `{there}`"),
        || async {
            let hit = window.run(script, vec![here.into(), there.into()]).await?;
            Ok((hit == serde_json::Value::Bool(true)).then_some(()))
        },
    )
    .await
}

/// The number on the tile of what needs action.
async fn alarm(window: &Window) -> Result<u32> {
    let tile = format!("{}[data-state=\"needs_action\"]", hook("overview-tile"));
    let tile = window.find(&tile).await?;
    let count = tile.attr("data-count").await?.context("a count")?;
    Ok(count.parse()?)
}

#[tokio::test]
async fn the_next_step_of_a_failure_is_taken_from_the_overview() -> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::allow("jane@example.com")).await?;
    let window = demo(&desk).await?;
    find_row(&window, "Acme", "Slack").await?;
    window.click(&hook("demo-expire")).await?;
    wait_for(&window, &hook("demo-said"), "done").await?;
    window.click(&hook("sync-now")).await?;
    wait_for(&window, &hook("composio-status"), "EXPIRED").await?;

    // What can be repaired by a sign-in begins one, and is no failure when that was good.
    window.click(&hook("nav-overview")).await?;
    see(&window, "overview-step").await?;
    let before = alarm(&window).await?;
    next_step(&window, "Acme", "Slack").await?;
    see(&window, "connect-sheet").await?;
    see(&window, "attempt-won").await?;
    window.click(&hook("attempt-done")).await?;
    window.click(&hook("nav-overview")).await?;
    let failures = hook("overview-failure");
    until("one failure less", || async {
        let left = said(&window, &failures).await?;
        let fewer = alarm(&window).await? == before - 1;
        Ok((fewer && !left.contains("Acme Field Services\nSlack")).then_some(()))
    })
    .await?;

    // What has to be looked at first opens its row, with the fix in the pane.
    let words = said(&window, &failures).await?;
    ensure!(words.contains("Open"), "{words}");
    next_step(&window, "OAuth app in testing", "Open").await?;
    wait_for(&window, &hook("diagnosis-title"), "OAuth app in testing").await?;
    see(&window, "diagnosis-fix").await?;

    // The tile is the list of what it counts.
    window.click(&hook("nav-overview")).await?;
    let tile = format!("{}[data-state=\"needs_action\"]", hook("overview-tile"));
    window.click(&tile).await?;
    wait_for(&window, &hook("rows"), &format!("of {}", before - 1)).await?;
    window.close().await
}
