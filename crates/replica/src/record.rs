//! A record's fields, and how an op changes them.

use crate::{FieldId, Op, Stamp, Value};
use std::collections::BTreeMap;

/// The fields of one record as one replica knows them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RecordState {
    fields: BTreeMap<FieldId, (Stamp, Value)>,
}

/// What an op did to a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Applied {
    /// The op's value is the field's value now.
    Won(Option<Overwritten>),
    /// A later write stands; the op's value belongs in the field's history when `concurrent`.
    Lost {
        /// Neither writer knew of the other.
        concurrent: bool,
    },
    /// The very same write was there already.
    Known,
}

/// The value that an op replaced.
#[derive(Debug, Clone, PartialEq)]
pub struct Overwritten {
    /// When it had been written.
    pub stamp: Stamp,
    /// What it was.
    pub value: Value,
    /// Its writer and the op's did not know of each other: show both to the person.
    pub concurrent: bool,
}

impl RecordState {
    /// A record as it was kept: each field once.
    pub fn from_fields(fields: impl IntoIterator<Item = (FieldId, Stamp, Value)>) -> RecordState {
        RecordState { fields: fields.into_iter().map(|(id, stamp, value)| (id, (stamp, value))).collect() }
    }

    /// A field's value and when it was written.
    pub fn get(&self, field: FieldId) -> Option<(Stamp, &Value)> {
        self.fields.get(&field).map(|(stamp, value)| (*stamp, value))
    }

    /// All fields, in the order of their numbers.
    pub fn fields(&self) -> impl Iterator<Item = (FieldId, Stamp, &Value)> {
        self.fields.iter().map(|(id, (stamp, value))| (*id, *stamp, value))
    }

    /// Whether the record is deleted.
    pub fn is_deleted(&self) -> bool {
        matches!(self.get(FieldId::DELETED), Some((_, Value::Bool(true))))
    }

    /// Takes in one op: the greater stamp wins.
    pub fn apply(&mut self, op: &Op) -> Applied {
        let Some((stamp, value)) = self.fields.get(&op.field) else {
            self.fields.insert(op.field, (op.stamp, op.value.clone()));
            return Applied::Won(None);
        };
        if *stamp == op.stamp && *value == op.value {
            return Applied::Known;
        }
        let concurrent = op.base != Some(*stamp) && stamp.device != op.stamp.device;
        let wins = op.stamp > *stamp || (op.stamp == *stamp && op.value.breaks_tie_over(value));
        if !wins {
            return Applied::Lost { concurrent };
        }
        let overwritten = Overwritten { stamp: *stamp, value: value.clone(), concurrent };
        self.fields.insert(op.field, (op.stamp, op.value.clone()));
        Applied::Won(Some(overwritten))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Collection, DeviceId, RecordId, RecordRef, SpaceId};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn record() -> RecordRef {
        RecordRef { space: SpaceId(Uuid::nil()), collection: Collection(1), id: RecordId(Uuid::nil()) }
    }

    fn any_op() -> impl Strategy<Value = Op> {
        // Few fields, times and values, so that writes collide in every way they can.
        (0u16..3, 0u64..6, 0u16..2, 0u64..3, 0i64..3).prop_map(|(field, millis, counter, device, value)| Op {
            record: record(),
            field: FieldId(field),
            value: Value::Int(value),
            stamp: Stamp { millis, counter, device: DeviceId(device) },
            base: None,
        })
    }

    fn merged<'a>(ops: impl IntoIterator<Item = &'a Op>) -> RecordState {
        let mut state = RecordState::default();
        for op in ops {
            state.apply(op);
        }
        state
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn order_does_not_matter(
            (ops, shuffled) in prop::collection::vec(any_op(), 0..14)
                .prop_flat_map(|ops| (Just(ops.clone()), Just(ops).prop_shuffle())),
        ) {
            prop_assert_eq!(merged(&ops), merged(&shuffled));
        }

        #[test]
        fn hearing_twice_changes_nothing(ops in prop::collection::vec(any_op(), 0..14)) {
            prop_assert_eq!(merged(&ops), merged(ops.iter().chain(&ops)));
        }

        #[test]
        fn grouping_does_not_matter(ops in prop::collection::vec(any_op(), 0..14), cut in 0usize..14) {
            let cut = cut.min(ops.len());
            let (first, second) = ops.split_at(cut);
            let as_ops = |state: &RecordState| -> Vec<Op> {
                state.fields()
                    .map(|(field, stamp, value)| Op { record: record(), field, value: value.clone(), stamp, base: None })
                    .collect()
            };
            // Merging the states of two replicas is merging the ops they have seen.
            let (left, right) = (as_ops(&merged(first)), as_ops(&merged(second)));
            prop_assert_eq!(merged(left.iter().chain(&right)), merged(&ops));
        }
    }

    fn write(device: u64, millis: u64, value: &str, base: Option<Stamp>) -> Op {
        Op {
            record: record(),
            field: FieldId(1),
            value: Value::Text(value.into()),
            stamp: Stamp { millis, counter: 0, device: DeviceId(device) },
            base,
        }
    }

    #[test]
    fn writes_that_knew_each_other_are_no_conflict() {
        let mut state = RecordState::default();
        let first = write(1, 10, "draft", None);
        state.apply(&first);
        let answer = state.apply(&write(2, 20, "final", Some(first.stamp)));
        assert!(matches!(answer, Applied::Won(Some(Overwritten { concurrent: false, .. }))), "{answer:?}");
    }

    #[test]
    fn writes_that_did_not_know_each_other_are_a_conflict_on_both_sides() {
        let (ana, ben) = (write(1, 10, "Ana's", None), write(2, 20, "Ben's", None));
        let mut at_ana = merged([&ana]);
        let mut at_ben = merged([&ben]);
        assert!(matches!(at_ana.apply(&ben), Applied::Won(Some(Overwritten { concurrent: true, .. }))));
        assert_eq!(at_ben.apply(&ana), Applied::Lost { concurrent: true });
        assert_eq!(at_ana, at_ben);
    }

    #[test]
    fn one_device_never_conflicts_with_itself() {
        let mut state = merged([&write(1, 10, "a", None)]);
        assert!(matches!(
            state.apply(&write(1, 20, "b", None)),
            Applied::Won(Some(Overwritten { concurrent: false, .. }))
        ));
    }
}
