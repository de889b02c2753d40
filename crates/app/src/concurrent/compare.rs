//! Both texts side by side, with the words that only one of them has.

use super::{
    Length, OneConcurrent, combine::combine, differences::differences, list, text_of, twice_of, who::Who,
};
use crate::{App, Error, Result, history::of_kind};
use cairn_store::{Record, Version};
use serde::Serialize;
use ts_rs::TS;

/// Two texts of one field.
#[derive(Debug, Serialize, TS)]
pub struct CompareView {
    /// What the field is called: `Next step`.
    pub name: String,
    /// The one that stands.
    pub standing: CompareSide,
    /// The one that lost.
    pub other: CompareSide,
    /// Both brought together, to begin from; none where it is a line.
    pub combined: Option<CombinedText>,
    /// Whether only the person herself can read it.
    pub private: bool,
}

/// One of two texts.
#[derive(Debug, Serialize, TS)]
pub struct CompareSide {
    /// Who wrote it: `You`, `Somebody else`.
    pub who: String,
    /// When: `at 14:02`.
    pub at: String,
    /// The text in parts; none where it is empty.
    pub parts: Vec<ComparePart>,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ComparePart {
    /// The part.
    pub text: String,
    /// Whether only this text has it.
    pub only: bool,
}

/// Two texts in one.
#[derive(Debug, Serialize, TS)]
pub struct CombinedText {
    /// The text.
    pub text: String,
    /// How many passages were changed in both, and stand there twice.
    pub clashes: u32,
}

/// Shows both texts. Changes nothing. Fails with `not_found` where there are no two, or it has been decided on.
pub fn compare(app: &App, args: OneConcurrent) -> Result<CompareView> {
    of_kind!(args.kind.as_str(), compare_of(app, &args))
}

fn compare_of<T: Record>(app: &App, args: &OneConcurrent) -> Result<CompareView> {
    app.read(|reader| {
        let twice = twice_of::<T>(reader, args.id, &args.field)?;
        let (stands, other) = (text_of(&twice.standing), text_of(&twice.other));
        let (standing_parts, other_parts) = differences(&stands, &other);
        let combined = (twice.length == Length::Long).then(|| {
            let combined = combine(twice.base.as_deref(), &stands, &other);
            CombinedText { text: combined.text, clashes: combined.clashes }
        });
        let side = |version: &Version, parts| {
            let who = Who::wrote(reader, version, twice.space)?.at_start(app);
            Ok::<_, Error>(CompareSide { who, at: list::at(app, version), parts })
        };
        Ok(CompareView {
            name: list::field_name(app, T::TABLE.name, twice.field),
            standing: side(&twice.standing, standing_parts)?,
            other: side(&twice.other, other_parts)?,
            combined,
            private: twice.space.is_personal(),
        })
    })
}
