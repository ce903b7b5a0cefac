//! The driver of a window: WebKitWebDriver on a port of its own, and the session in it.

use std::{net::TcpListener, path::Path, time::Duration};

use anyhow::{Context, Result, anyhow};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::{desk::Desk, poll::PATIENCE, process::Started};

/// Opens the program under a driver.
pub(crate) async fn session(desk: &Desk) -> Result<(Client, Started)> {
    session_of(desk, &desk.program()?).await
}

/// Opens `program` under a driver, and waits for nothing in it.
pub(crate) async fn session_of(desk: &Desk, program: &Path) -> Result<(Client, Started)> {
    let (driver, port) = start_driver(desk).await?;
    let mut capabilities = serde_json::Map::new();
    capabilities.insert(
        "webkitgtk:browserOptions".to_owned(),
        json!({ "binary": program, "args": [] }),
    );
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities);
    let address = format!("http://127.0.0.1:{port}");
    let client = tokio::time::timeout(PATIENCE, builder.connect(&address))
        .await
        .context("the driver did not open the window")?
        .context("the driver refused to open the window")?;
    Ok((client, driver))
}

async fn start_driver(desk: &Desk) -> Result<(Started, u16)> {
    // Another process may take the port before the driver does; then the driver ends.
    for _ in 0..5 {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut driver = Started::new(
            desk.command("WebKitWebDriver")
                .args(["--host=127.0.0.1", &format!("--port={port}")])
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .stdout(desk.output()?)
                .stderr(desk.output()?),
        )?;
        if listens(&mut driver, port).await? {
            return Ok((driver, port));
        }
    }
    Err(anyhow!("WebKitWebDriver does not start"))
}

async fn listens(driver: &mut Started, port: u16) -> Result<bool> {
    let deadline = std::time::Instant::now() + PATIENCE;
    while driver.is_running()? && std::time::Instant::now() < deadline {
        if tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .is_ok()
        {
            return Ok(true);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(false)
}
