//! What a person writes about a row or a tenant: kept, and taken away again. And the views of
//! the list with their numbers.

use anyhow::{Context as _, Result, ensure};
use e2e::{Desk, Window, hook, until};

use crate::steps::{choose, demo, fill_in, find_row, gone, holds, open_row, said, see, wait_for};

#[tokio::test]
async fn labels_and_the_alias_of_a_row_are_typed_and_kept() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    find_row(&window, "Acme", "Slack").await?;
    fill_in(&window, "labels-box", "vip, pilot, vip").await?;
    holds(&window, "labels-box", "vip, pilot").await?;
    fill_in(&window, "alias-box", "front desk").await?;
    wait_for(&window, &hook("timeline"), "front desk").await?;
    let show = "document.querySelector('[data-test=names]').scrollIntoView({ block: 'center' })";
    window.run(show, Vec::new()).await?;
    window.picture("integration-names").await?;

    // Another row has its own, and what this one has is still there after it.
    open_row(&window, "Acme", "Stripe").await?;
    wait_for(&window, &hook("pane-toolkit"), "Stripe").await?;
    holds(&window, "labels-box", "").await?;
    open_row(&window, "Acme", "Slack").await?;
    wait_for(&window, &hook("pane-toolkit"), "Slack").await?;
    holds(&window, "labels-box", "vip, pilot").await?;
    holds(&window, "alias-box", "front desk").await?;

    // It is Composio that has the alias: a reading of the project brings the same.
    window.click(&hook("sync-now")).await?;
    holds(&window, "alias-box", "front desk").await?;
    window.click(&hook("nav-activity")).await?;
    wait_for(&window, &hook("grid"), "alias").await?;
    window.close().await
}

#[tokio::test]
async fn a_note_is_removed_and_a_tenant_without_accounts_is_deleted() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    window.click(&hook("nav-tenants")).await?;
    window.click_row("Acme").await?;
    fill_in(&window, "note-box", "Asked twice").await?;
    wait_for(&window, &hook("note"), "Asked twice").await?;
    window.click(&hook("note-remove")).await?;
    gone(&window, "note").await?;
    window.focused("#notes").await?;

    // A tenant that has accounts is not deleted, and why is said.
    window.click(&hook("tenant-delete")).await?;
    window.click(&hook("delete-tenant-confirm")).await?;
    wait_for(
        &window,
        &hook("confirm-delete-tenant"),
        "Disconnect them first; nothing was deleted",
    )
    .await?;
    window.picture("delete-tenant-refused").await?;
    window.click(&hook("delete-tenant-cancel")).await?;

    window.click(&hook("add-tenant")).await?;
    window.type_into(&hook("tenant-user"), "zebra-1").await?;
    window
        .type_into(&hook("tenant-called"), "Zebra Crossings")
        .await?;
    window.click(&hook("tenant-save")).await?;
    wait_for(&window, &hook("tenant-name"), "Zebra Crossings").await?;
    window.click(&hook("tenant-delete")).await?;
    wait_for(&window, &hook("confirm-delete-tenant"), "Zebra Crossings").await?;
    window.click(&hook("delete-tenant-confirm")).await?;
    gone(&window, "confirm-delete-tenant").await?;
    gone(&window, "tenant-name").await?;
    window.type_into(&hook("filter"), "zebra").await?;
    see(&window, "empty-match").await?;
    window.click(&hook("nav-activity")).await?;
    wait_for(&window, &hook("grid"), "Delete a tenant").await?;
    window.close().await
}

/// How many rows the name of a view promises, once there is a number in it.
async fn promised(window: &Window, view: &str) -> Result<Option<u32>> {
    let css = format!("{} option[value={view}]", hook("view"));
    let script = "return document.querySelector(arguments[0]).text";
    let words = window.run(script, vec![css.into()]).await?;
    let words = words.as_str().context("the name of a view")?;
    let Some((_, number)) = words.rsplit_once('(') else {
        return Ok(None);
    };
    Ok(Some(number.trim_end_matches(')').replace(',', "").parse()?))
}

/// Waits until as many rows are shown as the name promises: the two are read at one moment, for
/// a project that is still being read grows. Gives the number.
async fn kept_its_promise(window: &Window, view: &str) -> Result<u32> {
    until(&format!("as many rows as `{view}` promises"), || async {
        let Some(rows) = promised(window, view).await? else {
            return Ok(None);
        };
        let shown = if rows == 0 {
            said(window, &hook("empty-match")).await
        } else {
            said(window, &hook("rows")).await
        };
        let shown = shown.unwrap_or_default();
        let kept = rows == 0 && !shown.is_empty() || shown.contains(&format!("of {rows}"));
        Ok(kept.then_some(rows))
    })
    .await
}

#[tokio::test]
async fn every_view_of_the_list_has_as_many_rows_as_its_name_says() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    for (view, states) in [
        ("connected", &["Active"][..]),
        ("needs_action", &["Expired", "Failed", "Error"]),
        ("active_failing", &["Error"]),
        ("pending", &["Pending"]),
    ] {
        choose(&window, &hook("view"), view).await?;
        let rows = kept_its_promise(&window, view).await?;
        let script = "return [...document.querySelectorAll('[data-test=row] > :first-child')].map(e => e.innerText)";
        let shown: Vec<String> = serde_json::from_value(window.run(script, Vec::new()).await?)?;
        ensure!(
            shown.iter().all(|word| states.contains(&word.trim())),
            "{view}: {shown:?}"
        );
        if view == "needs_action" {
            wait_for(&window, &hook("nav-triage"), &rows.to_string()).await?;
        }
    }
    choose(&window, &hook("view"), "all").await?;
    wait_for(&window, &hook("rows"), "of 218").await?;
    window.close().await
}
