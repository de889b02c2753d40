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

/// Any value there is, for the tests of what writes and reads them.
#[cfg(test)]
pub(crate) fn any_value() -> impl proptest::strategy::Strategy<Value = Value> {
    use proptest::prelude::*;
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        any::<f64>().prop_filter("finite", |real| real.is_finite()).prop_map(Value::Real),
        ".*".prop_map(Value::Text),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
    ]
}
