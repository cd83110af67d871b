-- Groups of communes: old districts, regions, lists of one's own. A commune may be in several.
CREATE TABLE commune_group (
  number INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
  changedBy TEXT NOT NULL,
  changedAt INTEGER NOT NULL
) STRICT;

CREATE TABLE commune_group_member (
  groupNumber INTEGER NOT NULL REFERENCES commune_group (number),
  commune TEXT NOT NULL REFERENCES commune (code),
  PRIMARY KEY (groupNumber, commune)
) STRICT, WITHOUT ROWID;
CREATE INDEX commune_group_member_by_commune ON commune_group_member (commune);
