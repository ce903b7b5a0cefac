//! `screenshots DIRECTORY`: walks every screen, light and dark, into PNGs. The README's pictures
//! come from here.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use e2e::Desk;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let directory = std::env::args().nth(1).context("no directory")?;
    let directory = PathBuf::from(directory);
    for dark in [false, true] {
        walk(&directory, dark).await?;
    }
    Ok(())
}

async fn walk(directory: &Path, dark: bool) -> Result<()> {
    let mut desk = Desk::new().await?;
    desk.prefer_dark(dark);
    desk.register_scheme().await?;
    desk.install_browser().await?;
    let window = desk.start_app().await?;
    let theme = if dark { "dark" } else { "light" };
    let path = directory.join(format!("setup-{theme}.png"));
    window.screenshot(&path).await?;
    window.close().await
}
