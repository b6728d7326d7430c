//! `.rpm`, by rpmbuild, which finds the libraries that the programs ask for.

use std::{fmt::Write, fs, path::Path};

use anyhow::{Context, Result};

use super::{
    Build,
    layout::{AFTER_INSTALL, BEFORE_REMOVE, Format, Product, SERVER_SETTINGS},
    metadata::{HOMEPAGE, LICENCE, VERSION},
    stage,
};
use crate::project::succeed;

pub(super) fn make(build: &Build<'_>, product: Product) -> Result<()> {
    let root = stage::stage(build, product, Format::Rpm)?;
    let home = build.work.join("rpmbuild");
    fs::create_dir_all(&home)?;
    let spec = home.join(format!("{}.spec", product.name()));
    let mut text = describe(product, &root)?;
    if product == Product::Server {
        for (section, script) in [("%post", AFTER_INSTALL), ("%preun", BEFORE_REMOVE)] {
            let script = fs::read_to_string(build.project.root().join(script))?;
            writeln!(text, "\n{section}\n{script}")?;
        }
    }
    text.push_str(&list(&files(&root)?));
    fs::write(&spec, text)?;
    let mut rpmbuild = build.project.command("rpmbuild");
    rpmbuild.arg("-bb").arg("--quiet");
    for define in [
        format!("_topdir {}", home.display()),
        format!("_rpmdir {}", build.out().display()),
        "_rpmfilename %{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm".to_owned(),
        "_buildhost reproducible".to_owned(),
        "use_source_date_epoch_as_buildtime 1".to_owned(),
        "clamp_mtime_to_source_date_epoch 1".to_owned(),
        // The programs are stripped already.
        "debug_package %{nil}".to_owned(),
        "__os_install_post %{nil}".to_owned(),
        "_build_id_links none".to_owned(),
        format!("_binary_payload {}", if build.is_trial { "w1.zstdio" } else { "w19T0.zstdio" }),
    ] {
        rpmbuild.args(["--define", &define]);
    }
    succeed(rpmbuild.arg(&spec).env("SOURCE_DATE_EPOCH", &build.date))
}

/// All but what is in it.
fn describe(product: Product, root: &Path) -> Result<String> {
    let mut summary = product.summary().to_owned();
    if let Some(first) = summary.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let mut spec = format!(
        "Name: {}\nVersion: {VERSION}\nRelease: 1\nSummary: {summary}\nLicense: {LICENCE}\n\
         URL: {HOMEPAGE}\n",
        product.name(),
    );
    if product == Product::App {
        // It is loaded with the first window, so rpmbuild finds no program that asks for it.
        spec.push_str("Requires: libwebkit2gtk-4.1.so.0()(64bit)\n");
        spec.push_str("Recommends: (alsa-plugins-pulseaudio or pipewire-alsa)\n");
    }
    writeln!(spec, "\n%description\n{}", product.description().join("\n"))?;
    writeln!(spec, "\n%install\ncp -a '{}/.' '%{{buildroot}}'", root.display())?;
    Ok(spec)
}

/// What is in it; settings that somebody changed are kept.
fn list(files: &[String]) -> String {
    let mut section = "\n%files\n%defattr(-,root,root,-)\n".to_owned();
    for file in files {
        let kind = match file.as_str() {
            SERVER_SETTINGS => "%config(noreplace) ",
            it if it.starts_with("usr/share/licenses/") => "%license ",
            it if it.starts_with("usr/share/doc/") => "%doc ",
            _ => "",
        };
        section.extend([kind, "/", file, "\n"]);
    }
    section
}

/// Every file below `root`, in order.
fn files(root: &Path) -> Result<Vec<String>> {
    let (mut files, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root)?.to_str().context("names are plain")?;
                files.push(name.to_owned());
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_kept_and_licences_are_named() {
        let files = [SERVER_SETTINGS, "usr/bin/balados-server", "usr/share/licenses/a/LICENSE-MIT"]
            .map(str::to_owned);
        assert!(list(&files).ends_with(
            "%config(noreplace) /etc/balados-server.toml\n/usr/bin/balados-server\n\
             %license /usr/share/licenses/a/LICENSE-MIT\n"
        ));
    }

    #[test]
    fn only_the_app_needs_a_web_engine() {
        let needs = |product| {
            describe(product, Path::new("/stage")).unwrap().contains("\nRequires: libwebkit2gtk")
        };
        assert!(needs(Product::App) && !needs(Product::Server));
    }

    #[test]
    fn the_summary_is_a_sentence() {
        let spec = describe(Product::Server, Path::new("/stage")).unwrap();
        assert!(spec.contains("\nSummary: Sync server"), "{spec}");
        assert!(spec.contains("cp -a '/stage/.'"), "{spec}");
    }
}
