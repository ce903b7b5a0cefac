//! What does not go to plan: half a disconnect, a consent that comes after the cancel, two
//! presses at once, and refusals with their one way on.

use anyhow::{Context as _, Result, ensure};
use e2e::{Decision, Desk, Script, Simulator, Window, hook, until};
use serde_json::{Value, json};

use super::cleanup::SLOW;
use super::job::{WHO, connected_as};
use crate::steps::{
    choose, desk_with_browser, find_row, gone, press, see, set_up, take_tenant, wait_for,
};

pub(super) const KEY: &str = "ak_sim_late_000000000001";
const DELETE: &str = "DELETE /connected_accounts/{id}";
const REVOKE: &str = "POST /connected_accounts/{id}/revoke";
const LINK: &str = "POST /connected_accounts/link";

/// A project of its own, read whole.
pub(super) async fn opened(desk: &Desk) -> Result<(Simulator, Window)> {
    let simulator = Simulator::start(desk.root(), &["--api-key", KEY, "--for", "600s"])?;
    let window = desk.start_app().await?;
    window.find(&hook("setup")).await?;
    window.record_answers().await?;
    set_up(&window, &simulator, KEY).await?;
    Ok((simulator, window))
}

/// The accounts of a tenant at Composio.
pub(super) async fn accounts(simulator: &Simulator, tenant: &str) -> Result<Vec<Value>> {
    let path = format!("/api/v3.1/connected_accounts?user_ids={tenant}");
    let page = simulator.get_as(KEY, &path).await?;
    Ok(page["items"].as_array().context("accounts")?.clone())
}

/// Chooses the tenant and the toolkit.
pub(super) async fn begin(window: &Window, tenant: &str) -> Result<()> {
    window.click(&hook("connect-account")).await?;
    window.type_into(&hook("connect-user"), tenant).await?;
    take_tenant(window, "connect-new-tenant", tenant).await?;
    let gmail = format!("{}[data-id=\"gmail\"]", hook("connect-toolkit"));
    window.click(&gmail).await?;
    window.find(&hook("connect-submit")).await.map(|_| ())
}

#[tokio::test]
async fn a_disconnect_of_which_one_half_is_refused_is_told_half_by_half() -> Result<()> {
    let desk = Desk::new().await?;
    let (simulator, window) = opened(&desk).await?;
    let refused = json!({
        "route": DELETE, "times": 0, "status": 403, "message": "The key may not delete accounts"
    });
    simulator.post("/_sim/faults", &refused).await?;
    find_row(&window, "acme", "Google Calendar").await?;
    window.click(&hook("action-disconnect")).await?;
    window
        .type_into(&hook("disconnect-reason"), "Contract ended")
        .await?;
    let slow = json!({ "route": REVOKE, "times": 1, "latency_ms": SLOW });
    simulator.post("/_sim/faults", &slow).await?;
    window.click(&hook("disconnect-confirm")).await?;

    // What runs cannot be stopped: nobody leaves it without having read how it came out.
    let cancel = hook("disconnect-cancel");
    let off = format!("{cancel}[aria-disabled=\"true\"]");
    window.find(&off).await?;
    press(&window, "Escape").await?;
    // Neither a driver nor its keyboard presses what says that it is off; a person may.
    let press_it = "document.querySelector(arguments[0])?.click()";
    window.run(press_it, vec![cancel.into()]).await?;
    let half = |name: &str, how: &str| format!("{}[data-half=\"{how}\"]", hook(name));
    window.find(&half("report-withdrawn", "done")).await?;
    window.find(&half("report-deleted", "failed")).await?;
    wait_for(&window, &hook("disconnect-report"), "still at Composio").await?;
    window.picture("disconnect-half").await?;
    window.click(&hook("disconnect-close")).await?;

    // The row says what is true, its history which half is left, and the audit list both.
    wait_for(&window, &hook("composio-status"), "REVOKED").await?;
    wait_for(&window, &hook("timeline"), "Withdraw access: done").await?;
    wait_for(&window, &hook("timeline"), "Delete at Composio: failed").await?;
    window.picture("integration-half").await?;
    ensure!(
        accounts(&simulator, "acme-field-services")
            .await?
            .iter()
            .any(|it| it["status"] == "REVOKED")
    );
    window.click(&hook("nav-activity")).await?;
    wait_for(&window, &hook("grid"), "Withdraw access").await?;
    choose(&window, &hook("audit-result"), "failed").await?;
    wait_for(&window, &hook("rows"), "of 1").await?;
    wait_for(&window, &hook("grid"), "Delete at Composio").await?;
    window.close().await
}

