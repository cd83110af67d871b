-- Whom to call about a commune. Personal data, so in a table of its own: nothing that lists the
-- register holds it by accident.
CREATE TABLE commune_contact (
  commune TEXT NOT NULL PRIMARY KEY REFERENCES commune (code),
  name TEXT CHECK (length(name) BETWEEN 1 AND 100),
  phone TEXT CHECK (length(phone) BETWEEN 3 AND 30),
  email TEXT CHECK (length(email) BETWEEN 3 AND 254),
  changedBy TEXT NOT NULL,
  changedAt INTEGER NOT NULL,
  CHECK (coalesce(name, phone, email) IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- What people who work with a commune tell each other about it. A removed note is deleted; the audit
-- log keeps who wrote and removed it, not what it said.
CREATE TABLE commune_note (
  number INTEGER NOT NULL PRIMARY KEY,
  commune TEXT NOT NULL REFERENCES commune (code),
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
  -- a user's name, or the system's user at the command line
  writtenBy TEXT NOT NULL,
  writtenAt INTEGER NOT NULL
) STRICT;
CREATE INDEX commune_note_by_commune ON commune_note (commune, writtenAt);

-- Each import of the register, and which figures it brought: of each figure the latest import.
-- Figures of earlier versions have no row: their source is unknown.
CREATE TABLE register_import (
  number INTEGER NOT NULL PRIMARY KEY,
  -- the document from which the table was made, as the importer named it; NULL if not named
  source TEXT CHECK (length(source) BETWEEN 1 AND 200),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  importedBy TEXT NOT NULL,
  importedAt INTEGER NOT NULL
) STRICT;
CREATE TABLE commune_figure_source (
  commune TEXT NOT NULL REFERENCES commune (code),
  -- a column of the table commune
  figure TEXT NOT NULL CHECK (length(figure) BETWEEN 1 AND 40),
  import INTEGER NOT NULL REFERENCES register_import (number),
  PRIMARY KEY (commune, figure)
) STRICT, WITHOUT ROWID;
