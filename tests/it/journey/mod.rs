//! The main job, once through, as a new user would do it in the real window.

mod demo;
mod interrupted;
mod with_a_key;

use anyhow::Result;
use e2e::{Window, until};
use serde_json::Value;

/// The element with this hook.
pub(super) fn hook(name: &str) -> String {
    format!("[data-test=\"{name}\"]")
}

/// The row of the list that says both.
pub(super) async fn open_row(window: &Window, tenant: &str, toolkit: &str) -> Result<()> {
    let script = "const [tenant, toolkit] = arguments;\
        const rows = [...document.querySelectorAll('[data-test=\"grid\"] [data-test=\"row\"]')];\
        const row = rows.find(r => r.innerText.includes(tenant) && r.innerText.includes(toolkit));\
        if (!row) return false; row.click(); return true;";
    until(&format!("the row of {toolkit} for {tenant}"), || async {
        let hit = window
            .run(script, vec![tenant.into(), toolkit.into()])
            .await?;
        Ok((hit == Value::Bool(true)).then_some(()))
    })
    .await?;
    let pane = hook("pane");
    window.find(&pane).await?;
    wait_for(window, &hook("pane-tenant"), tenant).await
}

/// Waits until what `css` selects says `text`.
pub(super) async fn wait_for(window: &Window, css: &str, text: &str) -> Result<()> {
    until(&format!("`{css}` to say `{text}`"), || async {
        Ok(said(window, css).await?.contains(text).then_some(()))
    })
    .await
}

/// What all that `css` selects says.
pub(super) async fn said(window: &Window, css: &str) -> Result<String> {
    let script =
        "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText).join('\\n')";
    let text = window.run(script, vec![css.into()]).await?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

/// Finds a tenant by typing, and opens its integration.
pub(super) async fn find_row(window: &Window, tenant: &str, toolkit: &str) -> Result<()> {
    window.type_into(&hook("filter"), tenant).await?;
    open_row(window, tenant, toolkit).await
}

/// Waits for the end of the attempt in the sheet, and closes it.
pub(super) async fn connected_as(window: &Window, who: &str) -> Result<()> {
    window.find(&hook("attempt-won")).await?;
    wait_for(window, &hook("attempt-email"), who).await?;
    window.click(&hook("attempt-done")).await?;
    window.find(&hook("verified")).await?;
    wait_for(window, &hook("composio-status"), "ACTIVE").await
}

/// Disconnects the open row in both halves.
pub(super) async fn disconnect(window: &Window) -> Result<()> {
    window.click(&hook("action-disconnect")).await?;
    window.find(&hook("confirm-disconnect")).await?;
    window
        .type_into(&hook("disconnect-reason"), "Asked for in ticket 7")
        .await?;
    window.click(&hook("disconnect-confirm")).await?;
    window.find(&hook("disconnect-report")).await?;
    for half in ["report-withdrawn", "report-deleted"] {
        window
            .find(&format!("{}[data-half=\"done\"]", hook(half)))
            .await?;
    }
    window.click(&hook("disconnect-close")).await?;
    wait_for(window, &hook("pane"), "Revoked").await
}
