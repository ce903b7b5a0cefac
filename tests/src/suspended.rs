//! The program of a desk whose computer sleeps: it and all that it started are stopped where they
//! are, and know nothing of it when they go on.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use rustix::process::Signal;

use crate::{
    desk::Desk,
    poll::until,
    process::{family, is_gone, signal, stat},
};

/// Processes that were stopped. Dropping it lets them go on.
#[derive(Debug)]
#[must_use]
pub struct Suspended(BTreeSet<u32>);

impl Desk {
    /// Stops the running program and what it started, and waits until each of them stands still.
    /// What opened a browser for it may end in that moment, and is left out then.
    pub async fn suspend_app(&self) -> Result<Suspended> {
        let program = self.app_pid().await?;
        let mut stopped = Suspended(family(program)?);
        for process in &stopped.0 {
            let sent = signal(*process, Signal::STOP);
            ensure!(sent.is_ok() || is_gone(*process), "{process}: {sent:?}");
        }
        until("the program to stand still", || async {
            let done = |process: &u32| stands_still(*process) || is_gone(*process);
            Ok(stopped.0.iter().all(done).then_some(()))
        })
        .await?;
        stopped.0.retain(|process| stands_still(*process));
        ensure!(stopped.0.contains(&program), "the program has ended");
        Ok(stopped)
    }
}

impl Suspended {
    /// How many processes stand still.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether every one of them still does.
    pub fn sleeps(&self) -> bool {
        self.0.iter().all(|process| stands_still(*process))
    }

    /// Lets them go on.
    pub fn wake(self) {}
}

impl Drop for Suspended {
    fn drop(&mut self) {
        for process in &self.0 {
            let _ = signal(*process, Signal::CONT);
        }
    }
}

fn stands_still(process: u32) -> bool {
    stat(process).is_ok_and(|fields| fields.first().is_some_and(|state| state == "T"))
}
