//! A tenant from nothing: added with an expected domain, two toolkits, one connected,
//! a note, a pin, and found again from the keyboard.

use anyhow::{Result, ensure};
use e2e::{Desk, Script, Window, hook, until};

use super::job::connected_as;
use crate::steps::{demo, gone, open_row, press_enter, said, see, wait_for};

const WHO: &str = "maya@zebra-crossings.example";

/// Presses a key where nothing is typed.
async fn press(window: &Window, key: &str, control: bool) -> Result<()> {
    if window.has_no_mouse() {
        // Esc, and what Ctrl is held for, are heard out of a field as well.
        if control {
            return window.press_with_control(key).await;
        }
        if key != "Escape" {
            window.leave_field().await?;
        }
        return window.press_key(key).await;
    }
    let script = "document.activeElement.blur();\
        window.dispatchEvent(new KeyboardEvent('keydown',\
        { key: arguments[0], ctrlKey: arguments[1], bubbles: true, cancelable: true }));";
    window.run(script, vec![key.into(), control.into()]).await?;
    Ok(())
}

#[tokio::test]
async fn a_tenant_is_added_filled_connected_noted_pinned_and_found_again() -> Result<()> {
    let desk = Desk::new().await?;
    desk.register_scheme().await?;
    let browser = desk.install_browser().await?;
    browser.follow(&Script {
        account: Some(WHO.to_owned()),
        ..Script::default()
    })?;
    let window = demo(&desk).await?;

    add_tenant(&window).await?;
    add_toolkits(&window).await?;
    wait_for(&window, &hook("tenant-rollup"), "0 of 2 working").await?;

    window.click(&hook("nav-integrations")).await?;
    window.type_into(&hook("filter"), "zebra").await?;
    open_row(&window, "Zebra Crossings", "Gmail").await?;
    window.click(&hook("action-connect")).await?;
    wait_for(
        &window,
        &hook("connect-scopes"),
        "Customer will be asked for",
    )
    .await?;
    window.picture("connect-scopes").await?;
    window.click(&hook("connect-submit")).await?;
    connected_as(&window, WHO).await?;

    press(&window, "m", false).await?;
    let note = "Onboarded, see https://tickets.example/4711";
    window.type_into(&hook("note-box"), note).await?;
    press_enter(&window, &hook("note-box")).await?;
    wait_for(&window, &hook("note"), "Onboarded").await?;
    window.find(&hook("note-open")).await?;
    // The list tells in passing that there is a note, and what it says.
    let noted = format!("[title*=\"Onboarded\"] {}", hook("row-noted"));
    window.find(&noted).await?;
    window.picture("integration-note").await?;

    window.click(&hook("pane-tenant")).await?;
    wait_for(&window, &hook("tenant-rollup"), "1 of 2 working").await?;
    wait_for(&window, &hook("note"), "Gmail").await?;
    wait_for(&window, &hook("tenant-timeline"), "Gmail: Connected").await?;
    press(&window, "p", false).await?;
    window
        .find(&format!("{}[aria-pressed=\"true\"]", hook("tenant-pin")))
        .await?;
    window.picture("tenant-page").await?;
    window.picture("tenant-page@1024").await?;
    // Esc goes back to the row from which the tenant was opened.
    press(&window, "Escape", false).await?;
    wait_for(&window, &hook("pane-toolkit"), "Gmail").await?;

    press(&window, "p", true).await?;
    window.type_into(&hook("recent-search"), "zebra").await?;
    wait_for(&window, &hook("recent-tenant"), "Pinned").await?;
    window.picture("recent").await?;
    press_enter(&window, &hook("recent-search")).await?;
    wait_for(&window, &hook("tenant-name"), "Zebra Crossings").await?;
    on_top_of_every_screen(&window).await?;
    places_and_rows_are_found_too(&window).await?;
    window.close().await
}

/// Who does not know the key of the switcher finds it on top of every screen.
async fn on_top_of_every_screen(window: &Window) -> Result<()> {
    for place in [
        "nav-overview",
        "nav-integrations",
        "nav-triage",
        "nav-tenants",
        "nav-activity",
        "nav-settings",
    ] {
        window.click(&hook(place)).await?;
        window.click(&hook("finder")).await?;
        see(window, "recent-tenant").await?;
        press(window, "Escape", false).await?;
        gone(window, "recent").await?;
    }
    Ok(())
}

