//! Bodies, rates, slow clients, headers.
