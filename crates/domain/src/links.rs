//! Addresses from outside: which links into the app are believed.
