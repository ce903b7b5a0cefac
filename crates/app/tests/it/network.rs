//! The network of a project: tried before it is kept, kept for the project only, and
//! told apart when it is what stands in the way.

use domain::ProfileId;
use url::Url;
use vault::Vault;
use wire::{
    CertificateSource, CheckCertificates, Checkup, Code, NetworkChoice, NetworkView, ProxyChoice,
    Remedy, SaveApiKey, SaveNetwork, ShowNetwork, Verdict,
};

use crate::desk::Desk;
use crate::doctor::{verdict, visit};
use crate::ways::{Authority, Manner, Proxy, dead_port};

/// A desk whose simulator stands behind an encrypted front.
struct Company {
    desk: Desk,
    authority: Authority,
    front: u16,
}

impl Company {
    async fn open() -> Self {
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

    fn pasted(&self) -> CertificateSource {
        CertificateSource::Pasted(self.authority.pem.clone())
    }

    /// Opens `https://composio.test` through a proxy that leads to the front.
    async fn behind_a_proxy(&self) -> Proxy {
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

    fn profile(&self) -> ProfileId {
        self.desk.snapshot().profiles[0].id.clone()
    }

    async fn save(&self, network: NetworkChoice, anyway: bool) -> Result<NetworkView, wire::Fault> {
        let ask = SaveNetwork {
            profile: self.profile(),
            network,
            anyway,
        };
        self.desk.app.run(ask).await
    }

    async fn show(&self) -> NetworkView {
        let profile = self.profile();
        self.desk.app.run(ShowNetwork { profile }).await.unwrap()
    }
}

fn proxied(url: &str) -> NetworkChoice {
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
async fn certificates_are_a_private_file_that_goes_with_the_project() {
    use std::os::unix::fs::PermissionsExt;
    let company = Company::open().await;
    company.behind_a_proxy().await;
    let id = company.profile();
    let file = company
        .desk
        .home
        .path()
        .join(format!("certificates/{id}.pem"));
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let ask = wire::DeleteProfile {
        profile: id,
        typed: "Test".into(),
    };
    company.desk.app.run(ask).await.unwrap();
    assert!(!file.exists());
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
    let mut places = vec![format!("{fault:?}").into_bytes()];
    places.push(format!("{:?}", company.desk.events.lock().unwrap()).into_bytes());
    for entry in std::fs::read_dir(company.desk.home.path())
        .unwrap()
        .flatten()
    {
        places.extend(std::fs::read(entry.path()));
    }
    for place in places {
        assert!(!String::from_utf8_lossy(&place).contains("CANARYpass"));
    }
}

#[tokio::test]
async fn taking_the_certificate_away_ends_the_trust() {
    let company = Company::open().await;
    let proxy = company.behind_a_proxy().await;
    let without = NetworkChoice {
        proxy: ProxyChoice::Url(proxy.url()),
        certificates: CertificateSource::Remove,
    };
    let fault = company.save(without, false).await.unwrap_err();
    assert_eq!(fault.code, Code::ComposioUntrusted);
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

async fn read(desk: &Desk, pem: &str) -> Result<wire::CertificatesView, wire::Fault> {
    let certificates = CertificateSource::Pasted(pem.into());
    desk.app.run(CheckCertificates { certificates }).await
}

#[tokio::test]
async fn certificates_are_read_at_once_and_told_by_whose_they_are() {
    let desk = Desk::bare(simulator::Config::default(), Vault::memory()).await;
    let (one, two) = (Authority::new("One"), Authority::until("Two", 2019));
    let both = format!("# ours\r\n{}\nsome words\n{}", one.pem, two.pem);
    let view = read(&desk, &both).await.unwrap();
    let told: Vec<_> = view
        .certificates
        .iter()
        .map(|it| (it.subject.as_str(), it.expired))
        .collect();
    assert_eq!(told, [("One", false), ("Two", true)]);
    let file = desk.home.path().join("ca.pem");
    std::fs::write(&file, &one.pem).unwrap();
    let certificates = CertificateSource::Path(file.display().to_string());
    let view = desk
        .app
        .run(CheckCertificates { certificates })
        .await
        .unwrap();
    assert_eq!(view.certificates.len(), 1);
}

#[tokio::test]
async fn what_is_no_certificate_is_refused_with_its_reason() {
    let desk = Desk::bare(simulator::Config::default(), Vault::memory()).await;
    let good = Authority::new("One").pem;
    let old = Authority::until("Old", 2019).pem;
    let begin = "-----BEGIN CERTIFICATE-----";
    let key = format!("{good}-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----");
    let cut = good[..good.len() / 2].to_owned();
    let wrong = format!("{begin}\nAAAA\n-----END CERTIFICATE-----");
    for (pem, said) in [
        ("", "0 certificates"),
        ("words", "0 certificates"),
        (cut.as_str(), "cannot be read"),
        (wrong.as_str(), "cannot be read"),
        (key.as_str(), "private key"),
        (old.as_str(), "no longer valid"),
    ] {
        let fault = read(&desk, pem).await.unwrap_err();
        assert_eq!(fault.code, Code::BadInput);
        assert!(fault.message.contains(said), "{said}: {}", fault.message);
    }
    for path in ["ca.pem", "/nowhere/ca.pem", "/", "/dev/zero"] {
        let certificates = CertificateSource::Path(path.into());
        let fault = desk
            .app
            .run(CheckCertificates { certificates })
            .await
            .unwrap_err();
        assert_eq!(fault.code, Code::BadInput, "{path}");
    }
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
async fn certificates_that_cannot_be_read_are_not_taken_for_none() {
    let company = Company::open().await;
    let proxy = company.behind_a_proxy().await;
    let id = company.profile();
    let file = company
        .desk
        .home
        .path()
        .join(format!("certificates/{id}.pem"));
    std::fs::write(&file, [0xff, 0xfe]).unwrap();
    let kept = company.save(proxied(&proxy.url()), true).await.unwrap_err();
    let key = |network| SaveApiKey {
        profile: Some(id.clone()),
        base_url: String::new(),
        network,
        ..company.desk.key_typed(false)
    };
    let plain = company.desk.app.run(key(None)).await.unwrap_err();
    let chosen = company.desk.app.run(key(Some(proxied(&proxy.url()))));
    for fault in [kept, plain, chosen.await.unwrap_err()] {
        assert!(fault.message.contains("cannot be read"), "{fault}");
    }
    assert_eq!(
        std::fs::read(&file).unwrap(),
        [0xff, 0xfe],
        "nor taken away"
    );

    // The project can be read, says why it is not, and takes others in their place.
    let use_it = wire::UseProfile {
        profile: Some(id.clone()),
    };
    company.desk.app.run(use_it).await.unwrap();
    let trouble = company.desk.snapshot().trouble.unwrap();
    assert!(trouble.message.contains("cannot be read"), "{trouble}");
    company.show().await;
    let anew = NetworkChoice {
        certificates: company.pasted(),
        ..proxied(&proxy.url())
    };
    company.save(anew, false).await.unwrap();
    assert_eq!(company.desk.snapshot().trouble, None);
    company.desk.synced().await;
}
