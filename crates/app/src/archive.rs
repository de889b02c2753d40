//! A readable archive: everything, or what a mentorship shares, in one zip file; and the way back in.

pub(crate) mod outside;
