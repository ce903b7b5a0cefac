//! The main job, once through, as a new user would do it in the real window.

mod buttons;
mod demo;
mod drill;
mod interrupted;
mod keyring;
mod large;
mod looks;
mod project;
mod sent;
mod triage;
mod with_a_key;

use anyhow::Result;
use e2e::{Desk, Simulator, Window, until};
use serde_json::{Value, json};

/// Who withdraws the consent behind a row.
pub(super) enum Breaking<'a> {
    /// The demo panel, by a click.
    Panel,
    /// The simulator, asked with this key.
    Simulator(&'a Simulator, &'a str),
}

impl Breaking<'_> {
    async fn withdraw(&self, window: &Window) -> Result<()> {
        match self {
            Self::Panel => {
                window.click(&hook("demo-withdraw")).await?;
                wait_for(window, &hook("demo-said"), "Withdraw consent: done.").await
            }
            Self::Simulator(simulator, key) => {
                let path = "/api/v3.1/connected_accounts?user_ids=acme-field-services&toolkit_slugs=gmail&statuses=ACTIVE";
                let page = simulator.get_as(key, path).await?;
                let account = page["items"][0]["id"].clone();
                simulator
                    .post("/_sim/sabotage", &json!({ "withdraw_consent": account }))
                    .await?;
                Ok(())
            }
        }
    }
}

/// Find, sign in, check, break, hear why, sign in again, disconnect, connect anew,
/// disconnect, and read it all in the audit list.
pub(super) async fn the_whole_job(
    window: &Window,
    desk: &Desk,
    breaking: Breaking<'_>,
) -> Result<()> {
    let verified = |word: &str| format!("{}[data-verified=\"{word}\"]", hook("verified"));
    window.click(&hook("action-reconnect")).await?;
    connected_as(window, "jane@example.com").await?;
    desk.wait_for_log(&["a callback rang its attempt"]).await?;
    window.click(&hook("action-check")).await?;
    window.find(&verified("good")).await?;

    breaking.withdraw(window).await?;
    window.click(&hook("action-check")).await?;
    window.find(&verified("refused")).await?;
    wait_for(window, &hook("diagnosis"), "Refresh token refused").await?;
    wait_for(window, &hook("composio-status"), "ACTIVE").await?;

    window.click(&hook("action-reconnect")).await?;
    connected_as(window, "jane@example.com").await?;
    disconnect(window).await?;

    window.click(&hook("action-connect")).await?;
    window.click(&hook("connect-submit")).await?;
    connected_as(window, "jane@example.com").await?;
    disconnect(window).await?;
    audited(window).await
}

/// The audit list has every act, and its chain holds.
async fn audited(window: &Window) -> Result<()> {
    window.click(&hook("nav-activity")).await?;
    for action in [
        "Connect",
        "Reconnect",
        "Delete the replaced account",
        "Withdraw access",
        "Delete at Composio",
    ] {
        wait_for(window, &hook("grid"), action).await?;
    }
    window.click(&hook("audit-verify")).await?;
    wait_for(window, &hook("audit-verdict"), "every one fits").await
}

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
