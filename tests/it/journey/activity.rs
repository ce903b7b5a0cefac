//! The audit list narrowed: every choice leaves the entries that it names, the text looks into
//! them, and where nothing fits that is said. Entries that are far down are read when they come
//! into view.

use anyhow::{Context as _, Result, ensure};
use e2e::{Decision, Desk, Script, Simulator, Window, hook, until};
use serde_json::json;

use crate::steps::{choose, demo, desk_with_browser, find_row, press, see, set_up, wait_for};

const KEY: &str = "ak_sim_activity_00000001";

/// A box, what is chosen in it, and what each row that is left then says.
const CHOICES: [(&str, &str, &str); 8] = [
    ("audit-family", "ending", "Delete"),
    ("audit-family", "signing_in", "connect"),
    ("audit-family", "switching", "Disable"),
    ("audit-family", "tenants", "tenant"),
    ("audit-kind", "intent", "Intent"),
    ("audit-result", "done", "Done"),
    ("audit-result", "failed", "Refused"),
    ("audit-result", "cancelled", "Cancelled"),
];

/// Of these nothing was done here.
const NOTHING: [(&str, &str); 6] = [
    ("audit-family", "settings"),
    ("audit-family", "auth_configs"),
    ("audit-family", "access"),
    ("audit-family", "other"),
    ("audit-kind", "observed"),
    ("audit-result", "unknown"),
];

#[tokio::test]
async fn every_filter_of_the_audit_list_leaves_what_it_names_and_says_when_that_is_nothing()
-> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::only(Decision::Nothing)).await?;
    let simulator = Simulator::start(desk.root(), &["--api-key", KEY, "--for", "600s"])?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, KEY).await?;
    three_acts(&window, &simulator).await?;
    deleted(&window).await?;

    window.click(&hook("nav-activity")).await?;
    wait_for(&window, &hook("grid"), "Disable").await?;
    let all = shown(&window).await?;
    for (name, value, word) in CHOICES {
        choose(&window, &hook(name), value).await?;
        only(&window, word, all.len()).await?;
        choose(&window, &hook(name), "").await?;
        whole(&window, all.len()).await?;
    }

    for (name, value) in NOTHING {
        choose(&window, &hook(name), value).await?;
        see(&window, "empty-match").await?;
        choose(&window, &hook(name), "").await?;
        whole(&window, all.len()).await?;
    }
    // What was done just now is within each time, also together with another choice.
    for value in ["month", "week", "day", "hour"] {
        choose(&window, &hook("audit-time"), value).await?;
        choose(&window, &hook("audit-family"), "switching").await?;
        only(&window, "Disable", all.len()).await?;
        choose(&window, &hook("audit-family"), "").await?;
        whole(&window, all.len()).await?;
    }

    // Together they narrow further, down to nothing; one press takes all of them off.
    choose(&window, &hook("audit-family"), "switching").await?;
    choose(&window, &hook("audit-result"), "cancelled").await?;
    see(&window, "empty-match").await?;
    window.picture("activity-filtered").await?;
    window.click(&hook("clear-filter")).await?;
    whole(&window, all.len()).await?;
    let left = "return [...document.querySelectorAll('[data-test^=audit-]')]\
        .every(e => e.tagName !== 'SELECT' || e.value === '')";
    window.until_true("every box to be empty", left).await?;

    by_person_and_by_text(&window, all.len()).await?;
    window.close().await
}

/// A tenant is changed, a sign-in cancelled, and a pause refused.
async fn three_acts(window: &Window, simulator: &Simulator) -> Result<()> {
    window.click(&hook("nav-tenants")).await?;
    window.click_row("acme").await?;
    window.click(&hook("tenant-edit")).await?;
    window.type_into(&hook("tenant-tags"), "pilot").await?;
    window.click(&hook("tenant-save")).await?;
    wait_for(window, &hook("tenant-facts"), "pilot").await?;

    window.click(&hook("nav-integrations")).await?;
    find_row(window, "acme", "Gmail").await?;
    window.click(&hook("action-reconnect")).await?;
    see(window, "attempt-link").await?;
    window.click(&hook("attempt-cancel")).await?;
    window.click(&hook("attempt-close")).await?;

    let refused = json!({
        "route": "PATCH /connected_accounts/{id}/status", "times": 0, "status": 400
    });
    simulator.post("/_sim/faults", &refused).await?;
    find_row(window, "acme", "Slack").await?;
    window.click(&hook("action-disable")).await?;
    window.click(&hook("disable-confirm")).await?;
    see(window, "fault").await?;
    window.click_text("Cancel").await
}

