//! A key that may not do everything: what it cannot is told as a permission, where it matters.

use anyhow::{Context as _, Result, ensure};
use e2e::{Desk, Simulator, Window, hook};
use serde_json::json;

use crate::steps::{choose, find_row, gone, in_view, said, see, set_up, wait_for};

const KEY: &str = "ak_sim_limits_0000000001";

/// The note that the key may not do this.
const FORBIDDEN: &str = "[data-test=\"fault\"][data-code=\"composio.forbidden\"]";

/// A project whose key is refused where one of `routes` begins.
async fn limited(desk: &Desk, more: &[&str], routes: &[&str]) -> Result<(Simulator, Window)> {
    let mut arguments = vec!["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    arguments.extend(more);
    let simulator = Simulator::start(desk.root(), &arguments)?;
    for route in routes {
        let refused = json!({ "route": route, "times": 0, "status": 403 });
        simulator.post("/_sim/faults", &refused).await?;
    }
    let window = desk.start_app().await?;
    set_up(&window, &simulator, KEY).await?;
    Ok((simulator, window))
}

async fn masking(window: &Window) -> Result<()> {
    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-masking")).await
}

#[tokio::test]
async fn a_limited_key_is_told_by_area_and_what_it_may_not_is_no_matter_of_the_role() -> Result<()>
{
    let desk = Desk::new().await?;
    let routes = ["GET /org/project/config", "PATCH /*"];
    let (_simulator, window) = limited(&desk, &[], &routes).await?;
    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-role")).await?;
    let level = hook("key-level");
    wait_for(&window, &level, "Scoped key: Composio enforces the limit").await?;
    let report = hook("key-report");
    see(&window, "key-report").await?;
    for (area, words) in [
        ("Connected accounts", "Can read"),
        ("Auth configs", "Can read"),
        (
            "Project settings, masking",
            "Cannot: Composio refuses this key",
        ),
        ("Triggers", "Can read"),
    ] {
        let line = format!("{report} tr");
        let told = said(&window, &line).await?;
        let mut lines = told.split(area);
        let of_it = lines.nth(1).with_context(|| format!("no {area}: {told}"))?;
        ensure!(of_it.trim_start().starts_with(words), "{area}: {told}");
    }
    let show = "document.querySelector('[data-test=key-level]').scrollIntoView()";
    window.run(show, Vec::new()).await?;
    window.picture("key-scoped").await?;

    masking(&window).await?;
    wait_for(
        &window,
        &hook("fault-message"),
        "The API key is not allowed",
    )
    .await?;

    // A refused write is the key's, not the person's: no word of the role.
    window.click(&hook("nav-integrations")).await?;
    find_row(&window, "acme", "Slack").await?;
    window.click(&hook("action-disable")).await?;
    window.click(&hook("disable-confirm")).await?;
    wait_for(
        &window,
        &hook("fault-message"),
        "The API key is not allowed",
    )
    .await?;
    window.close().await
}

#[tokio::test]
async fn a_switch_of_masking_that_the_key_may_not_make_is_told_as_a_permission() -> Result<()> {
    let desk = Desk::new().await?;
    let routes = ["PATCH /org/project/config"];
    let (simulator, window) = limited(&desk, &[], &routes).await?;
    masking(&window).await?;
    let on = format!("{}[data-on=\"true\"]", hook("masking-switch"));
    window.find(&on).await?;
    window
        .type_into(&hook("masking-reason"), "Ticket 31")
        .await?;
    window.click(&hook("masking-confirm")).await?;
    // The button is at the end of a long table, and what it could not do is told at its head.
    in_view(&window, FORBIDDEN).await?;
    for words in ["but not change them", "403", "Nothing changed"] {
        wait_for(&window, &hook("fault-message"), words).await?;
    }
    window.find(&on).await?;
    gone(&window, "masking-report").await?;
    wait_for(&window, &hook("masking-changes"), "tried to turn it off").await?;
    let state = simulator.get_as(KEY, "/api/v3/org/project/config").await?;
    ensure!(
        state["mask_secret_keys_in_connected_account"] == true,
        "{state}"
    );
    see(&window, "masking-confirm").await?;
    window.close().await
}

/// The line has room for the counts alone: why the run ended stands below, with its code and help.
async fn why_it_ended_is_told(window: &Window, line: &str) -> Result<()> {
    let line = hook(line);
    wait_for(window, &line, "not clear").await?;
    let told = said(window, &line).await?;
    ensure!(told.contains("checked") && !told.contains(". "), "{told}");
    in_view(window, FORBIDDEN).await?;
    window
        .find(&format!("{FORBIDDEN} {}", hook("open-help")))
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_run_of_checks_that_the_key_may_not_make_says_why_it_ended_in_both_lists() -> Result<()> {
    let desk = Desk::new().await?;
    let (_simulator, window) = limited(&desk, &[], &["POST /tools/*"]).await?;
    choose(&window, &hook("view"), "connected").await?;
    window.click(&hook("check-these")).await?;
    why_it_ended_is_told(&window, "check-these-done").await?;
    window.picture("integrations-check-refused").await?;

    window.click(&hook("nav-triage")).await?;
    why_it_ended_is_told(&window, "checks-done").await?;
    window.picture("triage-check-refused").await?;
    window
        .click(&format!("{FORBIDDEN} {}", hook("fault-dismiss")))
        .await?;
    gone(&window, "fault").await?;
    wait_for(&window, &hook("checks-done"), "not clear").await?;
    window.close().await
}

#[tokio::test]
async fn a_switch_of_masking_that_changes_nothing_says_so_before_and_after() -> Result<()> {
    let desk = Desk::new().await?;
    let (_simulator, window) = limited(&desk, &["--masking-era", "plain"], &[]).await?;
    masking(&window).await?;
    let nothing = format!("{}[data-count=\"0\"]", hook("masking-preview"));
    window.find(&nothing).await?;
    wait_for(&window, &nothing, "changes nothing that can be seen").await?;
    let changing = format!("{}[data-changes=\"true\"]", hook("masking-line"));
    ensure!(said(&window, &changing).await?.is_empty(), "a line changes");
    window.picture("masking-nothing").await?;
    window.click(&hook("masking-confirm")).await?;
    wait_for(&window, &hook("masking-report"), "looks different").await?;
    let report = said(&window, &hook("masking-report")).await?;
    ensure!(report.contains("None of the"), "{report}");
    window.close().await
}
