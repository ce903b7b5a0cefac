//! The admin lock and several projects, as one person meets them in the real window.

use anyhow::Result;
use e2e::{Desk, Simulator, Window, hook, until};

use crate::steps::{TOKENS, heard, leave_no_trace, press_enter, said, synced, wait_for};

const KEY: &str = "ak_sim_CANARYroles7d3e";
const PASSPHRASE: &str = "CANARYwords correct horse";

const WRONG: &str = "CANARYwords of somebody else";

/// Enter in the field of the key: no event of a script sends a form off.
const ENTER: &str = "document.querySelector('[data-test=\"setup-key\"]').form.requestSubmit();";

/// As a paste arrives: all of it at once.
const PASTE: &str = "const box = document.querySelector('[data-test=\"env-text\"]');\
    box.focus();\
    document.execCommand('insertText', false, arguments[0]);";

#[tokio::test]
async fn an_admin_locks_a_second_project_is_added_from_a_file_and_deleted() -> Result<()> {
    let desk = Desk::new().await?;
    let arguments = ["--scenario", "demo", "--api-key", KEY, "--for", "300s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = desk.start_app().await?;
    window.find(&hook("setup")).await?;
    window.record_answers().await?;
    first_run(&window, &simulator).await?;
    wait_for(&window, &hook("person-role"), "Admin").await?;

    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-role")).await?;
    wait_for(&window, &hook("key-level"), "Solo: the roles are advice").await?;
    window.picture("settings-role").await?;
    window.picture("settings-role@1024").await?;
    window.find(&hook("passphrase-current")).await?;
    window.click(&hook("role-lock")).await?;
    wait_for(&window, &hook("person-role"), "Support").await?;
    back_at_the_menu(&window).await?;

    window.click(&hook("settings-projects")).await?;
    wait_for(
        &window,
        &hook("why-off"),
        "admin passphrase of this computer",
    )
    .await?;
    window
        .find(&format!(
            "{}[aria-disabled=\"true\"]",
            hook("settings-add-project")
        ))
        .await?;
    window.picture("settings-support").await?;
    window.click(&hook("why-unlock")).await?;
    window.find(&hook("unlock-passphrase")).await?;
    window.picture("unlock").await?;
    window.picture("unlock@1024").await?;
    window.click(&hook("unlock-forgotten")).await?;
    window.find(&hook("reset-key")).await?;
    window.picture("unlock-forgotten").await?;
    window.click(&hook("unlock-cancel")).await?;
    window.click(&hook("why-unlock")).await?;
    unlock(&window, WRONG).await?;
    wait_for(&window, &hook("unlock"), "This is not the admin passphrase").await?;
    window.picture("unlock-wrong").await?;
    unlock(&window, PASSPHRASE).await?;
    wait_for(&window, &hook("person-role"), "Admin").await?;

    window.click(&hook("settings-add-project")).await?;
    from_a_file(&window, &simulator).await?;
    wait_for(&window, &hook("profile-name"), "Second").await?;

    window.click(&hook("switcher")).await?;
    window.click_text("My project").await?;
    wait_for(&window, &hook("profile-name"), "My project").await?;
    delete(&window, "Second").await?;
    window.click(&hook("settings-role")).await?;
    recorded(&window).await?;
    let heard = heard(&window).await?;
    window.close().await?;
    leave_no_trace(&desk, &heard, &[KEY, PASSPHRASE, WRONG])?;
    leave_no_trace(&desk, &heard, &TOKENS)
}

/// What was opened from a menu gives the keyboard back to it, and so does whatever is chosen in it.
async fn back_at_the_menu(window: &Window) -> Result<()> {
    let menu = hook("person-menu");
    window.click(&menu).await?;
    window.click(&hook("person-unlock")).await?;
    window.focused(&hook("unlock-passphrase")).await?;
    window.click(&hook("unlock-cancel")).await?;
    window.focused(&menu).await?;
    window.click(&menu).await?;
    window.click(&hook("theme-system")).await?;
    window.focused(&menu).await
}

/// That it was deleted outlives the project.
async fn recorded(window: &Window) -> Result<()> {
    let told = "Delete a project from this computer: Second";
    wait_for(window, &hook("desk-record"), told).await?;
    let show = "document.querySelector('[data-test=desk-record]').scrollIntoView()";
    window.run(show, Vec::new()).await?;
    window.picture("settings-record").await
}

/// The key, and who is an admin here: nothing is sent before that is chosen.
async fn first_run(window: &Window, simulator: &Simulator) -> Result<()> {
    let off = format!("{}[aria-disabled=\"true\"]", hook("setup-save"));
    window.click(&hook("setup-advanced")).await?;
    window
        .type_into(&hook("setup-url"), simulator.base().as_str())
        .await?;
    window.type_into(&hook("setup-key"), KEY).await?;
    window.find(&off).await?;
    if window.has_no_mouse() {
        press_enter(window, &hook("setup-key")).await?;
    } else {
        window.run(ENTER, Vec::new()).await?;
    }
    wait_for(window, &hook("setup-lock-wrong"), "Nothing was sent").await?;
    wait_for(window, &hook("setup-lock"), "everybody here is an admin").await?;
    window.picture("setup-lock").await?;
    window.click(&hook("setup-with")).await?;
    window.type_into(&hook("setup-passphrase"), "short").await?;
    wait_for(window, &hook("setup-lock-wrong"), "at least 8 characters").await?;
    window.find(&off).await?;
    window
        .type_into(&hook("setup-passphrase"), PASSPHRASE)
        .await?;
    window.picture("setup-passphrase").await?;
    window.click(&hook("setup-save")).await?;
    synced(window).await
}

async fn unlock(window: &Window, passphrase: &str) -> Result<()> {
    window
        .type_into(&hook("unlock-passphrase"), passphrase)
        .await?;
    window.click(&hook("unlock-confirm")).await
}

/// Pastes the reference's `.env`, looks at the preview, and opens what it describes.
async fn from_a_file(window: &Window, simulator: &Simulator) -> Result<()> {
    let base = simulator.base().origin().ascii_serialization();
    let file = format!(
        "export COMPOSIO_API_KEY=\"{KEY}\" # ours\nCOMPOSIO_BASE_URL={base}\n\
         COMPOSIO_ALLOW_MULTIPLE_ACCOUNTS=true\nDJANGO_DEBUG=1"
    );
    window.click(&hook("env-open")).await?;
    window.find(&hook("env-text")).await?;
    window.run(PASTE, vec![file.into()]).await?;
    window.click(&hook("env-preview")).await?;
    let lines = hook("env-lines");
    wait_for(window, &lines, "The API key, not shown").await?;
    wait_for(window, &lines, "Several accounts per tenant").await?;
    wait_for(window, &lines, "Not known here, so not used").await?;
    assert!(!said(window, &lines).await?.contains(KEY), "nor is it");
    window.picture("setup-file").await?;
    window.click(&hook("env-use")).await?;
    window.find(&hook("env-used")).await?;
    window.type_into(&hook("setup-name"), "Second").await?;
    window.picture("setup-another").await?;
    window.click(&hook("setup-save")).await
}

async fn delete(window: &Window, name: &str) -> Result<()> {
    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-projects")).await?;
    let of_it = |part: &str| format!("[aria-label=\"{name}\"] {}", hook(part));
    window.find(&of_it("project-delete")).await?;
    window.picture("settings-projects").await?;
    window.picture("settings-projects@1024").await?;
    window.click(&of_it("project-edit")).await?;
    window.find(&hook("edit-name")).await?;
    window.picture("edit-project").await?;
    window.click(&hook("edit-cancel")).await?;
    window.click(&of_it("project-forget")).await?;
    window.find(&hook("forget-cancel")).await?;
    window.picture("confirm-forget").await?;
    window.click(&hook("forget-cancel")).await?;
    window.click(&of_it("project-delete")).await?;
    window.type_into(&hook("delete-typed"), name).await?;
    window.picture("confirm-delete").await?;
    window.click(&hook("delete-confirm")).await?;
    until("the project to be gone", || async {
        let left = said(window, &hook("settings")).await?;
        Ok((!left.contains(name)).then_some(()))
    })
    .await
}
