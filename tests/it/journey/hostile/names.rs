//! Names that somebody gives: the alias of an account at Composio, and what a person types as the
//! name of a tenant.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use e2e::{Hostile, Simulator, Window, hook, is_odd};
use serde_json::json;

use super::alive::nothing_of_it_came_alive;
use super::{all_are_shown, opened, plain, signed_in, with_the_texts};
use crate::steps::{click_row, gone, holds, press, see, wait_for};

/// The most that is shown of an alias, in letters, and the longest name that may be typed.
const LONGEST: usize = 254;
const LONGEST_TYPED: usize = 200;

/// What is shown of an alias: what is not seen is left out, and what is too long is cut.
fn alias(text: &str) -> String {
    text.chars().filter(|c| !is_odd(*c)).take(LONGEST).collect()
}

/// The name, where it can be one: no other is kept.
fn name(text: &str) -> Option<&str> {
    let typed = text.trim();
    let fits = typed.chars().count() <= LONGEST_TYPED && !typed.chars().any(is_odd);
    fits.then_some(typed)
}

/// An account with this alias that works, and of which nobody can be asked whose it is: the list
/// calls it by the alias.
async fn called(simulator: &Simulator, at: usize, hostile: &Hostile) -> Result<()> {
    let allow = json!({ "decision": "allow" });
    let user = format!("tenant-{at:03}");
    let account = signed_in(simulator, "tavily", &user, &allow).await?;
    let told = json!({ "account_data": {
        "connected_account_id": account, "alias": hostile.text,
    } });
    simulator.post("/_sim/sabotage", &told).await?;
    Ok(())
}

#[tokio::test]
async fn ninety_hostile_aliases_are_text_in_every_row_and_in_the_pane() -> Result<()> {
    let (desk, simulator, texts) = with_the_texts().await?;
    let mut wanted = BTreeSet::new();
    for (at, hostile) in texts.iter().enumerate() {
        called(&simulator, at, hostile).await?;
        // Of the whole row, whose cells come without a space between, it is behind the toolkit.
        let alias = alias(&hostile.text);
        wanted.insert(plain(&format!("Tavily{}", alias.trim_start())));
    }
    ensure!(wanted.len() == texts.len(), "{}", wanted.len());
    let window = opened(&desk, &simulator).await?;
    let all = format!("of {}", texts.len());
    wait_for(&window, &hook("rows"), &all).await?;
    wait_for(&window, &hook("grid"), "Tavily").await?;
    all_are_shown(&window, &wanted, "alias-box").await?;
    // It is found by what is seen of it, and its field holds no more than that.
    for (of, part) in [
        ("an image", "src=x"),
        ("a drawing with text of its own", "foreignObject"),
        ("turned letters", "txet denrut"),
        ("a long word", "MMMMMMMM"),
    ] {
        let hostile = texts.iter().find(|one| one.name == of).context(of)?;
        window.type_into(&hook("filter"), part).await?;
        click_row(&window, part, "").await?;
        wait_for(&window, &hook("pane"), part).await?;
        holds(&window, "alias-box", &alias(&hostile.text)).await?;
        nothing_of_it_came_alive(&window).await?;
    }
    window.close().await
}

#[tokio::test]
async fn seventy_hostile_names_of_tenants_are_text_in_the_list_the_search_and_the_sheets()
-> Result<()> {
    let (desk, simulator, texts) = with_the_texts().await?;
    let names: Vec<&str> = texts.iter().filter_map(|one| name(&one.text)).collect();
    ensure!(names.len() >= 70, "{}", names.len());
    let window = opened(&desk, &simulator).await?;
    for (at, name) in names.iter().enumerate() {
        match at {
            0 => by_hand(&window, name).await?,
            _ => save(&window, at, name).await?,
        }
    }
    window.click(&hook("nav-activity")).await?;
    wait_for(&window, &hook("grid"), "Add a tenant").await?;
    nothing_of_it_came_alive(&window).await?;

    window.click(&hook("nav-tenants")).await?;
    let all = format!("of {}", names.len());
    wait_for(&window, &hook("rows"), &all).await?;
    // Whole: behind it stands that the tenant has no integration.
    let whole = names.iter().map(|name| format!("{}0", plain(name)));
    let wanted: BTreeSet<String> = whole.collect();
    all_are_shown(&window, &wanted, "tenant-pane").await?;
    for part in ["src=x", "foreignObject", "DROP TABLE"] {
        found(&window, part).await?;
    }
    in_the_sheets(&window, "'; DROP TABLE integrations; --").await?;
    window.close().await
}

/// A tenant whose name is typed into its form.
async fn by_hand(window: &Window, name: &str) -> Result<()> {
    window.click(&hook("nav-tenants")).await?;
    window.click(&hook("add-tenant")).await?;
    window.type_into(&hook("tenant-user"), "tenant-000").await?;
    window.type_into(&hook("tenant-called"), name).await?;
    nothing_of_it_came_alive(window).await?;
    window.click(&hook("tenant-save")).await?;
    wait_for(window, &hook("tenant-name"), name).await?;
    nothing_of_it_came_alive(window).await
}

/// The same by what the form sends.
async fn save(window: &Window, at: usize, name: &str) -> Result<()> {
    let ask = json!({ "request": {
        "user": format!("tenant-{at:03}"), "name": name,
        "contact": "", "expected": "", "tags": [],
    } });
    let answer = window.invoke("save_tenant", ask).await?;
    ensure!(answer.get("ok").is_some(), "{name:?}: {answer}");
    Ok(())
}

/// A tenant is found by what is seen of its name: in the list, and in the search over everything.
async fn found(window: &Window, part: &str) -> Result<()> {
    window.type_into(&hook("filter"), part).await?;
    click_row(window, part, "").await?;
    wait_for(window, &hook("tenant-name"), part).await?;
    nothing_of_it_came_alive(window).await?;
    window.click(&hook("finder")).await?;
    window.type_into(&hook("recent-search"), part).await?;
    wait_for(window, &hook("recent-tenant"), part).await?;
    nothing_of_it_came_alive(window).await?;
    press(window, "Escape").await?;
    gone(window, "recent").await
}

/// The form and the question before it is deleted say the name of the tenant that is open.
async fn in_the_sheets(window: &Window, name: &str) -> Result<()> {
    window.click(&hook("tenant-edit")).await?;
    see(window, "tenant-form").await?;
    holds(window, "tenant-called", name).await?;
    nothing_of_it_came_alive(window).await?;
    window.click(&hook("tenant-cancel")).await?;
    gone(window, "tenant-form").await?;
    window.click(&hook("tenant-delete")).await?;
    wait_for(window, &hook("confirm-delete-tenant"), name).await?;
    nothing_of_it_came_alive(window).await?;
    window.click(&hook("delete-tenant-cancel")).await?;
    gone(window, "confirm-delete-tenant").await
}
