//! Facts on disk: SQLite through sqlx.
