//! Reading ahead: while some pages are on their way to the disk the next ones come, and all that
//! came meanwhile goes there in one transaction. What a transaction costs is mostly the wait for
//! the disk, however much is in it; so over a quick network there are few of them, and over a
//! slow one each page has its own and is shown at once.

use std::future::Future;
use std::pin::pin;

use composio::{ConnectedAccount, Page, Pages};
use futures_util::StreamExt;

use crate::error::Error;
use crate::workspace::Workspace;

/// Pages that may wait for the disk.
const MOST: usize = 8;

/// A list that is read ahead of what is done with it.
pub(crate) struct Ahead {
    pages: Pages<ConnectedAccount>,
    waiting: Vec<Page<ConnectedAccount>>,
    end: Option<End>,
}

/// Why nothing more comes.
enum End {
    Last,
    Stopped,
    Failed(Error),
}

impl Ahead {
    pub(crate) fn new(pages: Pages<ConnectedAccount>) -> Self {
        Self {
            pages,
            waiting: Vec::new(),
            end: None,
        }
    }

    /// The pages that came since, at least one. `None` when nothing more comes.
    pub(crate) async fn next(
        &mut self,
        workspace: &Workspace,
    ) -> Option<Vec<Page<ConnectedAccount>>> {
        if self.waiting.is_empty() && self.end.is_none() {
            self.turn(workspace).await;
        }
        let waiting = std::mem::take(&mut self.waiting);
        // Who pressed Stop waits for nothing that is still to be done.
        let stopped = matches!(self.end, Some(End::Stopped));
        (!waiting.is_empty() && !stopped).then_some(waiting)
    }

    /// Reads on until `work` is done.
    pub(crate) async fn during<T>(
        &mut self,
        workspace: &Workspace,
        work: impl Future<Output = T>,
    ) -> T {
        let mut work = pin!(work);
        loop {
            let room = self.end.is_none() && self.waiting.len() < MOST;
            // A page that is half read when the work ends stays half read in the stream.
            tokio::select! {
                biased;
                done = &mut work => return done,
                () = self.turn(workspace), if room => {}
            }
        }
    }

    async fn turn(&mut self, workspace: &Workspace) {
        tokio::select! {
            next = self.pages.next() => match next {
                Some(Ok(page)) => self.waiting.push(page),
                Some(Err(error)) => self.end = Some(End::Failed(error.into())),
                None => self.end = Some(End::Last),
            },
            () = workspace.stop.notified() => self.end = Some(End::Stopped),
        }
    }

    /// Whether it was stopped, or why it failed.
    pub(crate) fn ended(self) -> Result<bool, Error> {
        match self.end {
            Some(End::Failed(error)) => Err(error),
            Some(End::Stopped) => Ok(true),
            Some(End::Last) | None => Ok(false),
        }
    }
}
