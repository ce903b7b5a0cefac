//! A crash must not write the API key to disk.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

use crate::error::Error;

/// Turns core dumps off for this process and, by the inherited limit, for WebKit's processes.
pub(crate) fn forbid_core_dumps() -> Result<(), Error> {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none).map_err(|e| Error::CoreDumps(e.into()))
}

/// The limit alone does not stop a dump that the kernel pipes to a collector, so the process
/// also says that it is not dumpable, which keeps other processes of the user from attaching.
///
/// Said when the window is there: until then the desktop's portal, which is asked whether the
/// desktop is dark, looks at who asks, and refuses whom it may not look at.
pub(crate) fn keep_others_out() -> Result<(), Error> {
    set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(|e| Error::CoreDumps(e.into()))
}

#[cfg(test)]
mod tests {
    use std::{
        os::unix::process::ExitStatusExt,
        process::{Command, Stdio},
    };

    use rustix::process::{dumpable_behavior, getrlimit};

    use super::*;

    const CRASH: &str = "HARDENING_CRASH";

    /// What crashes; started by the test below in a place of its own.
    #[test]
    #[ignore = "is started by another test, because it ends in a crash"]
    fn a_program_that_crashes() {
        if std::env::var_os(CRASH).is_none() {
            return;
        }
        forbid_core_dumps().expect("core dumps can be forbidden");
        keep_others_out().expect("others can be kept out");
        let limit = getrlimit(Resource::Core);
        assert_eq!((limit.current, limit.maximum), (Some(0), Some(0)));
        let told = dumpable_behavior().expect("it can be asked");
        assert_eq!(told, DumpableBehavior::NotDumpable);
        let children = Command::new("sh")
            .args(["-c", "ulimit -Hc"])
            .output()
            .expect("a shell");
        assert_eq!(children.stdout, b"0\n", "children inherit the limit");
        std::process::abort();
    }

    #[test]
    fn a_crash_dumps_nothing_and_children_inherit_that() {
        let place = std::env::temp_dir().join(format!("hardening-{}", std::process::id()));
        std::fs::create_dir_all(&place).expect("a place");
        let crashed = Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "--include-ignored"])
            .arg("hardening::tests::a_program_that_crashes")
            .env(CRASH, "1")
            .current_dir(&place)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("it starts");
        let left = std::fs::read_dir(&place).expect("the place").count();
        std::fs::remove_dir_all(&place).expect("the place is empty");
        // SIGABRT: every claim inside held, or it would have ended with a failure.
        assert_eq!((crashed.signal(), crashed.core_dumped()), (Some(6), false));
        assert_eq!(left, 0, "there is no core file");
    }
}
