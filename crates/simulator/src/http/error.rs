//! Composio's error envelope.

use serde_json::{Value, json};

use super::Reply;

/// A refusal, as Composio words it.
#[derive(Debug, Clone)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: u32,
    pub(crate) slug: &'static str,
    pub(crate) message: String,
    pub(crate) fix: String,
    pub(crate) errors: Vec<String>,
}

impl ApiError {
    pub(crate) fn new(
        status: u16,
        code: u32,
        slug: &'static str,
        message: impl Into<String>,
    ) -> Self {
        let fix = String::new();
        Self {
            status,
            code,
            slug,
            message: message.into(),
            fix,
            errors: Vec::new(),
        }
    }

    pub(crate) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = fix.into();
        self
    }

    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(400, 10_400, "HTTP_BadRequest", message)
    }

    /// A request that does not have the promised shape.
    pub(crate) fn invalid(status: u16, errors: Vec<String>) -> Self {
        let (code, slug) = if status == 422 {
            (10_422, "HTTP_UnprocessableEntity")
        } else {
            (10_400, "HTTP_BadRequest")
        };
        let message = format!("Validation failed: {}", errors.join("; "));
        let fix = "Check the request against the API reference.";
        Self {
            errors,
            ..Self::new(status, code, slug, message).fix(fix)
        }
    }

    pub(crate) fn unauthorised(message: impl Into<String>) -> Self {
        Self::new(401, 10_401, "HTTP_Unauthorized", message)
            .fix("Send exactly one valid credential header, for example x-api-key.")
    }

    pub(crate) fn no_account(id: &str) -> Self {
        let message = format!("Connected account \"{id}\" not found");
        Self::new(404, 606, "ConnectedAccount_ResourceNotFound", message)
            .fix("Check the id, and that it belongs to the project of this API key.")
    }

    pub(crate) fn no_config(id: &str) -> Self {
        let message = format!("Auth config \"{id}\" not found");
        Self::new(404, 607, "AuthConfig_ResourceNotFound", message)
            .fix("List the auth configs of this project and use one of their ids.")
    }

    pub(crate) fn account(message: impl Into<String>) -> Self {
        Self::new(400, 600, "ConnectedAccount_BadRequest", message)
    }

    pub(crate) fn not_found(slug: &'static str, message: impl Into<String>) -> Self {
        Self::new(404, 10_404, slug, message)
    }

    /// The envelope.
    pub(crate) fn reply(self, request_id: &str) -> Reply {
        let mut error = json!({
            "message": self.message,
            "slug": self.slug,
            "code": self.code,
            "status": self.status,
            "request_id": request_id,
            "suggested_fix": self.fix,
        });
        if let (false, Some(map)) = (self.errors.is_empty(), error.as_object_mut()) {
            map.insert("errors".into(), Value::from(self.errors));
        }
        Reply::json(self.status, json!({ "error": error }))
    }
}

impl From<String> for ApiError {
    fn from(error: String) -> Self {
        Self::invalid(400, vec![error])
    }
}
