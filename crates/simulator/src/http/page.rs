//! Pages by number, behind an opaque cursor.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{ApiError, Call};

/// Rows per page when the caller does not say.
const DEFAULT: usize = 20;

/// The part of a list that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    page: usize,
    limit: usize,
}

impl Window {
    /// Reads `limit`, clamped to `most`, and `cursor`.
    pub(crate) fn of(call: &Call, most: usize) -> Result<Self, ApiError> {
        Self::read(call.param("limit"), call.param("cursor"), most)
    }

    /// The same from a body.
    pub(crate) fn read(
        limit: Option<&str>,
        cursor: Option<&str>,
        most: usize,
    ) -> Result<Self, ApiError> {
        let limit = match limit {
            None => DEFAULT,
            Some(text) => {
                let number: f64 = text.parse().unwrap_or(f64::NAN);
                if !number.is_finite() || number < 1.0 {
                    let error = "limit: Expected a number greater than 0".to_owned();
                    return Err(ApiError::invalid(400, vec![error]));
                }
                // Truncation is what a float limit such as 20.0 means.
                format!("{:.0}", number.floor().min(1e9))
                    .parse()
                    .unwrap_or(most)
            }
        };
        let first = Self {
            page: 1,
            limit: limit.min(most),
        };
        match cursor {
            None => Ok(first),
            Some(cursor) => Self::decode(cursor, most)
                .ok_or_else(|| ApiError::bad("Invalid cursor").fix("Start from the first page.")),
        }
    }

    fn decode(cursor: &str, most: usize) -> Option<Self> {
        let text = String::from_utf8(STANDARD.decode(cursor).ok()?).ok()?;
        let (page, limit) = text.split_once('-')?;
        let (page, limit) = (page.parse().ok()?, limit.parse().ok()?);
        (page > 0 && limit > 0 && limit <= most).then_some(Self { page, limit })
    }

    fn encode(self) -> String {
        STANDARD.encode(format!("{}-{}", self.page, self.limit))
    }

    /// The rows of this window.
    pub(crate) fn slice<T>(self, rows: &[T]) -> &[T] {
        let from = (self.page - 1).saturating_mul(self.limit).min(rows.len());
        rows.get(from..from.saturating_add(self.limit).min(rows.len()))
            .unwrap_or_default()
    }

    /// The page around rendered rows.
    pub(crate) fn wrap(self, name: &str, items: &[Value], total: usize) -> Value {
        let pages = total.div_ceil(self.limit);
        let next = Self {
            page: self.page + 1,
            ..self
        };
        json!({
            name: items,
            "next_cursor": (self.page < pages).then(|| next.encode()),
            "total_pages": pages,
            "current_page": self.page,
            "total_items": total,
        })
    }

    /// Slices, renders and wraps.
    pub(crate) fn page<T>(self, rows: &[T], render: impl Fn(&T) -> Value) -> Value {
        let items: Vec<Value> = self.slice(rows).iter().map(render).collect();
        self.wrap("items", &items, rows.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Window;
    use serde_json::Value;

    #[test]
    fn a_cursor_that_was_made_up_is_refused() {
        for cursor in ["bogus", "MA==", "Mi0w", "Mi05OTk5OTk="] {
            assert!(Window::read(None, Some(cursor), 50).is_err(), "{cursor}");
        }
        assert!(Window::read(Some("0"), None, 50).is_err());
        assert!(Window::read(Some("many"), None, 50).is_err());
    }

    #[test]
    fn walking_the_cursors_meets_every_row_once() {
        let rows: Vec<u32> = (0..45).collect();
        let (mut seen, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let window = Window::read(Some("20.0"), cursor.as_deref(), 50).unwrap();
            let page = window.page(&rows, |row| Value::from(*row));
            seen.extend(page["items"].as_array().unwrap().clone());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => break,
            }
        }
        assert_eq!(seen.len(), 45);
        assert_eq!(seen.last(), Some(&Value::from(44)));
    }
}
