//! The program of a desk whose computer sleeps: it and all that it started are stopped where they
//! are, and know nothing of it when they go on.

use std::collections::BTreeSet;

use anyhow::Result;
use rustix::process::Signal;

use crate::{
    desk::Desk,
    poll::until,
    process::{family, signal, stat},
};

/// Processes that were stopped. Dropping it lets them go on.
#[derive(Debug)]
#[must_use]
pub struct Suspended(BTreeSet<u32>);

impl Desk {
    /// Stops the running program and what it started, and waits until each of them stands still.
    pub async fn suspend_app(&self) -> Result<Suspended> {
        let program = self.app_pid().await?;
        let stopped = Suspended(family(program)?);
        for process in &stopped.0 {
            signal(*process, Signal::STOP)?;
        }
        until("the program to stand still", || async {
            let all = stopped.0.iter().all(|process| stands_still(*process));
            Ok(all.then_some(()))
        })
        .await?;
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
