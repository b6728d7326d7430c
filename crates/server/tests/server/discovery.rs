//! What is popular, and what stays private.
