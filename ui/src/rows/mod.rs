//! The arithmetic of long lists: which rows are on screen, which are held, which
//! have to be asked for. The core holds the list; the window holds a few pages.

mod pages;
mod span;
mod story;

pub use pages::{BLOCK, Pages, Ticket};
pub use span::Span;
pub use story::joined;
