//! A link is sent to the customer, who consents in their own browser while the sheet is closed.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use e2e::{Browser, Decision, Desk, Script, Window, hook, until};

use crate::steps::{
    demo, desk_with_browser, find_row, gone, leave_no_trace, see, synced, wait_for,
};

#[tokio::test]
async fn a_customer_signs_in_by_a_link_that_was_sent_while_the_sheet_is_closed() -> Result<()> {
    let desk = Desk::new().await?;
    desk.register_scheme().await?;
    let browser = desk.install_browser().await?;
    browser.follow(&Script {
        account: Some("jane@example.com".to_owned()),
        ..Script::default()
    })?;
    let draft = desk.install_mail().await?;
    let notifications = desk.start_notifications().await?;
    let window = desk.start_app().await?;
    window.record_answers().await?;
    window.click(&hook("setup-demo")).await?;
    synced(&window).await?;
    find_row(&window, "Acme", "Gmail").await?;
    window.click(&hook("action-send-link")).await?;
    window
        .find(&format!(
            "{}[data-state=\"waiting\"]",
            hook("attempt-state")
        ))
        .await?;
    wait_for(&window, &hook("message-preview"), "Acme Field Services").await?;
    window.picture("sent-link").await?;
    window.picture("sent-link@1024").await?;
    window.click(&hook("message-edit")).await?;
    window.find(&hook("message-text")).await?;
    window.picture("sent-link-message").await?;
    window.click(&hook("message-keep")).await?;
    window.wait_for_text("Kept as the template").await?;
    window.click(&hook("qr-toggle")).await?;
    window.find(&hook("qr")).await?;
    window.picture("sent-link-code").await?;
    wait_for(&window, &hook("step"), "Handed over by you").await?;
    window.click(&hook("message-draft")).await?;
    let link = until("the draft", || async { Ok(link_in(&draft)) }).await?;
    window.click(&hook("attempt-keep")).await?;
    wait_for(&window, &hook("status-links"), "1 link waiting").await?;
    window.click(&hook("pane-close")).await?;
    window.click(&hook("nav-tenants")).await?;
    assert!(browser.visits()?.is_empty(), "nothing was opened here");

    let opened = desk.run("gio", &["open", &link]).await?;
    assert_eq!(opened.code, Some(0), "{}", opened.stderr);
    let shown = notifications
        .wait_for("Gmail for Acme Field Services is connected")
        .await?;
    assert!(
        shown.clickable && shown.body.contains("jane@example.com"),
        "{shown:?}"
    );
    notifications.click(&shown).await?;
    wait_for(&window, &hook("pane-tenant"), "Acme Field Services").await?;
    wait_for(&window, &hook("composio-status"), "ACTIVE").await?;
    let good = format!("{}[data-verified=\"good\"]", hook("verified"));
    window.find(&good).await?;
    nothing_leads_here(&browser)?;
    let heard = window.answers().await?;
    window.close().await?;
    the_link_left_no_trace(&desk, &heard, &link, &draft)
}

/// Neither told to the window nor left on the disk. What the mail program was given is its own.
fn the_link_left_no_trace(desk: &Desk, heard: &str, link: &str, draft: &Path) -> Result<()> {
    let token = link.rsplit('/').next().context("a link has a token")?;
    assert!(heard.contains("jane@example.com"), "the answers were kept");
    std::fs::remove_file(draft)?;
    leave_no_trace(desk, heard, &[token])
}

