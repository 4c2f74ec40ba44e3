//! The name of a field, which nothing but a table of fields makes: a misspelt one does not compile.
//! It must not know any table.

use std::fmt;

/// What code and rules call a field: `person::RANK` in the one, `person.rank` in the other.
///
/// The constants stand beside their tables (see [`crate::record`]); what a rule or a file writes
/// is looked up with [`super::Record::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldName(&'static str);

impl FieldName {
    /// Returns the name as rules write it.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// Makes the name of a constant; only [`crate::record`] may call it.
    ///
    /// # Panics
    /// Never: identifiers are letters.
    pub const fn of_table(letters: &'static [u8]) -> Self {
        match std::str::from_utf8(letters) {
            Ok(name) => Self(name),
            Err(_) => panic!("an identifier is text"),
        }
    }

    /// Makes the name of a field that a site declares, for as long as the program runs.
    pub fn declared(name: &str) -> Self {
        Self(String::from(name).leak())
    }

    /// Returns the letters of a constant as rules write them, in lower case.
    pub const fn letters<const N: usize>(constant: &str) -> [u8; N] {
        let mut letters = [0; N];
        let mut at = 0;
        while at < N {
            letters[at] = constant.as_bytes()[at].to_ascii_lowercase();
            at += 1;
        }
        letters
    }
}

impl From<FieldName> for String {
    fn from(name: FieldName) -> Self {
        name.0.to_owned()
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
