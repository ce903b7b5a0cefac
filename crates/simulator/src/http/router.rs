//! Which handler answers which path.

use super::{Access, ApiError, Call, Reply};
use crate::render::Generation;
use crate::world::{Project, World};

/// What a handler works with.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) call: &'a Call,
    /// Which project the credential belongs to.
    pub(crate) project: usize,
    /// What stands in the braces of the route's pattern.
    pub(crate) params: Vec<&'a str>,
}

impl<'a> Context<'a> {
    pub(crate) fn param(&self, at: usize) -> &'a str {
        self.params.get(at).copied().unwrap_or_default()
    }

    pub(crate) fn generation(&self) -> Generation {
        self.call.generation
    }

    /// The caller's project.
    pub(crate) fn own(&self) -> Result<&Project, ApiError> {
        self.world.projects.get(self.project).ok_or_else(gone)
    }

    /// The caller's project, to change it.
    pub(crate) fn own_mut(&mut self) -> Result<&mut Project, ApiError> {
        self.world.projects.get_mut(self.project).ok_or_else(gone)
    }

    /// The account that the path names.
    pub(crate) fn account(&self) -> Result<u32, ApiError> {
        let id = self.param(0);
        self.own()?
            .accounts
            .find(id)
            .ok_or_else(|| ApiError::no_account(id))
    }
}

fn gone() -> ApiError {
    ApiError::unauthorised("The project of this key is gone")
}

/// What a handler answers.
pub(crate) type Outcome = Result<Reply, ApiError>;

/// One row of the route table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) pattern: &'static str,
    pub(crate) access: Access,
    pub(crate) run: fn(&mut Context<'_>) -> Outcome,
}

/// What the table knows of a path.
#[derive(Debug)]
pub(crate) enum Found<'a> {
    Route(Route, Vec<&'a str>),
    WrongMethod(Vec<&'static str>),
    Nothing,
}

/// Looks a call up; rows nearer the top win.
pub(crate) fn find<'a>(routes: &[Route], method: &str, segments: &'a [String]) -> Found<'a> {
    let mut allowed = Vec::new();
    for route in routes {
        let Some(params) = matches(route.pattern, segments) else {
            continue;
        };
        if route.method == method {
            return Found::Route(*route, params);
        }
        if !allowed.contains(&route.method) {
            allowed.push(route.method);
        }
    }
    if allowed.is_empty() {
        Found::Nothing
    } else {
        Found::WrongMethod(allowed)
    }
}

fn matches<'a>(pattern: &str, segments: &'a [String]) -> Option<Vec<&'a str>> {
    let mut params = Vec::new();
    let mut parts = pattern.split('/').filter(|part| !part.is_empty());
    let mut segments = segments.iter();
    loop {
        match (parts.next(), segments.next()) {
            (None, None) => return Some(params),
            (Some(part), Some(segment)) if part.starts_with('{') => params.push(segment.as_str()),
            (Some(part), Some(segment)) if part == segment => {}
            _ => return None,
        }
    }
}

/// Whether two patterns, or a pattern and a path, mean the same route:
/// `{nanoid}` and `{id}` are alike, and a final `*` stands for any rest.
pub(crate) fn pattern_matches(asked: &str, pattern: &str, path: &str) -> bool {
    if let Some(head) = asked.strip_suffix('*') {
        return pattern.starts_with(head) || path.starts_with(head);
    }
    let shape = |text: &str| -> Vec<String> {
        let parts = text.split('/').filter(|part| !part.is_empty());
        parts
            .map(|part| if part.starts_with('{') { "{}" } else { part }.to_owned())
            .collect()
    };
    shape(asked) == shape(pattern) || asked == path
}
