//! The overview: the one next step of a row that failed is taken from there, and of no other row.

use anyhow::{Context as _, Result, ensure};
use e2e::{Desk, Script, Window, hook, until};
use serde_json::json;

use crate::steps::{demo, desk_with_browser, find_row, said, see, wait_for};

/// Presses the next step in the first line of a failure that says both.
async fn next_step(window: &Window, here: &str, there: &str) -> Result<()> {
    let script = "const words = [...arguments];\
        const lines = [...document.querySelectorAll('[data-test=overview-failure]')];\
        const line = lines.find(l => words.every(word => l.innerText.includes(word)));\
        return line?.querySelector('[data-test=overview-step]') ?? null;";
    let what = format!("a failure with `{here}` and `{there}`");
    let words = vec![here.into(), there.into()];
    window.click_found(&what, script, words).await
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

/// Gives the keyboard to a failure that is not Acme's Slack, and says what that is called.
const HOLD: &str = "const all = [...document.querySelectorAll('[data-test=overview-open]')];\
    const other = all.find(e => e.getAttribute('aria-label') !== 'Open Slack for Acme Field Services');\
    other?.focus();\
    return other?.getAttribute('aria-label') ?? null;";

#[tokio::test]
async fn a_failure_that_comes_in_puts_no_other_customer_under_the_keyboard() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    find_row(&window, "Acme", "Slack").await?;
    window.click(&hook("demo-expire")).await?;
    wait_for(&window, &hook("demo-said"), "done").await?;
    window.click(&hook("nav-overview")).await?;
    see(&window, "overview-open").await?;
    let held = window.run(HOLD, Vec::new()).await?;
    let held = held.as_str().context("a failure")?;

    // Nobody presses anything: the list is read, and another row is the first now.
    let asked = window.invoke("sync_now", json!({ "request": {} })).await?;
    ensure!(asked.get("ok").is_some(), "{asked}");
    let first = "return document.querySelector('[data-test=overview-open]')\
        ?.getAttribute('aria-label') === 'Open Slack for Acme Field Services'";
    window
        .until_true("Acme's Slack to come first", first)
        .await?;
    window.focused(&format!("[aria-label=\"{held}\"]")).await?;
    let held_now = "return document.activeElement";
    window
        .click_found("what has the keyboard", held_now, Vec::new())
        .await?;
    let (toolkit, tenant) = held
        .strip_prefix("Open ")
        .and_then(|place| place.split_once(" for "))
        .context("a place")?;
    wait_for(&window, &hook("pane-toolkit"), toolkit).await?;
    wait_for(&window, &hook("pane-tenant"), tenant).await?;
    window.close().await
}
