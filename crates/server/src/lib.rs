//! The program server: it keeps and routes what it cannot read.

pub mod storage;
