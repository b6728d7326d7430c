//! Every endpoint, with every kind of token.
