//! A typed asynchronous client for the Composio v3 and v3.1 API.
