//! What is worth reading: links, books, films, courses and files, each yours alone or a mentorship's.

pub mod file;
pub mod list;
mod place;
pub mod share;
pub mod view;
pub mod write;

#[cfg(test)]
mod tests;
