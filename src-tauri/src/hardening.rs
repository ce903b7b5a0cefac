//! A crash must not write the API key to disk.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

use crate::error::Error;

/// Turns core dumps off for this process and, by the inherited limit, for WebKit's processes.
///
/// The limit alone does not stop a dump that the kernel pipes to a collector, so the process
/// also says that it is not dumpable, which keeps other processes of the user from attaching.
pub(crate) fn forbid_core_dumps() -> Result<(), Error> {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none).map_err(|e| Error::CoreDumps(e.into()))?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(|e| Error::CoreDumps(e.into()))
}
