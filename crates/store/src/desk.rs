//! What belongs to this desk and to no workspace: profiles and settings.

use std::path::Path;

use domain::{ProfileId, Timestamp};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Row as _};

use crate::Error;
use crate::cells::Cells;
use crate::file::Pools;
use crate::layout::{self, Layout};
use crate::rescue::{self, Sifted, sift};

/// What [`read`] reads, in its order.
const COLUMNS: &str = "id, name, base_url, production, demo, key_in_keyring, callback, \
                       created_at, colour, wait_seconds";

/// How the browser comes back to the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallbackWay {
    /// The app's own URI scheme.
    DeepLink,
    /// A listener on 127.0.0.1 while an attempt is open.
    Loopback,
    /// Not at all: polling is enough.
    None,
}

impl CallbackWay {
    /// The stable text in the desk.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DeepLink => "deep_link",
            Self::Loopback => "loopback",
            Self::None => "none",
        }
    }

    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::DeepLink, Self::Loopback, Self::None]
            .into_iter()
            .find(|way| way.as_str() == text)
    }
}

/// One workspace: a Composio project and its store. Its key is in the keyring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileRecord {
    /// Ours; names the store's file and the keyring's entry.
    pub id: ProfileId,
    /// What a person calls it.
    pub name: String,
    /// Where Composio is.
    pub base_url: String,
    /// Whether real customers are behind it.
    pub production: bool,
    /// Whether it is the demo workspace.
    pub demo: bool,
    /// Whether the keyring has its key; otherwise it lives in memory until the end.
    pub key_in_keyring: bool,
    /// How the browser comes back.
    pub callback: CallbackWay,
    /// When it was made.
    pub created_at: Timestamp,
    /// What a person chose for it.
    pub settings: ProfileSettings,
}

/// What a person chose for a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileSettings {
    /// By which it is told apart; one of the window's names, or `none`.
    pub colour: String,
    /// How long the sheet of a connect waits in the foreground.
    pub wait_seconds: Option<u32>,
}

impl Default for ProfileSettings {
    fn default() -> Self {
        Self {
            colour: "none".to_owned(),
            wait_seconds: None,
        }
    }
}

/// The app-wide file. A clone is the same desk.
#[derive(Debug, Clone)]
pub struct Desk {
    pub(crate) pools: Pools,
}

impl Desk {
    /// Opens the file as [`crate::Store::open`] does.
    ///
    /// # Errors
    /// The same.
    pub async fn open(path: &Path) -> Result<Self, Error> {
        rescue::take_up(path)?;
        let pools = Pools::open(path, &Layout::DESK).await?;
        Ok(Self { pools })
    }

    /// Closes the file.
    pub async fn close(&self) {
        self.pools.close().await;
    }

    /// Which edition of the schema the file has.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn schema(&self) -> Result<i64, Error> {
        layout::newest(&self.pools.readers).await
    }

    /// Every profile, oldest first.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn profiles(&self) -> Result<Vec<ProfileRecord>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM profiles ORDER BY created_at, id");
        let rows = sqlx::query(AssertSqlSafe(sql))
            .fetch_all(&self.pools.readers)
            .await?;
        rows.iter().map(read).collect()
    }

    /// Writes a profile, new or changed. `created_at` is kept from the first time.
    ///
    /// # Errors
    /// What writing runs into.
    pub async fn save_profile(&self, profile: &ProfileRecord) -> Result<(), Error> {
        save_profile(&mut *self.pools.writer.acquire().await?, profile).await
    }

    /// Takes a profile off the desk. One that is not there is no error. Its store and
    /// its key are for the caller to remove.
    ///
    /// # Errors
    /// What writing runs into.
    pub async fn delete_profile(&self, id: &ProfileId) -> Result<(), Error> {
        sqlx::query("DELETE FROM profiles WHERE id = $1")
            .bind(id.as_str())
            .execute(&self.pools.writer)
            .await?;
        Ok(())
    }

    /// A setting, if it was ever set.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, Error> {
        let value = sqlx::query_scalar("SELECT value FROM settings WHERE key = $1")
            .bind(key)
            .fetch_optional(&self.pools.readers)
            .await?;
        Ok(value)
    }

    /// Sets a setting.
    ///
    /// # Errors
    /// What writing runs into.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), Error> {
        save_setting(&mut *self.pools.writer.acquire().await?, key, value).await
    }
}

pub(crate) async fn save_setting(
    all: &mut SqliteConnection,
    key: &str,
    value: &str,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO settings (key, value) VALUES ($1, $2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .bind(key)
    .bind(value)
    .execute(all)
    .await?;
    Ok(())
}

pub(crate) async fn save_profile(
    all: &mut SqliteConnection,
    profile: &ProfileRecord,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO profiles
           (id, name, base_url, production, demo, key_in_keyring, callback, created_at,
            colour, wait_seconds)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (id) DO UPDATE SET
           name = excluded.name, base_url = excluded.base_url,
           production = excluded.production, demo = excluded.demo,
           key_in_keyring = excluded.key_in_keyring, callback = excluded.callback,
           colour = excluded.colour, wait_seconds = excluded.wait_seconds",
    )
    .bind(profile.id.as_str())
    .bind(profile.name.as_str())
    .bind(profile.base_url.as_str())
    .bind(profile.production)
    .bind(profile.demo)
    .bind(profile.key_in_keyring)
    .bind(profile.callback.as_str())
    .bind(profile.created_at.millis())
    .bind(profile.settings.colour.as_str())
    .bind(profile.settings.wait_seconds.map(i64::from))
    .execute(all)
    .await?;
    Ok(())
}

/// Of a damaged file: every profile that can be read.
pub(crate) async fn readable(open: &mut SqliteConnection) -> Sifted<ProfileRecord> {
    let as_far = |row: &SqliteRow| read(row).or_else(|_| made_again(row));
    sift(open, "profiles", COLUMNS, as_far).await
}

/// Of one of which a cell is spoilt: without its id nobody would find its database and its key any
/// more, and without its address nobody could use them. The rest can be set again.
fn made_again(row: &SqliteRow) -> Result<ProfileRecord, Error> {
    let mut cells = Cells::of("profiles", row);
    let (id, base_url) = (cells.id()?, row.try_get::<String, _>("base_url")?);
    let name = row.try_get("name").unwrap_or_else(|_| base_url.clone());
    Ok(ProfileRecord {
        id,
        name,
        base_url,
        // Where it is not known, care is the better guess.
        production: row.try_get("production").unwrap_or(true),
        demo: row.try_get("demo").unwrap_or(false),
        key_in_keyring: row.try_get("key_in_keyring").unwrap_or(false),
        callback: CallbackWay::DeepLink,
        created_at: Timestamp::from_millis(row.try_get("created_at").unwrap_or(0)),
        settings: ProfileSettings::default(),
    })
}

fn read(row: &SqliteRow) -> Result<ProfileRecord, Error> {
    let mut cells = Cells::of("profiles", row);
    Ok(ProfileRecord {
        id: cells.id()?,
        name: cells.value()?,
        base_url: cells.value()?,
        production: cells.value()?,
        demo: cells.value()?,
        key_in_keyring: cells.value()?,
        callback: cells.word(CallbackWay::parse)?,
        created_at: cells.time()?,
        settings: settings(&mut cells)?,
    })
}

fn settings(cells: &mut Cells<'_>) -> Result<ProfileSettings, Error> {
    let colour = cells.value()?;
    let wait: Option<i64> = cells.value()?;
    Ok(ProfileSettings {
        colour,
        wait_seconds: wait.and_then(|seconds| u32::try_from(seconds).ok()),
    })
}
