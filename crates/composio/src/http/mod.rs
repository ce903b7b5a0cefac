//! Sending calls and reading answers, without knowing what they mean.

pub(crate) mod answer;
pub(crate) mod call;
pub(crate) mod decode;
pub(crate) mod json;
pub(crate) mod observed;
mod retry;
pub(crate) mod sent;
mod transport;
mod unreachable;
pub(crate) mod weather;
