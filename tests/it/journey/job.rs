//! The job itself: find, sign in, check, break, hear why, sign in again, disconnect, connect
//! anew, disconnect, and read it all in the audit list.

use anyhow::Result;
use e2e::{Browser, Decision, Desk, Script, Simulator, Window, hook};
use serde_json::json;

use crate::steps::{check, click_row, gone, see, wait_for};

/// Who signs in.
pub(super) const WHO: &str = "jane@example.com";

/// Who withdraws the consent behind a row.
pub(super) enum Breaking<'a> {
    /// The demo panel, by a click.
    Panel,
    /// The simulator, asked with this key.
    Simulator(&'a Simulator, &'a str),
}

impl Breaking<'_> {
    async fn withdraw(&self, window: &Window) -> Result<()> {
        match self {
            Self::Panel => {
                window.click(&hook("demo-withdraw")).await?;
                wait_for(window, &hook("demo-said"), "Withdraw consent: done.").await
            }
            Self::Simulator(simulator, key) => {
                let path = "/api/v3.1/connected_accounts?user_ids=acme-field-services&toolkit_slugs=gmail&statuses=ACTIVE";
                let page = simulator.get_as(key, path).await?;
                let account = page["items"][0]["id"].clone();
                simulator
                    .post("/_sim/sabotage", &json!({ "withdraw_consent": account }))
                    .await?;
                Ok(())
            }
        }
    }
}

/// The job on the row that is open, which has to be one that needs a new sign-in.
pub(super) struct Job<'a> {
    pub(super) window: &'a Window,
    pub(super) desk: &'a Desk,
    pub(super) browser: &'a Browser,
    pub(super) breaking: Breaking<'a>,
}

impl Job<'_> {
    /// All of it.
    pub(super) async fn whole(&self) -> Result<()> {
        self.picture("integration-expired").await?;
        self.picture("integration-expired@1024").await?;
        self.sign_in_slowly().await?;
        self.check_and_break().await?;

        self.window.click(&hook("action-reconnect")).await?;
        connected_as(self.window, WHO).await?;
        self.disconnect_with_a_look().await?;

        self.window.click(&hook("action-connect")).await?;
        see(self.window, "connect-config").await?;
        self.picture("connect-config").await?;
        self.window.click(&hook("connect-submit")).await?;
        connected_as(self.window, WHO).await?;
        self.window.click(&hook("action-disconnect")).await?;
        disconnect(self.window).await?;
        self.audited().await
    }

    /// A picture of the job in the demo workspace; with a key it looks the same.
    async fn picture(&self, name: &str) -> Result<()> {
        match self.breaking {
            Breaking::Panel => self.window.picture(name).await,
            Breaking::Simulator(..) => Ok(()),
        }
    }

    /// The browser is overlooked, then its first page is left open, then it is gone through.
    async fn sign_in_slowly(&self) -> Result<()> {
        self.browser.follow(&Script::only(Decision::Away))?;
        self.window.click(&hook("action-reconnect")).await?;
        let step = hook("step");
        wait_for(self.window, &step, "Waiting for the sign-in page").await?;
        self.picture("connect-waiting").await?;
        self.picture("connect-waiting@1024").await?;

        self.browser.follow(&Script::only(Decision::Nothing))?;
        self.window.click(&hook("attempt-open")).await?;
        wait_for(self.window, &hook("attempt-said"), "Opened again.").await?;
        wait_for(self.window, &step, "Waiting for sign-in and consent").await?;
        self.picture("connect-signing-in").await?;

        self.browser.follow(&Script::allow(WHO))?;
        self.window.click(&hook("attempt-open")).await?;
        see(self.window, "attempt-won").await?;
        wait_for(self.window, &hook("attempt-read"), "answered in").await?;
        self.picture("connect-success").await?;
        connected_as(self.window, WHO).await?;
        let rang = ["a callback rang its attempt"];
        self.desk.wait_for_log(&rang).await?;
        Ok(())
    }

    async fn check_and_break(&self) -> Result<()> {
        let verified = |word: &str| format!("{}[data-verified=\"{word}\"]", hook("verified"));
        check(self.window).await?;
        self.window.find(&verified("good")).await?;
        self.picture("integration-active").await?;

        self.breaking.withdraw(self.window).await?;
        check(self.window).await?;
        self.window.find(&verified("refused")).await?;
        wait_for(self.window, &hook("diagnosis"), "Refresh token refused").await?;
        wait_for(self.window, &hook("composio-status"), "ACTIVE").await?;
        self.picture("integration-refused").await
    }

    async fn disconnect_with_a_look(&self) -> Result<()> {
        self.window.click(&hook("action-disconnect")).await?;
        see(self.window, "confirm-disconnect").await?;
        self.picture("confirm-disconnect").await?;
        confirm(self.window).await?;
        self.picture("disconnect-report").await?;
        leave_report(self.window).await?;
        self.picture("integration-revoked").await
    }

    /// The audit list has every act, and its chain holds.
    async fn audited(&self) -> Result<()> {
        self.window.click(&hook("nav-activity")).await?;
        for action in [
            "Connect",
            "Reconnect",
            "Delete the replaced account",
            "Withdraw access",
            "Delete at Composio",
        ] {
            wait_for(self.window, &hook("grid"), action).await?;
        }
        self.picture("activity").await?;
        click_row(self.window, "Withdraw access", "Intent").await?;
        wait_for(self.window, &hook("audit-pane"), "Asked for in ticket 7").await?;
        self.picture("activity-entry").await?;
        self.picture("activity@1024").await?;
        self.window.click(&hook("audit-verify")).await?;
        wait_for(self.window, &hook("audit-verdict"), "every one fits").await?;
        self.picture("activity-verified").await
    }
}

/// Waits for the end of the attempt in the sheet, and closes it.
pub(super) async fn connected_as(window: &Window, who: &str) -> Result<()> {
    see(window, "attempt-won").await?;
    wait_for(window, &hook("attempt-email"), who).await?;
    window.click(&hook("attempt-reply")).await?;
    wait_for(window, &hook("attempt-replied"), "copied").await?;
    window.click(&hook("attempt-done")).await?;
    gone(window, "connect-sheet").await?;
    see(window, "verified").await?;
    wait_for(window, &hook("composio-status"), "ACTIVE").await
}

/// Answers the question whether to disconnect: both halves, and why.
pub(super) async fn disconnect(window: &Window) -> Result<()> {
    see(window, "confirm-disconnect").await?;
    confirm(window).await?;
    leave_report(window).await
}

async fn confirm(window: &Window) -> Result<()> {
    window
        .type_into(&hook("disconnect-reason"), "Asked for in ticket 7")
        .await?;
    window.click(&hook("disconnect-confirm")).await?;
    see(window, "disconnect-report").await?;
    for half in ["report-withdrawn", "report-deleted"] {
        window
            .find(&format!("{}[data-half=\"done\"]", hook(half)))
            .await?;
    }
    Ok(())
}

async fn leave_report(window: &Window) -> Result<()> {
    window.click(&hook("disconnect-close")).await?;
    wait_for(window, &hook("pane"), "Revoked").await
}
