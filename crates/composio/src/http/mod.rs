//! Sending calls and reading answers, without knowing what they mean.

pub(crate) mod answer;
pub(crate) mod call;
pub(crate) mod decode;
pub(crate) mod observed;
mod retry;
mod transport;
pub(crate) mod weather;
