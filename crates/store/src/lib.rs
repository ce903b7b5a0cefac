//! Facts on disk: SQLite through sqlx.
//!
//! Two kinds of file: one [`Desk`] for the whole app (profiles and settings), and
//! one [`Store`] per profile with every fact of that workspace.
//!
//! No secret is ever in either: this crate does not depend on `secrecy`, so a key
//! or token cannot be bound into a statement.
//!
//! Invariants: [`Store::settle`] writes everything of a [`Change`] or nothing; a
//! commit is on the disk before it is answered (`synchronous=FULL`); audit rows are
//! only ever appended, each chained to the one before.

mod admin;
mod attempts;
mod audit;
mod audit_find;
mod audit_list;
mod catalog;
mod cells;
mod chain;
mod connecting;
mod desk;
mod error;
#[cfg(test)]
mod faults;
mod file;
mod form;
mod integrations;
mod layout;
mod marks;
mod meta;
mod notes;
mod reading;
mod record;
mod rescue;
mod settle;
mod store;
mod tenants;
mod timeline;
mod writing;

pub use admin::AdminLock;
pub use audit_find::AuditLine;
pub use desk::{CallbackWay, Desk, ProfileRecord, ProfileSettings};
pub use error::Error;
pub use record::{
    AttemptRecord, AuditCheck, AuditDetail, AuditEntry, AuditFilter, AuditKind, AuditRow,
    AuthConfigRecord, AuthDefault, Change, ConnectSettings, FieldRecord, HistoryFilter,
    HistoryPage, HistoryPlace, IntegrationRecord, MarkRecord, NoteRecord, Roster, Settled,
    TenantRecord, TimelineEntry, ToolkitRecord,
};
pub use rescue::{DeskRescued, Lost, Rescued};
pub use store::Store;
