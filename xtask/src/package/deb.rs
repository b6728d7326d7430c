//! `.deb`, by Debian's own tools.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{
    Build,
    layout::{AFTER_INSTALL, BEFORE_REMOVE, Format, Product, SERVER_SETTINGS},
    metadata::{self, HOMEPAGE, VERSION},
    mode, stage,
};
use crate::project::{describe, succeed};

pub(super) fn make(build: &Build<'_>, product: Product) -> Result<PathBuf> {
    let root = stage::stage(build, product, Format::Deb)?;
    let architecture = say(build, "dpkg", &["--print-architecture"])?;
    let about = root.join("DEBIAN");
    let needs = libraries(build, product, &root)?;
    let size = say(build, "du", &["--summarize", "--apparent-size", "-k", &path(&root)])?;
    let size = size.split_whitespace().next().unwrap_or("0");
    fs::create_dir_all(&about)?;
    fs::write(about.join("control"), control(product, &architecture, &needs, size))?;
    if product == Product::Server {
        fs::write(about.join("conffiles"), format!("/{SERVER_SETTINGS}\n"))?;
        for (script, called) in [(AFTER_INSTALL, "postinst"), (BEFORE_REMOVE, "prerm")] {
            let to = about.join(called);
            fs::copy(build.project.root().join(script), &to)?;
            mode::set(&to, 0o755)?;
        }
    }
    let name = format!("{}_{VERSION}_{architecture}.deb", product.name());
    let package = build.out().join(name);
    let mut dpkg = build.project.command("dpkg-deb");
    dpkg.args(["--root-owner-group", "-Zxz", if build.is_trial { "-z0" } else { "-z6" }]);
    dpkg.arg("--build").arg(&root).arg(&package);
    succeed(dpkg.env("SOURCE_DATE_EPOCH", &build.date))?;
    Ok(package)
}

/// It is loaded with the first window, so no program asks for it; 2.40 is the oldest that Tauri knows.
const WEB_ENGINE: &str = ", libwebkit2gtk-4.1-0 (>= 2.40)";

fn control(product: Product, architecture: &str, needs: &str, size: &str) -> String {
    let description = product.description().join("\n ");
    let (section, loaded_later, recommends) = match product {
        // Sound by PulseAudio or PipeWire.
        Product::App => ("sound", WEB_ENGINE, "Recommends: libasound2-plugins | pipewire-alsa\n"),
        Product::Server => ("net", "", ""),
    };
    format!(
        "Package: {}\nVersion: {VERSION}\nArchitecture: {architecture}\nMaintainer: {}\n\
         Installed-Size: {size}\nDepends: {needs}{loaded_later}\n{recommends}Section: {section}\n\
         Priority: optional\nHomepage: {HOMEPAGE}\nDescription: {}\n {description}\n",
        product.name(),
        metadata::maintainer(),
        product.summary(),
    )
}

/// The packages of the libraries that the programs ask for.
fn libraries(build: &Build<'_>, product: Product, root: &Path) -> Result<String> {
    let folder = build.work.join("shlibdeps");
    fs::create_dir_all(folder.join("debian"))?;
    fs::write(
        folder.join("debian/control"),
        "Source: balados\n\nPackage: balados\nArchitecture: any\n",
    )?;
    let mut command = build.project.command("dpkg-shlibdeps");
    command.current_dir(&folder).arg("-O");
    for program in product.programs() {
        command.arg(root.join("usr/bin").join(program.name));
    }
    let output = command.output().with_context(|| describe(&command))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    match said.trim().strip_prefix("shlibs:Depends=") {
        Some(needs) if output.status.success() => Ok(needs.to_owned()),
        _ => bail!("{}: {}", describe(&command), String::from_utf8_lossy(&output.stderr)),
    }
}

fn say(build: &Build<'_>, program: &str, arguments: &[&str]) -> Result<String> {
    let mut command = build.project.command(program);
    let output = command.args(arguments).output().with_context(|| describe(&command))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn path(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_package_says() {
        let said = control(Product::App, "amd64", "libc6 (>= 2.36)", "1200");
        assert!(said.starts_with("Package: balados\nVersion: "), "{said}");
        assert!(
            said.contains(
                "\nDepends: libc6 (>= 2.36), libwebkit2gtk-4.1-0 (>= 2.40)\nRecommends: "
            ),
            "{said}"
        );
        assert!(said.lines().all(|line| !line.trim().is_empty()), "an empty line ends it: {said}");
        let said = control(Product::Server, "arm64", "libc6", "1");
        assert!(said.contains("\nDepends: libc6\nSection: "), "{said}");
        assert!(!said.contains("Recommends") && said.ends_with(".\n"), "{said}");
    }
}
