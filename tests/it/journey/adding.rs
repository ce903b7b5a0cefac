//! Connecting where more is asked than a sign-in: fields of the provider, a second account, and
//! which auth config is suggested for whom.

use anyhow::{Context as _, Result, ensure};
use e2e::{Decision, Desk, Script, Simulator, Window, hook};
use serde_json::json;

use super::job::connected_as;
use crate::steps::{
    demo, desk_with_browser, gone, look_now, said, see, set_up, take_tenant, wait_for,
};

const KEY: &str = "ak_sim_adding_0000000001";

/// One of a choice, by its hook and id.
fn one(name: &str, id: &str) -> String {
    format!("{}[data-id=\"{id}\"]", hook(name))
}

/// The tenant that is there already; every other one here is new.
const KNOWN: &str = "Acme";

/// Chooses the tenant and the toolkit.
async fn begin(window: &Window, tenant: &str, toolkit: &str) -> Result<()> {
    window.click(&hook("connect-account")).await?;
    window.type_into(&hook("connect-user"), tenant).await?;
    let line = match tenant {
        KNOWN => "connect-tenant",
        _ => "connect-new-tenant",
    };
    take_tenant(window, line, tenant).await?;
    window
        .type_into(&hook("connect-toolkit-search"), toolkit)
        .await?;
    window.click(&one("connect-toolkit", toolkit)).await
}

#[tokio::test]
async fn a_shop_that_is_not_there_is_said_and_one_that_is_needs_no_more_than_a_sign_in()
-> Result<()> {
    let (desk, browser) = desk_with_browser(&Script::only(Decision::Nothing)).await?;
    let simulator = Simulator::start(desk.root(), &["--api-key", KEY, "--for", "600s"])?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, KEY).await?;
    begin(&window, "northern-lights", "shopify").await?;
    let shop = one("connect-field", "shop");
    window.type_into(&shop, "no-such-shop").await?;
    window.picture("connect-fields").await?;
    window.click(&hook("connect-submit")).await?;
    wait_for(&window, &hook("step"), "Waiting for sign-in and consent").await?;

    let account = sent_with(&simulator, "northern-lights", "no-such-shop").await?;
    let refused = json!({ "account_data": {
        "connected_account_id": account,
        "status": "FAILED",
        "status_reason": "OAuth callback failed during token exchange: shop not found",
    } });
    simulator.post("/_sim/sabotage", &refused).await?;
    look_now(&window).await?;
    wait_for(&window, &hook("attempt-lost"), "did not finish").await?;
    window.click(&hook("attempt-close")).await?;
    wait_for(&window, &hook("diagnosis-title"), "Address not found").await?;
    wait_for(&window, &hook("diagnosis"), "has to be entered again").await?;
    window.picture("integration-wrong-address").await?;

    // What is not filled in here is asked on the page: there the customer enters it.
    let who = "jane@example.com";
    browser.follow(&Script::allow(who))?;
    window.click(&hook("action-reconnect")).await?;
    connected_as(&window, who).await?;
    sent_with(&simulator, "northern-lights", "not-a-secret").await?;

    begin(&window, "southern-lights", "shopify").await?;
    window.type_into(&shop, "southern-lights-store").await?;
    // A step back and forth again takes no word away.
    window.click_text("Back").await?;
    window.click(&one("connect-toolkit", "shopify")).await?;
    window.click(&hook("connect-submit")).await?;
    connected_as(&window, who).await?;
    sent_with(&simulator, "southern-lights", "southern-lights-store").await?;
    window.close().await
}

/// The newest account of a tenant; its shop has to be this one.
async fn sent_with(simulator: &Simulator, tenant: &str, shop: &str) -> Result<String> {
    let path = format!("/api/v3.1/connected_accounts?user_ids={tenant}");
    let page = simulator.get_as(KEY, &path).await?;
    let all = page["items"].as_array().context("accounts")?;
    let found = all.iter().find(|it| it["data"]["shop"] == shop);
    let found = found.with_context(|| format!("no shop {shop} in {page}"))?;
    Ok(found["id"].as_str().context("an id")?.to_owned())
}

