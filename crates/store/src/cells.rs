//! Reads a row from left to right, as the words of `domain`. What cannot be read is
//! [`Error::Corrupt`], never a guess.

use domain::{InvalidId, Timestamp};
use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{Decode, Row, Type};

use crate::Error;

/// A row, and the next cell to read.
pub(crate) struct Cells<'r> {
    table: &'static str,
    row: &'r SqliteRow,
    next: usize,
}

impl<'r> Cells<'r> {
    pub(crate) fn of(table: &'static str, row: &'r SqliteRow) -> Self {
        Self {
            table,
            row,
            next: 0,
        }
    }

    /// The next cell as a plain value: `String`, `i64`, `bool`, or an `Option`.
    pub(crate) fn value<T: Decode<'r, Sqlite> + Type<Sqlite>>(&mut self) -> Result<T, Error> {
        let at = self.next;
        self.next += 1;
        Ok(self.row.try_get(at)?)
    }

    /// The next cell as an id.
    pub(crate) fn id<T: TryFrom<String, Error = InvalidId>>(&mut self) -> Result<T, Error> {
        let text: String = self.value()?;
        T::try_from(text).map_err(|_| self.unreadable())
    }

    /// The next cell as an id, if there is one.
    pub(crate) fn id_if_any<T: TryFrom<String, Error = InvalidId>>(
        &mut self,
    ) -> Result<Option<T>, Error> {
        let text: Option<String> = self.value()?;
        text.map(T::try_from)
            .transpose()
            .map_err(|_| self.unreadable())
    }

    /// The next cell as a point in time.
    pub(crate) fn time(&mut self) -> Result<Timestamp, Error> {
        Ok(Timestamp::from_millis(self.value()?))
    }

    /// The next cell as a point in time, if there is one.
    pub(crate) fn time_if_any(&mut self) -> Result<Option<Timestamp>, Error> {
        let millis: Option<i64> = self.value()?;
        Ok(millis.map(Timestamp::from_millis))
    }

    /// The next cell as a word of a closed list.
    pub(crate) fn word<T>(&mut self, parse: impl Fn(&str) -> Option<T>) -> Result<T, Error> {
        let text: &str = self.value()?;
        parse(text).ok_or_else(|| self.unreadable())
    }

    /// The next cell as a word of a closed list, if there is one.
    pub(crate) fn word_if_any<T>(
        &mut self,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let text: Option<&str> = self.value()?;
        match text {
            None => Ok(None),
            Some(text) => parse(text).map(Some).ok_or_else(|| self.unreadable()),
        }
    }

    /// The next cell as a SHA-256 in hex.
    pub(crate) fn hash(&mut self) -> Result<[u8; 32], Error> {
        self.word(crate::chain::from_hex)
    }

    /// The cell that was read last is not what this version writes.
    pub(crate) fn unreadable(&self) -> Error {
        Error::corrupt(format!("{} column {}", self.table, self.next))
    }
}
