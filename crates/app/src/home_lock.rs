//! One running program per home. The session bus sends a second start to the first, but without a
//! bus, or from another login, two could work on one home, and each would take what the other has
//! under way for what a crash left.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

use wire::{Code, Fault};

/// Nothing is in it: what counts is who holds it.
const FILE: &str = "switchboard.lock";
/// A program that is just ending is waited for.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// The home is ours as long as this is there. The system lets go of it when the process ends,
/// however it ends.
pub(crate) struct HomeLock {
    _file: Option<File>,
}

/// Takes the home, unless somebody else has it. One that cannot be written to, or whose disk knows
/// no locks, is nobody's: the database says what is wrong with it, if anything is.
pub(crate) async fn take(home: &Path) -> Result<HomeLock, Fault> {
    let file = match open(home) {
        Ok(file) => file,
        Err(error) => {
            tracing::warn!(%error, "the data directory cannot be locked");
            return Ok(HomeLock { _file: None });
        }
    };
    for turn in 1..=TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(HomeLock { _file: Some(file) }),
            Err(TryLockError::WouldBlock) if turn < TRIES => tokio::time::sleep(PAUSE).await,
            Err(TryLockError::WouldBlock) => break,
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, "the data directory cannot be locked");
                return Ok(HomeLock { _file: None });
            }
        }
    }
    Err(Fault::new(
        Code::StoreUnavailable,
        "Another Switchboard on this computer uses the same data directory. Close it, or start this one with another SWITCHBOARD_HOME.",
    ))
}

fn open(home: &Path) -> io::Result<File> {
    // The database makes it private, if it is new.
    std::fs::create_dir_all(home)?;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(home.join(FILE))
}
