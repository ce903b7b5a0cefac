//! The screens that no journey passes, many in one start of the program. The desktops of the tour
//! want no animation, so nothing may move on any screen of it; on those of the journeys it may.

mod barriers;
mod comfort;
mod connecting;
mod lists;
mod project;
mod reach;
mod reader;
mod reading;
mod twice;
