//! A link for the customer: made here, opened elsewhere. The core fills it into the
//! message, copies, drafts and draws it; the window never holds it as text.

use composio::RedirectUrl;
use domain::message::{self, DEFAULT_TEMPLATE, Fields, MAX_TEMPLATE};
use domain::{AttemptId, Way};
use wire::{
    AttemptView, CopyMessage, DraftEmail, Fault, Handle, LinkMessage, LinkMessageView, LinkQr,
    LinkSettingsView, QrView, Receipt, RenewLink, ResendLink, SaveLinkTemplate, SetReturnPage,
    ShowLinkSettings,
};

use crate::attempts::store_attempt;
use crate::audit::Deed;
use crate::core::App;
use crate::error::Error;
use crate::fault::chain;
use crate::named::no_link;
use crate::url_rule::{is_return_page, may_open};
use crate::workspace::Workspace;
use crate::{cancel, choosing, connect, qr};

/// Where the workspace's template is kept.
const TEMPLATE: &str = "link_template";
/// Where the page is kept on which a customer lands.
pub(crate) const RETURN_PAGE: &str = "return_page";

/// Where a customer lands after the sign-in: a page of the team, or Composio's own.
/// Never a link into this computer.
pub(crate) async fn return_page(workspace: &Workspace) -> Result<Option<String>, Error> {
    let page = workspace.store.meta(RETURN_PAGE).await?;
    Ok(page.filter(|page| is_return_page(page)))
}

/// The workspace's own template, where somebody has changed the first one.
async fn template(workspace: &Workspace) -> Result<Option<String>, Error> {
    let kept = workspace.store.meta(TEMPLATE).await?;
    Ok(kept.filter(|text| !text.trim().is_empty()))
}

/// Whether customers may be led there; nothing is fine too.
fn fits_customers(page: &str) -> Result<(), Error> {
    if page.is_empty() {
        return Ok(());
    }
    domain::return_page::check(page)
        .map_err(|bad| Error::Typed(format!("{bad} Nothing changed.")))?;
    if is_return_page(page) {
        Ok(())
    } else {
        Err(Error::Input(
            "The page must be a plain https address of a public host. Nothing changed.",
        ))
    }
}

/// A page as the audit list shows it.
fn shown(page: &str) -> &str {
    if page.is_empty() {
        "Composio's own page"
    } else {
        page
    }
}

/// The link of an attempt that is open, if it is one that may be opened at all.
pub(crate) fn lend(workspace: &Workspace, id: &AttemptId) -> Result<RedirectUrl, Error> {
    let link = {
        let live = workspace.live();
        let live = live.get(id).ok_or(Error::AttemptOver)?;
        if !live.record.attempt.state.is_watched() {
            return Err(Error::AttemptOver);
        }
        live.link.clone().ok_or(Error::LinkLost)?
    };
    let base = workspace.client()?.base_url().clone();
    link.with_secret(|address| may_open(address, &base).map(|_| ()))?;
    Ok(link)
}

/// Hands the link over. It is noted first: whoever is told that the disk is full is told as well
/// that nothing was done, and must not have the link all the same. One at a time: who takes the note
/// back, since nobody has the link after all, would take back that of another.
pub(crate) async fn hand_over<T>(
    workspace: &Workspace,
    id: &AttemptId,
    over: impl FnOnce(&str) -> Result<T, Error>,
) -> Result<T, Error> {
    let _one = workspace.handing.lock().await;
    lend(workspace, id)?;
    let now = workspace.now();
    let mut before = None;
    store_attempt(workspace, id, |attempt| {
        before = attempt.handed_at;
        if attempt.state.is_watched() {
            attempt.mark_handed(now);
        }
    })
    .await?;
    // It may have been cancelled, or have run out, while that was written.
    let done = lend(workspace, id).and_then(|link| link.with_secret(over));
    if done.is_err() {
        let back = store_attempt(workspace, id, |attempt| attempt.handed_at = before).await;
        if let Err(error) = back {
            tracing::warn!(error = %chain(&error), attempt = %id, "a link that nobody has is told as handed over");
        }
    }
    done
}

/// What the message says besides the link.
struct Around {
    tenant: String,
    app: String,
    account: String,
    address: Option<String>,
    expiry: String,
}

