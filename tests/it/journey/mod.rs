//! The main job, once through, as a new user would do it in the real window.

mod buttons;
mod choice;
mod demo;
mod drill;
mod ends;
mod health;
mod help;
mod hostile;
mod identity;
mod interrupted;
mod job;
mod keyring;
mod killed;
mod large;
mod leaving;
mod link_page;
mod logs;
mod looks;
mod project;
mod reflected;
mod roles;
mod sent;
mod tenants;
mod triage;
mod with_a_key;
