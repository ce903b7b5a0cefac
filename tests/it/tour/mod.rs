//! The screens that no journey passes, many in one start of the program.

mod lists;
mod project;
mod reading;
