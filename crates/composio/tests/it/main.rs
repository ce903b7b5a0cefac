//! The client against servers: one module per resource, and one per fear.

mod accounts;
mod catalogue;
mod docs;
mod errors;
mod pages;
mod random;
mod scripted;
mod settings;
mod transport;
mod writes;
