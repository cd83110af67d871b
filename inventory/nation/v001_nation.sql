-- The nation's database: what provinces publish of their inventories, for PostgreSQL 14 or later. Install
-- it with `commune-inventory nation install`, which runs this file and its successors in one transaction.
-- A shipped file never changes: write the next one.
--
-- Every table begins with the province, by which a sharded engine can distribute it. There are no
-- sequences, triggers or foreign keys, and no unique index on a partitioned table: see docs/en/nation.md.
-- NULL is unknown, never no and never zero. Money is whole VND.

CREATE SCHEMA commune_inventory;

CREATE TABLE commune_inventory.schema_version (
  version integer NOT NULL PRIMARY KEY,
  installed_at timestamptz NOT NULL DEFAULT now()
);

-- Which province was published last from where, and as of when. Its row is locked while a batch is
-- written, so that two publishers do not write at once.
CREATE TABLE commune_inventory.publication (
  province text NOT NULL PRIMARY KEY CHECK (province ~ '^[0-9]{2}$'),
  -- names the centre for good, through backups and restores
  centre text NOT NULL,
  -- the publisher that began last; an earlier one that still runs stops at its next batch
  run text NOT NULL,
  host text NOT NULL,
  begun_at timestamptz NOT NULL,
  -- of the last that ended: the moment at which the inventory was read, and until when it is known what
  -- time alone makes of it
  snapshot_at timestamptz,
  valid_until timestamptz,
  completed_at timestamptz,
  revision bigint,
  policy_id text,
  policy_version text,
  policy_digest text,
  -- by which the centre makes measures: JSON
  measure_rules text,
  program_version text
);

-- The high-water mark of each table, month by month: how many rows were published and what they digest to.
-- month is the first day; 1970-01-01 of tables that are published whole.
CREATE TABLE commune_inventory.publication_part (
  province text NOT NULL,
  dataset text NOT NULL,
  month date NOT NULL,
  row_count bigint NOT NULL CHECK (row_count >= 0),
  digest text NOT NULL,
  policy_version text NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (province, dataset, month)
);

CREATE TABLE commune_inventory.commune (
  province text NOT NULL,
  commune text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  province_name text NOT NULL,
  latitude double precision,
  longitude double precision,
  area_square_kilometres double precision,
  remote boolean,
  border boolean,
  island boolean,
  population bigint,
  officials bigint,
  dossiers_per_month bigint,
  simulated boolean NOT NULL,
  policy_version text NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (province, commune)
);

CREATE TABLE commune_inventory.commune_group_member (
  province text NOT NULL,
  group_name text NOT NULL,
  commune text NOT NULL,
  policy_version text NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (province, group_name, commune)
);

-- What is known of a commune from a moment on if nothing more comes from it: the row with the latest
-- valid_from that has passed counts.
CREATE TABLE commune_inventory.commune_state (
  province text NOT NULL,
  commune text NOT NULL,
  valid_from timestamptz NOT NULL,
  machines bigint NOT NULL,
  simulated_machines bigint NOT NULL,
  computers_there bigint NOT NULL,
  last_report_at timestamptz,
  policy_version text NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (province, commune, valid_from)
);

CREATE TABLE commune_inventory.commune_measure (
  province text NOT NULL,
  commune text NOT NULL,
  valid_from timestamptz NOT NULL,
  measure text NOT NULL,
  -- true of what it would be if the word of the commune's officers were confirmed
  attested boolean NOT NULL,
  low double precision NOT NULL,
  high double precision NOT NULL,
  observed_at timestamptz,
  policy_version text NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (province, commune, valid_from, measure, attested)
);

CREATE TABLE commune_inventory.commune_coverage (
  province text NOT NULL,
  commune text NOT NULL,
  machines bigint NOT NULL,
  fresh bigint NOT NULL,
  ageing bigint NOT NULL,
  silent bigint NOT NULL,
  waiting bigint NOT NULL,
  quarantined bigint NOT NULL,
  wrong_clocks bigint NOT NULL,
  late bigint NOT NULL,
  dropping bigint NOT NULL,
  policy_version text NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (province, commune)
);

-- Each commune among those of its province, as of the publication, by the centre's policy. Ranks among all
-- of the country: `commune-inventory rank --from`.
CREATE TABLE commune_inventory.commune_standing (
  province text NOT NULL,
  commune text NOT NULL,
  queue text NOT NULL CHECK (queue IN ('ranked', 'verifyFirst')),
  rank bigint NOT NULL,
  best_rank bigint NOT NULL,
  worst_rank bigint NOT NULL,
  -- of 1,000: what is proven and what is possible
  points_low double precision NOT NULL,
  points_high double precision NOT NULL,
  confidence double precision NOT NULL,
  reporting text NOT NULL,
  policy_digest text NOT NULL,
  policy_version text NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (province, commune)
);

CREATE TABLE commune_inventory.programme (
  province text NOT NULL,
  programme bigint NOT NULL,
  name text NOT NULL,
  budget bigint NOT NULL,
  adopted_at timestamptz NOT NULL,
  policy_version text NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (province, programme)
);

