//! A copy that is read in place of a damaged file. SQLite writes into what it opens: it folds the
//! log in, and takes the log of an empty file away. The copy it may also bring up to date, so that
//! one way of reading is enough for every age of file.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use sqlx::{ConnectOptions, Sqlite, pool::PoolConnection};

use super::swap::{LOGS, remove, with};
use crate::file::private_file;
use crate::layout::Layout;

/// Taken away when it is dropped.
pub(super) struct Copy {
    file: PathBuf,
    pool: Option<SqlitePool>,
}

impl Copy {
    /// Of `source`, with its log, beside `path`.
    pub(super) fn of(source: &Path, path: &Path) -> io::Result<Self> {
        let file = with(path, ".reading");
        remove(&file)?;
        let copy = Self { file, pool: None };
        copy_file(source, &copy.file)?;
        for end in LOGS {
            let log = with(source, end);
            if log.exists() {
                copy_file(&log, &with(&copy.file, end))?;
            }
        }
        Ok(copy)
    }

    /// Nothing where not even that goes.
    pub(super) async fn open(&mut self, layout: &Layout) -> Option<PoolConnection<Sqlite>> {
        let options = SqliteConnectOptions::new()
            .filename(&self.file)
            // Only so is a file read that is shorter than its first page says it is; whatever
            // is asked of it before would refuse it.
            .pragma("writable_schema", "ON")
            .disable_statement_logging();
        let one = SqlitePoolOptions::new().max_connections(1);
        let pool = one.connect_with(options).await.ok()?;
        self.pool = Some(pool.clone());
        if let Err(error) = layout.bring_up_as_far_as_it_goes(&pool).await {
            tracing::info!(%error, "a damaged file is read as old as it is");
        }
        pool.acquire().await.ok()
    }

    pub(super) async fn close(mut self) {
        if let Some(pool) = self.pool.take() {
            pool.close().await;
        }
    }
}

/// How much is given up where the disk does not give it: a page of the database, in bytes.
const BLOCK: u16 = 4_096;

fn copy_file(source: &Path, to: &Path) -> io::Result<()> {
    let mut from = File::open(source)?;
    let length = from.metadata()?.len();
    private_file(to)?;
    let mut into = OpenOptions::new().write(true).truncate(true).open(to)?;
    copy_blocks(&mut from, length, &mut into)
}

/// Byte for byte, and zeros in the place of what the disk does not give any more: around a bad
/// sector all is read, and a page of zeros is passed over as a damaged one.
fn copy_blocks(
    from: &mut (impl Read + Seek),
    length: u64,
    into: &mut impl Write,
) -> io::Result<()> {
    let mut block = [0; BLOCK as usize];
    let mut at = 0;
    while at < length {
        let size = u16::try_from(length - at).map_or(BLOCK, |left| left.min(BLOCK));
        let part = &mut block[..usize::from(size)];
        let read = from
            .seek(SeekFrom::Start(at))
            .and_then(|_| from.read_exact(part));
        if let Err(error) = read {
            tracing::warn!(%error, at, "a block of a damaged file cannot be read");
            part.fill(0);
        }
        into.write_all(part)?;
        at += u64::from(size);
    }
    Ok(())
}

impl Drop for Copy {
    fn drop(&mut self) {
        if let Err(error) = remove(&self.file) {
            tracing::warn!(%error, "the copy of a damaged file could not be taken away");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three blocks and a bit, of which the disk does not give the second.
    struct Disk(io::Cursor<Vec<u8>>);

    impl Read for Disk {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let bad = u64::from(BLOCK)..2 * u64::from(BLOCK);
            if bad.contains(&self.0.position()) {
                return Err(io::Error::other("bad sector"));
            }
            self.0.read(into)
        }
    }

    impl Seek for Disk {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }

    #[test]
    fn around_a_bad_sector_all_is_copied() {
        let block = usize::from(BLOCK);
        let whole = vec![7; 3 * block + 5];
        let mut disk = Disk(io::Cursor::new(whole.clone()));
        let mut copy = Vec::new();
        copy_blocks(&mut disk, whole.len() as u64, &mut copy).unwrap();
        let mut wanted = whole;
        wanted[block..2 * block].fill(0);
        assert!(copy == wanted);
    }
}
