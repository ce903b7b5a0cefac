//! Who else is at work on a desk: browsers that are on their way home, and programs that a
//! link started.

use std::{ffi::OsStr, fs, os::unix::ffi::OsStrExt, path::PathBuf};

use anyhow::Result;
use memchr::memmem;

use crate::{binaries, desk::Desk, poll::until, process::kill_and_wait};

/// Through whose hands a link goes on its way to the program.
const MESSENGERS: &[&str] = &[
    "scripted-browser",
    "gio",
    "gio-launch-desktop",
    "xdg-open",
    "sh",
    "dash",
    "bash",
];

impl Desk {
    /// Waits until nobody browses here any more, and ends every running program of ours
    /// without warning; says how many those were.
    pub async fn abandon(&self) -> Result<usize> {
        let program = binaries::switchboard()?;
        let mut ended = 0;
        loop {
            until("the browsers to be closed", || async {
                let busy = self.crowd().iter().any(|(_, at)| is_messenger(at));
                Ok((!busy).then_some(()))
            })
            .await?;
            let programs = self.crowd().into_iter().filter(|(_, at)| *at == program);
            let programs: Vec<u32> = programs.map(|(pid, _)| pid).collect();
            if programs.is_empty() {
                break;
            }
            for pid in programs {
                kill_and_wait(pid).await?;
                ended += 1;
            }
        }
        until("the bus to forget the programs", || async {
            Ok(self.instances().await?.is_empty().then_some(()))
        })
        .await?;
        Ok(ended)
    }

    /// Every process that has this desk around it, and which program it runs.
    fn crowd(&self) -> Vec<(u32, PathBuf)> {
        let mark = [b"XDG_RUNTIME_DIR=", self.root().as_os_str().as_bytes()].concat();
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        processes
            .filter_map(|process| {
                let pid = process.file_name().to_str()?.parse().ok()?;
                let at = process.path();
                let around = fs::read(at.join("environ")).ok()?;
                memmem::find(&around, &mark)?;
                Some((pid, fs::read_link(at.join("exe")).ok()?))
            })
            .collect()
    }
}

fn is_messenger(program: &std::path::Path) -> bool {
    let name = program.file_name().and_then(OsStr::to_str);
    name.is_some_and(|name| MESSENGERS.contains(&name))
}