CREATE TABLE commune_inventory.programme_item (
  province text NOT NULL,
  line_item bigint NOT NULL,
  programme bigint NOT NULL,
  commune text NOT NULL,
  item text NOT NULL,
  evidence text,
  planned_count bigint NOT NULL,
  planned_price bigint NOT NULL,
  count bigint NOT NULL,
  price bigint NOT NULL,
  cancelled_at timestamptz,
  policy_version text NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (province, line_item)
);

-- Orders and deliveries.
CREATE TABLE commune_inventory.programme_entry (
  province text NOT NULL,
  entry bigint NOT NULL,
  line_item bigint NOT NULL,
  commune text NOT NULL,
  kind text NOT NULL,
  day date NOT NULL,
  count bigint NOT NULL,
  price bigint NOT NULL,
  withdrawn_at timestamptz,
  policy_version text NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (province, entry)
);

CREATE TABLE commune_inventory.programme_evidence (
  province text NOT NULL,
  kind text NOT NULL,
  -- SHA-256 of the thing that reports showed
  subject text NOT NULL,
  delivery bigint NOT NULL,
  commune text NOT NULL,
  seen_at timestamptz NOT NULL,
  voided_at timestamptz,
  policy_version text NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (province, kind, subject)
);

-- Histories, partitioned by the month, in Vietnam, in which a value began.
CREATE TABLE commune_inventory.commune_measure_history (
  province text NOT NULL,
  month date NOT NULL,
  commune text NOT NULL,
  measure text NOT NULL,
  since timestamptz NOT NULL,
  -- NULL while it holds
  until timestamptz,
  low double precision NOT NULL,
  high double precision NOT NULL,
  observed_at timestamptz,
  policy_version text NOT NULL,
  published_at timestamptz NOT NULL
) PARTITION BY RANGE (month);

CREATE TABLE commune_inventory.commune_reporting_history (
  province text NOT NULL,
  month date NOT NULL,
  commune text NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz,
  machines bigint NOT NULL,
  simulated_machines bigint NOT NULL,
  computers_there bigint,
  fresh bigint NOT NULL,
  ageing bigint NOT NULL,
  silent bigint NOT NULL,
  waiting bigint NOT NULL,
  quarantined bigint NOT NULL,
  policy_version text NOT NULL,
  published_at timestamptz NOT NULL
) PARTITION BY RANGE (month);

-- Standings among the communes of the province at the first moment of each month, from the history of
-- measures and by the centre's policy of today.
CREATE TABLE commune_inventory.commune_standing_history (
  province text NOT NULL,
  month date NOT NULL,
  commune text NOT NULL,
  queue text NOT NULL,
  rank bigint NOT NULL,
  best_rank bigint NOT NULL,
  worst_rank bigint NOT NULL,
  points_low double precision NOT NULL,
  points_high double precision NOT NULL,
  confidence double precision NOT NULL,
  policy_digest text NOT NULL,
  policy_version text NOT NULL,
  published_at timestamptz NOT NULL
) PARTITION BY RANGE (month);

-- The months that have no partition of their own.
CREATE TABLE commune_inventory.commune_measure_history_other
  PARTITION OF commune_inventory.commune_measure_history DEFAULT;
CREATE UNIQUE INDEX ON commune_inventory.commune_measure_history_other
  (province, month, commune, measure, since);
CREATE TABLE commune_inventory.commune_reporting_history_other
  PARTITION OF commune_inventory.commune_reporting_history DEFAULT;
CREATE UNIQUE INDEX ON commune_inventory.commune_reporting_history_other
  (province, month, commune, since);
CREATE TABLE commune_inventory.commune_standing_history_other
  PARTITION OF commune_inventory.commune_standing_history DEFAULT;
CREATE UNIQUE INDEX ON commune_inventory.commune_standing_history_other (province, month, commune);

-- Makes a month's partitions, unless they are there, and moves into them what the default partition held
-- of the month. The unique index stands on the partition, because one on the whole table would forbid
-- partitions on other servers.
CREATE FUNCTION commune_inventory.make_month(first_day date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  part record;
  place text;
BEGIN
  IF first_day <> date_trunc('month', first_day)::date THEN
    RAISE EXCEPTION '% is not the first day of a month', first_day;
  END IF;
  FOR part IN SELECT * FROM (VALUES
      ('commune_measure_history', 'province, month, commune, measure, since'),
      ('commune_reporting_history', 'province, month, commune, since'),
      ('commune_standing_history', 'province, month, commune')) AS parts (name, key)
  LOOP
    place := part.name || to_char(first_day, '_YYYY_MM');
    CONTINUE WHEN to_regclass('commune_inventory.' || place) IS NOT NULL;
    EXECUTE format('CREATE TABLE commune_inventory.%I (LIKE commune_inventory.%I)', place, part.name);
    EXECUTE format('CREATE UNIQUE INDEX ON commune_inventory.%I (%s)', place, part.key);
    EXECUTE format(
      'WITH moved AS (DELETE FROM commune_inventory.%I WHERE month = %L RETURNING *)
       INSERT INTO commune_inventory.%I SELECT * FROM moved', part.name || '_other', first_day, place);
    EXECUTE format(
      'ALTER TABLE commune_inventory.%I ATTACH PARTITION commune_inventory.%I
       FOR VALUES FROM (%L) TO (%L)',
      part.name, place, first_day, (first_day + interval '1 month')::date);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION commune_inventory.make_month(date) FROM PUBLIC;
