//! The network of a project: tried before it is kept, kept for the project only, and
//! told apart when it is what stands in the way.

use domain::ProfileId;
use url::Url;
use vault::Vault;
use wire::{
    CertificateSource, Checkup, Code, NetworkChoice, NetworkView, ProxyChoice, Remedy, SaveApiKey,
    SaveNetwork, ShowNetwork, Verdict,
};

use crate::canary::Canary;
use crate::desk::Desk;
use crate::doctor::{verdict, visit};
use crate::ways::{Authority, Manner, Proxy, dead_port};

/// A desk whose simulator stands behind an encrypted front.
pub(crate) struct Company {
    pub(crate) desk: Desk,
    authority: Authority,
    front: u16,
}

impl Company {
    pub(crate) async fn open() -> Self {
        let desk = Desk::bare(simulator::Config::default(), Vault::memory()).await;
        let behind = Url::parse(&desk.sim.base_url()).unwrap().port().unwrap();
        let authority = Authority::new("Example Inspection CA");
        let front = authority.front(behind).await;
        Self {
            desk,
            authority,
            front,
        }
    }

    fn base(&self) -> String {
        format!("https://127.0.0.1:{}", self.front)
    }

    fn ask(&self, base_url: &str, network: Option<NetworkChoice>) -> SaveApiKey {
        SaveApiKey {
            base_url: base_url.into(),
            network,
            ..self.desk.key_typed(false)
        }
    }

    pub(crate) fn pasted(&self) -> CertificateSource {
        CertificateSource::Pasted(self.authority.pem.clone())
    }

    /// Opens `https://composio.test` through a proxy that leads to the front.
    pub(crate) async fn behind_a_proxy(&self) -> Proxy {
        let proxy = Proxy::start(Manner::Lead(self.front)).await;
        let network = NetworkChoice {
            proxy: ProxyChoice::Url(proxy.url()),
            certificates: self.pasted(),
        };
        let ask = self.ask("https://composio.test", Some(network));
        self.desk.app.run(ask).await.unwrap();
        self.desk.synced().await;
        proxy
    }

    pub(crate) fn profile(&self) -> ProfileId {
        self.desk.snapshot().profiles[0].id.clone()
    }

    pub(crate) async fn save(
        &self,
        network: NetworkChoice,
        anyway: bool,
    ) -> Result<NetworkView, wire::Fault> {
        let ask = SaveNetwork {
            profile: self.profile(),
            network,
            anyway,
        };
        self.desk.app.run(ask).await
    }

    pub(crate) async fn show(&self) -> NetworkView {
        let profile = self.profile();
        self.desk.app.run(ShowNetwork { profile }).await.unwrap()
    }
}

pub(crate) fn proxied(url: &str) -> NetworkChoice {
    NetworkChoice {
        proxy: ProxyChoice::Url(url.into()),
        certificates: CertificateSource::Keep,
    }
}

#[tokio::test]
async fn a_company_that_inspects_is_refused_until_its_certificate_is_added() {
    let mut company = Company::open().await;
    let base = company.base();
    let fault = company
        .desk
        .app
        .run(company.ask(&base, None))
        .await
        .unwrap_err();
    assert_eq!(
        (fault.code, fault.remedy),
        (Code::ComposioUntrusted, Remedy::AddCertificate)
    );
    assert_eq!(company.desk.sim.requests().len(), 0, "the key never left");
    let network = NetworkChoice {
        certificates: company.pasted(),
        ..NetworkChoice::default()
    };
    company
        .desk
        .app
        .run(company.ask(&base, Some(network)))
        .await
        .unwrap();
    company.desk.synced().await;
    company.desk = company.desk.restart().await;
    company.desk.synced().await;
    let view = company.show().await;
    assert_eq!(view.certificates[0].subject, "Example Inspection CA");
    assert!(view.loopback);
}

