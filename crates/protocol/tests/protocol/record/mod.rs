//! Records: what joins, what travels, what names.

mod converge;
mod examples;
mod law;
mod made;
mod travel;
