//! The one list of system packages: what each is for, and its name where it is packaged.

use super::Purpose;

/// One thing that a system package brings. A name is empty where the distribution has no use for it.
pub(crate) struct Package {
    pub(crate) purpose: Purpose,
    pub(crate) why: &'static str,
    pub(crate) debian: &'static str,
    pub(crate) fedora: &'static str,
    pub(crate) arch: &'static str,
}

/// The packages for `purpose`.
pub(crate) fn needed(purpose: Purpose) -> impl Iterator<Item = &'static Package> {
    ALL.iter().filter(move |package| purpose.includes().contains(&package.purpose))
}

const ALL: [Package; 25] = [
    Package {
        purpose: Purpose::Run,
        why: "compiles the C libraries that come with crates (SQLite, Opus, TLS)",
        debian: "build-essential",
        fedora: "gcc-c++",
        arch: "base-devel",
    },
    Package {
        purpose: Purpose::Run,
        why: "builds the Opus decoder",
        debian: "cmake",
        fedora: "cmake",
        arch: "cmake",
    },
    Package {
        purpose: Purpose::Run,
        why: "finds the libraries below",
        debian: "pkg-config",
        fedora: "pkgconf-pkg-config",
        arch: "pkgconf",
    },
    Package {
        purpose: Purpose::Run,
        why: "is the web view of the window",
        debian: "libwebkit2gtk-4.1-dev",
        fedora: "webkit2gtk4.1-devel",
        arch: "webkit2gtk-4.1",
    },
    Package {
        purpose: Purpose::Run,
        why: "plays sound",
        debian: "libasound2-dev",
        fedora: "alsa-lib-devel",
        arch: "alsa-lib",
    },
    Package {
        purpose: Purpose::Run,
        why: "lets the window talk to the desktop",
        debian: "libdbus-1-dev",
        fedora: "dbus-devel",
        arch: "dbus",
    },
    Package {
        purpose: Purpose::Run,
        why: "takes sound to PulseAudio or PipeWire",
        debian: "libasound2-plugins",
        fedora: "alsa-plugins-pulseaudio",
        arch: "alsa-plugins",
    },
    Package {
        purpose: Purpose::Test,
        why: "drives the window in tests",
        debian: "webkit2gtk-driver",
        fedora: "/usr/bin/WebKitWebDriver",
        arch: "webkitgtk-6.0",
    },
    Package {
        purpose: Purpose::Test,
        why: "is the screen in tests",
        debian: "xvfb",
        fedora: "xorg-x11-server-Xvfb",
        arch: "xorg-server-xvfb",
    },
    Package {
        purpose: Purpose::Test,
        why: "gives the window its size and focus in tests",
        debian: "openbox",
        fedora: "openbox",
        arch: "openbox",
    },
    Package {
        purpose: Purpose::Test,
        why: "closes and moves windows in tests, as a hand does",
        debian: "wmctrl",
        fedora: "wmctrl",
        arch: "wmctrl",
    },
    Package {
        purpose: Purpose::Test,
        why: "types into the system's own dialogs in tests",
        debian: "xdotool",
        fedora: "xdotool",
        arch: "xdotool",
    },
    Package {
        purpose: Purpose::Test,
        why: "is the session's message bus in tests",
        debian: "dbus",
        fedora: "dbus-daemon",
        arch: "dbus",
    },
    Package {
        purpose: Purpose::Test,
        why: "is the keychain in tests",
        debian: "gnome-keyring",
        fedora: "gnome-keyring",
        arch: "gnome-keyring",
    },
    Package {
        purpose: Purpose::Test,
        why: "looks into the keychain in tests",
        debian: "libsecret-tools",
        fedora: "libsecret",
        arch: "libsecret",
    },
    Package {
        purpose: Purpose::Test,
        why: "is the sound server in tests",
        debian: "pulseaudio",
        fedora: "pulseaudio",
        arch: "pulseaudio",
    },
    Package {
        purpose: Purpose::Test,
        why: "records what was heard in tests",
        debian: "pulseaudio-utils",
        fedora: "pulseaudio-utils",
        arch: "libpulse",
    },
    Package {
        purpose: Purpose::Test,
        why: "presses media keys in tests",
        debian: "playerctl",
        fedora: "playerctl",
        arch: "playerctl",
    },
    Package {
        purpose: Purpose::Test,
        why: "runs the misbehaving feed server of the corpus",
        debian: "python3",
        fedora: "python3",
        arch: "python",
    },
    Package {
        purpose: Purpose::Test,
        why: "keeps the fuzzer of the sync server apart",
        debian: "python3-venv",
        fedora: "python3",
        arch: "python",
    },
    Package {
        purpose: Purpose::Test,
        why: "is the other database that the sync server is tested on",
        debian: "postgresql",
        fedora: "postgresql-server",
        arch: "postgresql",
    },
    Package {
        purpose: Purpose::Lint,
        why: "checks the desktop entry",
        debian: "desktop-file-utils",
        fedora: "desktop-file-utils",
        arch: "desktop-file-utils",
    },
    Package {
        purpose: Purpose::Lint,
        why: "checks what software centres show",
        debian: "appstream",
        fedora: "appstream",
        arch: "appstream",
    },
    Package {
        purpose: Purpose::Package,
        why: "makes .rpm packages",
        debian: "rpm",
        fedora: "rpm-build",
        arch: "rpm-tools",
    },
    Package {
        purpose: Purpose::Package,
        why: "makes the clean system in which packages are tried",
        debian: "mmdebstrap",
        fedora: "",
        arch: "",
    },
];