fn around(workspace: &Workspace, id: &AttemptId) -> Result<Around, Error> {
    let (row, expires_at, expected) = {
        let live = workspace.live();
        let live = live.get(id).ok_or(Error::AttemptOver)?;
        let attempt = &live.record.attempt;
        let expected = live.previous_identity.as_ref().map(|who| who.name.clone());
        (attempt.integration.clone(), attempt.expires_at, expected)
    };
    let roster = workspace.roster();
    let row = roster.row(&row).ok_or(Error::UnknownRow)?;
    let details = roster
        .tenant(&row.record.tenant)
        .map(|tenant| tenant.details.clone())
        .unwrap_or_default();
    let expected = details.expected.map(|who| who.to_string()).or(expected);
    let now = workspace.on_their_clock(workspace.now());
    let end = expires_at.map_or(now, |at| workspace.on_their_clock(at));
    Ok(Around {
        tenant: row.tenant_name.to_string(),
        app: roster.toolkit_name(&row.record.toolkit),
        account: expected
            .clone()
            .unwrap_or_else(|| "the account you want to use".to_owned()),
        address: details.contact.or(expected).filter(|who| is_address(who)),
        expiry: message::expiry_words(end, now),
    })
}

/// A plain address, such as a mail program takes without asking.
fn is_address(text: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || b"@._+-".contains(&byte);
    text.bytes().all(fine)
        && text
            .split_once('@')
            .is_some_and(|(name, house)| !name.is_empty() && house.contains('.'))
        && text.matches('@').count() == 1
}

fn filled(template: &str, around: &Around, link: &str) -> String {
    message::fill(
        template,
        &Fields {
            tenant: &around.tenant,
            app: &around.app,
            link,
            expiry: &around.expiry,
            account: &around.account,
        },
    )
}

fn fits(template: &str) -> Result<(), Error> {
    if template.chars().count() > MAX_TEMPLATE {
        return Err(Error::Input(
            "The message is longer than 4,000 characters. Shorten it; nothing was copied.",
        ));
    }
    Ok(())
}

/// `mailto:` with everything encoded: what is in a name stays in the name.
fn mailto(address: Option<&str>, subject: &str, body: &str) -> String {
    let coded = |text: &str| {
        url::form_urlencoded::byte_serialize(text.replace('\n', "\r\n").as_bytes())
            .collect::<String>()
            .replace('+', "%20")
    };
    let to = address.map(coded).unwrap_or_default().replace("%40", "@");
    format!(
        "mailto:{to}?subject={}&body={}",
        coded(subject),
        coded(body)
    )
}

impl Handle<ResendLink> for App {
    async fn handle(&self, ask: ResendLink) -> Result<AttemptView, Fault> {
        let workspace = self.workspace()?;
        Ok(connect::reconnect(&workspace, ask.integration, Way::Sent, Vec::new()).await?)
    }
}

