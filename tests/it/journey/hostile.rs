//! What a provider says, when it does not mean well: a reason and an error message with
//! markup, turned letters, terminal codes and ten kilobytes stay text, and stay in their place.

use anyhow::Result;
use e2e::{Desk, Simulator, Window, hook};
use serde_json::json;

use crate::steps::{click_row, enter, see, synced, wait_for};

const KEY: &str = "ak_sim_hostile_00000001";
/// How the hostile text begins.
const BEGINS: &str = "hostile <img src=x onerror=";

#[tokio::test]
async fn a_hostile_reason_and_a_hostile_error_are_shown_as_text_in_their_place() -> Result<()> {
    let desk = Desk::new().await?;
    let arguments = ["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let spoilt = json!({
        "route": "GET /connected_accounts", "nth": 1, "times": 0,
        "mutate": "hostile_reason", "item": 0,
    });
    simulator.post("/_sim/faults", &spoilt).await?;
    let window = desk.start_app().await?;
    enter(&window, &simulator, KEY).await?;
    synced(&window).await?;

    window.type_into(&hook("filter"), "hostile").await?;
    window.find(&hook("row")).await?;
    click_row(&window, "", "").await?;
    wait_for(&window, &hook("diagnosis"), BEGINS).await?;
    nothing_of_it_came_alive(&window).await?;
    window.picture("integration-hostile-reason").await?;

    window.click(&hook("nav-triage")).await?;
    let group = format!("{}[data-code=\"unrecognised\"]", hook("cause"));
    window
        .click(&format!("{group} {}", hook("cause-expand")))
        .await?;
    see(&window, "cause-row").await?;
    nothing_of_it_came_alive(&window).await?;
    window.picture("triage-hostile-reason").await?;

    let refused = json!({
        "route": "*", "nth": 1, "times": 0, "status": 400, "body": "hostile",
    });
    simulator.post("/_sim/faults", &refused).await?;
    window.click(&hook("nav-integrations")).await?;
    click_row(&window, "", "").await?;
    window.click(&hook("action-check")).await?;
    see(&window, "fault").await?;
    window.click(&format!("{} summary", hook("fault"))).await?;
    nothing_of_it_came_alive(&window).await?;
    window.picture("fault-hostile").await?;
    window.close().await
}

/// No element was made of it, nothing ran, no letter is turned, and rows are of one height.
async fn nothing_of_it_came_alive(window: &Window) -> Result<()> {
    let made = "return document.querySelectorAll('[data-test=frame] img, [data-test=frame] script').length";
    assert_eq!(window.run(made, Vec::new()).await?, json!(0));
    let title = window.client().title().await?;
    assert!(!title.contains("broken"), "something was run: {title}");
    let text = window.text().await?;
    for odd in ['\u{202e}', '\u{2066}', '\u{1b}', '\u{200b}', '\u{feff}'] {
        assert!(!text.contains(odd), "{odd:?} reached the screen");
    }
    let heights = "return new Set([...document.querySelectorAll('[data-test=\"row\"]')]\
        .map(row => row.getBoundingClientRect().height)).size";
    let heights = window.run(heights, Vec::new()).await?;
    assert!(heights == 1 || heights == 0, "{heights}");
    let wide = "return document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(window.run(wide, Vec::new()).await?, json!(true));
    Ok(())
}
