//! The stylesheet: one file for each meaning in `ui/style`, joined to one for the window, which
//! so starts with one request.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result, ensure};

/// The order of the cascade: of two rules that are as specific, the later one wins.
const ORDER: [&str; 15] = [
    "base.css",
    "frame.css",
    "controls.css",
    "marks.css",
    "grid.css",
    "pane.css",
    "layers.css",
    "signing.css",
    "demo.css",
    "setup.css",
    "settings.css",
    "overview.css",
    "triage.css",
    "help.css",
    "narrow.css",
];

/// The files of `style` in their order, as one.
pub(crate) fn joined(style: &Path) -> Result<String> {
    let mut there = BTreeSet::new();
    for entry in fs::read_dir(style)? {
        there.insert(entry?.file_name().to_string_lossy().into_owned());
    }
    let told = ORDER.map(str::to_owned).into();
    let differ: Vec<_> = there.symmetric_difference(&told).collect();
    ensure!(
        differ.is_empty(),
        "ui/style and the order in xtask/src/sheet.rs differ in {differ:?}"
    );
    let read = |name| fs::read_to_string(style.join(name)).context(name);
    Ok(ORDER
        .map(read)
        .into_iter()
        .collect::<Result<Vec<_>>>()?
        .join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo;

    /// What may be part of a class's name.
    fn is_of_a_name(letter: char) -> bool {
        letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'
    }

    /// The classes for which there is a rule. A length such as `.5rem` is none.
    fn with_a_rule(sheet: &str) -> BTreeSet<&str> {
        let mut heads = sheet.split(['{', '}', ';']);
        let mut classes = BTreeSet::new();
        for dotted in heads.by_ref().flat_map(|head| head.split('.').skip(1)) {
            let end = dotted.find(|it| !is_of_a_name(it)).unwrap_or(dotted.len());
            if dotted.starts_with(|it: char| it.is_ascii_alphabetic()) {
                classes.insert(&dotted[..end]);
            }
        }
        classes
    }

    /// The words in which a view's classes are named, and in which it may put them together.
    fn words(sources: &str) -> BTreeSet<&str> {
        sources.split(|it| !is_of_a_name(it)).collect()
    }

    /// What stands in `class="…"`.
    fn with_a_name(sources: &str) -> BTreeSet<&str> {
        let quoted = sources.split("class=\"").skip(1);
        let lists = quoted.filter_map(|rest| rest.split('"').next());
        lists.flat_map(str::split_whitespace).collect()
    }

    fn read_all(directory: &Path, text: &mut String) -> Result<()> {
        for entry in fs::read_dir(directory)? {
            let path = entry?.path();
            if path.is_dir() {
                read_all(&path, text)?;
            } else {
                text.push_str(&fs::read_to_string(path)?);
            }
        }
        Ok(())
    }

    fn sheet_and_views() -> Result<(String, String)> {
        let ui = cargo::root()?.join("ui");
        let mut views = fs::read_to_string(ui.join("index.html"))?;
        read_all(&ui.join("src"), &mut views)?;
        // A comment may name a file.
        let sheet = joined(&ui.join("style"))?;
        let bare = sheet.split("*/").filter_map(|part| part.split("/*").next());
        Ok((bare.collect(), views))
    }

    #[test]
    fn every_class_with_a_rule_is_named_by_a_view() -> Result<()> {
        let (sheet, views) = sheet_and_views()?;
        let ruled = with_a_rule(&sheet);
        assert!(ruled.len() > 300, "{}", ruled.len());
        let words = words(&views);
        let dead: Vec<_> = ruled.difference(&words).collect();
        assert!(dead.is_empty(), "no view has {dead:?}");
        Ok(())
    }

    #[test]
    fn every_class_that_a_view_names_has_a_rule() -> Result<()> {
        let (sheet, views) = sheet_and_views()?;
        let named = with_a_name(&views);
        assert!(named.len() > 200, "{}", named.len());
        let ruled = with_a_rule(&sheet);
        let bare: Vec<_> = named.difference(&ruled).collect();
        assert!(bare.is_empty(), "no rule for {bare:?}");
        Ok(())
    }

    #[test]
    fn a_file_that_is_not_in_the_order_is_told() -> Result<()> {
        let style = tempfile::tempdir()?;
        for name in ORDER {
            fs::write(style.path().join(name), "")?;
        }
        joined(style.path())?;
        fs::write(style.path().join("new.css"), "")?;
        let error = joined(style.path()).expect_err("nobody put it into the order");
        assert!(error.to_string().contains("new.css"), "{error}");
        Ok(())
    }
}
