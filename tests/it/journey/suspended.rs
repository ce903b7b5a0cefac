//! The computer sleeps while somebody signs in: whatever became of it meanwhile, the window says
//! so by itself as soon as it is awake.

use anyhow::{Context as _, Result, ensure};
use e2e::{Browser, Decision, Desk, Script, Simulator, Window, hook};
use serde_json::json;

use super::job::{WHO, connected_as};
use super::late::{accounts, opened};
use crate::steps::{connect_new, desk_with_browser, see, wait_for};

const TENANT: &str = "sleeper";

/// A sign-in that waits for the customer, who is on the link page; gives its account, too.
async fn waits(desk: &Desk, browser: &Browser) -> Result<(Simulator, Window, String)> {
    let (simulator, window) = opened(desk).await?;
    connect_new(&window, TENANT).await?;
    browser
        .wait_for_visit("the link page", |visit| visit.url.contains("/link/"))
        .await?;
    wait_for(&window, &hook("step"), "Waiting for sign-in and consent").await?;
    let made = accounts(&simulator, TENANT).await?;
    ensure!(made.len() == 1, "{made:?}");
    let account = made[0]["id"].as_str().context("an account")?.to_owned();
    Ok((simulator, window, account))
}

#[tokio::test]
async fn a_link_that_ran_out_while_the_computer_slept_is_said_on_waking_and_there_is_a_new_one()
-> Result<()> {
    let (desk, browser) = desk_with_browser(&Script::only(Decision::Nothing)).await?;
    let (simulator, window, _) = waits(&desk, &browser).await?;
    let asleep = desk.suspend_app().await?;
    let later = json!({ "advance": "11m" });
    simulator.post("/_sim/clock", &later).await?;
    ensure!(asleep.sleeps(), "it woke by itself");
    asleep.wake();
    wait_for(&window, &hook("attempt-lost"), "ran out").await?;
    simulator
        .post("/_sim/clock", &json!({ "reset": true }))
        .await?;

    browser.follow(&Script::allow(WHO))?;
    window.click(&hook("attempt-again")).await?;
    connected_as(&window, WHO).await?;
    window.close().await
}

#[tokio::test]
async fn a_consent_given_while_the_computer_slept_turns_the_window_green_on_waking() -> Result<()> {
    let (desk, browser) = desk_with_browser(&Script::only(Decision::Nothing)).await?;
    let (simulator, window, account) = waits(&desk, &browser).await?;
    let asleep = desk.suspend_app().await?;
    // The program, and what draws its page.
    ensure!(asleep.count() >= 2, "{asleep:?}");
    let decision = json!({ "decision": "allow", "account": WHO });
    simulator
        .post(&format!("/_sim/consent/{account}"), &decision)
        .await?;
    let made = accounts(&simulator, TENANT).await?;
    ensure!(made[0]["status"] == "ACTIVE", "{made:?}");
    ensure!(asleep.sleeps(), "it woke by itself");
    asleep.wake();

    // Nobody presses anything.
    see(&window, "attempt-won").await?;
    wait_for(&window, &hook("attempt-email"), WHO).await?;
    window.picture("connect-success-woken").await?;
    connected_as(&window, WHO).await?;
    // And it answers.
    window.click(&hook("action-check")).await?;
    let good = format!("{}[data-verified=\"good\"]", hook("verified"));
    window.find(&good).await?;
    let made = accounts(&simulator, TENANT).await?;
    ensure!(made.len() == 1 && made[0]["id"] == account, "{made:?}");
    window.close().await
}
