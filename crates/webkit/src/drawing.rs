//! How pages are drawn on a machine without a graphics card.
//!
//! A driver can do on the processor what a card does, and the web engine draws by that driver where there is no card: every
//! picture goes through it. Drawing without one takes less of memory and time there (docs/benchmarks.md). Only a variable
//! of the environment decides it.
#![allow(unsafe_code, reason = "the environment of a process that has one thread")]

use std::{env, ffi::OsStr, fs, path::Path};

use procfs::process::Process;

/// What `WebKitGTK` reads. Another variable keeps the driver out of the app's own process too, but then the page
/// no longer hears that the desktop has become dark (2.50).
const WITHOUT_DRIVER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Devices that draw and are not in `/dev/dri`: of NVIDIA's own driver, of Windows below Linux, of ARM's own driver.
const OWN_DEVICES: [&str; 3] = ["nvidiactl", "dxg", "mali0"];

/// Mesa's switch for drawing on the processor.
const SOFTWARE: &str = "LIBGL_ALWAYS_SOFTWARE";

pub(crate) fn choose() {
    let has_card = has_card(Path::new("/dev")) && !is_on(env::var_os(SOFTWARE).as_deref());
    if env::var_os(WITHOUT_DRIVER).is_none() && !has_card && is_only_thread() {
        // SAFETY: no other thread can read the environment, as there is none.
        unsafe { env::set_var(WITHOUT_DRIVER, "1") };
    }
}

/// Whether something may draw that is not the processor. The screen of a virtual machine can promise more than it does.
fn has_card(devices: &Path) -> bool {
    let is_renderer = |name: &OsStr| name.to_string_lossy().starts_with("renderD");
    let mut nodes = fs::read_dir(devices.join("dri")).into_iter().flatten().flatten();
    nodes.any(|it| is_renderer(&it.file_name()))
        || OWN_DEVICES.iter().any(|it| devices.join(it).exists())
}

/// As Mesa reads it.
fn is_on(value: Option<&OsStr>) -> bool {
    value.is_some_and(|it| {
        ["1", "y", "yes", "t", "true"].iter().any(|on| it.eq_ignore_ascii_case(on))
    })
}

fn is_only_thread() -> bool {
    Process::myself().and_then(|it| it.stat()).is_ok_and(|it| it.num_threads == 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_card_is_known_by_the_devices_that_draw() {
        let devices = tempfile::tempdir().unwrap();
        let has_card = || has_card(devices.path());
        assert!(!has_card(), "no folder at all");
        fs::create_dir(devices.path().join("dri")).unwrap();
        fs::write(devices.path().join("dri/card0"), "").unwrap();
        assert!(!has_card(), "a screen alone");
        fs::write(devices.path().join("dri/renderD128"), "").unwrap();
        assert!(has_card());
    }

    #[test]
    fn a_driver_of_its_own_draws_too() {
        for name in OWN_DEVICES {
            let devices = tempfile::tempdir().unwrap();
            fs::write(devices.path().join(name), "").unwrap();
            assert!(has_card(devices.path()), "{name}");
        }
    }

    #[test]
    fn the_listener_can_want_no_card() {
        assert!(is_on(Some("1".as_ref())) && is_on(Some("True".as_ref())));
        assert!(!is_on(None) && !is_on(Some("0".as_ref())) && !is_on(Some("".as_ref())));
    }

    /// The harness of tests has other threads, as the app has later.
    #[test]
    fn nothing_is_written_beside_other_threads() {
        assert!(!is_only_thread());
    }
}
