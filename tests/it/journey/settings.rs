//! What an admin sets for all: a setting of the project at Composio, what a `.env` brings, and an
//! auth config that Composio lends.

use anyhow::{Context as _, Result, ensure};
use e2e::{Desk, Script, Simulator, Window, hook};

use crate::steps::{
    TOKENS, choose, click_row, desk_with_browser, gone, heard, leave_no_trace, name_tenant, see,
    set_up, synced, wait_for,
};

const KEY: &str = "ak_sim_settings_00000001";

/// The key of the simulator's smaller project, which has few auth configs.
const SMALL: &str = "ak_sim_second_0000000000";

/// As a paste arrives: all of it at once.
const PASTE: &str = "const box = document.querySelector('[data-test=\"env-text\"]');\
    box.focus();\
    document.execCommand('insertText', false, arguments[0]);";

#[tokio::test]
async fn a_setting_of_the_project_is_changed_with_a_reason_that_activity_shows() -> Result<()> {
    let desk = Desk::new().await?;
    let arguments = ["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = desk.start_app().await?;
    window.find(&hook("setup")).await?;
    window.record_answers().await?;
    set_up(&window, &simulator, KEY).await?;
    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-project")).await?;
    let of_it = |part: &str| {
        let setting = hook("setting");
        format!(
            "{setting}[data-id=\"log_visibility_setting\"] {}",
            hook(part)
        )
    };
    wait_for(&window, &of_it("setting-effect"), "customers' data").await?;

    // What it means is said before it is sent, and it can be left as it is.
    choose(&window, &of_it("setting-value"), "dont_store_data").await?;
    wait_for(&window, &of_it("setting-preview"), "Causes are harder").await?;
    window.click(&of_it("setting-keep")).await?;
    gone(&window, "setting-preview").await?;
    ensure!(logged(&simulator).await? == "show_all", "nothing was sent");

    choose(&window, &of_it("setting-value"), "dont_store_data").await?;
    window
        .type_into(&of_it("setting-reason"), "Asked for in ticket 31")
        .await?;
    window.picture("setting-change").await?;
    window.click(&of_it("setting-save")).await?;
    gone(&window, "setting-preview").await?;
    wait_for(&window, &of_it("setting-effect"), "Causes are harder").await?;
    ensure!(logged(&simulator).await? == "dont_store_data", "not sent");

    window.click(&hook("nav-activity")).await?;
    click_row(&window, "Change what Composio logs", "Intent").await?;
    wait_for(&window, &hook("audit-before"), "show_all").await?;
    wait_for(&window, &hook("audit-after"), "dont_store_data").await?;
    wait_for(&window, &hook("audit-pane"), "Asked for in ticket 31").await?;
    let heard = heard(&window).await?;
    window.close().await?;
    leave_no_trace(&desk, &heard, &[KEY])?;
    leave_no_trace(&desk, &heard, &TOKENS)
}

/// What the project at Composio logs.
async fn logged(simulator: &Simulator) -> Result<String> {
    let config = simulator.get_as(KEY, "/api/v3/org/project/config").await?;
    let value = config["log_visibility_setting"].as_str();
    Ok(value.context("no such setting")?.to_owned())
}

#[tokio::test]
async fn what_a_pasted_env_says_is_taken_with_the_key_and_seen_where_it_holds() -> Result<()> {
    let desk = Desk::new().await?;
    let arguments = ["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let state = simulator.state().await?;
    let configs = state["auth_configs"].as_array().context("auth configs")?;
    let gmail: Vec<&str> = configs
        .iter()
        .filter(|config| config["toolkit"] == "gmail")
        .filter_map(|config| config["id"].as_str())
        .collect();
    // Not the first one, which is taken where nothing is said.
    let wanted = *gmail.last().context("no auth config for Gmail")?;
    let base = simulator.base().origin().ascii_serialization();
    let file = format!(
        "COMPOSIO_API_KEY={KEY}\nCOMPOSIO_BASE_URL={base}\nCOMPOSIO_CONNECTION_TIMEOUT=45\n\
         COMPOSIO_ALLOW_MULTIPLE_ACCOUNTS=true\nCOMPOSIO_GMAIL_AUTH_CONFIG_ID={wanted}\n"
    );
    let window = desk.start_app().await?;
    see(&window, "env-open").await?;
    window.record_answers().await?;
    window.click(&hook("env-open")).await?;
    see(&window, "env-text").await?;
    window.run(PASTE, vec![file.into()]).await?;
    window.click(&hook("env-preview")).await?;
    wait_for(&window, &hook("env-lines"), "waits 45 s").await?;
    window.click(&hook("env-use")).await?;
    see(&window, "env-used").await?;
    window.click(&hook("setup-without")).await?;
    window.click(&hook("setup-save")).await?;
    synced(&window).await?;

    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-projects")).await?;
    wait_for(&window, &hook("project"), simulator.base().authority()).await?;
    window.click(&hook("project-edit")).await?;
    let wait = window.find(&hook("edit-wait")).await?;
    ensure!(wait.prop("value").await?.as_deref() == Some("45"), "45 s");
    window.click(&hook("edit-cancel")).await?;
    connects_as_said(&window, wanted).await?;
    let heard = heard(&window).await?;
    window.close().await?;
    leave_no_trace(&desk, &heard, &[KEY])?;
    leave_no_trace(&desk, &heard, &TOKENS)
}

/// Gmail is connected with this auth config unless another is chosen, and a tenant may have two.
async fn connects_as_said(window: &Window, config: &str) -> Result<()> {
    let toolkit = |slug: &str| format!("{}[data-id=\"{slug}\"]", hook("connect-toolkit"));
    window.click(&hook("nav-integrations")).await?;
    window.click(&hook("connect-account")).await?;
    name_tenant(window, "acme").await?;
    window.click(&hook("connect-tenant")).await?;
    window.click(&toolkit("slack")).await?;
    see(window, "connect-duplicate").await?;
    let second = format!("{}[data-id=\"second\"]", hook("duplicate-way"));
    window.find(&second).await?;
    gone(window, "allow-multiple").await?;
    window.click_text("Back").await?;
    window.click(&toolkit("gmail")).await?;
    let line = format!("label:has([data-id=\"{config}\"])");
    wait_for(window, &line, "Suggested").await?;
    let chosen = format!("return document.querySelector('[data-id=\"{config}\"]').checked");
    window.until_true("it to be chosen", &chosen).await
}

#[tokio::test]
async fn a_toolkit_without_an_auth_config_gets_composios_and_is_connected_with_it() -> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::default()).await?;
    let simulator = Simulator::start(desk.root(), &["--scenario", "demo", "--for", "300s"])?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, SMALL).await?;
    window.click(&hook("connect-account")).await?;
    name_tenant(&window, "acme").await?;
    window.click(&hook("connect-tenant")).await?;
    see(&window, "connect-toolkit").await?;
    window
        .type_into(&hook("connect-toolkit-search"), "asana")
        .await?;
    window.click(&hook("connect-bare")).await?;
    window.click(&hook("managed-create")).await?;
    wait_for(&window, &hook("connect-sheet"), "Composio managed").await?;
    let made = simulator
        .get_as(SMALL, "/api/v3/auth_configs?toolkit_slug=asana")
        .await?;
    ensure!(made["items"][0]["is_composio_managed"] == true, "{made}");
    window.click(&hook("connect-submit")).await?;
    see(&window, "attempt-won").await?;
    window.click(&hook("attempt-done")).await?;
    gone(&window, "connect-sheet").await?;
    wait_for(&window, &hook("pane-toolkit"), "Asana").await?;
    wait_for(&window, &hook("composio-status"), "ACTIVE").await?;
    window.click(&hook("nav-activity")).await?;
    window
        .click_row("Create a Composio-managed auth config")
        .await?;
    wait_for(&window, &hook("audit-pane"), "Asana").await?;
    window.close().await
}
