-- Why: a lead voids a signed sale or takes goods of it back. What is asked of Metrc stands here before it is asked, what
-- was given back stands here from the moment Metrc has shown it, and a sale that was sold stays sold in every total.

-- The instant at which Metrc had signed and goods, receipt and change could leave. Set once. Empty: never sold.
ALTER TABLE sale ADD COLUMN signed_at INTEGER;
UPDATE sale SET signed_at = (SELECT made_at FROM print_job WHERE print_job.sale_id = sale.id AND print_job.kind = 'receipt');
CREATE TRIGGER sale_is_signed_once BEFORE UPDATE OF signed_at ON sale WHEN OLD.signed_at IS NOT NULL AND NEW.signed_at IS NOT OLD.signed_at
BEGIN SELECT RAISE(ABORT, 'a sale is signed once'); END;

-- One row for each void and each return that a lead asked for; one at a time for a sale.
CREATE TABLE sale_change (
  sale_id      TEXT    NOT NULL REFERENCES sale (id),
  ordinal      INTEGER NOT NULL CHECK (ordinal >= 1),
  kind         TEXT    NOT NULL CHECK (kind IN ('void', 'return')),
  version      INTEGER CHECK (version >= 1),
  asked_at     INTEGER NOT NULL,
  lead_id      TEXT    NOT NULL REFERENCES staff (id),
  counter_id   TEXT    REFERENCES staff (id),
  reason       TEXT    NOT NULL CHECK (length(reason) > 0),
  fingerprint  TEXT,
  subtotal     INTEGER NOT NULL CHECK (subtotal >= 0),
  total        INTEGER NOT NULL CHECK (total >= subtotal),
  rounding     INTEGER NOT NULL,
  paid         INTEGER NOT NULL CHECK (paid >= 0),
  shown_before TEXT    NOT NULL CHECK (json_valid(shown_before)),
  shown_after  TEXT    CHECK (shown_after IS NULL OR json_valid(shown_after)),
  outcome      TEXT    CHECK (outcome IN ('proved', 'refused', 'settled_by_lead')),
  said         TEXT,
  ended_at     INTEGER,
  PRIMARY KEY (sale_id, ordinal),
  CHECK (paid = total + rounding),
  CHECK ((kind = 'return') = (version IS NOT NULL)),
  CHECK ((kind = 'return') = (fingerprint IS NOT NULL)),
  CHECK ((outcome IS NULL) = (ended_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX sale_change_open ON sale_change (sale_id) WHERE outcome IS NULL;
CREATE TRIGGER sale_change_is_fixed BEFORE UPDATE OF sale_id, ordinal, kind, version, asked_at, lead_id, counter_id, reason,
  fingerprint, subtotal, total, rounding, paid, shown_before ON sale_change
BEGIN SELECT RAISE(ABORT, 'what a lead asked for is never edited'); END;
CREATE TRIGGER sale_change_ends_once BEFORE UPDATE ON sale_change WHEN OLD.outcome IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a change ends once'); END;
CREATE TRIGGER sale_change_is_never_removed BEFORE DELETE ON sale_change
BEGIN SELECT RAISE(ABORT, 'a change is never removed'); END;

-- What comes back with it, line by line, with exactly the taxes that were shown on the receipt for it.
CREATE TABLE sale_change_line (
  sale_id  TEXT    NOT NULL,
  ordinal  INTEGER NOT NULL,
  line     INTEGER NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  net      INTEGER NOT NULL CHECK (net >= 0),
  taxes    TEXT    NOT NULL CHECK (json_valid(taxes)),
  PRIMARY KEY (sale_id, ordinal, line),
  FOREIGN KEY (sale_id, ordinal) REFERENCES sale_change (sale_id, ordinal),
  FOREIGN KEY (sale_id, line) REFERENCES sale_line (sale_id, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER sale_change_line_is_never_edited BEFORE UPDATE ON sale_change_line
BEGIN SELECT RAISE(ABORT, 'what came back is never edited'); END;
CREATE TRIGGER sale_change_line_is_never_removed BEFORE DELETE ON sale_change_line
BEGIN SELECT RAISE(ABORT, 'what came back is never removed'); END;

-- The exact bytes asked of Metrc for a return. Holds a patient number: policy can erase it.
CREATE TABLE sale_change_request (
  sale_id TEXT    NOT NULL,
  ordinal INTEGER NOT NULL,
  body    TEXT,
  PRIMARY KEY (sale_id, ordinal),
  FOREIGN KEY (sale_id, ordinal) REFERENCES sale_change (sale_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER sale_change_request_is_erased_or_kept BEFORE UPDATE ON sale_change_request
WHEN NEW.body IS NOT NULL OR NEW.sale_id <> OLD.sale_id OR NEW.ordinal <> OLD.ordinal
BEGIN SELECT RAISE(ABORT, 'what was asked of Metrc is never edited'); END;

-- Each DELETE or PUT of it and what came back. It proves nothing; the looks do.
CREATE TABLE sale_change_asking (
  id      INTEGER PRIMARY KEY,
  sale_id TEXT    NOT NULL,
  ordinal INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  answer  TEXT    NOT NULL CHECK (answer IN ('done', 'refused', 'turned_away', 'not_sent', 'unknown')),
  status  INTEGER,
  text    TEXT,
  FOREIGN KEY (sale_id, ordinal) REFERENCES sale_change (sale_id, ordinal)
) STRICT;
CREATE INDEX sale_change_asking_of ON sale_change_asking (sale_id, ordinal, id);

-- Money that went back, written with the state that justifies it: one for each proved void and return.
CREATE TABLE refund (
  id             TEXT PRIMARY KEY,
  sale_id        TEXT    NOT NULL,
  ordinal        INTEGER NOT NULL,
  at             INTEGER NOT NULL,
  drawer_session TEXT    NOT NULL REFERENCES drawer_session (id),
  tender_kind    TEXT    NOT NULL CHECK (tender_kind IN ('cash', 'debit')),
  subtotal       INTEGER NOT NULL CHECK (subtotal >= 0),
  total          INTEGER NOT NULL CHECK (total >= subtotal),
  rounding       INTEGER NOT NULL,
  paid           INTEGER NOT NULL CHECK (paid >= 0),
  UNIQUE (sale_id, ordinal),
  FOREIGN KEY (sale_id, ordinal) REFERENCES sale_change (sale_id, ordinal),
  CHECK (paid = total + rounding),
  CHECK (tender_kind <> 'debit' OR rounding = 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX refund_by_drawer ON refund (drawer_session);
CREATE TRIGGER refund_is_never_edited BEFORE UPDATE ON refund
BEGIN SELECT RAISE(ABORT, 'a refund is never edited'); END;
CREATE TRIGGER refund_is_never_removed BEFORE DELETE ON refund
BEGIN SELECT RAISE(ABORT, 'a refund is never removed'); END;

CREATE TABLE refund_tax (
  refund_id TEXT    NOT NULL REFERENCES refund (id),
  ordinal   INTEGER NOT NULL,
  tax_id    TEXT    NOT NULL,
  name      TEXT    NOT NULL,
  cents     INTEGER NOT NULL CHECK (cents >= 0),
  PRIMARY KEY (refund_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER refund_tax_is_never_edited BEFORE UPDATE ON refund_tax
BEGIN SELECT RAISE(ABORT, 'a refund is never edited'); END;
CREATE TRIGGER refund_tax_is_never_removed BEFORE DELETE ON refund_tax
BEGIN SELECT RAISE(ABORT, 'a refund is never removed'); END;

-- The drawer also opens for a refund: the table anew, because a CHECK cannot be changed in place.
CREATE TABLE drawer_pulse_new (
  id         TEXT PRIMARY KEY,
  at         INTEGER NOT NULL,
  why        TEXT    NOT NULL CHECK (why IN ('sale', 'no_sale', 'count', 'refund')),
  reason     TEXT,
  by         TEXT    NOT NULL REFERENCES staff (id),
  sale_id    TEXT REFERENCES sale (id),
  refund_id  TEXT UNIQUE REFERENCES refund (id),
  session_id TEXT REFERENCES drawer_session (id),
  outcome    TEXT    NOT NULL CHECK (outcome IN ('due', 'sent', 'refused', 'not_sent')),
  because    TEXT,
  ended_at   INTEGER,
  CHECK ((outcome = 'due') = (ended_at IS NULL)),
  CHECK ((why = 'refund') = (refund_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO drawer_pulse_new (id, at, why, reason, by, sale_id, session_id, outcome, because, ended_at)
  SELECT id, at, why, reason, by, sale_id, session_id, outcome, because, ended_at FROM drawer_pulse;
DROP TABLE drawer_pulse;
ALTER TABLE drawer_pulse_new RENAME TO drawer_pulse;
CREATE UNIQUE INDEX drawer_pulse_of_sale ON drawer_pulse (sale_id) WHERE why <> 'refund' AND sale_id IS NOT NULL;
CREATE INDEX drawer_pulse_no_sale ON drawer_pulse (session_id) WHERE why = 'no_sale';
CREATE INDEX drawer_pulse_due ON drawer_pulse (at) WHERE outcome = 'due';

-- Paper for refunds, and copies of Z reports.
CREATE TABLE print_job_new (
  id          TEXT PRIMARY KEY,
  kind        TEXT    NOT NULL CHECK (kind IN ('receipt', 'copy', 'refund', 'z_report', 'z_copy', 'x_report')),
  sale_id     TEXT REFERENCES sale (id),
  copy_number INTEGER NOT NULL DEFAULT 0,
  document    TEXT    NOT NULL CHECK (json_valid(document)),
  sha256      TEXT    NOT NULL,
  state       TEXT    NOT NULL CHECK (state IN ('owed', 'begun', 'printed', 'failed', 'unknown', 'cancelled')),
  reason      TEXT,
  attempts    INTEGER NOT NULL DEFAULT 0,
  made_at     INTEGER NOT NULL,
  ended_at    INTEGER,
  z_number    INTEGER REFERENCES z_report (number),
  CHECK ((kind = 'z_copy') = (z_number IS NOT NULL))
) STRICT;
INSERT INTO print_job_new (id, kind, sale_id, copy_number, document, sha256, state, reason, attempts, made_at, ended_at)
  SELECT id, kind, sale_id, copy_number, document, sha256, state, reason, attempts, made_at, ended_at FROM print_job ORDER BY rowid;
DROP TABLE print_job;
ALTER TABLE print_job_new RENAME TO print_job;
CREATE UNIQUE INDEX print_job_original ON print_job (sale_id) WHERE kind = 'receipt';
CREATE UNIQUE INDEX print_job_copies ON print_job (sale_id, copy_number) WHERE kind = 'copy';
CREATE UNIQUE INDEX print_job_z_copies ON print_job (z_number, copy_number) WHERE kind = 'z_copy';
CREATE INDEX print_job_waiting ON print_job (made_at) WHERE state IN ('owed', 'begun', 'failed', 'unknown');