/// The palette leads to a place, to a row, and to what can be done from anywhere.
async fn places_and_rows_are_found_too(window: &Window) -> Result<()> {
    let search = hook("recent-search");
    press(window, "k", true).await?;
    window.type_into(&search, "> mask").await?;
    wait_for(window, &hook("recent-command"), "Secret masking").await?;
    window.picture("palette-command").await?;
    press_enter(window, &search).await?;
    see(window, "masking").await?;

    press(window, "k", true).await?;
    window.type_into(&search, "zebra").await?;
    // What the first letters found is others'.
    window.find("#recent-list[aria-busy=false]").await?;
    see(window, "recent-tenant").await?;
    window.click(&hook("recent-row")).await?;
    wait_for(window, &hook("pane-tenant"), "Zebra Crossings").await?;

    press(window, "k", true).await?;
    window.type_into(&search, "add tenant").await?;
    press_enter(window, &search).await?;
    see(window, "tenant-form").await?;
    window.click(&hook("tenant-cancel")).await?;
    gone(window, "tenant-form").await
}

/// From a row of Triage to its tenant.
async fn from_triage(window: &Window) -> Result<()> {
    window.click(&hook("nav-triage")).await?;
    window.click(&hook("cause-expand")).await?;
    window.click(&hook("cause-row")).await?;
    window.click(&hook("pane-tenant")).await?;
    see(window, "tenant-name").await
}

#[tokio::test]
async fn escape_leads_from_a_tenant_to_where_it_was_opened_and_from_no_other_one() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    from_triage(&window).await?;
    press(&window, "Escape", false).await?;
    see(&window, "causes").await?;

    // One that was opened from the list is left for the list.
    from_triage(&window).await?;
    let other = "Blue Harbor Coffee";
    window.type_into(&hook("filter"), other).await?;
    window.click_row(other).await?;
    wait_for(&window, &hook("tenant-name"), other).await?;
    press(&window, "Escape", false).await?;
    gone(&window, "tenant-pane").await?;
    see(&window, "add-tenant").await?;

    // Whoever went elsewhere meanwhile came from nowhere.
    from_triage(&window).await?;
    window.click(&hook("nav-integrations")).await?;
    window.click(&hook("nav-tenants")).await?;
    see(&window, "tenant-name").await?;
    press(&window, "Escape", false).await?;
    gone(&window, "tenant-pane").await?;
    see(&window, "add-tenant").await?;
    window.close().await
}

#[tokio::test]
async fn what_was_changed_of_a_tenant_is_in_the_audit_list_before_and_after() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    window.click(&hook("nav-tenants")).await?;
    window.click_row("Acme").await?;
    window.click(&hook("tenant-edit")).await?;
    window
        .type_into(&hook("tenant-contact"), "maya@acmefield.example")
        .await?;
    window.type_into(&hook("tenant-tags"), "pilot, eu").await?;
    window.click(&hook("tenant-save")).await?;
    wait_for(&window, &hook("tenant-facts"), "maya@acmefield.example").await?;
    window.click(&hook("nav-activity")).await?;
    window.click_row("Change a tenant").await?;
    wait_for(&window, &hook("audit-before"), "Tags: ").await?;
    wait_for(
        &window,
        &hook("audit-after"),
        "Contact: maya@acmefield.example",
    )
    .await?;
    wait_for(&window, &hook("audit-after"), "Tags: pilot, eu").await?;
    let told = said(&window, &hook("audit-after")).await?;
    assert!(!told.contains("Name: "), "only what changed: {told}");
    window.picture("activity-tenant").await?;
    window.click(&hook("audit-verify")).await?;
    wait_for(&window, &hook("audit-verdict"), "every one fits").await?;
    window.close().await
}

#[tokio::test]
async fn a_long_user_id_is_whole_on_the_page_of_its_tenant_and_so_is_a_cut_name() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    let user = "customer-of-the-north-".repeat(8);
    window.click(&hook("nav-tenants")).await?;
    window.click(&hook("add-tenant")).await?;
    window.type_into(&hook("tenant-user"), &user).await?;
    window.click(&hook("tenant-save")).await?;
    wait_for(&window, &hook("tenant-user-id"), &user).await?;
    let whole = "const id = document.querySelector('[data-test=tenant-user-id]');\
        return id.scrollWidth <= id.clientWidth";
    window.until_true("the user id to wrap", whole).await?;
    let named = format!("{}[title=\"{user}\"]", hook("tenant-name"));
    window.find(&named).await?;
    window.close().await
}

