//! The jumps, and the table that they go through.
#![allow(unsafe_code, reason = "functions of a library that is loaded by hand")]

use std::{
    arch::global_asm,
    ffi::{c_uint, c_void},
    mem::ManuallyDrop,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicPtr, Ordering},
    },
};

use libloading::Library;

use crate::functions::with_functions;

/// The library, by the name that its packages give it for as long as its functions stay as they are.
const LIBRARY: &str = "libwebkit2gtk-4.1.so.0";

/// A jump to where a slot of the table says. Arguments stay where the caller has put them.
#[cfg(target_arch = "x86_64")]
macro_rules! jump {
    ($function:ident) => {
        concat!("jmp qword ptr [rip + .Lslot_", stringify!($function), "]\n")
    };
}

/// The same; x16 is the register that the calling convention leaves to linkers.
#[cfg(target_arch = "aarch64")]
macro_rules! jump {
    ($function:ident) => {
        concat!(
            "adrp x16, .Lslot_",
            stringify!($function),
            "\n",
            "ldr x16, [x16, :lo12:.Lslot_",
            stringify!($function),
            "]\n",
            "br x16\n",
        )
    };
}

/// A function that is that jump. Hidden, so that the library goes on calling its own functions and not these.
macro_rules! function {
    ($function:ident) => {
        concat!(
            ".globl ",
            stringify!($function),
            "\n",
            ".hidden ",
            stringify!($function),
            "\n",
            ".type ",
            stringify!($function),
            ", %function\n",
            ".balign 8\n",
            stringify!($function),
            ":\n",
            jump!($function),
        )
    };
}

macro_rules! slot {
    ($function:ident, $at_first:literal) => {
        concat!(".Lslot_", stringify!($function), ": .quad ", $at_first)
    };
}

macro_rules! define {
    (version: { $($version:ident)* } other: { $($other:ident)* }) => {
        const NAMES: &[&str] = &[$(stringify!($version),)* $(stringify!($other)),*];

        global_asm!(
            ".pushsection .text.balados_webkit, \"ax\", %progbits",
            $(function!($version),)*
            $(function!($other),)*
            ".popsection",
            ".pushsection .data.balados_webkit, \"aw\", %progbits",
            ".balign 8",
            ".globl balados_webkit_table",
            ".hidden balados_webkit_table",
            "balados_webkit_table:",
            $(slot!($version, "{no_version}"),)*
            $(slot!($other, "{missing}"),)*
            ".popsection",
            no_version = sym no_version,
            missing = sym missing,
        );
    };
}

with_functions!(define);

unsafe extern "C" {
    /// A slot for each of `NAMES`, in their order.
    #[link_name = "balados_webkit_table"]
    static TABLE: [AtomicPtr<c_void>; NAMES.len()];
}

/// The slots and whose they are.
fn table() -> impl Iterator<Item = (&'static AtomicPtr<c_void>, &'static str)> {
    // SAFETY: defined above, with a slot for each name. Jumps read a slot at once, as it is aligned.
    unsafe { &TABLE }.iter().zip(NAMES.iter().copied())
}

/// Fills the table from the library. What this version of it does not have stays missing until it is called.
pub(crate) fn fill() -> Result<(), libloading::Error> {
    static IS_FILLED: Mutex<bool> = Mutex::new(false);
    let mut is_filled = IS_FILLED.lock().unwrap_or_else(PoisonError::into_inner);
    if *is_filled {
        return Ok(());
    }
    // SAFETY: what a library does while it is loaded is done here as it would be before `main`.
    // It is never unloaded, since the table points into it.
    let library = ManuallyDrop::new(unsafe { Library::new(LIBRARY)? });
    for (slot, name) in table() {
        // SAFETY: the address is not called here, but by those who declare what is behind it.
        if let Ok(function) = unsafe { library.get::<*mut c_void>(name.as_bytes()) } {
            slot.store(*function, Ordering::Release);
        }
    }
    *is_filled = true;
    Ok(())
}

/// Tauri asks whether there is a web engine by asking for its version.
extern "C" fn no_version() -> c_uint {
    0
}

/// Where a jump goes for a function that is not there: the app ends with a report, as it does for any error of its own.
#[allow(clippy::panic, reason = "whoever called it expects an answer that nobody has")]
extern "C" fn missing() -> ! {
    panic!("a function of the web engine was called that is not loaded")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    unsafe extern "C" {
        fn webkit_get_major_version() -> c_uint;
    }

    #[test]
    fn each_name_is_there_once() {
        let different: BTreeSet<_> = NAMES.iter().collect();
        assert_eq!(different.len(), NAMES.len());
    }

    #[test]
    fn every_function_is_in_the_library_and_can_be_called() {
        fill().unwrap();
        // SAFETY: declared as it is in the headers of WebKit.
        assert_eq!(unsafe { webkit_get_major_version() }, 2);
        let nowhere = missing as *mut c_void;
        let missing: Vec<_> = table()
            .filter(|(slot, _)| slot.load(Ordering::Acquire) == nowhere)
            .map(|(_, name)| name)
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
