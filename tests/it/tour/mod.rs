//! The screens that no journey passes, many in one start of the program.

mod comfort;
mod connecting;
mod lists;
mod project;
mod reader;
mod reading;