impl Handle<RenewLink> for App {
    async fn handle(&self, ask: RenewLink) -> Result<AttemptView, Fault> {
        let workspace = self.workspace()?;
        let (row, way, differs, fields) = {
            let live = workspace.live();
            let live = live.get(&ask.attempt).ok_or(Error::AttemptOver)?;
            let attempt = &live.record.attempt;
            if attempt.state == domain::AttemptState::Won {
                return Err(Error::AttemptOver.into());
            }
            let differs = attempt.state == domain::AttemptState::Differs;
            // What was filled in for the old link is asked for by the new one as well.
            let fields = live.fields.clone();
            (attempt.integration.clone(), attempt.way, differs, fields)
        };
        let ended = if differs {
            choosing::undo(&workspace, &ask.attempt, "").await
        } else {
            cancel::cancel(&workspace, &ask.attempt).await
        };
        match ended {
            Ok(()) | Err(Error::AttemptOver) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(connect::reconnect(&workspace, row, way, fields).await?)
    }
}

impl Handle<LinkMessage> for App {
    async fn handle(&self, ask: LinkMessage) -> Result<LinkMessageView, Fault> {
        let workspace = self.workspace()?;
        let around = around(&workspace, &ask.attempt)?;
        let kept = template(&workspace).await?;
        Ok(LinkMessageView {
            is_first: kept.is_none(),
            template: kept.unwrap_or_else(|| DEFAULT_TEMPLATE.to_owned()),
            account: around.account,
            address: around.address,
            return_page: return_page(&workspace).await?,
        })
    }
}

impl Handle<ShowLinkSettings> for App {
    async fn handle(&self, _: ShowLinkSettings) -> Result<LinkSettingsView, Fault> {
        let workspace = self.workspace()?;
        let kept = template(&workspace).await?;
        Ok(LinkSettingsView {
            is_first: kept.is_none(),
            template: kept.unwrap_or_else(|| DEFAULT_TEMPLATE.to_owned()),
            return_page: return_page(&workspace).await?,
        })
    }
}

impl Handle<CopyMessage> for App {
    async fn handle(&self, ask: CopyMessage) -> Result<Receipt, Fault> {
        let workspace = self.workspace()?;
        fits(&ask.template)?;
        let around = around(&workspace, &ask.attempt)?;
        hand_over(&workspace, &ask.attempt, |address| {
            let message = filled(&ask.template, &around, address);
            let copied = workspace.host.copy_unrecorded(&message);
            copied.map_err(Error::Clipboard)
        })
        .await?;
        Ok(Receipt {
            said: Some("Message copied, with the real link in it.".to_owned()),
        })
    }
}

impl Handle<DraftEmail> for App {
    async fn handle(&self, ask: DraftEmail) -> Result<Receipt, Fault> {
        let workspace = self.workspace()?;
        fits(&ask.template)?;
        let around = around(&workspace, &ask.attempt)?;
        let subject = format!("Sign in to {} for {}", around.app, around.tenant);
        hand_over(&workspace, &ask.attempt, |address| {
            let body = filled(&ask.template, &around, address);
            let draft = mailto(around.address.as_deref(), &subject, &body);
            workspace.host.open_url(&draft).map_err(Error::Mail)
        })
        .await?;
        Ok(Receipt {
            said: Some("A draft is open in your mail program.".to_owned()),
        })
    }
}

impl Handle<LinkQr> for App {
    async fn handle(&self, ask: LinkQr) -> Result<QrView, Fault> {
        let workspace = self.workspace()?;
        Ok(hand_over(&workspace, &ask.attempt, qr::draw).await?)
    }
}

impl Handle<SaveLinkTemplate> for App {
    async fn handle(&self, ask: SaveLinkTemplate) -> Result<Receipt, Fault> {
        fits(&ask.template)?;
        let workspace = self.workspace()?;
        no_link(&ask.template, &workspace.profile.base_url)?;
        workspace
            .store
            .set_meta(TEMPLATE, ask.template.trim_end())
            .await
            .map_err(Error::from)?;
        Ok(Receipt {
            said: Some("Kept as the template of this project.".to_owned()),
        })
    }
}

impl Handle<SetReturnPage> for App {
    async fn handle(&self, ask: SetReturnPage) -> Result<Receipt, Fault> {
        let page = ask.page.trim();
        fits_customers(page)?;
        let workspace = self.workspace()?;
        let before = return_page(&workspace).await?.unwrap_or_default();
        if before == page {
            return Ok(Receipt::default());
        }
        let deed = Deed::to(workspace.profile.name.clone(), "Change the return page")
            .changing(shown(&before), shown(page));
        let intent = workspace.intend(&deed).await?;
        let stored = workspace.store.set_meta(RETURN_PAGE, page).await;
        let came = if stored.is_ok() {
            "done"
        } else {
            "failed: it could not be written"
        };
        workspace.concluded(&deed, intent, came.to_owned()).await;
        stored.map_err(Error::from)?;
        let said = if page.is_empty() {
            "Links made from now on end on Composio's own page."
        } else {
            "Links made from now on lead to this page."
        };
        Ok(Receipt {
            said: Some(said.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_add_a_recipient_or_a_header_to_a_draft() {
        let odd = "Acme&bcc=mallory@evil.example\r\nX: y #?";
        let draft = mailto(Some("jane@example.com"), odd, odd);
        let (to, query) = draft.split_once('?').unwrap();
        assert_eq!(to, "mailto:jane@example.com");
        assert_eq!(query.matches('&').count(), 1, "{query}");
        assert!(!draft.contains(['\r', '\n', ' ', '#', '+']), "{draft}");
    }

    #[test]
    fn only_a_plain_address_is_written_to() {
        assert!(is_address("jane.doe+x@example.com"));
        for odd in [
            "Jane",
            "a@b",
            "a@b.c,d@e.f",
            "a@b.c?cc=d",
            "a@@b.c",
            "@b.c",
            "",
        ] {
            assert!(!is_address(odd), "{odd}");
        }
    }
}
