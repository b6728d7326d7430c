//! The backend against real servers and files.
