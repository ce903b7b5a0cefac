//! Where this installation keeps its things. One home is one instance of the program: its data,
//! its logs, its name on the session bus and its entry as a link handler move together.

use std::{
    fs,
    io::ErrorKind,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use crate::error::Error;

/// The bundle identifier, and the URI scheme too.
pub(crate) const IDENTIFIER: &str = "dev.switchboard.desktop";

/// The variable that moves everything.
pub(crate) const VARIABLE: &str = "SWITCHBOARD_HOME";

/// The directory that holds this installation's data, configuration and logs.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    directory: PathBuf,
    moved: bool,
}

impl Home {
    /// Reads `SWITCHBOARD_HOME`, else takes the user's data directory, and makes it private.
    pub(crate) fn from_environment() -> Result<Self, Error> {
        let chosen = std::env::var_os(VARIABLE).filter(|value| !value.is_empty());
        let moved = chosen.is_some();
        let directory = match chosen {
            Some(path) => PathBuf::from(path),
            None => dirs::data_dir().ok_or(Error::NoHome)?.join(IDENTIFIER),
        };
        if moved && is_of_others(&directory) {
            return Err(Error::NotOurs { path: directory });
        }
        private_directory(&directory)?;
        let directory = directory
            .canonicalize()
            .map_err(|source| at(&directory, source))?;
        Ok(Self { directory, moved })
    }

    /// A home that need not exist.
    #[cfg(test)]
    pub(crate) fn at(path: &str, moved: bool) -> Self {
        Self {
            directory: PathBuf::from(path),
            moved,
        }
    }

    /// The directory itself.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Whether it is elsewhere than usual.
    pub(crate) fn is_moved(&self) -> bool {
        self.moved
    }

    /// Where the log files go.
    pub(crate) fn logs(&self) -> Result<PathBuf, Error> {
        let logs = self.directory.join("logs");
        private_directory(&logs)?;
        Ok(logs)
    }

    /// The name that two processes with the same home share and two homes never do. It is an
    /// element of a bus name and of a file name, hence letters and digits only.
    pub(crate) fn instance_id(&self) -> String {
        if !self.moved {
            return IDENTIFIER.to_owned();
        }
        let digest = Sha256::digest(self.directory.as_os_str().as_encoded_bytes());
        let tag: String = digest[..8].iter().map(|b| format!("{b:02x}")).collect();
        format!("{IDENTIFIER}.h{tag}")
    }
}

/// What is in every home after its first start.
const OURS: &str = "desk.db";

/// Whether others look into this directory and it holds what is not ours. To close it, as a home
/// is, would lock them out.
fn is_of_others(path: &Path) -> bool {
    let holds_something = fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some());
    holds_something && !is_private(path) && !path.join(OURS).exists()
}

/// Creates `path` for this user only; an existing directory is closed to others.
fn private_directory(path: &Path) -> Result<(), Error> {
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path);
    match made {
        Err(source) if source.kind() != ErrorKind::AlreadyExists => Err(at(path, source)),
        // Where nothing may be written, what is right already is left as it is.
        _ if is_private(path) => Ok(()),
        _ => fs::set_permissions(path, fs::Permissions::from_mode(0o700))
            .map_err(|source| at(path, source)),
    }
}

fn is_private(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o777 == 0o700)
}

fn at(path: &Path, source: std::io::Error) -> Error {
    Error::Directory {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_homes_never_share_an_instance() {
        assert_ne!(
            Home::at("/a", true).instance_id(),
            Home::at("/b", true).instance_id(),
            "a link for one home must not reach the other"
        );
    }

    #[test]
    fn an_instance_id_is_a_valid_bus_name() {
        let id = Home::at("/srv/some where/ünï", true).instance_id();
        assert!(
            id.split('.')
                .all(|part| part.starts_with(|c: char| c.is_ascii_alphabetic())
                    && part.chars().all(|c| c.is_ascii_alphanumeric())),
            "an element of a bus name must not start with a digit: {id}"
        );
    }

    #[test]
    fn a_directory_that_is_in_use_for_something_else_is_none() {
        let place = std::env::temp_dir().join(format!("switchboard-home-{}", std::process::id()));
        fs::create_dir_all(&place).expect("a directory");
        let open_to_all = fs::Permissions::from_mode(0o777);
        fs::set_permissions(&place, open_to_all).expect("it is ours");
        assert!(!is_of_others(&place), "it is empty");
        fs::write(place.join("a file"), "").expect("a file");
        assert!(is_of_others(&place));
        fs::create_dir(place.join("logs")).expect("a directory");
        assert!(is_of_others(&place), "logs of their own");
        fs::write(place.join(OURS), "").expect("a file");
        assert!(!is_of_others(&place), "it was a home");
        fs::remove_dir_all(&place).expect("it was made above");
        assert!(!is_of_others(&place), "there is none");
    }
}
