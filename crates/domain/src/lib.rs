//! The rules: what a connection is, what an observation does to it, why it broke.
