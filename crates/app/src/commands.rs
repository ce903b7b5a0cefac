//! One `impl Handle` for every row of the command table. Bodies are short: the
//! work is done in the file that the action is named after.

use domain::{IntegrationId, Way};
use store::HistoryFilter;
use wire::{
    AttemptView, CheckAttempt, CheckToken, Connect, ConnectOptions, ConnectOptionsView, CopyId,
    CopyLink, CopySummary, Disconnect, DisconnectPlan, DisconnectReport, Fault, FindIntegrations,
    FindTenants, Handle, IdOf, IntegrationView, IntegrationsPage, KeyPlace, OpenAgain, OpenDemo,
    PlanDisconnect, ProfileView, Receipt, Reconnect, RemoveRow, RetryKeyring, Sabotage, SaveApiKey,
    SetTheme, ShowIntegration, StopSync, SyncNow, TenantsPage, UseProfile,
};

use crate::connect::Wanted;
use crate::core::App;
use crate::error::Error;
use crate::{
    audit, connect, desk_work, disconnect, drills, history, look, options, sending, summary, views,
};

fn done() -> Receipt {
    Receipt::default()
}

impl Handle<OpenDemo> for App {
    async fn handle(&self, ask: OpenDemo) -> Result<Receipt, Fault> {
        self.open_demo(ask.size).await.map(|()| done())
    }
}

impl Handle<SaveApiKey> for App {
    async fn handle(&self, ask: SaveApiKey) -> Result<ProfileView, Fault> {
        self.save_api_key(ask).await
    }
}

impl Handle<UseProfile> for App {
    async fn handle(&self, ask: UseProfile) -> Result<Receipt, Fault> {
        self.use_profile(ask.profile).await.map(|()| done())
    }
}

impl Handle<RetryKeyring> for App {
    async fn handle(&self, _: RetryKeyring) -> Result<Receipt, Fault> {
        let unopened = self.state().unopened.clone();
        let open = match self.workspace() {
            Ok(workspace) => Some(workspace.profile.id.clone()),
            Err(_) => match unopened {
                Some(unopened) => Some(unopened),
                None => self.last_profile().await,
            },
        };
        let wanted = open.ok_or(Error::NoWorkspace)?;
        self.use_profile(Some(wanted.clone())).await?;
        let state = self.state();
        // The keyring may have taken as long as it takes to open another one.
        let open = state.workspace.as_ref().map(|open| &open.profile.id);
        match &state.trouble {
            Some(trouble) if open == Some(&wanted) => Err(trouble.clone()),
            _ => Ok(done()),
        }
    }
}

impl Handle<SetTheme> for App {
    async fn handle(&self, ask: SetTheme) -> Result<Receipt, Fault> {
        self.set_theme(ask.theme).await.map(|()| done())
    }
}

impl Handle<FindIntegrations> for App {
    async fn handle(&self, ask: FindIntegrations) -> Result<IntegrationsPage, Fault> {
        let workspace = self.workspace()?;
        let page = workspace.roster().find(&ask, workspace.now());
        Ok(page)
    }
}

impl Handle<FindTenants> for App {
    async fn handle(&self, ask: FindTenants) -> Result<TenantsPage, Fault> {
        let page = self.workspace()?.roster().find_tenants(&ask);
        Ok(page)
    }
}

impl Handle<ShowIntegration> for App {
    async fn handle(&self, ask: ShowIntegration) -> Result<IntegrationView, Fault> {
        drills::shown(&*self.workspace()?, &ask.integration);
        self.pane(&ask.integration).await
    }
}

impl Handle<CopySummary> for App {
    async fn handle(&self, ask: CopySummary) -> Result<Receipt, Fault> {
        let view = self.pane(&ask.integration).await?;
        let workspace = self.workspace()?;
        let text = summary::of(&view, workspace.now());
        workspace.host.copy(&text).map_err(Error::Clipboard)?;
        Ok(Receipt {
            said: Some("Summary copied, with ids. It has no token and no link in it.".to_owned()),
        })
    }
}

impl Handle<CopyId> for App {
    async fn handle(&self, ask: CopyId) -> Result<Receipt, Fault> {
        let workspace = self.workspace()?;
        let id = workspace
            .roster()
            .id_of(&ask.integration, ask.what)
            .ok_or(Error::UnknownRow)?;
        let said = match ask.what {
            IdOf::Account => "Account ID copied.",
            IdOf::AuthConfig => "Auth config ID copied.",
            IdOf::Tenant => "Tenant ID copied.",
            IdOf::Row => "Link to this row copied. It opens the row on this computer.",
        };
        let said = match id {
            Some(id) => {
                workspace.host.copy(&id).map_err(Error::Clipboard)?;
                said
            }
            None => "There is no account at Composio, so nothing was copied.",
        };
        Ok(Receipt {
            said: Some(said.to_owned()),
        })
    }
}

