//! The steps of connecting that no journey passes: a second account, a toolkit without an auth
//! config, one whose fields are filled in here; and the questions of the tenants.

use anyhow::Result;
use e2e::{Desk, Simulator, hook};

use crate::steps::{demo, name_tenant, see, set_up, wait_for};

/// The key of the simulator's smaller project, which has few auth configs.
const SMALL: &str = "ak_sim_second_0000000000";

#[tokio::test]
async fn what_is_there_already_and_what_is_not_is_said_before_anything_is_sent() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    let toolkit = |slug: &str| format!("{}[data-id=\"{slug}\"]", hook("connect-toolkit"));
    window.click(&hook("connect-account")).await?;
    name_tenant(&window, "acme").await?;
    wait_for(&window, &hook("connect-tenant"), "Acme Field Services").await?;
    window.click(&hook("connect-tenant")).await?;
    wait_for(&window, &toolkit("slack"), "Active").await?;
    window.click(&toolkit("slack")).await?;
    see(&window, "connect-duplicate").await?;
    window.picture("connect-duplicate").await?;
    window.picture("connect-duplicate@1024").await?;

    window.click(&hook("sheet-close")).await?;

    window.click(&hook("nav-tenants")).await?;
    window.click_row("Acme").await?;
    window.click(&hook("tenant-delete")).await?;
    see(&window, "confirm-delete-tenant").await?;
    window.picture("confirm-delete-tenant").await?;
    window.click(&hook("delete-tenant-cancel")).await?;
    window.click(&hook("tenant-edit")).await?;
    see(&window, "tenant-form").await?;
    window.picture("tenant-edit").await?;
    window.click(&hook("tenant-cancel")).await?;

    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-project")).await?;
    see(&window, "setting").await?;
    window.picture("settings-project").await?;
    window.picture("settings-project@1024").await?;
    window.close().await
}

#[tokio::test]
async fn a_toolkit_without_an_auth_config_is_offered_with_what_that_means() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let simulator = Simulator::start(desk.root(), &["--scenario", "demo", "--for", "300s"])?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, SMALL).await?;
    window.click(&hook("connect-account")).await?;
    name_tenant(&window, "acme").await?;
    window.click(&hook("connect-tenant")).await?;
    see(&window, "connect-toolkit").await?;
    window
        .type_into(&hook("connect-toolkit-search"), "trello")
        .await?;
    window.click(&hook("connect-bare")).await?;
    see(&window, "connect-managed").await?;
    window.picture("connect-managed").await?;
    window.close().await
}
