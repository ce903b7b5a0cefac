//! What can be said of the packages without building the program: cheap, hence part of every test.

use std::{collections::BTreeSet, fs, path::PathBuf};

use anyhow::{Context, Result};
use jiff::Timestamp;
use quick_xml::{Reader, events::Event};
use serde_json::Value;

use super::{IDENTIFIER, NAME, facts::Facts, licences, pack, third_party, tree};
use crate::{cargo, left_out, sh};

fn facts() -> Result<Facts> {
    Ok(Facts {
        root: cargo::root()?,
        version: "1.2.3".to_owned(),
        epoch: Timestamp::from_second(1_700_000_000)?,
        news: vec!["Something at 100 %.".to_owned()],
    })
}

fn text_of(path: &str) -> Result<String> {
    let entries = tree::texts(&facts()?)?;
    let entry = entries
        .into_iter()
        .find(|entry| entry.path == path)
        .with_context(|| format!("no {path}"))?;
    Ok(String::from_utf8(entry.bytes)?)
}

fn configuration() -> Result<Value> {
    let text = fs::read_to_string(cargo::root()?.join("tauri.conf.json"))?;
    Ok(serde_json::from_str(&text)?)
}

#[test]
fn the_desktop_entry_hands_the_link_over() -> Result<()> {
    let entry = text_of(&tree::desktop_entry())?;
    let value = |key: &str| entry.lines().find_map(|line| line.strip_prefix(key));
    assert_eq!(
        value("Exec="),
        Some("switchboard %u"),
        "without %u gio starts the program and drops the link"
    );
    assert_eq!(
        value("MimeType="),
        Some("x-scheme-handler/dev.switchboard.desktop;")
    );
    assert_eq!(value("Icon="), Some(IDENTIFIER));
    Ok(())
}

#[test]
fn the_validator_of_desktop_entries_is_content() -> Result<()> {
    if !sh::has("desktop-file-validate") {
        return left_out::leave(
            &the_validator_of_desktop_entries_is_content,
            "there is no desktop-file-validate here",
        );
    }
    let path = tree::source(&cargo::root()?).join(format!("{IDENTIFIER}.desktop"));
    let said = sh::output(std::process::Command::new("desktop-file-validate").arg(path))?;
    assert_eq!(said, "", "not even a hint");
    Ok(())
}

#[test]
fn the_scheme_has_one_name_everywhere() -> Result<()> {
    let configuration = configuration()?;
    assert_eq!(configuration["identifier"], IDENTIFIER);
    assert_eq!(configuration["mainBinaryName"], NAME);
    let schemes = &configuration["plugins"]["deep-link"]["desktop"]["schemes"];
    assert_eq!(schemes, &serde_json::json!([IDENTIFIER]));
    Ok(())
}

