//! The app in a real window, driven and heard as a listener would. Linux alone has a desktop that nobody sees and that
//! answers for its tray, its notices and its sound.

mod app;
mod bus;
mod computer;
mod driver;
mod dropping;
mod ear;
mod file_dialog;
mod gestures;
mod keys;
mod media;
mod monitors;
mod notices;
mod portal;
mod process;
mod running;
mod screen;
mod sight;
mod stage;
mod tray;

pub use app::App;
pub use bus::Bus;
pub use computer::Computer;
pub use ear::{Ear, Heard};
pub use keys::{press_keys, type_keys};
pub use media::MediaControls;
pub use monitors::{Monitor, Monitors};
pub use notices::{Notices, Shown};
pub use portal::Portal;
pub use process::{Memory, Process};
pub use running::Running;
pub use screen::Window;
pub use stage::{Keys, Sound, Stage};
pub use tray::{TrayHost, TrayIcon};