impl App {
    async fn pane(&self, integration: &IntegrationId) -> Result<IntegrationView, Fault> {
        let workspace = self.workspace()?;
        let newest = HistoryFilter {
            limit: history::PAGE,
            ..HistoryFilter::default()
        };
        let story = history::page(&workspace, integration, newest).await?;
        let open = workspace.open_attempt(integration).is_some();
        let tenant = workspace
            .roster()
            .row(integration)
            .map(|row| row.record.tenant.clone())
            .ok_or(Error::UnknownRow)?;
        let mut notes = desk_work::views(&workspace, &tenant).await?;
        notes.retain(|note| {
            let of = note.integration.as_ref();
            of.is_none_or(|id| id == integration)
        });
        let standing = self.standing(&workspace);
        let roster = workspace.roster();
        let row = roster.row(integration).ok_or(Error::UnknownRow)?;
        let pane = views::pane(&roster, row, story, open, standing, workspace.now());
        Ok(IntegrationView { notes, ..pane })
    }
}

impl Handle<SyncNow> for App {
    async fn handle(&self, _: SyncNow) -> Result<Receipt, Fault> {
        let workspace = self.workspace()?;
        // The first reading begins with the key, whenever it comes.
        if workspace.key() == KeyPlace::Asked {
            return Ok(done());
        }
        workspace.client()?;
        workspace.sweep.notify_one();
        workspace.project.soon.notify_one();
        Ok(done())
    }
}

impl Handle<StopSync> for App {
    async fn handle(&self, _: StopSync) -> Result<Receipt, Fault> {
        self.workspace()?.stop.notify_one();
        Ok(done())
    }
}

impl Handle<CheckToken> for App {
    async fn handle(&self, ask: CheckToken) -> Result<Receipt, Fault> {
        let checked = look::check_token(&*self.workspace()?, &ask.integration).await?;
        Ok(Receipt {
            said: Some(checked.said()?),
        })
    }
}

impl Handle<ConnectOptions> for App {
    async fn handle(&self, _: ConnectOptions) -> Result<ConnectOptionsView, Fault> {
        let view = options::options(&self.workspace()?.roster());
        Ok(view)
    }
}

impl Handle<Connect> for App {
    async fn handle(&self, ask: Connect) -> Result<AttemptView, Fault> {
        let filled = ask.fields.into_iter();
        let wanted = Wanted {
            user: ask.user,
            auth_config: ask.auth_config,
            way: ask.way,
            row: ask.row,
            second: ask.second,
            fields: filled.map(|it| (it.name, it.value.into_secret())).collect(),
        };
        Ok(connect::connect(&self.workspace()?, wanted).await?)
    }
}

impl Handle<Reconnect> for App {
    async fn handle(&self, ask: Reconnect) -> Result<AttemptView, Fault> {
        Ok(connect::reconnect(&self.workspace()?, ask.integration, Way::Here, Vec::new()).await?)
    }
}

impl Handle<OpenAgain> for App {
    async fn handle(&self, ask: OpenAgain) -> Result<Receipt, Fault> {
        connect::open(&*self.workspace()?, &ask.attempt).await?;
        Ok(done())
    }
}

impl Handle<CopyLink> for App {
    async fn handle(&self, ask: CopyLink) -> Result<Receipt, Fault> {
        let workspace = self.workspace()?;
        sending::hand_over(&workspace, &ask.attempt, |address| {
            let copied = workspace.host.copy_unrecorded(address);
            copied.map_err(Error::Clipboard)
        })
        .await?;
        Ok(Receipt {
            said: Some("Link copied. Anyone who has it can sign in with it.".to_owned()),
        })
    }
}

impl Handle<CheckAttempt> for App {
    async fn handle(&self, ask: CheckAttempt) -> Result<Receipt, Fault> {
        let workspace = self.workspace()?;
        let live = workspace.live();
        live.get(&ask.attempt)
            .ok_or(Error::AttemptOver)?
            .wake
            .notify_one();
        Ok(done())
    }
}

impl Handle<PlanDisconnect> for App {
    async fn handle(&self, ask: PlanDisconnect) -> Result<DisconnectPlan, Fault> {
        Ok(disconnect::plan(&*self.workspace()?, &ask.integration).await?)
    }
}

impl Handle<Disconnect> for App {
    async fn handle(&self, ask: Disconnect) -> Result<DisconnectReport, Fault> {
        let ask = Disconnect {
            reason: audit::reason(&ask.reason),
            ..ask
        };
        Ok(disconnect::disconnect(&*self.workspace()?, &ask).await?)
    }
}

impl Handle<RemoveRow> for App {
    async fn handle(&self, ask: RemoveRow) -> Result<Receipt, Fault> {
        disconnect::remove(&*self.workspace()?, &ask.integration).await?;
        Ok(done())
    }
}

impl Handle<Sabotage> for App {
    async fn handle(&self, ask: Sabotage) -> Result<Receipt, Fault> {
        let workspace = self.workspace()?;
        let demo = workspace.demo.clone().ok_or(Error::DemoOnly)?;
        let account = ask.integration.as_ref().and_then(|id| {
            workspace
                .roster()
                .row(id)
                .and_then(|row| row.record.connection.account.clone())
        });
        demo.sabotage(ask.kind, account)
            .await
            .map_err(Error::Demo)?;
        Ok(done())
    }
}