#[tokio::test]
async fn an_account_whose_access_was_not_withdrawn_is_kept_and_disconnected_by_another_try()
-> Result<()> {
    let desk = Desk::new().await?;
    let (simulator, window) = opened(&desk).await?;
    let feigned = json!({ "route": REVOKE, "times": 1, "status": 200, "body": "object" });
    simulator.post("/_sim/faults", &feigned).await?;
    find_row(&window, "acme", "Google Calendar").await?;
    window.click(&hook("action-disconnect")).await?;
    window.click(&hook("disconnect-confirm")).await?;
    let half = |name: &str, how: &str| format!("{}[data-half=\"{how}\"]", hook(name));
    window.find(&half("report-withdrawn", "failed")).await?;
    window.find(&half("report-deleted", "skipped")).await?;
    wait_for(&window, &hook("disconnect-report"), "can be tried again").await?;
    window.picture("disconnect-kept").await?;
    window.click(&hook("disconnect-close")).await?;
    wait_for(&window, &hook("composio-status"), "ACTIVE").await?;

    window.click(&hook("action-disconnect")).await?;
    window.click(&hook("disconnect-confirm")).await?;
    window.find(&half("report-withdrawn", "done")).await?;
    window.find(&half("report-deleted", "done")).await?;
    window.close().await
}

#[tokio::test]
async fn a_consent_that_comes_after_the_cancel_is_told_and_its_account_taken_away() -> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::only(Decision::Nothing)).await?;
    let (simulator, window) = opened(&desk).await?;
    begin(&window, "too-late").await?;
    window.click(&hook("connect-submit")).await?;
    wait_for(&window, &hook("step"), "Waiting for sign-in and consent").await?;
    let first = accounts(&simulator, "too-late").await?;
    let account = first[0]["id"].as_str().context("an account")?;

    // Composio cannot take it away just now, and the person goes through with it. It cannot until
    // then: the look of each minute tries too.
    let dead = json!({ "route": DELETE, "times": 0, "status": 503 });
    simulator.post("/_sim/faults", &dead).await?;
    window.click(&hook("attempt-cancel")).await?;
    window.click(&hook("attempt-close")).await?;
    until("the delete to be tried in vain", || async {
        let requests = simulator.requests().await?.to_string();
        Ok((requests.matches("\"DELETE\"").count() >= 2).then_some(()))
    })
    .await?;
    // Whoever looks at the row reads it there: the toast is for somebody elsewhere.
    window.click(&hook("pane-close")).await?;
    window.click(&hook("nav-tenants")).await?;
    let decision = json!({ "decision": "allow", "account": WHO });
    simulator
        .post(&format!("/_sim/consent/{account}"), &decision)
        .await?;
    simulator.clear_faults().await?;

    window.click(&hook("sync-now")).await?;
    wait_for(&window, &hook("toast"), "after it was cancelled").await?;
    window.picture("toast-late").await?;
    until("the account to be gone", || async {
        Ok(accounts(&simulator, "too-late")
            .await?
            .is_empty()
            .then_some(()))
    })
    .await?;
    window.click(&hook("toast-open")).await?;
    wait_for(&window, &hook("timeline"), "Signed in after the cancel").await?;
    see(&window, "action-connect").await?;
    window.close().await
}

