//! The command table, written once. One row yields the [`Command`] impl, the ACL
//! entry, the shell's function and the window's typed call; `app` must implement
//! [`Handle`] for it or nothing compiles.

use std::future::Future;

use domain::Role;

use crate::access::*;
use crate::appearance::{Quit, SetAppearance, Stay};
use crate::choosing::*;
use crate::cleanup::*;
use crate::doctor::*;
use crate::drills::*;
use crate::fault::Fault;
use crate::help::CopyHelp;
use crate::logs::*;
use crate::network::*;
use crate::projects::*;
use crate::requests::*;
use crate::sending::*;
use crate::triage::*;
use crate::views::*;

/// Something the window may ask.
pub trait Command {
    /// What comes back.
    type Reply;
    /// The name on the wire and in the ACL.
    const NAME: &'static str;
    /// Who may ask.
    const ROLE: Role;
}

/// The core's side of a [`Command`].
pub trait Handle<C: Command> {
    /// Does it.
    fn handle(&self, command: C) -> impl Future<Output = Result<C::Reply, Fault>> + Send;
}

/// Calls `$callback!` with every row: `name(Request) -> Reply, Role;`
#[macro_export]
macro_rules! with_commands {
    ($callback:ident) => {
        $callback! {
            // Workspaces
            open_demo(OpenDemo) -> Receipt, Support;
            save_api_key(SaveApiKey) -> ProfileView, Admin;
            use_profile(UseProfile) -> Receipt, Support;
            retry_keyring(RetryKeyring) -> Receipt, Support;
            set_theme(SetTheme) -> Receipt, Support;
            edit_profile(EditProfile) -> Receipt, Admin;
            forget_key(ForgetKey) -> Receipt, Admin;
            delete_profile(DeleteProfile) -> Receipt, Admin;
            import_env(ImportEnv) -> ProfileView, Admin;
            show_network(ShowNetwork) -> NetworkView, Support;
            check_certificates(CheckCertificates) -> CertificatesView, Support;
            save_network(SaveNetwork) -> NetworkView, Admin;
            // What went on, for who helps
            find_logs(FindLogs) -> LogPage, Support;
            set_detailed_logs(SetDetailedLogs) -> Receipt, Support;
            copy_log_folder(CopyLogFolder) -> Receipt, Support;
            preview_diagnostics(PreviewDiagnostics) -> DiagnosticsView, Support;
            copy_diagnostics(CopyDiagnostics) -> Receipt, Support;
            save_diagnostics(SaveDiagnostics) -> Receipt, Support;
            call_doctor(CallDoctor) -> Receipt, Support;
            stop_doctor(StopDoctor) -> Receipt, Support;
            // Who may do what
            set_passphrase(SetPassphrase) -> Receipt, Admin;
            unlock_admin(UnlockAdmin) -> Receipt, Support;
            lock_admin(LockAdmin) -> Receipt, Support;
            reset_passphrase(ResetPassphrase) -> Receipt, Support;
            set_idle_lock(SetIdleLock) -> Receipt, Admin;
            find_desk_audit(FindDeskAudit) -> DeskAudit, Support;
            probe_key(ProbeKey) -> KeyReport, Support;
            set_appearance(SetAppearance) -> Receipt, Support;
            quit(Quit) -> Receipt, Support;
            stay(Stay) -> Receipt, Support;
            // Lists
            find_integrations(FindIntegrations) -> IntegrationsPage, Support;
            find_tenants(FindTenants) -> TenantsPage, Support;
            show_integration(ShowIntegration) -> IntegrationView, Support;
            show_history(ShowHistory) -> HistoryView, Support;
            show_tenant(ShowTenant) -> TenantView, Support;
            show_triggers(ShowTriggers) -> TriggersView, Support;
            show_overview(ShowOverview) -> OverviewView, Support;
            find_audit(FindAudit) -> AuditPage, Support;
            verify_audit(VerifyAudit) -> AuditVerdict, Support;
            // Triage
            show_triage(ShowTriage) -> TriageView, Support;
            check_tokens(CheckTokens) -> Receipt, Support;
            stop_checks(StopChecks) -> Receipt, Support;
            copy_reply(CopyReply) -> Receipt, Support;
            copy_summary(CopySummary) -> Receipt, Support;
            copy_id(CopyId) -> Receipt, Support;
            copy_steps(CopySteps) -> Receipt, Support;
            // Help
            copy_help(CopyHelp) -> Receipt, Support;
            // Reading Composio
            sync_now(SyncNow) -> Receipt, Support;
            stop_sync(StopSync) -> Receipt, Support;
            check_token(CheckToken) -> Receipt, Support;
            // Connecting
            connect_options(ConnectOptions) -> ConnectOptionsView, Support;
            connect(Connect) -> AttemptView, Support;
            reconnect(Reconnect) -> AttemptView, Support;
            open_again(OpenAgain) -> Receipt, Support;
            copy_link(CopyLink) -> Receipt, Support;
            check_attempt(CheckAttempt) -> Receipt, Support;
            cancel_attempt(CancelAttempt) -> Receipt, Support;
            add_integrations(AddIntegrations) -> AddedView, Support;
            set_alias(SetAlias) -> Receipt, Support;
            create_managed_auth_config(CreateManagedAuthConfig) -> Receipt, Admin;
            show_connect_settings(ShowConnectSettings) -> ConnectSettingsView, Support;
            set_allow_multiple(SetAllowMultiple) -> Receipt, Admin;
            set_auth_default(SetAuthDefault) -> Receipt, Admin;
            choose_account(ChooseAccount) -> Receipt, Support;
            // Sending a link to the customer
            resend_link(ResendLink) -> AttemptView, Support;
            renew_link(RenewLink) -> AttemptView, Support;
            link_message(LinkMessage) -> LinkMessageView, Support;
            copy_message(CopyMessage) -> Receipt, Support;
            draft_email(DraftEmail) -> Receipt, Support;
            link_qr(LinkQr) -> QrView, Support;
            save_link_template(SaveLinkTemplate) -> Receipt, Support;
            set_return_page(SetReturnPage) -> Receipt, Admin;
            show_link_settings(ShowLinkSettings) -> LinkSettingsView, Support;
            // Ending
            set_enabled(SetEnabled) -> Receipt, Support;
            plan_disconnect(PlanDisconnect) -> DisconnectPlan, Support;
            disconnect(Disconnect) -> DisconnectReport, Support;
            remove_row(RemoveRow) -> Receipt, Support;
            plan_cleanup(PlanCleanup) -> CleanupPlan, Support;
            clean_up(CleanUp) -> Receipt, Support;
            stop_cleanup(StopCleanup) -> Receipt, Support;
            // Tenants
            save_tenant(SaveTenant) -> TenantRow, Support;
            delete_tenant(DeleteTenant) -> Receipt, Admin;
            // The project
            show_masking(ShowMasking) -> MaskingView, Support;
            set_masking(SetMasking) -> MaskingReport, Admin;
            dismiss_drift(DismissDrift) -> Receipt, Support;
            show_project_settings(ShowProjectSettings) -> ProjectSettingsView, Support;
            set_project_setting(SetProjectSetting) -> ProjectSettingsView, Admin;
            add_note(AddNote) -> Receipt, Support;
            remove_note(RemoveNote) -> Receipt, Support;
            open_note_link(OpenNoteLink) -> Receipt, Support;
            pin_tenant(PinTenant) -> Receipt, Support;
            visit_tenant(VisitTenant) -> Receipt, Support;
            find_recent(FindRecent) -> RecentView, Support;
            set_labels(SetLabels) -> Receipt, Support;
            // The demo panel
            sabotage(Sabotage) -> Receipt, Support;
            show_drill(ShowDrill) -> DrillView, Support;
            start_drill(StartDrill) -> DrillView, Support;
            help_drill(HelpDrill) -> DrillView, Support;
            end_drill(EndDrill) -> DrillView, Support;
        }
    };
}

macro_rules! implement {
    ($($name:ident($request:ident) -> $reply:ident, $role:ident;)*) => {
        /// Every command's name: the ACL is made from this.
        pub const COMMANDS: &[&str] = &[$(stringify!($name),)*];

        $(impl Command for $request {
            type Reply = $reply;
            const NAME: &'static str = stringify!($name);
            const ROLE: Role = Role::$role;
        })*
    };
}
with_commands!(implement);
