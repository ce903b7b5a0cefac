//! Closing the window while something goes on: the question, staying, quitting, and what is taken
//! up after the next start. A sign-in is; a clean-up and a run of checks are not.

use anyhow::{Context, Result};
use e2e::{Decision, Desk, Script, Simulator, Window, hook, until};
use serde_json::json;

use super::cleanup::{DELETE, SLOW, begin_and_go_on};
use crate::steps::{choose, desk_with_browser, find_row, gone, see, set_up, synced, wait_for};

const KEY: &str = "ak_sim_leaving_00000001";

#[tokio::test]
async fn closing_asks_while_a_sign_in_is_open_and_the_next_start_takes_it_up() -> Result<()> {
    let (desk, browser) = desk_with_browser(&Script::only(Decision::Nothing)).await?;
    let arguments = ["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, KEY).await?;
    find_row(&window, "acme", "Gmail").await?;
    window.click(&hook("action-reconnect")).await?;
    browser
        .wait_for_visit("the link page", |visit| visit.url.contains("/link/"))
        .await?;
    // The browser may be quicker than the sheet, which does not come under a question.
    see(&window, "attempt-keep").await?;

    // The question lies over the sheet, and staying brings the sheet back.
    desk.press_close().await?;
    see(&window, "leaving").await?;
    wait_for(&window, &hook("leaving-watched"), "1 sign-in under way").await?;
    wait_for(&window, &hook("leaving-watched"), "start it again").await?;
    window.picture("leaving").await?;
    window.click(&hook("leaving-stay")).await?;
    gone(&window, "leaving").await?;
    see(&window, "attempt-keep").await?;
    wait_for(&window, &hook("status-links"), "1 link waiting").await?;
    over_set_up(&desk, &window).await?;

    desk.press_close().await?;
    quit(&desk, window).await?;

    let window = desk.start_app().await?;
    wait_for(&window, &hook("status-links"), "1 link waiting").await?;
    allow(&simulator).await?;
    wait_for(&window, &hook("toast"), "is connected").await?;
    dismissed(&window).await?;
    closes_at_once(&desk).await
}

#[tokio::test]
async fn closing_asks_while_a_clean_up_and_checks_go_on_and_says_what_ends_with_it() -> Result<()> {
    let desk = Desk::new().await?;
    let arguments = ["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, KEY).await?;
    for route in [DELETE, "POST /tools/*"] {
        let slow = json!({ "route": route, "times": 0, "latency_ms": SLOW });
        simulator.post("/_sim/faults", &slow).await?;
    }
    begin_and_go_on(&window).await?;
    choose(&window, &hook("view"), "connected").await?;
    window.click(&hook("check-these")).await?;
    see(&window, "checks-running").await?;

    desk.press_close().await?;
    see(&window, "leaving").await?;
    for (what, words) in [
        ("leaving-cleanup", "A clean-up is running"),
        ("leaving-checks", "Tokens are being checked"),
    ] {
        wait_for(&window, &hook(what), words).await?;
        wait_for(&window, &hook(what), "is not taken up again").await?;
    }
    gone(&window, "leaving-watched").await?;
    window.picture("leaving-work").await?;
    window.click(&hook("leaving-stay")).await?;
    gone(&window, "leaving").await?;
    see(&window, "checks-running").await?;

    desk.press_close().await?;
    quit(&desk, window).await?;
    simulator.clear_faults().await?;
    let window = desk.start_app().await?;
    synced(&window).await?;
    closes_at_once(&desk).await
}

/// Answers the question with Quit, and the program ends.
async fn quit(desk: &Desk, window: Window) -> Result<()> {
    see(&window, "leaving-quit").await?;
    if window.has_no_mouse() {
        window.go_to(&hook("leaving-quit")).await?;
    }
    // A driver that waits for its click, or for its key, would wait for a program that is gone.
    let press = "setTimeout(() => document.querySelector('[data-test=leaving-quit]').click(), 50)";
    window.run(press, Vec::new()).await?;
    until("the program to be gone", || async {
        Ok(desk.instances().await?.is_empty().then_some(()))
    })
    .await?;
    drop(window);
    Ok(())
}

/// It is asked over set-up too, and what was typed there stays.
async fn over_set_up(desk: &Desk, window: &Window) -> Result<()> {
    window.click(&hook("attempt-keep")).await?;
    window.click(&hook("switcher")).await?;
    window.click(&hook("add-project")).await?;
    window.type_into(&hook("setup-name"), "Half a na").await?;
    desk.press_close().await?;
    see(window, "leaving").await?;
    window.click(&hook("leaving-stay")).await?;
    gone(window, "leaving").await?;
    let typed = "return document.querySelector('[data-test=setup-name]').value";
    assert_eq!(window.run(typed, Vec::new()).await?, "Half a na");
    window.click(&hook("setup-cancel")).await
}

/// Allows as the customer whose account waits.
async fn allow(simulator: &Simulator) -> Result<()> {
    let path = "/api/v3.1/connected_accounts?statuses=INITIATED&account_type=ALL";
    let listed = simulator.get_as(KEY, path).await?;
    let accounts = listed["items"].as_array().context("no items")?;
    let newest = accounts
        .iter()
        .max_by_key(|item| item["created_at"].as_str().unwrap_or_default().to_owned())
        .context("no account waits")?;
    let account = newest["id"].as_str().context("no id")?;
    let decision = json!({ "decision": "allow", "account": "jane@example.com" });
    simulator
        .post(&format!("/_sim/consent/{account}"), &decision)
        .await?;
    Ok(())
}

/// The toast goes by its own button, and nothing opens.
async fn dismissed(window: &Window) -> Result<()> {
    window.click(&hook("toast-dismiss")).await?;
    gone(window, "toast").await?;
    gone(window, "pane").await
}

/// With nothing open there is nothing to ask.
async fn closes_at_once(desk: &Desk) -> Result<()> {
    desk.press_close().await?;
    until("the program to be gone", || async {
        Ok(desk.instances().await?.is_empty().then_some(()))
    })
    .await
}