#[tokio::test]
async fn a_customer_who_declines_is_told_by_a_toast_that_says_why_and_what_to_do() -> Result<()> {
    let (desk, _browser, draft) = desk_of_one_who_declines().await?;
    let window = demo(&desk).await?;
    let link = sent_to_acme(&window, &draft).await?;
    window.click(&hook("pane-close")).await?;
    window.click(&hook("nav-tenants")).await?;
    window.click(&hook("add-tenant")).await?;
    window.type_into(&hook("tenant-called"), "Zebra").await?;

    let opened = desk.run("gio", &["open", &link]).await?;
    assert_eq!(opened.code, Some(0), "{}", opened.stderr);
    // A toast opens nothing in the place of what somebody has begun.
    see(&window, "toast").await?;
    gone(&window, "toast-open").await?;
    window.click(&hook("tenant-cancel")).await?;
    the_last_row_comes_out_from_under(&window).await?;
    window.click(&hook("toast-open")).await?;
    wait_for(&window, &hook("attempt-lost"), "declined").await?;
    window.click(&hook("attempt-close")).await?;
    wait_for(&window, &hook("timeline"), "Consent declined").await?;
    wait_for(&window, &hook("timeline"), "The old account is as it was").await?;
    window.close().await
}

/// A toast that stays lies over the end of a list, which can be scrolled further for it.
async fn the_last_row_comes_out_from_under(window: &Window) -> Result<()> {
    let above = "const grid = document.querySelector('[data-test=grid]');\
        const toast = document.querySelector('[data-test=toast]');\
        const count = grid.querySelector('[role=grid]').getAttribute('aria-rowcount');\
        grid.scrollTop = grid.scrollHeight;\
        const last = [...grid.querySelectorAll('[data-test=row]')]\
            .find(row => row.getAttribute('aria-rowindex') === count);\
        return Boolean(last)\
            && last.getBoundingClientRect().bottom <= toast.getBoundingClientRect().top";
    let what = "the last row to be above the toast";
    window.until_true(what, above).await?;
    window.picture("tenants-toast").await
}

#[tokio::test]
async fn a_toast_about_the_row_that_is_open_is_read_aloud_and_takes_no_tab() -> Result<()> {
    let (desk, _browser, draft) = desk_of_one_who_declines().await?;
    let window = demo(&desk).await?;
    let link = sent_to_acme(&window, &draft).await?;
    see(&window, "pane").await?;
    let opened = desk.run("gio", &["open", &link]).await?;
    assert_eq!(opened.code, Some(0), "{}", opened.stderr);
    let covered = "const toast = document.querySelector('[data-test=toast]');\
        return Boolean(toast?.textContent) && toast.matches('.vh')\
            && toast.querySelector('button') === null";
    window
        .until_true("a toast without a button", covered)
        .await?;
    window.close().await
}

/// A desk whose browser declines every consent, and the place of the drafts of its mail program.
async fn desk_of_one_who_declines() -> Result<(Desk, Browser, PathBuf)> {
    let (desk, browser) = desk_with_browser(&Script::only(Decision::Deny)).await?;
    let draft = desk.install_mail().await?;
    Ok((desk, browser, draft))
}

/// Sends a link to the customer of a row, which stays open, and closes the sheet.
async fn sent_to_acme(window: &Window, draft: &Path) -> Result<String> {
    find_row(window, "Acme", "Gmail").await?;
    window.click(&hook("action-send-link")).await?;
    window.click(&hook("message-draft")).await?;
    let link = until("the draft", || async { Ok(link_in(draft)) }).await?;
    window.click(&hook("attempt-keep")).await?;
    Ok(link)
}

/// A customer's browser is never sent to this computer.
fn nothing_leads_here(browser: &Browser) -> Result<()> {
    for visit in browser.visits()? {
        assert!(
            !visit.url.contains("oauth/callback"),
            "a customer is never led into this computer: {}",
            visit.url
        );
    }
    Ok(())
}

/// The link in the draft that the mail program was given.
fn link_in(draft: &std::path::Path) -> Option<String> {
    let text = std::fs::read_to_string(draft).ok()?;
    let url = url::Url::parse(&text).ok()?;
    let (_, body) = url.query_pairs().find(|(name, _)| name == "body")?;
    body.split_whitespace()
        .find(|word| word.contains("/link/"))
        .map(str::to_owned)
}
