//! Pages, and streams of them.

use std::collections::HashSet;
use std::future::Future;
use std::hash::{BuildHasher as _, RandomState};

use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};

use crate::error::{Error, Trace};
use crate::http::answer::Answer;
use crate::http::decode::{Bad, Read, count, lenient, lenient_text, member, object};
use crate::http::json::Json;

/// How many items a stream asks for at first.
const ASKED: u32 = 100;
/// And when that is refused.
const ASKED_NEXT: u32 = 50;
/// So many pages in a row without an item, each with one more behind it, and no end is waited
/// for: a server that counts its pages on past the last one would be asked for ever.
const MOST_BLANK: u32 = 10;
/// Of so many pages, or so many items, no end is waited for either: a server that makes up one page
/// after another would be asked for ever, and fill the memory and the disk of who asks. A project
/// of 500,000 accounts has 5,000 pages, or 25,000 where a server gives twenty items at a time.
const MOST_PAGES: u32 = 100_000;
const MOST_ITEMS: usize = 2_000_000;
/// More items than this are on no page: Composio's longest has a thousand.
const MOST_ON_PAGE: usize = 10_000;
/// The longest cursor, in bytes: it is sent back in an address.
const LONGEST_CURSOR: usize = 4_096;

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// What could be read.
    pub items: Vec<T>,
    /// What could not. The other items do not suffer from it.
    pub unreadable: Vec<Unreadable>,
    /// Where the next page begins. Nothing on the last page.
    pub next_cursor: Option<String>,
    /// How many items there are, as the server counts.
    pub total_items: Option<u64>,
    /// How many pages there are, as the server counts.
    pub total_pages: Option<u64>,
    /// Which page this is, from 1, as the server counts.
    pub current_page: Option<u64>,
    /// Set by a stream that had to begin again: this page is the first of the
    /// new pass, and what came before will come again.
    pub restarted: bool,
    /// The id under which Composio knows the request.
    pub request_id: String,
}

/// An item of a page that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Which item of the page, from 0.
    pub index: usize,
    /// Its id, if at least that could be read.
    pub id: Option<String>,
    /// Where the trouble is, such as `$.items[2].status`.
    pub path: String,
    /// What was expected there. Never a value.
    pub reason: String,
}

/// A stream of pages. It ends after the last page or after the first error.
///
/// Pages shift while accounts come and go, so an item may come twice; the later
/// one is the newer. An item that never came is not thereby gone.
pub type Pages<T> = BoxStream<'static, Result<Page<T>, Error>>;

impl<T> Page<T> {
    /// Reads a page whose list stands under one of the names in `lists`.
    pub(crate) fn read(answer: &Answer<'_>, item: fn(&Json<'_>) -> Read<T>) -> Result<Self, Error> {
        let request_id = answer.request_id();
        answer.read(|value| {
            let map = object(value)?;
            let list = member(map, "items").and_then(Json::as_array);
            let list = list.ok_or(Bad::here("a list").within(".items"))?;
            if list.len() > MOST_ON_PAGE {
                return Err(Bad::here("10,000 items on a page at most").within(".items"));
            }
            let mut page = Self {
                items: Vec::with_capacity(list.len()),
                unreadable: Vec::new(),
                next_cursor: lenient_text(map, "next_cursor").filter(|c| !c.is_empty()),
                total_items: count(map, "total_items"),
                total_pages: count(map, "total_pages"),
                current_page: count(map, "current_page"),
                restarted: false,
                request_id,
            };
            for (index, value) in list.iter().enumerate() {
                match item(value) {
                    Ok(item) => page.items.push(item),
                    Err(bad) => page.unreadable.push(unreadable(index, value, bad)),
                }
            }
            Ok(page)
        })
    }

    /// Whether nothing is on it, not even what cannot be read.
    fn is_blank(&self) -> bool {
        self.items.is_empty() && self.unreadable.is_empty()
    }
}

fn unreadable(index: usize, value: &Json<'_>, bad: Bad) -> Unreadable {
    let id = value.as_object().and_then(|map| lenient(map, "id"));
    Unreadable {
        index,
        id: id.map(|id| crate::words::kept_word(&id)),
        reason: format!("expected {}", bad.want),
        path: bad.within(format!(".items[{index}]")).path(),
    }
}

/// Where a stream stands.
struct Walk<F> {
    fetch: F,
    limit: u32,
    cursor: Option<String>,
    /// A hash of each cursor that came, to notice when one comes back. The cursors themselves, as
    /// long as they may be and of as many pages, would fill the memory.
    seen: HashSet<u64>,
    hasher: RandomState,
    blank: u32,
    walked: u32,
    items: usize,
    restarted: bool,
    fresh_start: bool,
    done: bool,
}

/// Turns a function that gets one page into a stream of all.
///
/// `limit` is the caller's wish. A server that refuses it is asked for fewer.
pub(crate) fn pages<T, F, G>(limit: Option<u32>, cursor: Option<String>, fetch: F) -> Pages<T>
where
    T: Send + 'static,
    F: Fn(u32, Option<String>) -> G + Send + 'static,
    G: Future<Output = Result<Page<T>, Error>> + Send + 'static,
{
    let walk = Walk {
        fetch,
        limit: limit.unwrap_or(ASKED),
        cursor,
        seen: HashSet::new(),
        hasher: RandomState::new(),
        blank: 0,
        walked: 0,
        items: 0,
        restarted: false,
        fresh_start: false,
        done: false,
    };
    stream::try_unfold(walk, |walk| walk.step()).boxed()
}

