//! The certificates of a company: read before they are kept, kept in a private file, and never
//! taken for none because they cannot be read.

use vault::Vault;
use wire::{CertificateSource, CheckCertificates, Code, NetworkChoice, ProxyChoice, SaveApiKey};

use crate::desk::Desk;
use crate::network::{Company, proxied};
use crate::ways::Authority;

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
    let shown = company.show().await;
    assert!(shown.unread[0].contains("certificates"), "{shown:?}");
    let anew = NetworkChoice {
        certificates: company.pasted(),
        ..proxied(&proxy.url())
    };
    company.save(anew, false).await.unwrap();
    assert_eq!(company.desk.snapshot().trouble, None);
    company.desk.synced().await;
}
