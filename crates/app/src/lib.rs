//! The actions of the console, headless.
