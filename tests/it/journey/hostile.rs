//! What a provider says, when it does not mean well: a reason and an error message with
//! markup, turned letters, terminal codes and ten kilobytes stay text, and stay in their place.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use e2e::{Desk, Hostile, Http, Simulator, Window, hook, hostile_texts, is_odd, until};
use serde_json::{Value, json};

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

#[tokio::test]
async fn ninety_hostile_names_and_reasons_are_text_in_every_row_and_in_the_pane() -> Result<()> {
    let desk = Desk::new().await?;
    let arguments = ["--scenario", "empty", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let texts = hostile_texts();
    let mut wanted = BTreeSet::new();
    for (at, hostile) in texts.iter().enumerate() {
        wanted.insert(fill(&simulator, at, hostile).await?);
    }
    let window = desk.start_app().await?;
    enter(&window, &simulator, KEY).await?;
    synced(&window).await?;
    wait_for(&window, &hook("rows"), &format!("{}", texts.len())).await?;

    let mut shown = BTreeSet::new();
    for page in 0.. {
        let (names, last) = drawn(&window, page).await?;
        shown.extend(names);
        nothing_of_it_came_alive(&window).await?;
        // One of each page is looked at: its reason, its alias and its user id.
        let row = "const rows = document.querySelectorAll('[data-test=row]');\
            rows[arguments[0] % rows.length].click();";
        window.run(row, vec![(page * 7).into()]).await?;
        see(&window, "diagnosis").await?;
        nothing_of_it_came_alive(&window).await?;
        if last {
            break;
        }
    }
    let stands = |name: &&String| !shown.iter().any(|row| row.contains(name.as_str()));
    let missing: Vec<_> = wanted.iter().filter(stands).collect();
    ensure!(missing.is_empty(), "{missing:?}");
    window.picture("integrations-hostile-many").await?;
    // Whose user id turns letters round: it is a key, and is shown all the same.
    for name in ["txet denrut", "invoicefdp.exe", "AcmeInc", "password"] {
        window.type_into(&hook("filter"), name).await?;
        click_row(&window, name, "").await?;
        wait_for(&window, &hook("pane-tenant"), name).await?;
        nothing_of_it_came_alive(&window).await?;
    }

    window.click(&hook("nav-triage")).await?;
    let group = format!("{}[data-code=\"unrecognised\"]", hook("cause"));
    let expand = format!("{group} {}", hook("cause-expand"));
    window.click(&expand).await?;
    see(&window, "cause-row").await?;
    nothing_of_it_came_alive(&window).await?;
    window.close().await
}

/// An account of a tenant whose user id is the text, where it can be one, and whose alias and
/// reason it is. Gives the name that is to be read in the list.
async fn fill(simulator: &Simulator, at: usize, hostile: &Hostile) -> Result<String> {
    let text = hostile.text.as_str();
    let is_id = text.len() <= 200 && !text.chars().any(char::is_control);
    let user = match is_id {
        true => text.to_owned(),
        false => format!("tenant-{at:03}"),
    };
    let state = simulator.state().await?;
    let configs = state["auth_configs"]
        .as_array()
        .context("no auth configs")?;
    let slack = configs.iter().find(|config| config["toolkit"] == "slack");
    let body = json!({ "auth_config_id": slack.context("no Slack")?["id"], "user_id": user });
    let url = simulator.base().join("/api/v3/connected_accounts/link")?;
    let answer = Http::new().post_json_as(KEY, &url, &body).await?;
    let made: Value = serde_json::from_str(&answer.body)?;
    let account = made["connected_account_id"]
        .as_str()
        .context("no account")?;
    let consent = format!("/_sim/consent/{account}");
    simulator
        .post(&consent, &json!({ "decision": "allow" }))
        .await?;
    let told = json!({ "account_data": {
        "connected_account_id": account,
        "alias": text, "status": "FAILED", "status_reason": text,
    } });
    simulator.post("/_sim/sabotage", &told).await?;
    Ok(plain(&user))
}

/// What can be read of a text in one line.
fn plain(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_odd(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Scrolls to this page of the list; gives the names that are drawn there, and whether the
/// last row is one of them.
async fn drawn(window: &Window, page: u32) -> Result<(Vec<String>, bool)> {
    let script = "const grid = document.querySelector('[data-test=grid]');\
        let box = grid;\
        while (box && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;\
        const top = Math.min(arguments[0] * box.clientHeight * 0.8, box.scrollHeight - box.clientHeight);\
        box.scrollTop = top;\
        const rows = [...document.querySelectorAll('[data-test=row]')];\
        const seen = rows.filter(row => row.getBoundingClientRect().bottom <= innerHeight);\
        const there = seen.some(row => row.getBoundingClientRect().top <= box.getBoundingClientRect().top + row.offsetHeight * 3);\
        if (Math.abs(box.scrollTop - top) > 1 || !there) return null;\
        return [rows.map(row => row.innerText), rows.some(row => Number(row.dataset.index) === Number(grid.dataset.total) - 1)];";
    let found = until("the page to be drawn", || async {
        let found = window.run(script, vec![page.into()]).await?;
        Ok((!found.is_null()).then_some(found))
    })
    .await?;
    let rows = found[0].as_array().context("no rows")?;
    let texts = rows.iter().filter_map(Value::as_str);
    let names = texts.map(plain).collect();
    Ok((names, found[1] == json!(true)))
}

/// No element was made of it, nothing ran, no letter is turned, and rows are of one height.
async fn nothing_of_it_came_alive(window: &Window) -> Result<()> {
    let made = "return document.querySelectorAll('[data-test=frame] img, [data-test=frame] script').length";
    assert_eq!(window.run(made, Vec::new()).await?, json!(0));
    let title = window.client().title().await?;
    assert!(!title.contains("broken"), "something was run: {title}");
    let text = window.text().await?;
    let odd = text
        .chars()
        .find(|c| is_odd(*c) && !matches!(c, '\n' | '\t'));
    assert_eq!(odd, None, "it reached the screen");
    let heights = "return new Set([...document.querySelectorAll('[data-test=\"row\"]')]\
        .map(row => row.getBoundingClientRect().height)).size";
    let heights = window.run(heights, Vec::new()).await?;
    assert!(heights == 1 || heights == 0, "{heights}");
    let wide = "return document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(window.run(wide, Vec::new()).await?, json!(true));
    Ok(())
}
