//! What lies on the disk, to the last byte.

use std::path::{Path, PathBuf};

use memchr::memmem;

/// The files below a directory that hold the key, one of these states, or the address of any link
/// or callback.
pub(crate) fn telling(directory: &Path, key: &str, states: &[String]) -> Vec<PathBuf> {
    let mut secrets: Vec<&[u8]> = vec![key.as_bytes(), b"/link/lk_", b"&state="];
    secrets.extend(states.iter().map(String::as_bytes));
    holding(directory, &secrets)
}

/// The files below a directory that hold one of these.
fn holding(directory: &Path, secrets: &[&[u8]]) -> Vec<PathBuf> {
    let named = secrets.iter().filter(|secret| !secret.is_empty());
    let finders: Vec<_> = named.map(memmem::Finder::new).collect();
    let mut found = files(directory);
    found.retain(|file| {
        // A core that goes on working may take a file away meanwhile.
        std::fs::read(file).is_ok_and(|bytes| finders.iter().any(|one| one.find(&bytes).is_some()))
    });
    found
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| {
            let path = entry.path();
            match path.is_dir() {
                true => files(&path),
                false => vec![path],
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_among_bytes_that_are_no_text() {
        let place = tempfile::tempdir().unwrap();
        let below = place.path().join("a/b");
        std::fs::create_dir_all(&below).unwrap();
        std::fs::write(below.join("db"), b"\xff\0ak_secret\xfe").unwrap();
        std::fs::write(below.join("log"), b"ak_secre").unwrap();
        let found = holding(place.path(), &[b"nothing", b"ak_secret"]);
        assert_eq!(found, [below.join("db")]);
    }
}
