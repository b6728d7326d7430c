//! New migration files must be noticed: the macro that embeds them only sees the known ones.
#![allow(clippy::print_stdout)] // this is how a build script talks to cargo

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
