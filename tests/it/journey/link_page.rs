//! The page on which a customer lands, and the message around a link: chosen in the settings,
//! judged while they are typed, used by the next link.

use anyhow::Result;
use e2e::{Desk, Window, hook};

use crate::steps::{TOKENS, demo, find_row, gone, heard, leave_no_trace, see, wait_for};

/// A password where none may be: the address is refused, so nobody keeps it.
const PASSWORD: &str = "CANARYpw51d0";
const PAGE: &str = "https://app.northwind.example/connected?from=switchboard";

#[tokio::test]
async fn a_return_page_and_a_message_are_chosen_and_used_by_the_next_link() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    window.record_answers().await?;
    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-links")).await?;
    let preview = hook("return-page-preview");
    wait_for(&window, &preview, "Composio's own page").await?;
    window.picture("settings-links").await?;

    let named = format!("https://me:{PASSWORD}@northwind.example/");
    for (typed, why) in [
        ("http://app.northwind.example/", "must begin with https://"),
        (&*named, "user name or password"),
        ("https://localhost/done", "public host"),
    ] {
        window.type_into(&hook("return-page"), typed).await?;
        wait_for(&window, &hook("return-page-wrong"), why).await?;
        let off = format!("{}[aria-disabled=\"true\"]", hook("return-page-save"));
        window.find(&off).await?;
    }
    window.picture("settings-links-wrong").await?;
    window.type_into(&hook("return-page"), PAGE).await?;
    wait_for(&window, &preview, "&status=success").await?;
    window.click(&hook("return-page-save")).await?;
    wait_for(&window, &hook("return-page-said"), "lead to this page").await?;
    see(&window, "return-page-clear").await?;

    let words = "Dear {tenant}, sign in to {app}: {link} {nonsense}";
    window.type_into(&hook("template-text"), words).await?;
    let example = hook("template-preview");
    wait_for(&window, &example, "Dear Acme Field Services").await?;
    wait_for(&window, &hook("links"), "{nonsense} is not a placeholder").await?;
    window.click(&hook("template-save")).await?;
    wait_for(&window, &hook("template-said"), "Kept").await?;
    window.picture("settings-links-set").await?;

    window.click(&hook("nav-integrations")).await?;
    find_row(&window, "Acme", "Gmail").await?;
    window.click(&hook("action-send-link")).await?;
    wait_for(
        &window,
        &hook("message-preview"),
        "Dear Acme Field Services",
    )
    .await?;
    what_its_sheet_keeps_is_the_section_s(&window).await?;

    window.click(&hook("return-page-clear")).await?;
    wait_for(&window, &preview, "Composio's own page").await?;
    gone(&window, "return-page-clear").await?;
    window.click(&hook("template-first")).await?;
    wait_for(&window, &example, "The link works once").await?;

    window.click(&hook("nav-activity")).await?;
    wait_for(&window, &hook("grid"), "Change the return page").await?;
    window.click_row("Change the return page").await?;
    wait_for(&window, &hook("audit-after"), "Composio's own page").await?;
    window.picture("activity-change").await?;
    let heard = heard(&window).await?;
    window.close().await?;
    leave_no_trace(&desk, &heard, &[PASSWORD])?;
    leave_no_trace(&desk, &heard, &TOKENS)
}

/// The template that is kept in the sheet of a link stands in the section under it at once.
async fn what_its_sheet_keeps_is_the_section_s(window: &Window) -> Result<()> {
    window.click(&hook("attempt-keep")).await?;
    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-links")).await?;
    let example = hook("template-preview");
    wait_for(window, &example, "Dear Acme Field Services").await?;
    window.click(&hook("status-links")).await?;
    window.click(&hook("message-edit")).await?;
    let words = "Hello {tenant}, sign in here: {link}";
    window.type_into(&hook("message-text"), words).await?;
    window.click(&hook("message-keep")).await?;
    window.wait_for_text("Kept as the template").await?;
    window.click(&hook("attempt-cancel")).await?;
    window.click(&hook("attempt-close")).await?;
    wait_for(window, &example, "Hello Acme Field Services").await
}
