//! From the callback until the window says "connected" (P19), every answer of Composio 50 ms
//! late. The callback comes as the desktop brings it: by a second process of the program, which
//! hands it on. The floor is the two answers that it takes, one after the other.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};
use e2e::{Decision, Desk, Script, Simulator, Window, hook};
use serde_json::{Value, json};

use super::told;
use crate::steps::{connect_new, desk_with_browser, gone, set_up, wait_for};

const KEY: &str = "ak_figures_0000000001";
const WHO: &str = "jane@example.com";

/// How late an answer is, in milliseconds, and how many it takes.
const ANSWER: f64 = 50.0;
const ANSWERS: f64 = 2.0;

/// How many people come home, one after the other.
const PEOPLE: usize = 11;

/// When the window said that it is connected, in milliseconds since 1970.
const SHOWN: &str = r"
const done = arguments[arguments.length - 1];
const painted = () => new Promise((then) => requestAnimationFrame(() => setTimeout(then, 0)));
(async () => {
    while (!document.querySelector(arguments[0])) await painted();
    await painted();
    done(Date.now());
})();
";

#[tokio::test]
#[ignore = "a figure, no claim: `cargo xtask figures`"]
async fn from_the_callback_until_the_window_says_connected() -> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::only(Decision::Nothing)).await?;
    let late = format!("{ANSWER}ms");
    let arguments = ["--scenario", "empty", "--api-key", KEY, "--latency", &late];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, KEY).await?;
    let mut times = Vec::new();
    for person in 0..PEOPLE {
        times.push(come_home(&desk, &simulator, &window, person).await?);
    }
    let floor = [ANSWER * ANSWERS];
    let what = "the callback until the window says connected (P19)";
    told::beside(what, "ms", &times, ("its two answers in turn", &floor))?;
    window.close().await
}

async fn come_home(
    desk: &Desk,
    simulator: &Simulator,
    window: &Window,
    person: usize,
) -> Result<f64> {
    let tenant = format!("person-{person}");
    connect_new(window, &tenant).await?;
    wait_for(window, &hook("step"), "Waiting for sign-in and consent").await?;
    let accounts = simulator.accounts().await?;
    let mut all = accounts["accounts"].as_array().context("accounts")?.iter();
    let account = all
        .find(|it| it["user_id"] == tenant.as_str())
        .and_then(|it| it["id"].as_str())
        .context("no account")?;
    let shown = window.run_async(SHOWN, vec![hook("attempt-won").into()]);
    let called = async {
        // The script is to be there before what it waits for.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let decision = json!({ "decision": "allow", "account": WHO });
        let path = format!("/_sim/consent/{account}");
        let done: Value = simulator.post(&path, &decision).await?;
        let link = done["redirect_url"].as_str().context("no way home")?;
        let begun = SystemTime::now().duration_since(UNIX_EPOCH)?;
        let process = desk.start_plain(&[link])?;
        anyhow::Ok((begun.as_secs_f64() * 1_000.0, process))
    };
    let (shown, called) = tokio::join!(shown, called);
    let (begun, _process) = called?;
    let at = shown?.as_f64().context("no time")?;
    window.click(&hook("attempt-done")).await?;
    gone(window, "connect-sheet").await?;
    Ok(at - begun)
}
