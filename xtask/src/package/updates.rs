//! `cargo xtask updates`: what an app that looks for a newer version of itself is told.

use std::{collections::BTreeMap, fs, path::PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::{Value, json};

use super::metadata::VERSION;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The folder with the bundles of this version and their signatures (`.sig`)
    folder: PathBuf,
    /// The address below which the bundles can be fetched
    #[arg(long, value_name = "URL")]
    below: String,
}

/// How the bundler ends the names of bundles, and what the updater calls them.
const BUNDLES: [(&str, &str); 7] = [
    ("_amd64.AppImage", "linux-x86_64-appimage"),
    ("_aarch64.AppImage", "linux-aarch64-appimage"),
    ("_x64-setup.exe", "windows-x86_64-nsis"),
    ("_arm64-setup.exe", "windows-aarch64-nsis"),
    ("_x64_en-US.msi", "windows-x86_64-msi"),
    ("_aarch64.app.tar.gz", "darwin-aarch64-app"),
    ("_x64.app.tar.gz", "darwin-x86_64-app"),
];

/// Writes `latest.json` beside the bundles.
pub(crate) fn write(options: &Options) -> Result<()> {
    let mut signed = BTreeMap::new();
    for entry in fs::read_dir(&options.folder).context("there is no folder of bundles")? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if let Some(bundle) = name.strip_suffix(".sig") {
            signed.insert(bundle.to_owned(), fs::read_to_string(&path)?);
        }
    }
    let latest = describe(&signed, &options.below)?;
    let file = options.folder.join("latest.json");
    fs::write(&file, format!("{latest:#}\n"))?;
    println!("{}", file.display());
    Ok(())
}

fn describe(signed: &BTreeMap<String, String>, below: &str) -> Result<Value> {
    let mut platforms = serde_json::Map::new();
    for (bundle, signature) in signed {
        let Some((_, platform)) = BUNDLES.iter().find(|(end, _)| bundle.ends_with(end)) else {
            bail!("nothing is known of {bundle}: `BUNDLES` names what can be updated");
        };
        if !bundle.contains(&format!("_{VERSION}_")) {
            bail!("{bundle} is not of version {VERSION}");
        }
        let url = format!("{}/{bundle}", below.trim_end_matches('/'));
        let told = json!({ "url": url, "signature": signature.trim() });
        if platforms.insert((*platform).to_owned(), told).is_some() {
            bail!("there are two bundles for {platform}");
        }
    }
    if platforms.is_empty() {
        bail!("nothing is signed: was TAURI_SIGNING_PRIVATE_KEY given to the build?");
    }
    Ok(json!({ "version": VERSION, "platforms": platforms }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(bundles: &[String]) -> Result<Value> {
        let signed = bundles.iter().map(|bundle| (bundle.clone(), "c2ln\n".to_owned())).collect();
        describe(&signed, "https://example.org/v1/")
    }

    #[test]
    fn every_bundle_gets_its_address_and_signature() {
        let bundles = BUNDLES.map(|(end, _)| format!("Balados_{VERSION}{end}"));
        let latest = described(&bundles).unwrap();
        assert_eq!(latest["version"], VERSION);
        for (end, platform) in BUNDLES {
            let told = &latest["platforms"][platform];
            assert_eq!(told["url"], format!("https://example.org/v1/Balados_{VERSION}{end}"));
            assert_eq!(told["signature"], "c2ln");
        }
    }

    #[test]
    fn what_would_mislead_is_refused() {
        let of = |name: &str| described(&[name.to_owned()]).unwrap_err().to_string();
        assert!(of("Balados_0.0.1_amd64.AppImage").contains("is not of version"));
        assert!(of(&format!("Balados_{VERSION}_amd64.snap")).contains("BUNDLES"));
        assert!(described(&[]).unwrap_err().to_string().contains("nothing is signed"));
    }
}
