//! Starting, commands, backup, TLS.
