//! A stand-in for Composio on loopback, for tests and the demo workspace.
