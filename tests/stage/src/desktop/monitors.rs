//! Monitors side by side on the one screen that there is, as `RandR` lets them be defined.

use x11rb::{
    connection::Connection,
    protocol::{
        randr::{ConnectionExt as _, MonitorInfo},
        xproto::ConnectionExt as _,
    },
    rust_connection::RustConnection,
};

/// Dots per millimetre of an ordinary monitor, roughly.
const DOTS: u32 = 4;

/// A monitor: its place on the screen and its size, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Monitor {
    pub left: i16,
    pub top: i16,
    pub width: u16,
    pub height: u16,
}

/// The screen is whole again when this is dropped.
pub struct Monitors {
    display: RustConnection,
    root: u32,
    names: Vec<(Monitor, u32)>,
}

impl Monitors {
    /// The last one has the screen's own output: without it, the screen would be a monitor itself. For one that has none
    /// GTK reads what stands behind it, which is the output of the last.
    pub fn plug_in(monitors: &[Monitor]) -> Self {
        let (display, screen) = x11rb::connect(None).expect("there is a screen");
        let root = display.setup().roots[screen].root;
        let mut it = Self { display, root, names: Vec::new() };
        for (index, monitor) in monitors.iter().enumerate() {
            it.add(index, *monitor, index + 1 == monitors.len());
        }
        it
    }

    /// Takes one away; whoever draws there may notice it or not.
    pub fn unplug(&mut self, monitor: Monitor) {
        let at = self.names.iter().position(|(known, _)| *known == monitor);
        let (_, name) = self.names.remove(at.expect("it is plugged in"));
        self.remove(name);
    }

    fn add(&mut self, index: usize, monitor: Monitor, is_last: bool) {
        let name = format!("test-{index}");
        let name = self.display.intern_atom(false, name.as_bytes()).expect("the screen is there");
        let name = name.reply().expect("a name").atom;
        let outputs = if is_last { self.outputs() } else { Vec::new() };
        let info = MonitorInfo {
            name,
            primary: index == 0,
            automatic: false,
            x: monitor.left,
            y: monitor.top,
            width: monitor.width,
            height: monitor.height,
            width_in_millimeters: u32::from(monitor.width) / DOTS,
            height_in_millimeters: u32::from(monitor.height) / DOTS,
            outputs,
        };
        let set = self.display.randr_set_monitor(self.root, info).expect("the screen is there");
        set.check().expect("a monitor of the screen");
        self.names.push((monitor, name));
    }

    fn outputs(&self) -> Vec<u32> {
        let resources = self.display.randr_get_screen_resources_current(self.root);
        resources.expect("the screen is there").reply().expect("it has outputs").outputs
    }

    fn remove(&self, name: u32) {
        if let Ok(removed) = self.display.randr_delete_monitor(self.root, name) {
            let _ = removed.check();
        }
    }
}

impl Drop for Monitors {
    fn drop(&mut self) {
        for (_, name) in &self.names {
            self.remove(*name);
        }
    }
}
