//! The HTTP face: reading calls, who may call, paging, errors, and which
//! handler answers. Knows nothing of any one resource.

mod call;
mod error;
mod guard;
mod limiter;
mod log;
mod page;
mod reply;
mod router;

pub(crate) use call::{Call, Fields};
pub(crate) use error::ApiError;
pub(crate) use guard::{Access, authorise};
pub(crate) use limiter::{Limiter, Quota};
pub(crate) use log::RequestLog;
pub(crate) use page::Window;
pub(crate) use reply::{Content, Reply};
pub(crate) use router::{Context, Found, Outcome, Route, find, pattern_matches};
