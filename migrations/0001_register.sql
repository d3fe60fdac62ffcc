-- Why: the first shape of a store's records. Money is whole cents, quantities are ten-thousandths of the package's unit,
-- instants are UTC milliseconds, days are YYYY-MM-DD in the store's zone. docs/schema.md explains every table.

CREATE TABLE register (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The last number given out of each sequence. A number is never given out twice.
CREATE TABLE sequence (
  name TEXT PRIMARY KEY,
  last INTEGER NOT NULL CHECK (last >= 1)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER sequence_never_goes_back BEFORE UPDATE ON sequence WHEN NEW.last <= OLD.last OR NEW.name <> OLD.name
BEGIN SELECT RAISE(ABORT, 'a sequence never goes back'); END;
CREATE TRIGGER sequence_is_never_removed BEFORE DELETE ON sequence
BEGIN SELECT RAISE(ABORT, 'a sequence is never removed'); END;

-- Each entry seals the one before it; an edited, deleted or swapped row breaks the chain from there on.
CREATE TABLE journal (
  seq      INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  kind     TEXT    NOT NULL,
  actor    TEXT,
  body     TEXT    NOT NULL CHECK (json_valid(body)),
  previous TEXT    NOT NULL CHECK (length(previous) = 64),
  hash     TEXT    NOT NULL CHECK (length(hash) = 64)
) STRICT;
-- Where the journal ends, so that entries missing from its end are noticed too.
CREATE TABLE journal_end (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  seq  INTEGER NOT NULL,
  hash TEXT    NOT NULL
) STRICT;
CREATE TRIGGER journal_is_never_edited BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never edited'); END;
CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never shortened'); END;
-- INSERT OR REPLACE deletes without asking a delete trigger; this one refuses every row that is not the next.
CREATE TRIGGER journal_grows_at_its_end BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
BEGIN SELECT RAISE(ABORT, 'the journal grows at its end only'); END;

CREATE TABLE staff (
  id           TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  role         TEXT NOT NULL CHECK (role IN ('budtender', 'lead', 'installer')),
  pin_hash     TEXT NOT NULL,
  badge        TEXT UNIQUE,
  active       INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  wrong_pins   INTEGER NOT NULL DEFAULT 0,
  locked_until INTEGER
) STRICT;

CREATE TABLE price (
  item_name TEXT PRIMARY KEY COLLATE NOCASE,
  cents     INTEGER NOT NULL CHECK (cents >= 0),
  set_at    INTEGER NOT NULL
) STRICT;

-- What Metrc last said of a package. Never proof that it may be sold: the package is read again at every scan.
CREATE TABLE package (
  label       TEXT PRIMARY KEY CHECK (length(label) = 24),
  metrc_id    INTEGER NOT NULL,
  item_name   TEXT NOT NULL,
  category    TEXT NOT NULL,
  strain      TEXT,
  unit        TEXT NOT NULL,
  quantity    INTEGER NOT NULL,
  words       TEXT NOT NULL, -- what a search looks through: the item's name, char(31), then strain, category and brand
  seen        TEXT NOT NULL CHECK (json_valid(seen)), -- the whole reading, as ports/metrc.ts MetrcPackage
  seen_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX package_by_item ON package (item_name COLLATE NOCASE);
-- Holds all that a search reads, so that it walks this narrow index and not the readings.
CREATE INDEX package_by_words ON package (words, label);

-- Patient numbers stand here alone, so that policy can erase them; everything else holds the keyed commitment.
CREATE TABLE patient (
  id         INTEGER PRIMARY KEY,
  commitment TEXT NOT NULL UNIQUE,
  licence    TEXT,
  last_four  TEXT NOT NULL,
  seen_at    INTEGER NOT NULL
) STRICT;

-- A cart until it is paid. One row is the cart on the counter, the others are held. Rewritten at every scan.
CREATE TABLE draft (
  sale_id     TEXT PRIMARY KEY,
  sale_number INTEGER NOT NULL UNIQUE,
  held_at     INTEGER,
  held_by     TEXT REFERENCES staff (id),
  body        TEXT NOT NULL CHECK (json_valid(body)),
  changed_at  INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX draft_on_the_counter ON draft ((held_at IS NULL)) WHERE held_at IS NULL;

CREATE TABLE drawer_session (
  id         TEXT PRIMARY KEY,
  z_number   INTEGER NOT NULL UNIQUE,
  opened_at  INTEGER NOT NULL,
  opened_by  TEXT NOT NULL REFERENCES staff (id),
  state      TEXT NOT NULL CHECK (state IN ('open', 'counted', 'closed')),
  closed_at  INTEGER,
  closed_by  TEXT REFERENCES staff (id),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CHECK ((closed_at IS NULL) = (closed_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX drawer_session_running ON drawer_session ((closed_at IS NULL)) WHERE closed_at IS NULL;

CREATE TABLE drawer_count (
  session_id TEXT    NOT NULL REFERENCES drawer_session (id),
  ordinal    INTEGER NOT NULL CHECK (ordinal BETWEEN 0 AND 2), -- 0 float, 1 first blind count, 2 the one recount
  at         INTEGER NOT NULL,
  by         TEXT    NOT NULL REFERENCES staff (id),
  pieces     TEXT    NOT NULL CHECK (json_valid(pieces)),
  cents      INTEGER NOT NULL CHECK (cents >= 0),
  PRIMARY KEY (session_id, ordinal)
) STRICT;

-- What was sold is fixed when Pay is pressed (see the triggers below); only what the protocol makes of it moves on.
CREATE TABLE sale (
  entered          INTEGER PRIMARY KEY, -- 1, 2, 3 ... in the order of paying
  id               TEXT    NOT NULL UNIQUE,
  sale_number      INTEGER NOT NULL UNIQUE,
  number           TEXT    NOT NULL UNIQUE, -- ExternalReceiptNumber
  state            TEXT    NOT NULL CHECK (state IN ('SUBMITTING', 'UNKNOWN', 'CONFIRMED', 'REJECTED', 'CANCELLED',
                                                     'VOIDING', 'VOIDED', 'EDITING', 'CONFLICT')),
  protocol         TEXT    NOT NULL CHECK (json_valid(protocol)), -- domain/sale/protocol.ts, what is durable of it
  attempt          INTEGER NOT NULL CHECK (attempt >= 1),
  taint            INTEGER NOT NULL CHECK (taint IN (0, 1)),
  cancel_wanted    INTEGER NOT NULL CHECK (cancel_wanted IN (0, 1)),
  watch_until      INTEGER,
  fingerprint      TEXT    NOT NULL,
  metrc_id         INTEGER,
  metrc_receipt    TEXT,
  business_day     TEXT    NOT NULL,
  sold_at          INTEGER NOT NULL,
  sold_wall        TEXT    NOT NULL,
  sold_offset      INTEGER NOT NULL,
  closed_at        INTEGER,
  staff_id         TEXT    NOT NULL REFERENCES staff (id),
  drawer_session   TEXT    NOT NULL REFERENCES drawer_session (id),
  patient_id       INTEGER REFERENCES patient (id),
  buyer_type       TEXT    NOT NULL,
  agency_check     TEXT             CHECK (agency_check IS NULL OR json_valid(agency_check)),
  profile_id       TEXT    NOT NULL,
  profile_revision INTEGER NOT NULL,
  profile_hash     TEXT    NOT NULL,
  subtotal         INTEGER NOT NULL CHECK (subtotal >= 0),
  total            INTEGER NOT NULL CHECK (total >= subtotal),
  tender_kind      TEXT    NOT NULL CHECK (tender_kind IN ('cash', 'debit')),
  cash_due         INTEGER NOT NULL CHECK (cash_due >= 0),
  rounding         INTEGER NOT NULL,
  given            INTEGER NOT NULL CHECK (given >= 0),
  change           INTEGER NOT NULL CHECK (change >= 0),
  CHECK (given - change = total + rounding),
  CHECK (tender_kind <> 'cash' OR cash_due = total + rounding),
  CHECK (tender_kind <> 'debit' OR (rounding = 0 AND change = 0)),
  CHECK (state NOT IN ('CONFIRMED', 'VOIDING', 'VOIDED', 'EDITING') OR metrc_id IS NOT NULL)
) STRICT;
CREATE INDEX sale_by_day ON sale (business_day, entered);
CREATE INDEX sale_by_drawer ON sale (drawer_session);
CREATE INDEX sale_by_metrc_id ON sale (metrc_id) WHERE metrc_id IS NOT NULL;
CREATE INDEX sale_watched ON sale (watch_until) WHERE watch_until IS NOT NULL;
CREATE INDEX sale_unresolved ON sale (entered) WHERE state IN ('SUBMITTING', 'UNKNOWN', 'VOIDING', 'EDITING', 'CONFLICT');
CREATE TRIGGER sale_is_fixed BEFORE UPDATE OF entered, id, sale_number, number, fingerprint, business_day, sold_at, sold_wall,
  sold_offset, staff_id, drawer_session, buyer_type, agency_check, profile_id, profile_revision, profile_hash, subtotal,
  total, tender_kind, cash_due, rounding, given, change ON sale
BEGIN SELECT RAISE(ABORT, 'what was sold is never edited'); END;
CREATE TRIGGER sale_taint_stays BEFORE UPDATE OF taint, attempt ON sale WHEN NEW.taint < OLD.taint OR NEW.attempt < OLD.attempt
BEGIN SELECT RAISE(ABORT, 'taint is never cleared and attempts are never counted back'); END;
CREATE TRIGGER sale_is_never_removed BEFORE DELETE ON sale
BEGIN SELECT RAISE(ABORT, 'a sale is never removed'); END;

CREATE TABLE sale_line (
  sale_id    TEXT    NOT NULL REFERENCES sale (id),
  line       INTEGER NOT NULL CHECK (line >= 1),
  label      TEXT    NOT NULL,
  item_name  TEXT    NOT NULL,
  class      TEXT    NOT NULL,
  quantity   INTEGER NOT NULL CHECK (quantity > 0),
  unit       TEXT    NOT NULL,
  unit_price INTEGER NOT NULL CHECK (unit_price >= 0),
  net        INTEGER NOT NULL CHECK (net >= 0),
  measures   TEXT    NOT NULL CHECK (json_valid(measures)),
  PRIMARY KEY (sale_id, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER sale_line_is_never_edited BEFORE UPDATE ON sale_line
BEGIN SELECT RAISE(ABORT, 'what was sold is never edited'); END;
CREATE TRIGGER sale_line_is_never_removed BEFORE DELETE ON sale_line
BEGIN SELECT RAISE(ABORT, 'what was sold is never removed'); END;

CREATE TABLE sale_tax (
  sale_id  TEXT    NOT NULL REFERENCES sale (id),
  ordinal  INTEGER NOT NULL,
  tax_id   TEXT    NOT NULL,
  name     TEXT    NOT NULL,
  rate_ppm INTEGER NOT NULL,
  cents    INTEGER NOT NULL CHECK (cents >= 0),
  by_line  TEXT    NOT NULL CHECK (json_valid(by_line)),
  PRIMARY KEY (sale_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER sale_tax_is_never_edited BEFORE UPDATE ON sale_tax
BEGIN SELECT RAISE(ABORT, 'what was sold is never edited'); END;
CREATE TRIGGER sale_tax_is_never_removed BEFORE DELETE ON sale_tax
BEGIN SELECT RAISE(ABORT, 'what was sold is never removed'); END;

-- The exact bytes asked of Metrc; the same for every attempt of a sale. Holds a patient number: policy can erase it.
CREATE TABLE metrc_request (
  sale_id TEXT PRIMARY KEY REFERENCES sale (id),
  body    TEXT
) STRICT;
CREATE TRIGGER metrc_request_is_erased_or_kept BEFORE UPDATE ON metrc_request WHEN NEW.body IS NOT NULL OR NEW.sale_id <> OLD.sale_id
BEGIN SELECT RAISE(ABORT, 'what was asked of Metrc is never edited'); END;

-- An attempt is durable before its first byte is sent, and a sale has at most one that is open.
CREATE TABLE metrc_attempt (
  sale_id     TEXT    NOT NULL REFERENCES sale (id),
  attempt     INTEGER NOT NULL CHECK (attempt >= 1),
  intended_at INTEGER NOT NULL,
  ended_at    INTEGER,
  outcome     TEXT CHECK (outcome IN ('accepted', 'refused', 'turned_away', 'not_sent', 'unknown', 'crashed')),
  because     TEXT,
  status      INTEGER,
  answer      TEXT,
  PRIMARY KEY (sale_id, attempt),
  CHECK ((outcome IS NULL) = (ended_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX metrc_attempt_open ON metrc_attempt (sale_id) WHERE outcome IS NULL;
CREATE TRIGGER metrc_attempt_ends_once BEFORE UPDATE OF sale_id, attempt, intended_at, ended_at, outcome, because, status
  ON metrc_attempt WHEN OLD.outcome IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an attempt ends once'); END;

-- What was read at Metrc about a sale whose outcome was not known: the evidence.
CREATE TABLE metrc_look (
  id      INTEGER PRIMARY KEY,
  sale_id TEXT    NOT NULL REFERENCES sale (id),
  at      INTEGER NOT NULL,
  showed  TEXT    NOT NULL CHECK (showed IN ('present', 'absent', 'no_evidence')),
  because TEXT,
  seen    TEXT    NOT NULL CHECK (json_valid(seen))
) STRICT;
CREATE INDEX metrc_look_of_sale ON metrc_look (sale_id, id);

-- One row for each pulse that is due, written with what makes it due. A row is acted on once, in the process that wrote it.
CREATE TABLE drawer_pulse (
  id         TEXT PRIMARY KEY,
  at         INTEGER NOT NULL,
  why        TEXT    NOT NULL CHECK (why IN ('sale', 'no_sale', 'count')),
  reason     TEXT,
  by         TEXT    NOT NULL REFERENCES staff (id),
  sale_id    TEXT UNIQUE REFERENCES sale (id),
  session_id TEXT REFERENCES drawer_session (id),
  outcome    TEXT    NOT NULL CHECK (outcome IN ('due', 'sent', 'refused', 'not_sent')),
  because    TEXT,
  ended_at   INTEGER,
  CHECK ((outcome = 'due') = (ended_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX drawer_pulse_no_sale ON drawer_pulse (session_id) WHERE why = 'no_sale';
CREATE INDEX drawer_pulse_due ON drawer_pulse (at) WHERE outcome = 'due';

-- Each report seals the one before it, as the journal does.
CREATE TABLE z_report (
  number     INTEGER PRIMARY KEY,
  session_id TEXT NOT NULL UNIQUE REFERENCES drawer_session (id),
  at         INTEGER NOT NULL,
  body       TEXT NOT NULL CHECK (json_valid(body)),
  previous   TEXT NOT NULL CHECK (length(previous) = 64),
  hash       TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE TRIGGER z_report_is_never_edited BEFORE UPDATE ON z_report
BEGIN SELECT RAISE(ABORT, 'a Z report is never edited'); END;
CREATE TRIGGER z_report_is_never_removed BEFORE DELETE ON z_report
BEGIN SELECT RAISE(ABORT, 'a Z report is never removed'); END;
CREATE TRIGGER z_report_grows_at_its_end BEFORE INSERT ON z_report
WHEN NEW.number <= (SELECT max(number) FROM z_report) OR NEW.session_id IN (SELECT session_id FROM z_report)
BEGIN SELECT RAISE(ABORT, 'Z reports are added at the end, one for a drawer session'); END;

CREATE TABLE print_job (
  id          TEXT PRIMARY KEY,
  kind        TEXT    NOT NULL CHECK (kind IN ('receipt', 'copy', 'z_report', 'x_report')),
  sale_id     TEXT REFERENCES sale (id),
  copy_number INTEGER NOT NULL DEFAULT 0,
  document    TEXT    NOT NULL CHECK (json_valid(document)),
  sha256      TEXT    NOT NULL,
  state       TEXT    NOT NULL CHECK (state IN ('owed', 'begun', 'printed', 'failed', 'unknown', 'cancelled')),
  reason      TEXT,
  attempts    INTEGER NOT NULL DEFAULT 0,
  made_at     INTEGER NOT NULL,
  ended_at    INTEGER
) STRICT;
CREATE UNIQUE INDEX print_job_original ON print_job (sale_id) WHERE kind = 'receipt';
CREATE UNIQUE INDEX print_job_copies ON print_job (sale_id, copy_number) WHERE kind = 'copy';
CREATE INDEX print_job_waiting ON print_job (made_at) WHERE state IN ('owed', 'begun', 'failed', 'unknown');