#[tokio::test]
async fn everything_goes_through_the_proxy_that_was_typed() {
    let company = Company::open().await;
    let proxy = company.behind_a_proxy().await;
    let asked = proxy.asked();
    assert!(!asked.is_empty());
    assert!(
        asked
            .iter()
            .all(|head| head.starts_with("CONNECT composio.test:443 ")),
        "{asked:?}"
    );
    assert!(!asked.concat().contains(&company.desk.sim.api_key()));
}

#[tokio::test]
async fn a_change_is_tried_first_and_kept_anyway_only_when_a_person_says_so() {
    let company = Company::open().await;
    let proxy = company.behind_a_proxy().await;
    let before = company.show().await;
    let dead = proxied(&format!("http://127.0.0.1:{}", dead_port().await));
    let fault = company.save(dead.clone(), false).await.unwrap_err();
    assert_eq!(
        (fault.code, fault.remedy),
        (Code::ComposioProxy, Remedy::CheckProxy)
    );
    assert_eq!(company.show().await, before, "nothing changed");
    company.save(dead, true).await.unwrap();
    company
        .desk
        .until("the project says that it cannot be read", |desk| {
            let sync = desk.snapshot().sync;
            let events = desk.events.lock().unwrap();
            let last = events.iter().rev().find_map(|event| match event {
                wire::Event::Sync(sync) => Some(sync.clone()),
                _ => None,
            });
            last.unwrap_or(sync)
                .fault
                .is_some_and(|it| it.code == Code::ComposioProxy)
        })
        .await;
    company.save(proxied(&proxy.url()), false).await.unwrap();
    company.desk.synced().await;
}

#[tokio::test]
async fn a_proxy_that_wants_a_sign_in_is_told_as_such() {
    let company = Company::open().await;
    company.behind_a_proxy().await;
    let proxy = Proxy::start(Manner::Answer(407)).await;
    let fault = company
        .save(proxied(&proxy.url()), false)
        .await
        .unwrap_err();
    assert_eq!(fault.code, Code::ComposioProxy);
    assert!(fault.message.contains("sign-in"), "{}", fault.message);
}

#[tokio::test]
async fn a_proxy_with_a_password_is_refused_and_the_password_is_nowhere() {
    let company = Company::open().await;
    company.behind_a_proxy().await;
    let fault = company
        .save(proxied("http://jane:CANARYpass@proxy.example:3128"), true)
        .await
        .unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
    let told = format!("{fault:?} {:?}", company.desk.events.lock().unwrap());
    assert!(!told.contains("CANARYpass"), "{told}");
    let home = company.desk.home.path();
    let found = Canary::new("CANARYpass").files(home).unwrap();
    assert!(found.is_empty(), "{found:?}");
}

#[tokio::test]
async fn the_demo_has_no_network_to_change() {
    let company = Company::open().await;
    let ask = wire::OpenDemo {
        size: wire::DemoSize::Small,
    };
    company.desk.app.run(ask).await.unwrap();
    let fault = company
        .save(NetworkChoice::default(), true)
        .await
        .unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
}

#[tokio::test]
async fn the_change_is_on_record() {
    let company = Company::open().await;
    let proxy = company.behind_a_proxy().await;
    company.save(proxied(&proxy.url()), false).await.unwrap();
    let rows = company
        .desk
        .app
        .run(wire::FindDeskAudit {})
        .await
        .unwrap()
        .rows;
    assert!(
        rows.iter()
            .any(|row| row.action == "Change the network of a project"
                && row.result.as_deref() == Some("done")),
        "{rows:?}"
    );
}

