//! The screens that no journey passes, many in one start of the program.

mod comfort;
mod connecting;
mod leaving;
mod lists;
mod project;
mod reading;
