//! The one list of files: where each comes from and where it goes.

use std::path::PathBuf;

use super::Build;

/// What is installed on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Product {
    /// The window and the terminal.
    App,
    Server,
}

/// Where distributions differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Deb,
    Rpm,
    /// Everything below a folder, without `usr`.
    Prefix,
}

pub(super) struct Program {
    /// In the workspace.
    pub(super) package: &'static str,
    pub(super) name: &'static str,
    pub(super) product: Product,
    /// It can write its manual: `PROGRAM manual DIR`.
    pub(super) has_manual: bool,
}

pub(super) const PROGRAMS: [Program; 3] = [
    Program {
        package: "balados-desktop",
        name: "balados-desktop",
        product: Product::App,
        has_manual: false,
    },
    Program { package: "balados-cli", name: "balados", product: Product::App, has_manual: true },
    Program {
        package: "balados-server",
        name: "balados-server",
        product: Product::Server,
        has_manual: true,
    },
];

/// Sizes in pixels, and the files in `icons`.
const ICONS: [(u32, &str); 8] = [
    (16, "16x16.png"),
    (24, "24x24.png"),
    (32, "32x32.png"),
    (48, "48x48.png"),
    (64, "64x64.png"),
    (128, "128x128.png"),
    (256, "128x128@2x.png"),
    (512, "icon.png"),
];

pub(super) const SERVER_SETTINGS: &str = "etc/balados-server.toml";

/// What the server's package does when it comes and goes.
pub(super) const AFTER_INSTALL: &str = "packaging/linux/server/after-install";
pub(super) const BEFORE_REMOVE: &str = "packaging/linux/server/before-remove";

pub(super) struct Entry {
    pub(super) from: PathBuf,
    /// Below the root of the system.
    pub(super) to: String,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Program,
    Data,
    /// Kept packed, as manual pages are.
    Packed,
    /// The server's unit: it names the folder of the program.
    Unit,
}

impl Product {
    /// The name of the package.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::App => "balados",
            Self::Server => "balados-server",
        }
    }

    pub(super) fn summary(self) -> &'static str {
        match self {
            Self::App => "podcast player that is complete without an account",
            Self::Server => "sync server for podcast apps, which anyone can host",
        }
    }

    pub(super) fn description(self) -> &'static [&'static str] {
        match self {
            Self::App => &[
                "Balados subscribes to any podcast feed, plays and downloads episodes, and",
                "finds your place again. Everything stays on your computer, unless you",
                "connect your devices through a server of your choice. With it comes",
                "\"balados\", the same app in a terminal.",
            ],
            Self::Server => &[
                "Keeps the devices of one or many listeners in step: one program with its",
                "database inside. Set \"public-url\" in /etc/balados-server.toml, then start it",
                "by \"systemctl enable --now balados-server\".",
            ],
        }
    }

    pub(super) fn programs(self) -> impl Iterator<Item = &'static Program> {
        PROGRAMS.iter().filter(move |program| program.product == self)
    }
}

/// Every file of `product`.
pub(super) fn entries(build: &Build<'_>, product: Product, format: Format) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |from: PathBuf, to: String, kind| entries.push(Entry { from, to, kind });
    let root = build.project.root();
    for Program { name, has_manual, .. } in product.programs() {
        add(build.programs.join(name), format!("usr/bin/{name}"), Kind::Program);
        if *has_manual {
            for (from, to) in shell_files(name, format) {
                add(build.made().join(name).join(from), to, Kind::Data);
            }
        }
    }
    match product {
        Product::App => {
            let id = "org.balados.desktop";
            let linux = root.join("packaging/linux");
            for (file, folder) in [("desktop", "applications"), ("metainfo.xml", "metainfo")] {
                let name = format!("{id}.{file}");
                add(linux.join(&name), format!("usr/share/{folder}/{name}"), Kind::Data);
            }
            let page = "balados-desktop.1";
            add(linux.join(page), format!("usr/share/man/man1/{page}.gz"), Kind::Packed);
            let icons = "usr/share/icons/hicolor";
            for (size, file) in ICONS {
                let to = format!("{icons}/{size}x{size}/apps/{id}.png");
                add(root.join("icons").join(file), to, Kind::Data);
            }
            let to = format!("{icons}/scalable/apps/{id}.svg");
            add(root.join("icons/icon.svg"), to, Kind::Data);
        }
        Product::Server => {
            let dist = root.join("crates/server/dist");
            let unit = "balados-server.service";
            add(dist.join(unit), format!("usr/lib/systemd/system/{unit}"), Kind::Unit);
            add(dist.join("balados-server.toml"), SERVER_SETTINGS.to_owned(), Kind::Data);
        }
    }
    for (from, to, kind) in documents(build, product, format) {
        add(from, to, kind);
    }
    entries
}