#[tokio::test]
async fn two_presses_at_once_begin_one_sign_in() -> Result<()> {
    let (desk, browser) = desk_with_browser(&Script::allow(WHO)).await?;
    let (simulator, window) = opened(&desk).await?;
    begin(&window, "twice").await?;
    // Before the page is drawn anew: no driver is so quick, with the mouse or with keys.
    let twice = "const button = document.querySelector(arguments[0]);\
        button.click(); button.click();";
    window
        .run(twice, vec![hook("connect-submit").into()])
        .await?;
    connected_as(&window, WHO).await?;
    let made = accounts(&simulator, "twice").await?;
    ensure!(made.len() == 1, "{made:?}");
    let pages = browser.visits()?;
    let links = pages
        .iter()
        .filter(|page| page.heading == "Connect Gmail")
        .count();
    ensure!(links == 1, "{pages:?}");
    window.close().await
}

#[tokio::test]
async fn the_second_click_of_a_double_one_is_not_meant_for_the_next_step() -> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::allow(WHO)).await?;
    let (_simulator, window) = opened(&desk).await?;
    // How many clicks the system counted goes with each: a mouse alone has that.
    let click = "const click = { bubbles: true, cancelable: true, detail: arguments[1] };\
        document.querySelector(arguments[0]).dispatchEvent(new MouseEvent('click', click));";
    // What a press opens lies over its button, and is not closed by the second click.
    let finder = hook("finder");
    window.find(&finder).await?;
    window.run(click, vec![json!(finder), json!(1)]).await?;
    see(&window, "recent").await?;
    window.run(click, vec![json!(".scrim"), json!(2)]).await?;
    window.rest().await?;
    see(&window, "recent").await?;
    window.run(click, vec![json!(".scrim"), json!(1)]).await?;
    gone(&window, "recent").await?;

    window.click(&hook("connect-account")).await?;
    window.type_into(&hook("connect-user"), "double").await?;
    take_tenant(&window, "connect-new-tenant", "double").await?;
    let gmail = format!("{}[data-id=\"gmail\"]", hook("connect-toolkit"));
    window.find(&gmail).await?;
    window.run(click, vec![json!(gmail), json!(1)]).await?;
    let submit = hook("connect-submit");
    window.find(&submit).await?;
    window.run(click, vec![json!(submit), json!(2)]).await?;
    let rests = "return document.querySelector(arguments[0])?.matches('.is-busy') === false";
    let rests = window.run(rests, vec![json!(submit)]).await?;
    ensure!(rests == Value::Bool(true), "the browser was opened by it");

    window.run(click, vec![json!(submit), json!(1)]).await?;
    connected_as(&window, WHO).await?;
    window.close().await
}

#[tokio::test]
async fn a_refusal_has_its_one_way_on_an_other_auth_config_or_the_row_that_is_there() -> Result<()>
{
    let (desk, _browser) = desk_with_browser(&Script::allow(WHO)).await?;
    let (simulator, window) = opened(&desk).await?;
    let refuse = |status: u16, message: &str| {
        json!({
            "route": LINK, "times": 1, "status": status, "message": message
        })
    };
    simulator
        .post(
            "/_sim/faults",
            &refuse(400, "Auth config \"ac_x\" is disabled"),
        )
        .await?;
    begin(&window, "refused").await?;
    window.click(&hook("connect-submit")).await?;
    wait_for(&window, &hook("attempt-lost"), "switched off").await?;
    wait_for(
        &window,
        &hook("attempt-again"),
        "Choose another auth config",
    )
    .await?;
    window.picture("connect-config-off").await?;
    window.click(&hook("attempt-again")).await?;
    wait_for(&window, &hook("connect-sheet"), "For refused").await?;

    let taken = "Multiple connected accounts found";
    simulator.post("/_sim/faults", &refuse(409, taken)).await?;
    let gmail = format!("{}[data-id=\"gmail\"]", hook("connect-toolkit"));
    window.click(&gmail).await?;
    window.click(&hook("connect-submit")).await?;
    wait_for(
        &window,
        &hook("attempt-lost"),
        "There is an account already",
    )
    .await?;
    wait_for(&window, &hook("attempt-again"), "Show the row").await?;
    window.picture("connect-taken").await?;
    window.click(&hook("attempt-again")).await?;
    gone(&window, "connect-sheet").await?;
    wait_for(&window, &hook("pane-tenant"), "refused").await?;
    ensure!(accounts(&simulator, "refused").await?.is_empty());
    window.close().await
}
