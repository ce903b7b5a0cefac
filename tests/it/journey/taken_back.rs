//! What an admin once set up is seen in the settings, changed or taken back there, and told
//! in the audit lists.

use anyhow::Result;
use e2e::{Desk, Window, hook};

use crate::steps::{choose, click_row, demo, gone, name_tenant, see, wait_for};

/// Suggests the auth config that is chosen for Gmail, for everybody and for the tenant.
async fn suggest_while_connecting(window: &Window) -> Result<()> {
    window.click(&hook("nav-integrations")).await?;
    window.click(&hook("connect-account")).await?;
    name_tenant(window, "acme").await?;
    window.click(&hook("connect-tenant")).await?;
    let gmail = format!("{}[data-id=\"gmail\"]", hook("connect-toolkit"));
    window.click(&gmail).await?;
    window.click(&hook("suggest-all")).await?;
    gone(window, "suggest-all").await?;
    window.click(&hook("sheet-close")).await?;
    gone(window, "connect-sheet").await
}

#[tokio::test]
async fn what_was_suggested_and_allowed_is_taken_back_in_the_settings() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    suggest_while_connecting(&window).await?;

    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-connecting")).await?;
    wait_for(&window, &hook("several-now"), "one working account").await?;
    window.click(&hook("several-change")).await?;
    wait_for(&window, &hook("several-now"), "several working accounts").await?;
    wait_for(&window, &hook("suggestion"), "Every tenant").await?;
    window.picture("settings-connecting").await?;
    window.picture("settings-connecting@1024").await?;

    window.click(&hook("suggestion-drop")).await?;
    gone(&window, "suggestion").await?;
    // What was pressed has gone, and the keyboard is where it was and not at the page's beginning.
    window.focused("#suggested-configs").await?;
    window.click(&hook("several-change")).await?;
    wait_for(&window, &hook("several-now"), "one working account").await?;

    // Each is in the audit list, with what was before and after.
    window.click(&hook("nav-activity")).await?;
    click_row(&window, "Suggest an auth config", "Gmail").await?;
    wait_for(&window, &hook("audit-after"), "none").await?;
    click_row(&window, "Change a setting", "Several accounts").await?;
    wait_for(&window, &hook("audit-before"), "allowed").await?;
    wait_for(&window, &hook("audit-after"), "one account only").await?;
    window.close().await
}

#[tokio::test]
async fn what_was_done_to_keys_and_roles_is_searched_in_the_list_of_this_desk() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-role")).await?;
    // Without a passphrase there is nothing to lock with, and no choice.
    window
        .type_into(&hook("passphrase-new"), "a few words for a desk")
        .await?;
    window.click(&hook("passphrase-set")).await?;
    see(&window, "passphrase-current").await?;
    choose(&window, &hook("role-idle"), "30").await?;
    wait_for(&window, &hook("desk-record"), "idle lock").await?;

    // Where somebody looks for it in the project, the other list says that it has it.
    window.click(&hook("nav-activity")).await?;
    window.type_into(&hook("filter"), "idle lock").await?;
    see(&window, "empty-match").await?;
    wait_for(&window, &hook("audit-desk"), "2").await?;
    window.picture("activity-elsewhere").await?;
    window.click(&hook("audit-desk")).await?;
    click_row(&window, "Change the idle lock of admin", "This computer").await?;
    wait_for(&window, &hook("audit-before"), "15 minutes").await?;
    wait_for(&window, &hook("audit-after"), "30 minutes").await?;
    window.picture("activity-desk").await?;
    window.click(&hook("audit-verify")).await?;
    wait_for(&window, &hook("audit-verdict"), "this desk's too").await?;
    window.click(&hook("audit-project")).await?;
    gone(&window, "audit-pane").await?;

    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-role")).await?;
    window.click(&hook("desk-record-all")).await?;
    wait_for(&window, &hook("grid"), "Change the idle lock of admin").await?;
    window.close().await
}