impl<F> Walk<F> {
    async fn step<T, G>(mut self) -> Result<Option<(Page<T>, Self)>, Error>
    where
        F: Fn(u32, Option<String>) -> G,
        G: Future<Output = Result<Page<T>, Error>>,
    {
        if self.done {
            return Ok(None);
        }
        loop {
            let mut page = match (self.fetch)(self.limit, self.cursor.clone()).await {
                Ok(page) => page,
                Err(error) if self.can_go_on_after(&error) => continue,
                Err(error) => return Err(error),
            };
            let next = page.next_cursor.clone();
            let comes_back =
                |cursor: &String| !self.seen.insert(self.hasher.hash_one(cursor.as_str()));
            if next.as_ref().is_some_and(comes_back) {
                self.begin_again(&page.request_id)?;
                continue;
            }
            if let Some(reason) = self.endless(&page) {
                return Err(bad_cursor(reason, &page.request_id));
            }
            page.restarted = std::mem::take(&mut self.fresh_start);
            self.done = next.is_none();
            self.cursor = next;
            return Ok(Some((page, self)));
        }
    }

    /// Takes note of a page; what is wrong with a list that goes on as no list does.
    fn endless<T>(&mut self, page: &Page<T>) -> Option<&'static str> {
        let more = page.next_cursor.as_ref();
        self.blank = match page.is_blank() && more.is_some() {
            true => self.blank + 1,
            false => 0,
        };
        self.walked += 1;
        self.items += page.items.len() + page.unreadable.len();
        if self.blank > MOST_BLANK {
            Some("expected an item, or an end of the list")
        } else if more.is_some() && self.walked >= MOST_PAGES {
            Some("expected an end of the list within 100,000 pages")
        } else if self.items > MOST_ITEMS {
            Some("expected an end of the list within 2,000,000 items")
        } else if more.is_some_and(|cursor| cursor.len() > LONGEST_CURSOR) {
            Some("expected a cursor of 4,096 bytes at most")
        } else {
            None
        }
    }

    /// Changes what is asked for after a refusal, if there is a better way.
    fn can_go_on_after(&mut self, error: &Error) -> bool {
        let refused = error
            .rejection()
            .is_some_and(|r| matches!(r.status, 400 | 422));
        if refused && self.limit > ASKED_NEXT {
            self.limit = ASKED_NEXT;
            return true;
        }
        // A cursor that worked once and is refused now has expired.
        refused && self.cursor.is_some() && self.begin_again("").is_ok()
    }

    /// Begins the pass again, once: a cursor that comes back would loop.
    fn begin_again(&mut self, request_id: &str) -> Result<(), Error> {
        if self.restarted {
            let reason = "expected a cursor that was not there before";
            return Err(bad_cursor(reason, request_id));
        }
        self.restarted = true;
        self.fresh_start = true;
        (self.blank, self.walked, self.items) = (0, 0, 0);
        self.cursor = None;
        self.seen.clear();
        Ok(())
    }
}

/// What leads on leads nowhere.
fn bad_cursor(reason: &str, request_id: &str) -> Error {
    Error::Malformed {
        path: "$.next_cursor".to_owned(),
        reason: reason.to_owned(),
        trace: Trace {
            request_id: request_id.to_owned(),
            write: false,
        },
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    fn page(items: usize, next_cursor: Option<String>) -> Page<()> {
        Page {
            items: vec![(); items],
            unreadable: Vec::new(),
            next_cursor,
            total_items: None,
            total_pages: None,
            current_page: None,
            restarted: false,
            request_id: String::new(),
        }
    }

    /// Walks a list whose every page has so many items, `last` of them; how many pages came, and
    /// why it ended, where it failed.
    fn walked(items: usize, last: u64) -> (usize, Option<String>) {
        let fetch = move |_: u32, cursor: Option<String>| {
            let number: u64 = cursor.map_or(1, |cursor| cursor.parse().unwrap());
            let next = (number < last).then(|| (number + 1).to_string());
            std::future::ready(Ok(page(items, next)))
        };
        let all: Vec<_> = pages(None, None, fetch)
            .collect::<Vec<_>>()
            .now_or_never()
            .unwrap();
        let why = all.last().and_then(|last| last.as_ref().err());
        let good = all.iter().filter(|page| page.is_ok()).count();
        (good, why.map(ToString::to_string))
    }

    #[test]
    fn a_list_of_ever_new_pages_is_an_error() {
        let (good, why) = walked(1, u64::MAX);
        assert_eq!(good, 99_999);
        assert!(why.unwrap().contains("within 100,000 pages"));
        let (good, why) = walked(10_000, u64::MAX);
        assert_eq!(good, 200);
        assert!(why.unwrap().contains("within 2,000,000 items"));
    }

    #[test]
    fn a_project_of_half_a_million_is_read_to_its_end() {
        for (items, last) in [(100, 5_000), (20, 25_000), (1_000, 500)] {
            assert_eq!(walked(items, last), (usize::try_from(last).unwrap(), None));
        }
    }

    #[test]
    fn a_cursor_that_is_longer_than_any_is_an_error() {
        let fetch = |_: u32, _: Option<String>| {
            std::future::ready(Ok(page(1, Some("c".repeat(LONGEST_CURSOR + 1)))))
        };
        let all: Vec<_> = pages(None, None, fetch)
            .collect::<Vec<_>>()
            .now_or_never()
            .unwrap();
        let told = all[0].as_ref().unwrap_err().to_string();
        assert!(told.contains("4,096 bytes"), "{told}");
        assert_eq!(all.len(), 1);
    }
}
