//! Reading bytes that others sent: lengths, versions, and how a refusal is named.

/// Why bytes are not taken for what they should be. `what` names the format: `"statement"`, `"entry"`…
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The bytes end too early, or go on where they should end.
    #[error("the {what} has not the length it should have")]
    Length {
        /// The format.
        what: &'static str,
    },
    /// It is larger than this format may be, in bytes or in parts.
    #[error("the {what} is larger than {limit}")]
    TooLarge {
        /// The format.
        what: &'static str,
        /// The most it may have.
        limit: usize,
    },
    /// A version that this program does not know, older or newer.
    #[error("the {what} has version {found}, this program reads version {known}")]
    Version {
        /// The format.
        what: &'static str,
        /// The version found.
        found: u8,
        /// The version this program reads.
        known: u8,
    },
    /// A suite of ciphers that this program does not use.
    #[error("the {what} is sealed with suite {found}, this program uses suite {known}")]
    Suite {
        /// The format.
        what: &'static str,
        /// The suite found.
        found: u8,
        /// The suite this program uses.
        known: u8,
    },
    /// It says something that cannot be.
    #[error("the {what} is not valid: {why}")]
    Invalid {
        /// The format.
        what: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The signature is not that of the key it should be by.
    #[error("the signature of the {what} does not hold")]
    Signature {
        /// The format.
        what: &'static str,
    },
    /// It was changed, it belongs elsewhere, or it is sealed with another key.
    #[error("the {what} does not open")]
    Sealed {
        /// The format.
        what: &'static str,
    },
}

/// The version of every format, and the suite of every sealed one.
pub(crate) const VERSION: u8 = 1;
pub(crate) const SUITE: u8 = 1;

/// Takes one field after the other from bytes of a format.
#[derive(Clone)]
pub(crate) struct Reader<'a> {
    what: &'static str,
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(what: &'static str, bytes: &'a [u8]) -> Self {
        Self { what, rest: bytes }
    }

    pub(crate) fn version(&mut self) -> Result<(), FormatError> {
        let found = self.u8()?;
        let known = VERSION;
        if found == known { Ok(()) } else { Err(FormatError::Version { what: self.what, found, known }) }
    }

    pub(crate) fn suite(&mut self) -> Result<(), FormatError> {
        let found = self.u8()?;
        let known = SUITE;
        if found == known { Ok(()) } else { Err(FormatError::Suite { what: self.what, found, known }) }
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], FormatError> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(self.length())?;
        self.rest = rest;
        Ok(*taken)
    }

    pub(crate) fn slice(&mut self, length: usize) -> Result<&'a [u8], FormatError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(self.length())?;
        self.rest = rest;
        Ok(taken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, FormatError> {
        self.bytes().map(u8::from_be_bytes)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, FormatError> {
        self.bytes().map(u16::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, FormatError> {
        self.bytes().map(u32::from_be_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, FormatError> {
        self.bytes().map(u64::from_be_bytes)
    }

    /// A number of things, at most `limit` of them.
    pub(crate) fn count(&mut self, limit: usize) -> Result<usize, FormatError> {
        let count = usize::from(self.u16()?);
        if count <= limit { Ok(count) } else { Err(FormatError::TooLarge { what: self.what, limit }) }
    }

    /// Everything that is left.
    pub(crate) fn rest(self) -> &'a [u8] {
        self.rest
    }

    /// Nothing may be left.
    pub(crate) fn end(self) -> Result<(), FormatError> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.length()) }
    }

    pub(crate) fn invalid(&self, why: &'static str) -> FormatError {
        FormatError::Invalid { what: self.what, why }
    }

    fn length(&self) -> FormatError {
        FormatError::Length { what: self.what }
    }
}

/// Refuses more than `limit` bytes before anything is done with them.
pub(crate) fn at_most(what: &'static str, bytes: &[u8], limit: usize) -> Result<(), FormatError> {
    if bytes.len() <= limit { Ok(()) } else { Err(FormatError::TooLarge { what, limit }) }
}
