//! Three ends that Composio or the project brings about: each named by its own words, each
//! with its one way on, and nothing connected by any of them.

use anyhow::{Context as _, Result, ensure};
use e2e::{Decision, Script, Simulator, Window, hook};
use serde_json::json;

use super::late::{KEY, accounts, begin, opened};
use crate::steps::{TOKENS, desk_with_browser, gone, heard, leave_no_trace, look_now, wait_for};

const VERIFIER: &str = "Identity verification failed: the callback verifier refused the user";
const BROWSER: &str = "The sign-in was completed in a different browser than it was opened in";

/// Composio says of the account that is waited for that it failed, and why.
async fn fails(simulator: &Simulator, window: &Window, tenant: &str, why: &str) -> Result<()> {
    begin(window, tenant).await?;
    window.click(&hook("connect-submit")).await?;
    wait_for(window, &hook("step"), "Waiting for sign-in and consent").await?;
    let made = accounts(simulator, tenant).await?;
    let id = made.first().context("an account")?["id"].clone();
    let failed = json!({ "account_data": {
        "connected_account_id": id, "status": "FAILED", "status_reason": why,
    } });
    simulator.post("/_sim/sabotage", &failed).await?;
    look_now(window).await
}

#[tokio::test]
async fn what_composio_or_the_project_refuses_is_named_with_its_one_way_on() -> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::only(Decision::Nothing)).await?;
    let (simulator, window) = opened(&desk).await?;
    let missing = json!({
        "route": "POST /connected_accounts/link", "times": 1, "status": 400,
        "message": "Missing required fields: subdomain"
    });
    simulator.post("/_sim/faults", &missing).await?;
    begin(&window, "no-field").await?;
    window.click(&hook("connect-submit")).await?;
    wait_for(
        &window,
        &hook("attempt-lost"),
        "A required field is missing",
    )
    .await?;
    wait_for(&window, &hook("attempt-explanation"), "subdomain").await?;
    wait_for(
        &window,
        &hook("attempt-again"),
        "Choose another auth config",
    )
    .await?;
    window.picture("connect-field-missing").await?;
    // For who asks on: the code, Composio's own words and the request.
    let lost = hook("attempt-lost");
    window.click(&format!("{lost} summary")).await?;
    for words in ["composio.rejected", "Reference"] {
        wait_for(&window, &lost, words).await?;
    }
    window.picture("connect-field-missing-details").await?;
    window.click(&hook("attempt-close")).await?;
    gone(&window, "connect-sheet").await?;
    ensure!(accounts(&simulator, "no-field").await?.is_empty());

    for (tenant, why, title, picture) in [
        (
            "not-confirmed",
            VERIFIER,
            "check refused the person",
            "connect-not-confirmed",
        ),
        (
            "elsewhere",
            BROWSER,
            "Finished in another browser",
            "connect-other-browser",
        ),
    ] {
        fails(&simulator, &window, tenant, why).await?;
        wait_for(&window, &hook("attempt-lost"), title).await?;
        wait_for(&window, &hook("attempt-again"), "Try again").await?;
        window.picture(picture).await?;
        window.click(&hook("attempt-close")).await?;
        gone(&window, "connect-sheet").await?;
        let left = accounts(&simulator, tenant).await?;
        ensure!(left.iter().all(|it| it["status"] != "ACTIVE"), "{left:?}");
    }
    let heard = heard(&window).await?;
    window.close().await?;
    leave_no_trace(&desk, &heard, &[KEY])?;
    leave_no_trace(&desk, &heard, &TOKENS)
}
