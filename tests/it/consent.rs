//! The scripted browser gets through the simulator's consent pages as a person does, with no
//! program of ours in between.

use std::{
    io::{Read, Write},
    net::TcpListener,
};

use anyhow::{Context, Result};
use e2e::{Decision, Desk, Http, Script, Simulator, until};
use serde_json::{Value, json};

const KEY: &str = "ak_sim_consent_000000000";

struct Link {
    account: String,
    url: String,
    callback: String,
}

/// A server on loopback that says welcome to every caller.
fn home() -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/home", listener.local_addr()?);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut asked = [0_u8; 4096];
            let _ = stream.read(&mut asked);
            let _ = stream.write_all(
                b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\n<h1>Home</h1>",
            );
        }
    });
    Ok(url)
}

/// A connect link for `toolkit` whose callback leads to a port that only this test has.
async fn link(simulator: &Simulator, toolkit: &str) -> Result<Link> {
    let state = simulator.state().await?;
    let config = state["auth_configs"]
        .as_array()
        .context("no auth configs")?
        .iter()
        .find(|config| config["toolkit"] == toolkit)
        .context("no such toolkit")?;
    let callback = format!("{}?attempt=at_1", home()?);
    let body = json!({
        "auth_config_id": config["id"],
        "user_id": "consent-test",
        "callback_url": callback,
    });
    let url = simulator.base().join("/api/v3/connected_accounts/link")?;
    let answer = Http::new().post_json_as(KEY, &url, &body).await?;
    let made: Value = serde_json::from_str(&answer.body)?;
    let text = |key: &str| made[key].as_str().map(str::to_owned);
    Ok(Link {
        account: text("connected_account_id").with_context(|| answer.body.clone())?,
        url: text("redirect_url").context("no redirect_url")?,
        callback,
    })
}

/// Has the default browser open `link`, and waits until it stands at our callback.
async fn go_through(script: &Script, toolkit: &str) -> Result<(Value, String)> {
    let desk = Desk::new().await?;
    let browser = desk.install_browser().await?;
    browser.follow(script)?;
    let simulator = Simulator::start(desk.root(), &["--scenario", "empty", "--api-key", KEY])?;
    let link = link(&simulator, toolkit).await?;
    let opened = desk.start(desk.command("xdg-open").arg(&link.url))?;
    let asked = browser
        .wait_for_visit("the way back", |visit| {
            visit.url.starts_with(&link.callback) || visit.heading.starts_with("error")
        })
        .await?;
    drop(opened);
    let path = format!("/api/v3/connected_accounts/{}", link.account);
    let account = until("the account to be decided", || async {
        let account = simulator.get_as(KEY, &path).await?;
        let status = account["status"].as_str().unwrap_or_default();
        Ok((!matches!(status, "INITIATED" | "INITIALIZING")).then_some(account.clone()))
    })
    .await?;
    Ok((account, asked.url))
}

#[tokio::test]
async fn a_person_who_cancels_leaves_no_account_active() -> Result<()> {
    let script = Script {
        decision: Decision::Deny,
        ..Script::default()
    };
    let (account, back) = go_through(&script, "gmail").await?;
    assert_ne!(account["status"], "ACTIVE", "{account}");
    assert!(
        back.contains("attempt=at_1"),
        "our own query is kept: {back}"
    );
    Ok(())
}

#[tokio::test]
async fn a_person_may_choose_an_account_that_is_not_in_the_list() -> Result<()> {
    let script = Script {
        account: Some("somebody.else@example.com".to_owned()),
        ..Script::default()
    };
    let (account, back) = go_through(&script, "gmail").await?;
    assert_eq!(account["status"], "ACTIVE", "{account}");
    assert!(
        back.contains("attempt=at_1"),
        "our own query is kept: {back}"
    );
    Ok(())
}