#[tokio::test]
async fn the_doctor_names_the_proxy_the_certificate_or_the_name_that_fails() {
    let company = Company::open().await;
    let proxy = company.behind_a_proxy().await;
    let view = visit(&company.desk).await;
    assert_eq!(
        verdict(&view, Checkup::Name),
        Verdict::Unknown,
        "the proxy does that"
    );
    assert_eq!(verdict(&view, Checkup::Proxy), Verdict::Good);
    assert_eq!(verdict(&view, Checkup::Trust), Verdict::Good);

    let dead = proxied(&format!("http://127.0.0.1:{}", dead_port().await));
    company.save(dead, true).await.unwrap();
    let view = visit(&company.desk).await;
    assert_eq!(verdict(&view, Checkup::Proxy), Verdict::Bad);
    assert_eq!(verdict(&view, Checkup::Trust), Verdict::Bad);
    assert_eq!(verdict(&view, Checkup::Key), Verdict::Unknown);

    let untrusted = NetworkChoice {
        proxy: ProxyChoice::Url(proxy.url()),
        certificates: CertificateSource::Remove,
    };
    company.save(untrusted, true).await.unwrap();
    let view = visit(&company.desk).await;
    assert_eq!(verdict(&view, Checkup::Proxy), Verdict::Good);
    let trust = view
        .checks
        .iter()
        .find(|check| check.of == Checkup::Trust)
        .unwrap();
    assert_eq!(trust.verdict, Verdict::Bad);
    assert!(
        trust.fix.as_deref().unwrap().contains("certificate"),
        "{trust:?}"
    );

    // `.test` is a name that nobody has.
    let direct = NetworkChoice {
        proxy: ProxyChoice::None,
        certificates: CertificateSource::Keep,
    };
    company.save(direct, true).await.unwrap();
    let view = visit(&company.desk).await;
    assert_eq!(verdict(&view, Checkup::Name), Verdict::Bad);
    assert_eq!(verdict(&view, Checkup::Key), Verdict::Unknown);
}

#[tokio::test]
async fn a_new_key_goes_the_way_that_the_project_has() {
    let company = Company::open().await;
    let proxy = company.behind_a_proxy().await;
    let before = proxy.asked().len();
    let ask = SaveApiKey {
        profile: Some(company.profile()),
        base_url: String::new(),
        ..company.desk.key_typed(false)
    };
    company.desk.app.run(ask).await.unwrap();
    assert!(proxy.asked().len() > before);
}

#[tokio::test]
async fn a_proxy_that_cannot_be_read_is_not_taken_for_the_systems() {
    let company = Company::open().await;
    let proxy = company.behind_a_proxy().await;
    let id = company.profile();
    let spoil = "UPDATE settings SET value = '{\"proxy\":7}' WHERE key LIKE 'network:%'";
    company.desk.sql(spoil).await;
    let ask = SaveApiKey {
        profile: Some(id.clone()),
        ..company.ask("", None)
    };
    let fault = company.desk.app.run(ask).await.unwrap_err();
    assert!(fault.message.contains("cannot be read"), "{fault}");
    // What is open does not stop in the middle of what it does.
    let open = company.show().await;
    assert!(open.unread[0].contains("it goes on"), "{open:?}");

    // The project can be read, says why nothing is sent, and takes another in its place.
    let use_it = wire::UseProfile { profile: Some(id) };
    company.desk.app.run(use_it).await.unwrap();
    let trouble = company.desk.snapshot().trouble.unwrap();
    assert!(trouble.message.contains("cannot be read"), "{trouble}");
    assert_eq!(trouble.remedy, Remedy::CheckProxy, "it leads to Network");
    let shown = company.show().await;
    assert_eq!(shown.unread.len(), 1, "it is not shown as the system's");
    assert!(shown.unread[0].contains("cannot be read"), "{shown:?}");
    assert!(shown.unread[0].contains("so nothing is sent"), "{shown:?}");
    assert!(shown.unread[0].contains("Choose a proxy"), "{shown:?}");
    let saved = company.save(proxied(&proxy.url()), false).await.unwrap();
    assert_eq!(saved.unread, Vec::<String>::new());
    assert_eq!(company.show().await, saved);
    assert_eq!(company.desk.snapshot().trouble, None);
    company.desk.synced().await;
}
