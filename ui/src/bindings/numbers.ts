// Generated from Rust (`make bindings`). Do not edit.

/** Bytes that a calendar file may have. */
export const CALENDAR_BYTES = 10485760;

/** Bytes that an exchange file may have. */
export const EXCHANGE_BYTES = 268435456;

/** Rows of a page of the ledger. */
export const LEDGER_PAGE = 100;
