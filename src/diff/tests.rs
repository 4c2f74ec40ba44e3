//! What a difference must tell.
