//! Kill -9 while the browser is open: after a restart the attempt is there and
//! completes, with one account at Composio.

use anyhow::{Context, Result};
use e2e::{Decision, Desk, Script, Simulator, Started, hook, until};
use serde_json::json;

use crate::steps::{connect_new, find_row, gone, set_up, wait_for};

const KEY: &str = "ak_sim_interrupted_0001";
const TENANT: &str = "brand-new-tenant";

#[tokio::test]
async fn an_attempt_outlives_the_program_and_completes_with_one_account() -> Result<()> {
    let desk = Desk::new().await?;
    let simulator = Simulator::start(desk.root(), &["--api-key", KEY, "--for", "600s"])?;
    let account = killed_while_the_browser_is_open(&desk, &simulator).await?;

    let window = desk.start_app().await?;
    wait_for(&window, &hook("status-links"), "1 link waiting").await?;
    allow(&simulator, &account).await?;
    wait_for(&window, &hook("toast"), "jane@example.com is connected").await?;
    window.picture("integrations-toast").await?;
    window.click(&hook("toast-open")).await?;
    wait_for(&window, &hook("pane"), "jane@example.com").await?;
    gone(&window, "toast").await?;
    assert_eq!(
        only_account(&simulator).await?,
        account,
        "one account, the same"
    );
    window.close().await
}

#[tokio::test]
async fn the_link_home_starts_the_program_again_and_the_attempt_completes() -> Result<()> {
    let desk = Desk::new().await?;
    let simulator = Simulator::start(desk.root(), &["--api-key", KEY, "--for", "600s"])?;
    let account = killed_while_the_browser_is_open(&desk, &simulator).await?;

    let home = allow(&simulator, &account).await?;
    let _opener = Started::new(desk.command("gio").args(["open", &home]))?;
    desk.wait_for_log(&["a deep link arrived", "cold"]).await?;
    desk.wait_for_log(&["a callback rang its attempt"]).await?;
    until("the account to be asked who it is", || async {
        let requests = simulator.requests().await?.to_string();
        Ok(requests.contains("GMAIL_GET_PROFILE").then_some(()))
    })
    .await?;
    desk.kill_app().await?;

    let window = desk.start_app().await?;
    find_row(&window, TENANT, "Gmail").await?;
    wait_for(&window, &hook("pane"), "jane@example.com").await?;
    wait_for(&window, &hook("composio-status"), "ACTIVE").await?;
    assert_eq!(only_account(&simulator).await?, account);
    window.close().await
}

/// Begins a connect, waits until the browser is on the link page, and ends the
/// program as a power cut would. Gives the account that waits for its consent.
async fn killed_while_the_browser_is_open(desk: &Desk, simulator: &Simulator) -> Result<String> {
    desk.register_scheme().await?;
    let browser = desk.install_browser().await?;
    browser.follow(&Script::only(Decision::Nothing))?;
    let window = desk.start_app().await?;
    set_up(&window, simulator, KEY).await?;
    connect_new(&window, TENANT).await?;
    browser
        .wait_for_visit("the link page", |visit| visit.url.contains("/link/"))
        .await?;
    desk.kill_app().await?;
    only_account(simulator).await
}

/// Allows as the customer; gives where the browser is sent then.
async fn allow(simulator: &Simulator, account: &str) -> Result<String> {
    let decision = json!({ "decision": "allow", "account": "jane@example.com" });
    let done = simulator
        .post(&format!("/_sim/consent/{account}"), &decision)
        .await?;
    Ok(done["redirect_url"]
        .as_str()
        .context("no way home")?
        .to_owned())
}

async fn only_account(simulator: &Simulator) -> Result<String> {
    let page = simulator
        .get_as(
            KEY,
            &format!("/api/v3.1/connected_accounts?user_ids={TENANT}&account_type=ALL"),
        )
        .await?;
    let items = page["items"].as_array().context("no items")?;
    assert_eq!(items.len(), 1, "{items:?}");
    Ok(items[0]["id"].as_str().context("no id")?.to_owned())
}