#[test]
fn the_metainfo_is_well_formed_and_says_which_version() -> Result<()> {
    let text = text_of(&tree::metainfo())?;
    let mut reader = Reader::from_str(&text);
    let mut elements = BTreeSet::new();
    loop {
        match reader.read_event()? {
            Event::Start(tag) | Event::Empty(tag) => {
                elements.insert(tag.name().0.to_owned());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    for element in [
        "id",
        "name",
        "summary",
        "launchable",
        "release",
        "project_license",
    ] {
        assert!(elements.contains(element), "no <{element}>");
    }
    assert!(text.contains("<release version=\"1.2.3\" date=\"2023-11-14\"/>"));
    assert!(text.contains(&format!("<id>{IDENTIFIER}</id>")));
    Ok(())
}

/// Width and height, and whether there is an alpha channel, as a PNG says in its head.
fn head(png: &[u8]) -> Option<(u32, u32, bool)> {
    let number = |at: usize| {
        let four = png.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_be_bytes(four))
    };
    png.starts_with(b"\x89PNG\r\n\x1a\n").then_some(())?;
    Some((number(16)?, number(20)?, *png.get(25)? == 6))
}

#[test]
fn every_icon_has_the_size_that_its_place_promises() -> Result<()> {
    let icons = cargo::root()?.join("icons");
    for size in tree::ICON_SIZES {
        let png = fs::read(icons.join(format!("hicolor/{size}.png")))?;
        assert_eq!(head(&png), Some((*size, *size, true)), "hicolor/{size}.png");
    }
    Ok(())
}

#[test]
fn the_icons_of_the_other_systems_are_whole() -> Result<()> {
    let icons = cargo::root()?.join("icons");
    let icns = fs::read(icons.join("icon.icns"))?;
    assert_eq!(&icns[..4], b"icns");
    assert_eq!(
        u32::from_be_bytes(icns[4..8].try_into()?) as usize,
        icns.len()
    );
    let (mut rest, mut sizes) = (&icns[8..], BTreeSet::new());
    while rest.len() >= 8 {
        let length = u32::from_be_bytes(rest[4..8].try_into()?) as usize;
        let (width, height, alpha) = head(&rest[8..length]).context("not a PNG")?;
        assert!(width == height && alpha);
        sizes.insert(width);
        rest = &rest[length..];
    }
    assert!(rest.is_empty(), "nothing is cut off");
    assert!(sizes.is_superset(&[16, 32, 64, 128, 256, 512, 1024].into()));

    let ico = fs::read(icons.join("icon.ico"))?;
    assert_eq!(&ico[..4], b"\0\0\x01\0");
    let count = usize::from(u16::from_le_bytes(ico[4..6].try_into()?));
    let widths: BTreeSet<u8> = (0..count).map(|image| ico[6 + 16 * image]).collect();
    assert!(widths.is_superset(&[16, 32, 48, 0].into()), "0 means 256");
    Ok(())
}

#[test]
fn every_icon_that_the_configuration_names_is_there() -> Result<()> {
    let configuration = configuration()?;
    let list = configuration["bundle"]["icon"]
        .as_array()
        .context("icons")?;
    for icon in list {
        let path = cargo::root()?.join(icon.as_str().context("a name")?);
        assert!(path.is_file(), "{} is missing", path.display());
    }
    for kind in [".icns", ".ico", ".png"] {
        let has = |icon: &Value| icon.as_str().is_some_and(|name| name.ends_with(kind));
        assert!(list.iter().any(has), "no {kind}");
    }
    Ok(())
}

/// Any program will do, and one that is here for certain is a shell.
fn some_program() -> Option<PathBuf> {
    let shell = fs::canonicalize("/bin/sh").ok()?;
    let tools = [
        "dpkg-deb",
        "dpkg-shlibdeps",
        "rpmbuild",
        "appstreamcli",
        "desktop-file-validate",
    ];
    tools.iter().all(sh::has).then_some(shell)
}

#[test]
fn the_same_program_makes_the_same_packages_in_any_place() -> Result<()> {
    let Some(program) = some_program() else {
        return left_out::leave(
            &the_same_program_makes_the_same_packages_in_any_place,
            "not all tools that make packages are here",
        );
    };
    let facts = facts()?;
    let (one, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let first = pack(&facts, &program, one.path())?;
    let second = pack(&facts, &program, &other.path().join("deeper"))?;
    for (one, other) in first.both().into_iter().zip(second.both()) {
        assert!(
            fs::read(one)? == fs::read(other)?,
            "{} depends on where or when it was made",
            one.display()
        );
    }
    Ok(())
}

#[test]
fn whatever_is_linked_brings_its_licence_or_is_said_to_bring_none() -> Result<()> {
    let crates = third_party::crates(&cargo::root()?)?;
    let list = third_party::list(&crates);
    let texts = licences::texts(&crates)?;
    assert!(list.contains("\ntokio "), "{list}");
    for one in &crates {
        let label = one.label();
        assert!(list.contains(&format!("\n{label}: ")), "{label}");
        let brings = texts.contains(&format!("\n{label}\n"));
        let brings_none = texts.contains(&format!("\n{label}: "));
        assert!(brings != brings_none, "{label}");
    }
    for words in [
        "Permission is hereby granted, free of charge",
        "Redistribution and use in source and binary forms",
        "Permission to use, copy, modify, and/or distribute this software",
        "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION",
        "Mozilla Public License",
    ] {
        assert!(texts.contains(words), "{words}");
    }
    let root = cargo::root()?.to_string_lossy().into_owned();
    assert!(!texts.contains(&root), "it depends on where it was made");
    Ok(())
}

#[test]
fn the_licences_lie_beside_the_list() -> Result<()> {
    let shell = fs::canonicalize("/bin/sh")?;
    let files = tree::files(&facts()?, &shell)?;
    let file = |name: &str| {
        let path = format!("usr/share/doc/{NAME}/{name}");
        files.iter().find(|file| file.path == path)
    };
    assert!(file("copyright").is_some() && file("third-party.txt").is_some());
    let texts = file("third-party-licences.txt.gz").context("no texts")?;
    assert!(texts.bytes.starts_with(b"\x1f\x8b"), "it is compressed");
    assert!(texts.bytes.len() > 10_000, "and holds something");
    Ok(())
}

#[test]
fn the_bundle_for_macos_registers_the_scheme_and_opens_no_hole() -> Result<()> {
    let configuration = configuration()?;
    let macos = &configuration["bundle"]["macOS"];
    let read = |key: &str| -> Result<String> {
        let name = macos[key].as_str().context("no such file is named")?;
        Ok(fs::read_to_string(cargo::root()?.join(name))?)
    };
    let info = read("infoPlist")?;
    assert!(info.contains("<key>CFBundleURLSchemes</key>"));
    assert!(info.contains(&format!("<string>{IDENTIFIER}</string>")));
    let entitlements = read("entitlements")?;
    for exception in ["allow-jit", "disable-library-validation", "allow-dyld"] {
        assert!(!entitlements.contains(exception), "{exception}");
    }
    assert_eq!(macos["hardenedRuntime"], true);
    Ok(())
}
