//! Which derived fields are found by reading texts: by their words, their order or their grammar.
//! No expression over values could, so these scans stay in the program; `rules facts` says so of
//! each. What follows from values alone is for the rules to judge.

use super::*;
use crate::datum::{FieldName, Record};

/// The scans of each table. What lies below a scan is found with it.
const SCANS: [(&Record, &[FieldName]); 15] = [
    (&HEAD, &[head::STUDENT_PATTERN]),
    (
        &TEXTS,
        &[
            texts::YEARS,
            texts::GRACE,
            texts::MISSPELT,
            texts::MARKED_LABELS,
            texts::OUTDATED,
            texts::GRADUATE,
            texts::COLLEGE_LEVEL,
            texts::REFERENCES,
            texts::ORDINALS,
            texts::CHAIRS,
            texts::CHARTER_CHAIRS,
            texts::APPROVALS,
            texts::STROKES,
            texts::CITED,
            texts::WRONG_NUMBERS,
            texts::PRIVATE,
            texts::NAMED,
            texts::WRONG_WORDS,
            texts::TRADITIONAL,
            texts::BLANKS,
            texts::DOUBLED,
            texts::MARK_RUNS,
            texts::HALF_WIDTH_MARKS,
            texts::FULL_WIDTH_DIGITS,
            texts::SPREAD_NAMES,
            texts::LETTER_TICKS,
            texts::MISSHAPEN_NUMBERS,
            texts::SELF_NAMES,
            texts::OFFICE_NAMES,
            texts::OFFICE_SLIPS,
            texts::BALLOT_MARKS,
            texts::REPEATS,
            texts::DATES,
            texts::LEFTOVERS,
            texts::STALE_YEARS,
            texts::WHOLES,
            texts::FORBIDDEN,
            texts::LACKING,
            texts::UNLIKE,
            texts::OF_CHARTER,
            texts::CONGRESS_UNITS,
            texts::SHARES,
            texts::UNLISTED,
            texts::UNKNOWN_UNITS,
            texts::FIGURES,
            texts::LINKS,
            texts::PLACEHOLDERS,
        ],
    ),
    (
        &CHARTER,
        &[
            charter::BREAKS,
            charter::TITLE,
            charter::SAME_DEPARTMENT_MAX,
            charter::STATED_OTHERWISE,
            charter::TOLD_LOOSER,
            charter::APPROVAL_CLAUSE,
            charter::EFFECTIVE_CLAUSE,
            charter::DIMENSIONS,
        ],
    ),
    (
        &CHARTER_LIMIT,
        &[
            charter_limit::PROVISION,
            charter_limit::NUMBERS,
            charter_limit::STANDS,
            charter_limit::STRICT,
        ],
    ),
    (&UNIT, &[unit::DUTIES_LIKE]),
    (
        &PERSON,
        &[
            person::RANK,
            person::COHORT,
            person::RANK_AS_DATE,
            person::GRADE_NUMBER,
            person::GRADE_FORMED,
            person::OFFICES,
        ],
    ),
    (&EVIDENCE, &[evidence::TITLED_SEASON, evidence::TITLED_TERM, evidence::LINK_DATE]),
    (&NOMINATION, &[nomination::CHAIN]),
    (&ELECTION, &[election::BREAKS, election::TITLE, election::STATED]),
    (
        &CONGRESS,
        &[congress::TOPICS, congress::COUNTED_BY, congress::LATER_DAYS, congress::LINK_DATE],
    ),
    (&DELEGATES, &[delegates::LINKS, delegates::COVERAGE]),
    (
        &APPRAISAL,
        &[
            appraisal::BREAKS,
            appraisal::TITLE,
            appraisal::STATED,
            appraisal::WRITTEN_DIMENSIONS,
            appraisal::WRITTEN_GRADES,
            appraisal::GRADE_BOUNDS,
            appraisal::UNNUMBERED,
            appraisal::REPEATED,
            appraisal::BAND_GAPS,
        ],
    ),
    (
        &round::NOTICE,
        &[
            round::notice::BREAKS,
            round::notice::TITLE_SLIPS,
            round::notice::YEAR_WORDS,
            round::notice::SHARED_BOUNDS,
            round::notice::DEFERRED,
            round::notice::COMMITTEE_SAID,
            round::notice::GONE_BY,
            round::notice::AGAINST,
            round::notice::NUMBER_YEAR,
            round::notice::BAD_TIMES,
            round::notice::MISSPELT_UNITS,
        ],
    ),
    (&round::WORK, &[round::work::TO_AN_OFFICE]),
    (&round::SCORING, &[round::scoring::UNREAD_QUOTAS]),
];

/// Returns whether a field of a table is found by reading texts.
pub fn is_scanned(table: &Record, field: FieldName) -> bool {
    SCANS.iter().any(|(of, fields)| std::ptr::eq(*of, table) && fields.contains(&field))
}
