//! Who may call what: three kinds of credential, exactly one at a time.

use super::{ApiError, Call};
use crate::render::Generation;
use crate::world::World;

/// Which credential a route takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// A project key.
    Project,
    /// A project key; on v3.1 a user key too.
    Reader,
    /// A project key or a user key on either generation.
    Session,
    /// A user key.
    User,
    /// The organisation key.
    Org,
    /// No credential.
    Open,
}

/// The project a call works on, or why it may not. Routes above projects get
/// the first one and do not look at it.
pub(crate) fn authorise(world: &World, call: &Call, access: Access) -> Result<usize, ApiError> {
    if access == Access::Open {
        return Ok(0);
    }
    let project_key = call.header("x-api-key");
    let org_key = call.header("x-org-api-key");
    let user_key = call.header("x-user-api-key");
    let sent = [project_key, org_key, user_key].iter().flatten().count();
    if sent == 0 {
        return Err(ApiError::unauthorised(
            "Authentication required: no API key was sent",
        ));
    }
    if sent > 1 {
        return Err(ApiError::unauthorised("Send exactly one credential header"));
    }
    let users = access == Access::User
        || access == Access::Session
        || (access == Access::Reader && call.generation == Generation::V31);
    if let Some(key) = user_key {
        return if users && key == world.org.user_key {
            chosen_project(world, call)
        } else {
            Err(refused(key))
        };
    }
    if let Some(key) = org_key {
        let fits = access == Access::Org && key == world.org.org_key;
        return if fits { Ok(0) } else { Err(refused(key)) };
    }
    let key = project_key.unwrap_or_default();
    if !matches!(access, Access::Project | Access::Reader | Access::Session) {
        return Err(refused(key));
    }
    let found = world
        .projects
        .iter()
        .position(|project| !project.deleted && project.keys.iter().any(|known| known.key == key));
    match found {
        Some(0) if world.weather.key_refused => Err(refused(key)),
        Some(at) => Ok(at),
        None => Err(refused(key)),
    }
}

/// A user key works on the project named by `x-project-id`, else on the first.
fn chosen_project(world: &World, call: &Call) -> Result<usize, ApiError> {
    if call.header("x-org-id").is_some_and(|id| id != world.org.id) {
        return Err(ApiError::unauthorised(
            "This user is no member of that organization",
        ));
    }
    match call.header("x-project-id") {
        None => Ok(0),
        Some(id) => world
            .projects
            .iter()
            .position(|project| !project.deleted && project.id() == id)
            .ok_or_else(|| ApiError::unauthorised("This user has no access to that project")),
    }
}

fn refused(key: &str) -> ApiError {
    let head: String = key.chars().take(5).collect();
    ApiError::unauthorised(format!("Invalid API key: {head}*****"))
}
