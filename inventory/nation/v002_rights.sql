-- Who may see and write what: provinces their own rows, analysts read everything.

-- Roles belong to the whole cluster, so they may be there already, or be made for another database of it
-- at this moment.
DO $$
DECLARE wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['commune_inventory_publisher', 'commune_inventory_analyst'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA commune_inventory TO commune_inventory_publisher, commune_inventory_analyst;
GRANT SELECT ON commune_inventory.schema_version
  TO commune_inventory_publisher, commune_inventory_analyst;

-- A province's publisher is a role named commune_inventory_ and its two digits, a member of
-- commune_inventory_publisher: it sees and writes the rows of that province alone.
DO $$
DECLARE place text;
BEGIN
  FOREACH place IN ARRAY ARRAY['publication', 'publication_part', 'commune', 'commune_group_member',
    'commune_state', 'commune_measure', 'commune_coverage', 'commune_standing', 'programme',
    'programme_item', 'programme_entry', 'programme_evidence', 'commune_measure_history',
    'commune_reporting_history', 'commune_standing_history']
  LOOP
    EXECUTE format('ALTER TABLE commune_inventory.%I ENABLE ROW LEVEL SECURITY', place);
    EXECUTE format(
      'CREATE POLICY own_province ON commune_inventory.%I TO commune_inventory_publisher
       USING (current_user = ''commune_inventory_'' || province)
       WITH CHECK (current_user = ''commune_inventory_'' || province)', place);
    EXECUTE format(
      'CREATE POLICY every_province ON commune_inventory.%I FOR SELECT TO commune_inventory_analyst
       USING (true)', place);
    EXECUTE format(
      'GRANT SELECT, INSERT, UPDATE, DELETE ON commune_inventory.%I TO commune_inventory_publisher',
      place);
    EXECUTE format('GRANT SELECT ON commune_inventory.%I TO commune_inventory_analyst', place);
  END LOOP;
END $$;
