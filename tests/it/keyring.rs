//! The keyring of a desk is a real Secret Service.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use anyhow::{Context, Result};
use e2e::Desk;

fn store(desk: &Desk, secret: &str) -> Result<bool> {
    let mut command: Command = desk.command("secret-tool");
    let mut tool = command
        .args(["store", "--label=test", "service", "e2e"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    tool.stdin
        .take()
        .context("no pipe")?
        .write_all(secret.as_bytes())?;
    Ok(tool.wait()?.success())
}

#[tokio::test]
async fn a_secret_is_kept_and_found_without_a_screen() -> Result<()> {
    let desk = Desk::new().await?;
    assert!(store(&desk, "not-a-secret-ü")?, "the keyring takes it");
    let found = desk
        .run("secret-tool", &["lookup", "service", "e2e"])
        .await?;
    assert_eq!(found.stdout, "not-a-secret-ü");
    let other = Desk::new().await?;
    let absent = other
        .run("secret-tool", &["lookup", "service", "e2e"])
        .await?;
    assert_eq!(absent.stdout, "", "another desk has another keyring");
    Ok(())
}

#[tokio::test]
async fn a_desk_without_a_keyring_has_none() -> Result<()> {
    let desk = Desk::without_keyring()?;
    assert!(!store(&desk, "not-a-secret")?, "there is nobody to take it");
    Ok(())
}