fn shell_files(program: &str, format: Format) -> [(String, String); 3] {
    let (zsh, fish) = match format {
        Format::Deb => ("vendor-completions", "vendor_completions.d"),
        Format::Rpm | Format::Prefix => ("site-functions", "vendor_completions.d"),
    };
    [
        (format!("{program}.bash"), format!("usr/share/bash-completion/completions/{program}")),
        (format!("_{program}"), format!("usr/share/zsh/{zsh}/_{program}")),
        (format!("{program}.fish"), format!("usr/share/fish/{fish}/{program}.fish")),
    ]
}

fn documents(build: &Build<'_>, product: Product, format: Format) -> Vec<(PathBuf, String, Kind)> {
    let root = build.project.root();
    let name = product.name();
    let doc = format!("usr/share/doc/{name}");
    let third = (build.made().join("THIRD-PARTY.txt"), "THIRD-PARTY.txt");
    let changes = root.join("CHANGELOG.md");
    if format == Format::Deb {
        return vec![
            (root.join("packaging/linux/copyright"), format!("{doc}/copyright"), Kind::Data),
            (third.0, format!("{doc}/{}", third.1), Kind::Data),
            (changes, format!("{doc}/changelog.gz"), Kind::Packed),
        ];
    }
    let licences = format!("usr/share/licenses/{name}");
    let mut documents = vec![(changes, format!("{doc}/CHANGELOG.md"), Kind::Data)];
    // It is made with a tool that a build without a network does not have.
    if format != Format::Prefix {
        documents.push((third.0, format!("{licences}/{}", third.1), Kind::Data));
    }
    for file in ["LICENSE-MIT", "LICENSE-APACHE"] {
        documents.push((root.join(file), format!("{licences}/{file}"), Kind::Data));
    }
    documents
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs};

    use super::*;
    use crate::project::Project;

    const FORMATS: [Format; 3] = [Format::Deb, Format::Rpm, Format::Prefix];

    fn all(project: &Project, format: Format) -> Vec<Entry> {
        let build = Build {
            project,
            programs: "made/programs".into(),
            work: "made".into(),
            is_trial: true,
            date: "0".to_owned(),
        };
        [Product::App, Product::Server]
            .into_iter()
            .flat_map(|product| entries(&build, product, format))
            .collect()
    }

    #[test]
    fn every_file_is_there_or_made_and_has_a_place_of_its_own() {
        let project = Project::find().unwrap();
        for format in FORMATS {
            let entries = all(&project, format);
            for entry in &entries {
                assert!(entry.from.starts_with("made") || entry.from.is_file(), "{:?}", entry.from);
                assert!(!entry.to.starts_with('/') && !entry.to.starts_with("usr/local/"));
            }
            let places: BTreeSet<_> = entries.iter().map(|entry| &entry.to).collect();
            assert_eq!(places.len(), entries.len(), "{format:?}");
        }
        for script in [AFTER_INSTALL, BEFORE_REMOVE] {
            assert!(project.root().join(script).is_file(), "{script}");
        }
    }

    #[test]
    fn icons_have_the_size_that_their_folder_says() {
        for (size, file) in ICONS {
            let bytes = fs::read(Project::find().unwrap().root().join("icons").join(file)).unwrap();
            // The header of a PNG: width and height follow the first 16 bytes.
            let side = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
            assert_eq!((side(16), side(20)), (size, size), "{file}");
        }
    }

    #[test]
    fn the_desktop_entry_starts_a_program_that_is_installed() {
        let root = Project::find().unwrap().root().to_owned();
        let entry = root.join("packaging/linux/org.balados.desktop.desktop");
        for line in fs::read_to_string(entry).unwrap().lines() {
            let Some(command) = line.strip_prefix("Exec=") else { continue };
            let program = command.split(' ').next().unwrap();
            assert!(PROGRAMS.iter().any(|known| known.name == program), "{line}");
        }
    }
}
