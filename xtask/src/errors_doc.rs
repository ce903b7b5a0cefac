//! `docs/errors.md`, made from the table of codes in `wire`.

use std::{fmt::Write, fs, path::PathBuf};

use anyhow::{Context, Result, ensure};
use wire::{Code, Remedy};

use crate::cargo;

const HEAD: &str = "# Errors

<!-- Made by `cargo xtask errors-doc`. Do not edit: change the table in crates/wire/src/fault.rs. -->

Every error that the window shows has one of these codes. A code never changes its meaning, and
a retired one is never used again. \"Again later\" means that the same request may work without
anybody doing anything.

| Code | What happened | What to do | Again later |
|---|---|---|---|
";

/// Writes the page.
pub(crate) fn write() -> Result<()> {
    let path = path()?;
    fs::write(&path, page()?)?;
    println!("errors-doc: {} codes", Code::ALL.len());
    Ok(())
}

/// Fails when the page is not what the table says.
pub(crate) fn check() -> Result<()> {
    let path = path()?;
    let present = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    ensure!(
        present == page()?,
        "docs/errors.md is stale: run `cargo xtask errors-doc`"
    );
    Ok(())
}

fn path() -> Result<PathBuf> {
    Ok(cargo::root()?.join("docs/errors.md"))
}

fn page() -> Result<String> {
    let mut page = HEAD.to_owned();
    for code in Code::ALL {
        let again = if code.is_retryable() { "yes" } else { "no" };
        writeln!(
            page,
            "| `{}` | {} | {} | {again} |",
            code.as_str(),
            code.meaning(),
            what_to_do(code.remedy()),
        )?;
    }
    Ok(page)
}

fn what_to_do(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::ReplaceApiKey => "Enter the API key again.",
        Remedy::StartKeyring => {
            "Start a keyring (GNOME Keyring, KWallet, KeePassXC) and try again, or keep the key in memory until Switchboard closes."
        }
        Remedy::UnlockKeyring => {
            "Unlock the keyring and try again, or keep the key in memory until Switchboard closes."
        }
        Remedy::AllowKeyring => {
            "Allow Switchboard to use the keyring and try again, or keep the key in memory until Switchboard closes."
        }
        Remedy::KeepInMemory => {
            "Keep the key in memory until Switchboard closes, or repair the keyring."
        }
        Remedy::Retry => "Check the network, then try again.",
        Remedy::CheckProxy => "Check the proxy in Settings, Network.",
        Remedy::AddCertificate => {
            "Add your company's certificate in Settings, Network; without such a company, do not go on."
        }
        Remedy::Wait => "Wait, then try again.",
        Remedy::ShowState => "Look at the row as it is now.",
        Remedy::AskAdmin => "Ask somebody who may change the project.",
        Remedy::UnlockAdmin => {
            "Unlock admin (the menu under your name), or ask somebody who has the passphrase."
        }
        Remedy::ChangeInput => "Change what was typed.",
        Remedy::StartOver => "Start over from the tenant.",
        Remedy::CheckDisk => "Free or repair the disk.",
        Remedy::ReportBug => "Report it, with the reference that is shown.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_row_that_a_table_can_hold() {
        let page = page().expect("a page");
        for code in Code::ALL {
            let start = format!("| `{}` |", code.as_str());
            let row = page.lines().find(|line| line.starts_with(&start));
            let row = row.expect("every code has a row");
            assert_eq!(row.matches('|').count(), 5, "no bar inside a cell: {row}");
        }
    }
}
