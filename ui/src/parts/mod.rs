//! What screens are made of. A part knows the desk at most, never a screen.

mod admin;
mod blank;
mod confirm;
mod fault;
mod field;
mod focus;
mod gate;
mod grid;
mod help;
mod icon;
mod live;
mod menu;
mod overlay;
mod secret;
mod state;
mod template;
mod text_field;
mod when;

pub(crate) use admin::{AdminButton, UnlockButton, UnlockHere, WhyOff, unlock, unlock_label};
pub(crate) use blank::Blank;
pub(crate) use confirm::{ConfirmFoot, Deed};
pub(crate) use fault::{ErrandNote, FaultNote, folded};
pub(crate) use field::SearchBox;
pub(crate) use focus::{hold_focus, hold_keys, keep_focus};
pub(crate) use gate::{Gate, GateButton, Permit, is_admin};
pub(crate) use grid::{Cells, Column, Grid, Skeleton, grid_key, range_words};
pub(crate) use help::{HelpButton, HelpLink};
pub(crate) use icon::{Drawing, Glyph, Icon, Kbd, Spinner};
pub(crate) use live::LiveSteps;
pub(crate) use menu::{Menu, close_menu};
pub(crate) use overlay::{Dialog, Sheet, SheetHead};
pub(crate) use secret::Secret;
pub(crate) use state::{RowStatus, Status, Tile, class_of};
pub(crate) use template::TemplateBox;
pub(crate) use text_field::{ProductionTick, ReasonField, TextField};
pub(crate) use when::{Ago, When};
