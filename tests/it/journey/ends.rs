//! The other ways in which a sign-in ends.

use anyhow::{Result, ensure};
use e2e::{Decision, Script, Simulator, Window, hook};
use serde_json::json;

use super::job::{WHO, connected_as};
use crate::steps::{
    TOKENS, demo, desk_with_browser, find_row, heard, leave_no_trace, look_now, see, set_up,
    wait_for,
};

const KEY: &str = "ak_sim_endings_000000001";

#[tokio::test]
async fn a_declined_and_an_expired_sign_in_are_each_said() -> Result<()> {
    let (desk, browser) = desk_with_browser(&Script::only(Decision::Deny)).await?;
    let arguments = ["--api-key", KEY, "--masking-era", "plain", "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = desk.start_app().await?;
    window.find(&hook("setup")).await?;
    window.record_answers().await?;
    set_up(&window, &simulator, KEY).await?;
    find_row(&window, "acme", "Gmail").await?;

    window.click(&hook("action-reconnect")).await?;
    see(&window, "attempt-lost").await?;
    wait_for(&window, &hook("attempt-lost"), "declined").await?;
    window.picture("connect-declined").await?;
    window.click(&hook("attempt-admin-steps")).await?;
    wait_for(&window, &hook("attempt-admin-steps"), "copied").await?;
    send_shows_that_it_was_pressed(&window).await?;
    no_code_of_a_link_that_is_withdrawn(&window).await?;
    window.click(&hook("attempt-close")).await?;

    browser.follow(&Script::only(Decision::Nothing))?;
    window.click(&hook("action-reconnect")).await?;
    wait_for(&window, &hook("step"), "Waiting for sign-in and consent").await?;
    let later = json!({ "advance": "11m" });
    simulator.post("/_sim/clock", &later).await?;
    look_now(&window).await?;
    wait_for(&window, &hook("attempt-lost"), "ran out").await?;
    window.picture("connect-expired").await?;
    let again = json!({ "reset": true });
    simulator.post("/_sim/clock", &again).await?;

    browser.follow(&Script::allow(WHO))?;
    window.click(&hook("attempt-again")).await?;
    connected_as(&window, WHO).await?;
    let heard = heard(&window).await?;
    window.close().await?;
    let visits = browser.visits()?;
    let links: Vec<&str> = visits
        .iter()
        .filter_map(|visit| visit.url.split("/link/").nth(1)?.split(['/', '?']).next())
        .collect();
    ensure!(links.len() >= 3, "{visits:?}");
    leave_no_trace(&desk, &heard, &links)?;
    leave_no_trace(&desk, &heard, &[KEY])?;
    leave_no_trace(&desk, &heard, &TOKENS)
}

/// Of the two that ask for another sign-in the pressed one is busy. Watched by a script: the answer
/// comes before any driver could look.
async fn send_shows_that_it_was_pressed(window: &Window) -> Result<()> {
    let watch = "window.wereBusy = new Set();
        const look = () => document.querySelectorAll('.sheet__f [aria-busy=true]')
            .forEach(button => window.wereBusy.add(button.dataset.test));
        new MutationObserver(look).observe(document.body, { subtree: true, attributes: true });";
    window.run(watch, Vec::new()).await?;
    window.click(&hook("attempt-send")).await?;
    see(window, "message-preview").await?;
    let busy = window
        .run("return [...window.wereBusy]", Vec::new())
        .await?;
    ensure!(busy == json!(["attempt-send"]), "{busy}");
    Ok(())
}

/// While the link is being withdrawn its code can be neither seen nor asked for.
async fn no_code_of_a_link_that_is_withdrawn(window: &Window) -> Result<()> {
    window.click(&hook("qr-toggle")).await?;
    see(window, "qr").await?;
    let watch = "const there = css => document.querySelector(css) !== null;
        const look = () => {
            if (there('[data-test=attempt-cancel][aria-busy=true]')
                && there('[data-test=qr-toggle][aria-disabled=true]')
                && !there('[data-test=qr]')) window.codeWent = true;
        };
        new MutationObserver(look)
            .observe(document.body, { subtree: true, childList: true, attributes: true });";
    window.run(watch, Vec::new()).await?;
    window.click(&hook("attempt-cancel")).await?;
    window
        .until_true(
            "the code to go with its link",
            "return window.codeWent === true",
        )
        .await
}

#[tokio::test]
async fn an_account_without_a_name_is_connected_all_the_same() -> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::allow(WHO)).await?;
    let window = demo(&desk).await?;
    let toolkit = |slug: &str| format!("{}[data-id=\"{slug}\"]", hook("connect-toolkit"));
    window.click(&hook("connect-account")).await?;
    window.type_into(&hook("connect-user"), "acme").await?;
    wait_for(&window, &hook("connect-tenant"), "Acme Field Services").await?;
    window.picture("connect-choose").await?;
    window.click(&hook("connect-tenant")).await?;
    window.find(&toolkit("gmail")).await?;
    wait_for(&window, &toolkit("gmail"), "Expired").await?;
    window.picture("connect-toolkit").await?;

    window.click(&toolkit("gmail")).await?;
    see(&window, "connect-instead").await?;
    window.picture("connect-instead").await?;
    window.click_text("Back").await?;
    window
        .type_into(&hook("connect-toolkit-search"), "tavily")
        .await?;
    window.click(&toolkit("tavily")).await?;
    window.click(&hook("connect-submit")).await?;
    see(&window, "attempt-won").await?;
    wait_for(&window, &hook("attempt-email"), "Not named by the provider").await?;
    window.picture("connect-success-unnamed").await?;
    window.close().await
}

#[tokio::test]
async fn where_no_browser_comes_up_that_is_said_and_the_link_can_be_opened_later() -> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::allow(WHO)).await?;
    desk.refuse_to_open(true)?;
    let window = demo(&desk).await?;
    find_row(&window, "Acme", "Gmail").await?;
    window.click(&hook("action-reconnect")).await?;
    wait_for(&window, &hook("attempt-trouble"), "browser").await?;
    wait_for(&window, &hook("step"), "Browser not opened").await?;
    window.picture("connect-no-browser").await?;
    desk.refuse_to_open(false)?;
    window.click(&hook("attempt-open")).await?;
    connected_as(&window, WHO).await?;
    window.close().await
}
