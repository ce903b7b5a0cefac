//! The words spoken between the window and the core.