#[tokio::test]
async fn a_second_account_has_a_row_and_a_label_of_its_own() -> Result<()> {
    let who = "billing@example.com";
    let (desk, _browser) = desk_with_browser(&Script::allow(who)).await?;
    let window = demo(&desk).await?;
    begin(&window, "Acme", "googlecalendar").await?;
    see(&window, "connect-duplicate").await?;
    window.click(&hook("allow-multiple")).await?;
    window.click(&one("duplicate-way", "second")).await?;
    let off = format!("{}[aria-disabled=\"true\"]", hook("duplicate-submit"));
    window.find(&off).await?;
    let label = "billing mailbox";
    window.type_into(&hook("second-label"), label).await?;
    window.picture("connect-second").await?;
    window.click(&hook("duplicate-submit")).await?;
    window.click(&hook("connect-submit")).await?;
    connected_as(&window, who).await?;
    window.type_into(&hook("filter"), "Acme").await?;
    wait_for(&window, &hook("rows"), "of 6").await?;
    wait_for(&window, &hook("grid"), who).await?;
    let rows = said(&window, &hook("grid")).await?;
    ensure!(rows.matches("Google Calendar").count() == 2, "{rows}");
    ensure!(rows.contains("pierre.sato@"), "the first stays: {rows}");
    let label = "const box = document.querySelector('[data-test=labels-box]');\
        box.scrollIntoView({ block: 'center' });\
        return box.value === 'billing mailbox'";
    window
        .until_true("the label of the second one", label)
        .await?;
    window.picture("integration-second").await?;
    window.close().await
}

/// Nothing is done at the next frame until somebody says so: a computer that is slow to draw.
const HOLD_FRAMES: &str = "const draw = window.requestAnimationFrame.bind(window);
    const held = [];
    window.requestAnimationFrame = (then) => held.push(then);
    window.frameOfOurs = draw;
    window.drawAgain = () => {
        window.requestAnimationFrame = draw;
        held.forEach((then) => draw(then));
    };
    return true";

/// Draws, and says what has the focus once all that was held is done.
const DRAW: &str = "const done = arguments[arguments.length - 1];
    window.drawAgain();
    requestAnimationFrame(() => setTimeout(() => done(document.activeElement.dataset.test), 0));";

#[tokio::test]
async fn whoever_is_quicker_than_the_page_goes_on_where_they_are() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    window.run(HOLD_FRAMES, Vec::new()).await?;
    begin(&window, "Acme", "googlecalendar").await?;
    window.click(&hook("allow-multiple")).await?;
    window.click(&one("duplicate-way", "second")).await?;
    window.type_into(&hook("second-label"), "billing").await?;
    let holds = window.run_async(DRAW, Vec::new()).await?;
    ensure!(holds == "second-label", "{holds} has the focus");
    window.close().await
}

#[tokio::test]
async fn replacing_a_working_account_keeps_the_row_and_retires_the_old_one() -> Result<()> {
    let owner = "pierre.sato@acme-field-services.example.com";
    let (desk, _browser) = desk_with_browser(&Script::allow(owner)).await?;
    let window = demo(&desk).await?;
    begin(&window, "Acme", "googlecalendar").await?;
    window.click(&one("duplicate-way", "replace")).await?;
    window.click(&hook("duplicate-submit")).await?;
    connected_as(&window, owner).await?;
    window.type_into(&hook("filter"), "Acme").await?;
    wait_for(&window, &hook("rows"), "of 5").await?;
    window.click(&hook("nav-activity")).await?;
    wait_for(&window, &hook("grid"), "Delete the replaced account").await?;
    window.close().await
}

#[tokio::test]
async fn an_auth_config_is_suggested_for_one_tenant_and_for_no_other() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    begin(&window, "Acme", "gmail").await?;
    let mark = |css: &str| format!("label:has({css}) .tag");
    let other = format!("{}:not(:checked)", hook("connect-config"));
    window.find(&other).await?;
    let script = "return document.querySelector(arguments[0]).dataset.id";
    let id = window.run(script, vec![other.into()]).await?;
    let chosen = one("connect-config", id.as_str().context("an id")?);
    window.click_unaimed(&chosen).await?;
    window.click(&hook("suggest-tenant")).await?;
    wait_for(&window, &mark(&chosen), "Suggested").await?;
    gone(&window, "suggest-tenant").await?;
    window.picture("connect-suggested").await?;
    window.click(&hook("sheet-close")).await?;

    // Next time it is chosen for this tenant, and for another it is not.
    begin(&window, "Acme", "gmail").await?;
    window.find(&format!("{chosen}:checked")).await?;
    window.click(&hook("sheet-close")).await?;
    begin(&window, "northern-lights", "gmail").await?;
    window.find(&format!("{chosen}:not(:checked)")).await?;
    window.close().await
}
