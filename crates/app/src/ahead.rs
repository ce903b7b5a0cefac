//! Reading ahead: while some pages are on their way to the disk the next ones are fetched and
//! decoded beside that, and all that came meanwhile goes there in one transaction. What a
//! transaction costs is mostly the wait for the disk, however much is in it; so over a quick
//! network there are few of them, and over a slow one each page has its own and is shown at once.

use composio::{ConnectedAccount, Page, Pages};
use futures_util::StreamExt;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::error::Error;
use crate::workspace::Workspace;

/// Pages that may wait for the disk.
const MOST: usize = 8;

type Came = Result<Page<ConnectedAccount>, composio::Error>;

/// A list that is read ahead of what is done with it.
pub(crate) struct Ahead {
    pages: mpsc::Receiver<Came>,
    /// Who reads; ends with this.
    reader: JoinSet<()>,
    end: Option<End>,
}

/// Why nothing more comes.
enum End {
    Last,
    Stopped,
    Failed(Error),
}

impl Ahead {
    pub(crate) fn new(mut pages: Pages<ConnectedAccount>) -> Self {
        let (sender, receiver) = mpsc::channel(MOST);
        let mut reader = JoinSet::new();
        reader.spawn(async move {
            while let Some(came) = pages.next().await {
                if sender.send(came).await.is_err() {
                    break;
                }
            }
        });
        Self {
            pages: receiver,
            reader,
            end: None,
        }
    }

    /// The pages that came since, at least one. `None` when nothing more comes, and at once when
    /// it was stopped: who pressed Stop waits for nothing that is still to be done.
    pub(crate) async fn next(
        &mut self,
        workspace: &Workspace,
    ) -> Option<Vec<Page<ConnectedAccount>>> {
        if self.end.is_some() {
            return None;
        }
        let mut came = Vec::new();
        tokio::select! {
            biased;
            () = workspace.stop.notified() => {
                self.end = Some(End::Stopped);
                return None;
            }
            _ = self.pages.recv_many(&mut came, MOST) => {}
        }
        if came.is_empty() {
            self.end = Some(self.last().await);
        }
        let mut pages = Vec::with_capacity(came.len());
        for page in came {
            match page {
                Ok(page) => pages.push(page),
                Err(error) => self.end = Some(End::Failed(error.into())),
            }
        }
        (!pages.is_empty()).then_some(pages)
    }

    /// A reader that broke down has not read the last page: its panic goes on here.
    async fn last(&mut self) -> End {
        match self.reader.join_next().await {
            Some(Err(broken)) => match broken.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // The program ends.
                Err(_cancelled) => End::Stopped,
            },
            Some(Ok(())) | None => End::Last,
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