/// Waits until the core has written that the account of the cancelled sign-in is gone. That goes on
/// behind whoever cancelled it, and nothing tells a list that is open of it.
async fn deleted(window: &Window) -> Result<()> {
    let search = json!({ "text": "Delete the unused sign-in" });
    let ask = json!({ "list": "project", "search": search, "offset": 0, "limit": 10 });
    let ask = json!({ "request": ask });
    until("the outcome of the deletion", || async {
        let answer = window.invoke("find_audit", ask.clone()).await?;
        let rows = answer["ok"]["rows"].as_array().context("no list")?;
        let over = rows.iter().any(|row| row["kind"] == "outcome");
        Ok(over.then_some(()))
    })
    .await
}

async fn by_person_and_by_text(window: &Window, all: usize) -> Result<()> {
    choose(window, &hook("audit-actor"), "jo").await?;
    only(window, "jo", all + 1).await?;
    choose(window, &hook("audit-actor"), "").await?;
    window.type_into(&hook("filter"), "slack").await?;
    only(window, "Slack", all).await?;
    window.type_into(&hook("filter"), "no such act").await?;
    see(window, "empty-match").await?;
    window.click(&hook("clear-filter")).await?;
    whole(window, all).await
}

/// The rows that are drawn, in words.
async fn shown(window: &Window) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('[data-test=grid] [data-test=row]')]\
        .map(row => row.innerText)";
    let rows = window.run(script, Vec::new()).await?;
    Ok(serde_json::from_value(rows)?)
}

/// Waits until there are rows, fewer than `all`, and each says `word`.
async fn only(window: &Window, word: &str, all: usize) -> Result<()> {
    until(&format!("nothing but `{word}`"), || async {
        let rows = shown(window).await?;
        let fit = rows
            .iter()
            .all(|row| row.to_lowercase().contains(&word.to_lowercase()));
        Ok((!rows.is_empty() && rows.len() < all && fit).then_some(()))
    })
    .await
    .with_context(|| format!("of {all}"))
}

async fn whole(window: &Window, all: usize) -> Result<()> {
    until(&format!("all {all} entries"), || async {
        Ok((shown(window).await?.len() == all).then_some(()))
    })
    .await
}

/// More than are fetched at once.
const MANY: usize = 230;

#[tokio::test]
async fn an_entry_far_down_is_read_when_it_comes_into_view_and_found_by_its_words() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    for n in 0..MANY {
        let ask = json!({ "request": {
            "user": format!("pupil-{n}"), "name": format!("Pupil {n}"),
            "contact": "", "expected": "", "tags": [],
        } });
        let answer = window.invoke("save_tenant", ask).await?;
        ensure!(answer.get("ok").is_some(), "{answer}");
    }
    window.click(&hook("nav-activity")).await?;
    wait_for(&window, &hook("rows"), &format!("of {MANY}")).await?;
    wait_for(&window, &hook("grid"), "Pupil 229").await?;
    // The first letter takes the keyboard from the place in the sidebar into the list.
    press(&window, "j").await?;
    window.focused(&hook("row")).await?;
    press(&window, "End").await?;
    wait_for(&window, &hook("grid"), "Pupil 0 (").await?;
    wait_for(&window, &hook("rows"), &format!("–{MANY} of {MANY}")).await?;
    ensure!(
        shown(&window).await?.len() < 100,
        "only what is seen is drawn"
    );
    press(&window, "Enter").await?;
    wait_for(&window, &hook("audit-pane"), "Pupil 0 (").await?;
    press(&window, "Escape").await?;
    window.type_into(&hook("filter"), "pupil-117").await?;
    wait_for(&window, &hook("rows"), "of 1").await?;
    only(&window, "Pupil 117", MANY).await?;
    window.close().await
}
