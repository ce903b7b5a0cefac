//! Whose account it is, as the provider's read says it: a stranger chose that name.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use e2e::{Decision, Script, Simulator, Window, hook, hostile_texts, is_odd};
use serde_json::json;

use super::alive::nothing_of_it_came_alive;
use super::{KEY, all_are_shown, opened, plain, signed_in, with_the_texts};
use crate::steps::{click_row, desk_with_browser, gone, see, take_tenant, wait_for};

/// What is longer is nobody's name, and is not cut to fit.
const LONGEST: usize = 254;

/// The name that is to be read where somebody signed in as this, if it can be one: what steers is
/// a space in it, and what else is not seen is left out.
fn shown(who: &str) -> Option<String> {
    let steers = |c: char| c.is_control() && c != '\n';
    let name: String = who
        .chars()
        .filter(|c| c.is_control() || !is_odd(*c))
        .map(|c| if steers(c) { ' ' } else { c })
        .collect();
    (name.chars().count() <= LONGEST).then(|| plain(&name))
}

/// An address that begins with what an address may hold of the text.
fn address(text: &str) -> String {
    let fits = |c: &char| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"@".contains(*c);
    let name: String = text.chars().filter(fits).take(60).collect();
    format!("{name}@example.com")
}

#[tokio::test]
async fn ninety_hostile_names_and_addresses_of_who_signed_in_are_text_in_every_row_and_pane()
-> Result<()> {
    let (desk, simulator, texts) = with_the_texts().await?;
    let mut wanted = BTreeSet::new();
    for (at, hostile) in texts.iter().enumerate() {
        let address = address(&hostile.text);
        for (toolkit, who) in [("notion", &hostile.text), ("linear", &address)] {
            let decision = json!({ "decision": "allow", "account": who });
            signed_in(&simulator, toolkit, &format!("tenant-{at:03}"), &decision).await?;
            wanted.extend(shown(who));
        }
    }
    ensure!(wanted.len() > 150, "{}", wanted.len());
    let window = opened(&desk, &simulator).await?;
    let all = format!("{}", texts.len() * 2);
    wait_for(&window, &hook("rows"), &all).await?;
    all_are_shown(&window, &wanted, "pane").await?;
    window.picture("integrations-hostile-who").await?;
    // It is found by what is seen of it.
    for part in [
        "onerror=",
        "txet denrut",
        "foreignObject",
        "invoicefdp.exe@",
    ] {
        window.type_into(&hook("filter"), part).await?;
        click_row(&window, part, "").await?;
        wait_for(&window, &hook("identity"), part).await?;
        see(&window, "identity-source").await?;
        nothing_of_it_came_alive(&window).await?;
    }
    window.close().await
}

/// Somebody signs in to a toolkit for a new tenant as this; up to the end in the sheet.
async fn connect(
    (simulator, window): (&Simulator, &Window),
    tenant: &str,
    toolkit: &str,
    who: &str,
) -> Result<()> {
    window.click(&hook("connect-account")).await?;
    window.type_into(&hook("connect-user"), tenant).await?;
    take_tenant(window, "connect-new-tenant", tenant).await?;
    window
        .type_into(&hook("connect-toolkit-search"), toolkit)
        .await?;
    let pick = format!("{}[data-id=\"{toolkit}\"]", hook("connect-toolkit"));
    window.click(&pick).await?;
    see(window, "connect-config").await?;
    window.click(&hook("connect-submit")).await?;
    wait_for(window, &hook("step"), "Waiting for sign-in and consent").await?;
    let path = format!("/api/v3.1/connected_accounts?user_ids={tenant}");
    let page = simulator.get_as(KEY, &path).await?;
    let account = page["items"][0]["id"].as_str().context("an account")?;
    let decision = json!({ "decision": "allow", "account": who });
    simulator
        .post(&format!("/_sim/consent/{account}"), &decision)
        .await?;
    see(window, "attempt-won").await
}

#[tokio::test]
async fn who_signs_in_under_a_hostile_name_is_text_in_the_sheet_the_history_and_the_lists()
-> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::only(Decision::Nothing)).await?;
    let arguments = ["--scenario", "empty", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = opened(&desk, &simulator).await?;
    let texts = hostile_texts();
    for (at, (name, toolkit)) in [
        ("an image", "notion"),
        ("a drawing that runs", "slack"),
        ("turned letters that stay turned", "linear"),
        ("a long word", "linear"),
        ("an attribute", "gmail"),
        ("turned letters", "gmail"),
    ]
    .into_iter()
    .enumerate()
    {
        let hostile = texts.iter().find(|one| one.name == name).context(name)?;
        let who = match toolkit {
            "gmail" => address(&hostile.text),
            _ => hostile.text.clone(),
        };
        let tenant = format!("stranger-{at}");
        connect((&simulator, &window), &tenant, toolkit, &who).await?;
        nothing_of_it_came_alive(&window).await?;
        let told = shown(&who).unwrap_or_else(|| "Not named".to_owned());
        wait_for(&window, &hook("attempt-email"), &told).await?;
        if at == 0 {
            window.picture("connect-success-hostile").await?;
        }
        window.click(&hook("attempt-done")).await?;
        gone(&window, "connect-sheet").await?;
        see(&window, "timeline").await?;
        nothing_of_it_came_alive(&window).await?;
    }
    on_every_screen(&window).await?;
    window.close().await
}

/// Where the names of who signed in are told again.
async fn on_every_screen(window: &Window) -> Result<()> {
    for (place, there) in [
        ("nav-overview", "overview-tile"),
        ("nav-tenants", "row"),
        ("nav-activity", "row"),
    ] {
        window.click(&hook(place)).await?;
        see(window, there).await?;
        nothing_of_it_came_alive(window).await?;
    }
    wait_for(window, &hook("grid"), "Connect").await
}
