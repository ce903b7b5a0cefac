//! What is known of a token, and the history of a row: read, filtered, page by page.

use anyhow::{Result, ensure};
use e2e::{Desk, Window, hook};
use serde_json::json;

use crate::steps::{check, count, demo, find_row, gone, said, see, wait_for};

/// The part of the page with this hook and this mark.
fn marked(name: &str, mark: &str, value: &str) -> String {
    format!("{}[{mark}=\"{value}\"]", hook(name))
}

fn kind(word: &str) -> String {
    marked("timeline-kind", "data-id", word)
}

/// Brings a part of the pane to its top, so that a picture shows it.
async fn scroll_to(window: &Window, name: &str) -> Result<()> {
    let script = "document.querySelector(arguments[0]).closest('section').scrollIntoView()";
    window.run(script, vec![hook(name).into()]).await?;
    Ok(())
}

#[tokio::test]
async fn a_token_is_judged_without_being_shown_and_its_history_is_read_back() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    window.find("[role=gridcell][data-token]").await?;
    window.picture("integrations-token").await?;
    find_row(&window, "Acme", "Google Calendar").await?;

    // Known facts, before and after a check.
    check(&window).await?;
    window
        .find(&marked("verified", "data-verified", "good"))
        .await?;
    wait_for(&window, &hook("verified-how"), "Composio").await?;
    wait_for(&window, &hook("verified-how"), " ms").await?;
    wait_for(&window, &hook("token-verdict"), "Not readable").await?;
    wait_for(&window, &hook("token-why"), "checks do not need the token").await?;
    wait_for(&window, &hook("token-expiry"), "Unknown").await?;
    wait_for(&window, &hook("token-refresh"), "Yes").await?;
    window
        .click(&format!("{} > summary", hook("token-scopes")))
        .await?;
    scroll_to(&window, "token").await?;
    window.picture("token-health").await?;
    window.picture("token-health@1024").await?;
    let card = said(&window, &hook("token")).await?;
    ensure!(!card.contains("ya29"), "no part of a token: {card}");

    // Masking takes nothing away, a withdrawn consent is said with its evidence.
    window.click(&hook("demo-mask")).await?;
    wait_for(&window, &hook("demo-said"), "done").await?;
    check(&window).await?;
    window
        .find(&marked("verified", "data-verified", "good"))
        .await?;
    window.click(&hook("demo-withdraw")).await?;
    check(&window).await?;
    window
        .find(&marked("verified", "data-verified", "refused"))
        .await?;
    window
        .find(&marked("token-verdict", "data-trouble", "grant_refused"))
        .await?;
    wait_for(&window, &hook("token"), "Last answered").await?;
    scroll_to(&window, "token").await?;
    window.picture("token-refused").await?;
    window.click(&hook("demo-expire")).await?;
    check(&window).await?;
    window
        .find(&marked("diagnosis", "data-state", "expired"))
        .await?;

    the_history(&window).await?;
    window.close().await
}

async fn the_history(window: &Window) -> Result<()> {
    window.click(&kind("status")).await?;
    // Until the answer is there all of it stands, with the same words among it.
    let only = "const kinds = [...document.querySelectorAll('[data-test=timeline-item]')]\
        .map(line => line.dataset.kind);\
        return kinds.length > 0 && kinds.every(kind => kind === 'status')";
    window.until_true("only what was asked for", only).await?;
    wait_for(window, &hook("timeline"), "from Active to Error").await?;
    wait_for(window, &hook("timeline"), "By a check").await?;
    window.click(&kind("check")).await?;
    wait_for(window, &hook("timeline"), "Check passed").await?;
    wait_for(window, &hook("timeline"), "Check failed").await?;
    window.click(&kind("note")).await?;
    see(window, "timeline-none").await?;

    // More than a page of edits: older ones come when they are asked for.
    let pane = window
        .run(
            "return document.querySelector('[data-test=pane]').dataset.id",
            Vec::new(),
        )
        .await?;
    for n in 0..25 {
        let ask = json!({ "request": { "integration": pane, "labels": [format!("round {n}")] } });
        let answer = window.invoke("set_labels", ask).await?;
        ensure!(answer.get("ok").is_some(), "{answer}");
    }
    window.click(&kind("edit")).await?;
    wait_for(window, &hook("timeline"), "round 24").await?;
    let line = hook("timeline-item");
    ensure!(count(window, &line).await? == 20, "one page");
    window.click(&hook("timeline-older")).await?;
    wait_for(window, &hook("timeline"), "round 0").await?;
    gone(window, "timeline-older").await?;
    ensure!(count(window, &line).await? == 25, "and the rest");
    // The filter and the pages go together: everything has its own pages.
    window.click(&kind("all")).await?;
    see(window, "timeline-older").await?;
    window.click(&hook("timeline-older")).await?;
    wait_for(window, &hook("timeline"), "from Active to Error").await?;
    scroll_to(window, "timeline").await?;
    window.picture("timeline").await?;
    window.picture("timeline@1024").await
}
