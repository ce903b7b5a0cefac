//! What a provider says, when it does not mean well: a reason, a name and an error message with
//! markup, turned letters, terminal codes and ten kilobytes stay text, and stay in their place.

mod alive;
mod errors;
mod names;
mod who;

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use e2e::{Desk, Hostile, Http, Simulator, Window, hook, hostile_texts, is_odd, until};
use serde_json::{Value, json};

use self::alive::{know_the_texts, nothing_of_it_came_alive};
use crate::steps::{TOKENS, click_row, enter, heard, leave_no_trace, said, see, synced, wait_for};

pub(super) const KEY: &str = "ak_sim_hostile_00000001";
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
    let window = opened(&desk, &simulator).await?;

    window.type_into(&hook("filter"), "hostile").await?;
    // No row says that text. Until the answer is there the first one is of the list before.
    until("the row with the hostile reason", || async {
        click_row(&window, "", "").await?;
        let told = said(&window, &hook("diagnosis")).await?;
        Ok(told.contains(BEGINS).then_some(()))
    })
    .await?;
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
    let heard = heard(&window).await?;
    window.close().await?;
    leave_no_trace(&desk, &heard, &[KEY])?;
    leave_no_trace(&desk, &heard, &TOKENS)
}

/// A project of nobody yet, and the texts that are to be tried in it.
async fn with_the_texts() -> Result<(Desk, Simulator, Vec<Hostile>)> {
    let desk = Desk::new().await?;
    let arguments = ["--scenario", "empty", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    Ok((desk, simulator, hostile_texts()))
}

/// The window with the project read whole, in which the texts are known.
async fn opened(desk: &Desk, simulator: &Simulator) -> Result<Window> {
    let window = desk.start_app().await?;
    see(&window, "setup").await?;
    know_the_texts(&window).await?;
    window.record_answers().await?;
    enter(&window, simulator, KEY).await?;
    synced(&window).await?;
    Ok(window)
}

#[tokio::test]
async fn ninety_hostile_names_and_reasons_are_text_in_every_row_and_in_the_pane() -> Result<()> {
    let (desk, simulator, texts) = with_the_texts().await?;
    let mut wanted = BTreeSet::new();
    for (at, hostile) in texts.iter().enumerate() {
        wanted.insert(fill(&simulator, at, hostile).await?);
    }
    let window = opened(&desk, &simulator).await?;
    wait_for(&window, &hook("rows"), &format!("{}", texts.len())).await?;
    // Of one on each page: its reason, its alias and its user id.
    all_are_shown(&window, &wanted, "diagnosis").await?;
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
    let allow = json!({ "decision": "allow" });
    let account = signed_in(simulator, "slack", &user, &allow).await?;
    let told = json!({ "account_data": {
        "connected_account_id": account,
        "alias": text, "status": "FAILED", "status_reason": text,
    } });
    simulator.post("/_sim/sabotage", &told).await?;
    Ok(plain(&user))
}

/// An account of a tenant, for which somebody decided so.
pub(super) async fn signed_in(
    simulator: &Simulator,
    toolkit: &str,
    user: &str,
    decision: &Value,
) -> Result<String> {
    let state = simulator.state().await?;
    let configs = state["auth_configs"]
        .as_array()
        .context("no auth configs")?;
    let config = configs.iter().find(|config| config["toolkit"] == toolkit);
    let config = config.with_context(|| format!("no {toolkit}"))?;
    let body = json!({ "auth_config_id": config["id"], "user_id": user });
    let url = simulator.base().join("/api/v3/connected_accounts/link")?;
    let answer = Http::new().post_json_as(KEY, &url, &body).await?;
    let made: Value = serde_json::from_str(&answer.body)?;
    let account = made["connected_account_id"]
        .as_str()
        .context("no account")?;
    let consent = format!("/_sim/consent/{account}");
    simulator.post(&consent, decision).await?;
    Ok(account.to_owned())
}

/// Walks down the list: each of these stands in a row, and one row of each page is opened, in
/// whose pane there is what has this hook.
async fn all_are_shown(window: &Window, wanted: &BTreeSet<String>, there: &str) -> Result<()> {
    let mut shown = BTreeSet::new();
    for page in 0.. {
        let (names, last) = drawn(window, page).await?;
        shown.extend(names);
        nothing_of_it_came_alive(window).await?;
        // By a script, like the scrolling: from where the keyboard is, it would scroll back.
        let row = "const rows = document.querySelectorAll('[data-test=row]');\
            rows[arguments[0] % rows.length].click();";
        window.run(row, vec![(page * 7).into()]).await?;
        see(window, there).await?;
        nothing_of_it_came_alive(window).await?;
        if last {
            break;
        }
    }
    let stands = |name: &&String| !shown.iter().any(|row| row.contains(name.as_str()));
    let missing: Vec<_> = wanted.iter().filter(stands).collect();
    let first: Vec<_> = shown.iter().take(3).collect();
    ensure!(missing.is_empty(), "{missing:?} in {first:?}");
    Ok(())
}

/// What can be read of a text in one line.
fn plain(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_odd(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Scrolls to this page of the list; gives the names that are drawn there, once all of them are
/// read, and whether the last row is one of them.
async fn drawn(window: &Window, page: u32) -> Result<(Vec<String>, bool)> {
    let script = "const grid = document.querySelector('[data-test=grid]');\
        let box = grid;\
        while (box && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;\
        const top = Math.min(arguments[0] * box.clientHeight * 0.8, box.scrollHeight - box.clientHeight);\
        box.scrollTop = top;\
        const rows = [...document.querySelectorAll('[data-test=row]')];\
        const seen = rows.filter(row => row.getBoundingClientRect().bottom <= innerHeight);\
        const there = seen.some(row => row.getBoundingClientRect().top <= box.getBoundingClientRect().top + row.offsetHeight * 3);\
        const read = rows.every(row => row.innerText.trim());\
        if (Math.abs(box.scrollTop - top) > 1 || !there || !read) return null;\
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