/// A slip beside the form throws nothing away; what cannot be kept is said under its field; then
/// it is kept.
async fn add_tenant(window: &Window) -> Result<()> {
    window.click(&hook("nav-tenants")).await?;
    window.click(&hook("add-tenant")).await?;
    window.type_into(&hook("tenant-user"), "zebra-1").await?;
    window
        .type_into(&hook("tenant-called"), "Zebra Crossings")
        .await?;
    window.type_into(&hook("tenant-expected"), "zebra").await?;
    // By hand alone: no key leads beside the sheet.
    let slip = "document.querySelector('.scrim').click()";
    window.run(slip, Vec::new()).await?;
    window.picture("tenant-form").await?;
    window.click(&hook("tenant-save")).await?;
    wait_for(window, &hook("tenant-expected-wrong"), "a domain").await?;
    window.picture("tenant-form-wrong").await?;
    let domain = "zebra-crossings.example";
    window.type_into(&hook("tenant-expected"), domain).await?;
    window.click(&hook("tenant-save")).await?;
    wait_for(window, &hook("tenant-facts"), "@zebra-crossings.example").await
}

/// Two go on the list; adding one of them again shows the row that is there.
async fn add_toolkits(window: &Window) -> Result<()> {
    let toolkit = |slug: &str| format!("{}[data-id=\"{slug}\"]", hook("add-toolkit"));
    window.click(&hook("add-toolkits")).await?;
    window.type_into(&hook("add-search"), "xyzzy").await?;
    wait_for(window, &hook("add-nothing"), "No toolkit matches").await?;
    window.type_into(&hook("add-search"), "a").await?;
    window.click(&toolkit("gmail")).await?;
    window.click(&toolkit("slack")).await?;
    window.picture("add-toolkits").await?;
    window.click(&hook("add-submit")).await?;
    wait_for(window, &hook("tenant-pane"), "Slack").await?;
    window.click(&hook("add-toolkits")).await?;
    window.click(&toolkit("slack")).await?;
    window.click(&hook("add-submit")).await?;
    wait_for(window, &hook("pane-toolkit"), "Slack").await?;
    wait_for(window, &hook("check-said"), "No second row was made").await?;
    window.click(&hook("pane-tenant")).await?;
    wait_for(window, &hook("tenant-name"), "Zebra Crossings").await?;
    assert_eq!(
        said(window, &hook("row-link"))
            .await?
            .matches("Slack")
            .count(),
        1
    );
    Ok(())
}

#[tokio::test]
async fn what_hangs_on_the_accounts_of_a_tenant_is_on_its_page() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    window.click(&hook("nav-tenants")).await?;
    // Every fourth account that works has one, so one of the first tenants does.
    for row in 0..12 {
        let drawn = "return document.querySelectorAll('[data-test=\"row\"]')[arguments[0]] ?? null";
        let what = format!("row {row}");
        window.click_found(&what, drawn, vec![row.into()]).await?;
        let told = until("the triggers to be there", || async {
            let told = said(&window, &hook("tenant-triggers")).await?;
            let there = told.contains("Listens") || told.contains("None hang");
            Ok(there.then_some(told))
        })
        .await?;
        if told.contains("Listens") {
            ensure!(told.contains("changed "), "no time: {told}");
            window.picture("tenant-triggers").await?;
            its_account_expires_beside_it(&window).await?;
            return window.close().await;
        }
    }
    anyhow::bail!("no tenant of the demo has a trigger")
}

/// What the page says of a trigger follows its account while the page is open.
async fn its_account_expires_beside_it(window: &Window) -> Result<()> {
    let of_it = "return [...document.querySelectorAll('[data-test=trigger]')]\
        .find(line => line.innerText.includes('Listens'))?.querySelector('button') ?? null";
    window
        .click_found("the trigger's account", of_it, Vec::new())
        .await?;
    see(window, "pane").await?;
    window.click(&hook("nav-tenants")).await?;
    let triggers = hook("tenant-triggers");
    wait_for(window, &triggers, "Listens").await?;
    window.click(&hook("demo-expire")).await?;
    wait_for(window, &hook("demo-said"), "Expire: done.").await?;
    window.click(&hook("sync-now")).await?;
    wait_for(window, &triggers, "Its account does not work").await
}
