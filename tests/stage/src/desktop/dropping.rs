//! A file manager that drags files onto a window: XDND, spoken as its source.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use x11rb::{
    CURRENT_TIME, NONE,
    connection::Connection,
    errors::ReplyOrIdError,
    protocol::{
        Event,
        xproto::{
            Atom, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, PropMode,
            SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, WindowClass,
        },
    },
    rust_connection::RustConnection,
    wrapper::ConnectionExt as _,
};

use super::screen::Window;
use crate::patience::PATIENCE;

/// The version of the protocol, where a message has it.
const VERSION: u32 = 5 << 24;
const PAUSE: Duration = Duration::from_millis(40);
/// The bit of an answer that says yes.
const ACCEPTED: u32 = 1;

x11rb::atom_manager! {
    Atoms: AtomsCookie {
        XdndSelection,
        XdndEnter,
        XdndPosition,
        XdndStatus,
        XdndDrop,
        XdndFinished,
        XdndActionCopy,
        Uris: b"text/uri-list",
    }
}

struct Source {
    display: RustConnection,
    atoms: Atoms,
    window: u32,
    target: u32,
    uris: String,
}

impl Window {
    /// Files are dragged to the middle of it and let go; returns when it has taken them.
    pub async fn take_dropped(&self, files: &[&Path]) {
        let lines: Vec<_> = files.iter().map(|file| encoded(file)).collect();
        let uris = lines.concat();
        let (target, place) = (self.x11_id(), self.middle());
        let dropped = tokio::task::spawn_blocking(move || drop_on(target, place, uris)).await;
        dropped.expect("it ends").expect("the screen is there");
    }
}

/// A line of the list. No strange character but a space is in a path of these tests.
fn encoded(file: &Path) -> String {
    format!("file://{}\r\n", file.display().to_string().replace(' ', "%20"))
}

fn drop_on(target: u32, (x, y): (u32, u32), uris: String) -> Result<(), ReplyOrIdError> {
    let source = Source::enter(target, uris)?;
    let mut step = 0;
    let has_time = Instant::now() + PATIENCE;
    loop {
        // A hand moves; who is not sure yet is asked again.
        source.send(
            source.atoms.XdndPosition,
            [0, (x + step) << 16 | y, CURRENT_TIME, source.atoms.XdndActionCopy],
        )?;
        if source.answer(source.atoms.XdndStatus, has_time)?[1] & ACCEPTED != 0 {
            break;
        }
        step = (step + 1) % 8;
        std::thread::sleep(PAUSE);
    }
    source.send(source.atoms.XdndDrop, [0, CURRENT_TIME, 0, 0])?;
    source.answer(source.atoms.XdndFinished, has_time)?;
    Ok(())
}

impl Source {
    fn enter(target: u32, uris: String) -> Result<Self, ReplyOrIdError> {
        let (display, screen) = RustConnection::connect(None).expect("there is a screen");
        let atoms = Atoms::new(&display)?.reply()?;
        let window = display.generate_id()?;
        let root = display.setup().roots[screen].root;
        let (depth, class) = (x11rb::COPY_DEPTH_FROM_PARENT, WindowClass::INPUT_OUTPUT);
        let options = CreateWindowAux::new();
        display.create_window(depth, window, root, 0, 0, 1, 1, 0, class, 0, &options)?;
        display.set_selection_owner(window, atoms.XdndSelection, CURRENT_TIME)?;
        let source = Self { display, atoms, window, target, uris };
        source.send(atoms.XdndEnter, [VERSION, atoms.Uris, NONE, NONE])?;
        Ok(source)
    }

    fn send(&self, kind: Atom, rest: [u32; 4]) -> Result<(), ReplyOrIdError> {
        let [a, b, c, d] = rest;
        let message = ClientMessageEvent::new(32, self.target, kind, [self.window, a, b, c, d]);
        self.display.send_event(false, self.target, EventMask::NO_EVENT, message)?;
        self.display.flush()?;
        Ok(())
    }

    /// Waits for an answer of this kind; meanwhile it hands out what is dragged.
    fn answer(&self, kind: Atom, until: Instant) -> Result<[u32; 5], ReplyOrIdError> {
        loop {
            match self.display.poll_for_event()? {
                Some(Event::SelectionRequest(asked)) => self.hand_out(&asked)?,
                Some(Event::ClientMessage(message)) if message.type_ == kind => {
                    return Ok(message.data.as_data32());
                }
                Some(_) => {}
                None => {
                    assert!(Instant::now() < until, "the window does not answer what is dragged");
                    std::thread::sleep(PAUSE);
                }
            }
        }
    }

    fn hand_out(&self, asked: &SelectionRequestEvent) -> Result<(), ReplyOrIdError> {
        let property = if asked.target == self.atoms.Uris {
            let (to, property, kind) = (asked.requestor, asked.property, asked.target);
            let bytes = self.uris.as_bytes();
            self.display.change_property8(PropMode::REPLACE, to, property, kind, bytes)?;
            property
        } else {
            NONE
        };
        let done = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: asked.time,
            requestor: asked.requestor,
            selection: asked.selection,
            target: asked.target,
            property,
        };
        self.display.send_event(false, asked.requestor, EventMask::NO_EVENT, done)?;
        self.display.flush()?;
        Ok(())
    }
}
