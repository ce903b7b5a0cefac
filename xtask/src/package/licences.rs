//! The texts and notices that most licences want beside every copy of what is linked: as they come
//! with the sources of each crate, each text once.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use super::third_party::Crate;
use crate::sh;

/// How the names of such files begin, in small letters.
const NAMES: [&str; 6] = [
    "copying",
    "copyright",
    "licence",
    "license",
    "notice",
    "unlicense",
];

/// What lies in the sources of a crate and is not in the program: its own tests and pictures, and
/// the C of `libdbus-sys` and `libsqlite3-sys` that is built only where a feature asks for it.
const NOT_LINKED: [&str; 6] = [
    "assets",
    "benches",
    "examples",
    "sqlcipher",
    "tests",
    "vendor",
];

/// The texts that come with the sources, each once, after those whose it is.
pub(super) fn texts(crates: &BTreeSet<Crate>) -> Result<String> {
    let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut without = String::new();
    for one in crates {
        let brought = brought(one)?;
        if brought.is_empty() {
            let authors = one.authors.join(", ");
            let _ = writeln!(without, "{}: {}; {authors}", one.label(), one.licence);
        }
        for text in brought {
            owners.entry(text).or_default().insert(one.label());
        }
    }
    let mut all: Vec<(BTreeSet<String>, String)> = owners
        .into_iter()
        .map(|(text, owners)| (owners, text))
        .collect();
    all.sort();
    let line = "=".repeat(78);
    let mut told = String::from(
        "The licences and notices that come with the crates in third-party.txt, each once, after\n\
         the crates that bring it. Rust's own library is linked as well, under MIT OR Apache-2.0;\n\
         its notices are in rust-library.html.gz, where the compiler brought them.\n",
    );
    for (owners, text) in all {
        let owners = Vec::from_iter(owners).join("\n");
        let _ = write!(told, "\n{line}\n{owners}\n{line}\n\n{text}\n");
    }
    let _ = write!(
        told,
        "\n{line}\nThese bring no such file. Their licence is one of those above; they are by:\n\
         {line}\n\n{without}"
    );
    Ok(told)
}

/// What comes with one crate.
fn brought(one: &Crate) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for file in files(&one.directory)? {
        let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
        let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        let text = text.trim_matches('\n');
        // A link out of the crate was packed as the path that it led to.
        if text.contains('\n') || !text.starts_with("../") {
            texts.push(text.to_owned());
        }
    }
    Ok(texts)
}

/// What Rust says of its own library, which is in every program. The compiler of rustup brings it;
/// one of a distribution may not.
pub(super) fn of_the_library() -> Result<Vec<u8>> {
    let sysroot = sh::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let file = Path::new(sysroot.trim()).join("share/doc/rust/COPYRIGHT-library.html");
    fs::read(&file).with_context(|| {
        format!(
            "the package must bring the notices of Rust's library, and this compiler has no {}: \
             use the one of rustup",
            file.display()
        )
    })
}

/// The licences and notices below a directory, in order.
fn files(directory: &Path) -> Result<Vec<PathBuf>> {
    let of_licences = directory.file_name().is_some_and(|name| name == "LICENSES");
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).with_context(|| directory.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        let name = name.to_string_lossy().to_lowercase();
        if path.is_dir() {
            if !NOT_LINKED.contains(&name.as_str()) {
                found.extend(files(&path)?);
            }
        } else if of_licences || is_licence(&name) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A source may be about licences without being one.
fn is_licence(name: &str) -> bool {
    let source = [".rs", ".c", ".h", ".py"]
        .iter()
        .any(|end| name.ends_with(*end));
    !source && NAMES.iter().any(|start| name.starts_with(*start))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A crate with these files in its sources.
    fn brings(place: &Path, name: &str, files: &[(&str, &str)]) -> Result<Crate> {
        let directory = place.join(name);
        fs::create_dir(&directory)?;
        for (file, text) in files {
            let file = directory.join(file);
            fs::create_dir_all(file.parent().context("a directory")?)?;
            fs::write(file, text)?;
        }
        Ok(Crate {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: "MIT".to_owned(),
            authors: vec!["Jo".to_owned(), "Mo".to_owned()],
            directory,
        })
    }

    #[test]
    fn each_text_is_there_once_with_all_whose_it_is() -> Result<()> {
        let place = tempfile::tempdir()?;
        let same = "Copyright Jo\nDo as you like.\n";
        let of_windows = same.replace('\n', "\r\n");
        let crates = BTreeSet::from([
            brings(
                place.path(),
                "b",
                &[("LICENSE", same), ("NOTICE.md", "By Mo")],
            )?,
            brings(
                place.path(),
                "a",
                &[("src/part/COPYING", of_windows.as_str())],
            )?,
        ]);
        let told = texts(&crates)?;
        assert_eq!(told.matches("Do as you like.").count(), 1, "{told}");
        assert!(told.contains("===\na 1.0.0\nb 1.0.0\n==="), "{told}");
        assert!(
            told.contains("===\nb 1.0.0\n===") && told.contains("By Mo"),
            "{told}"
        );
        Ok(())
    }

    #[test]
    fn what_is_not_linked_or_no_licence_is_left_out_and_who_brings_none_is_named() -> Result<()> {
        let place = tempfile::tempdir()?;
        let files = [
            ("tests/LICENSE", "of a test"),
            ("vendor/dbus/COPYING", "of another library"),
            ("src/license.rs", "of nothing"),
            ("LICENSE-MIT", "../LICENSE-MIT"),
            ("README.md", "of nobody"),
        ];
        let none = brings(place.path(), "none", &files)?;
        let spdx = brings(
            place.path(),
            "spdx",
            &[("LICENSES/MIT.txt", "As you like.")],
        )?;
        let told = texts(&BTreeSet::from([none, spdx]))?;
        for (file, text) in files {
            assert!(!told.contains(text), "{file}");
        }
        assert!(told.contains("As you like."), "{told}");
        assert!(told.ends_with("\n\nnone 1.0.0: MIT; Jo, Mo\n"), "{told}");
        Ok(())
    }
}
