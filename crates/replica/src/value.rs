//! What a field can hold.

/// A field's value. Ordered only so that two replicas break a tie alike.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number; also dates as days and instants as milliseconds since 1970-01-01 UTC.
    Int(i64),
    /// A finite number.
    Real(f64),
    /// Text in UTF-8.
    Text(String),
    /// Bytes, such as the id of another record.
    Bytes(Vec<u8>),
}

impl Value {
    /// Whether `self` wins over `other` when both carry the same stamp, which only a faulty device can cause.
    pub(crate) fn breaks_tie_over(&self, other: &Value) -> bool {
        self.partial_cmp(other) == Some(std::cmp::Ordering::Greater)
    }
}
