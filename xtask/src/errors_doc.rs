//! `docs/errors.md`, made from the table of codes in `wire`, and the list of help pages in
//! `docs/help/README.md`, made from the pages themselves.

use std::{fmt::Write, fs, path::PathBuf};

use anyhow::{Context, Result, ensure};
use wire::Code;
use wire::help::{Shelf, library};

use crate::cargo;

const HEAD: &str = "# Errors

<!-- Made by `cargo xtask errors-doc`. Do not edit: change the table in crates/wire/src/fault.rs. -->

Every error that the window shows has one of these codes. A code never changes its meaning, and
a retired one is never used again. \"Again later\" means that the same request may work later as it
is, once what stood in its way is gone. Why each happens and what did not change is in
[the help pages](help/README.md).

| Code | What happened | What to do | Again later |
|---|---|---|---|
";

const HELP_HEAD: &str = "# Help

<!-- Made by `cargo xtask errors-doc`. Do not edit: change the files beside it. -->

The pages that the window shows under Help (`F1`), without a network.
";

/// Writes the pages.
pub(crate) fn write() -> Result<()> {
    for (path, text) in made()? {
        fs::write(&path, text)?;
    }
    let pages = library().pages().len();
    println!("errors-doc: {} codes, {pages} help pages", Code::ALL.len());
    Ok(())
}

/// Fails when a page is not what the tables say.
pub(crate) fn check() -> Result<()> {
    for (path, text) in made()? {
        let present = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        ensure!(
            present == text,
            "{} is stale: run `cargo xtask errors-doc`",
            path.display()
        );
    }
    Ok(())
}

/// What is made, and where it stands.
fn made() -> Result<[(PathBuf, String); 2]> {
    let docs = cargo::root()?.join("docs");
    Ok([
        (docs.join("errors.md"), page()?),
        (docs.join("help/README.md"), help()?),
    ])
}

/// The help pages, shelf by shelf.
fn help() -> Result<String> {
    let mut list = HELP_HEAD.to_owned();
    for shelf in Shelf::ALL {
        writeln!(list, "\n## {}\n", shelf.name())?;
        for page in library().shelf(shelf) {
            let to = page.id.as_str().replacen('#', ".md#", 1);
            writeln!(list, "- [{}]({to})", page.title)?;
        }
    }
    Ok(list)
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
            code.remedy().words(),
        )?;
    }
    Ok(page)
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
