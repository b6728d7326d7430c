//! Where the system shows notices.

#[cfg(target_os = "linux")]
mod freedesktop;
#[cfg(not(target_os = "linux"))]
mod native;

#[cfg(target_os = "linux")]
pub(super) use freedesktop::System;
#[cfg(not(target_os = "linux"))]
pub(super) use native::System;

/// What became of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Click,
    /// The button at this place.
    Button(usize),
    /// Nothing was wanted of it.
    Closed,
    /// It went by itself.
    Expired,
}
