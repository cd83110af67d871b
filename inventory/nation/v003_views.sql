-- Views for people who write SQL, and for dashboards. They are the owner's, so they show every province:
-- for analysts alone. "At present" is at the moment of the query, as far as provinces have published.

-- The state of each commune that holds at present, with its row of the register.
CREATE VIEW commune_inventory.current_state AS
SELECT c.province, c.province_name, c.commune, c.name, c.kind, c.latitude, c.longitude, c.officials,
  c.simulated OR coalesce(s.simulated_machines, 0) > 0 AS simulated, s.valid_from,
  coalesce(s.machines, 0) AS machines, s.last_report_at
FROM commune_inventory.commune c
LEFT JOIN LATERAL (
  SELECT * FROM commune_inventory.commune_state s
  WHERE s.province = c.province AND s.commune = c.commune
  ORDER BY s.valid_from <= now() DESC,
    CASE WHEN s.valid_from <= now() THEN s.valid_from END DESC, s.valid_from
  LIMIT 1) s ON true;

-- Its measures, without what waits for confirmation.
CREATE VIEW commune_inventory.current_measure AS
SELECT s.province, s.province_name, s.commune, s.name, m.measure, m.low, m.high, m.observed_at
FROM commune_inventory.current_state s
JOIN commune_inventory.commune_measure m
  ON m.province = s.province AND m.commune = s.commune AND m.valid_from = s.valid_from
WHERE NOT m.attested;

-- Standings as of each province's publication, among the communes of the province; national_rank orders
-- all of them by the same points, which is exact while the provinces use one policy.
CREATE VIEW commune_inventory.current_standing AS
SELECT t.province, c.province_name, t.commune, c.name, c.kind, c.latitude, c.longitude, t.queue,
  t.rank, t.best_rank, t.worst_rank, t.points_low, t.points_high, t.confidence, t.reporting,
  rank() OVER (ORDER BY t.points_low DESC, t.points_high DESC) AS national_rank,
  c.simulated, t.policy_version, p.snapshot_at
FROM commune_inventory.commune_standing t
JOIN commune_inventory.commune c ON c.province = t.province AND c.commune = t.commune
JOIN commune_inventory.publication p ON p.province = t.province;

-- Each measure at the first moment of each month (Vietnam), over the communes of a province.
CREATE VIEW commune_inventory.measure_by_month AS
SELECT h.province, h.measure, months.moment AS month, count(*) AS communes, avg(h.low) AS mean_low,
  avg(h.high) AS mean_high
FROM commune_inventory.commune_measure_history h
CROSS JOIN LATERAL generate_series(
  date_trunc('month', h.since AT TIME ZONE 'Asia/Ho_Chi_Minh' - interval '1 microsecond')
    + interval '1 month',
  coalesce(h.until, now()) AT TIME ZONE 'Asia/Ho_Chi_Minh' - interval '1 microsecond',
  interval '1 month') AS months (moment)
GROUP BY h.province, h.measure, months.moment;

-- Points at the first moment of each month, over the communes of a province.
CREATE VIEW commune_inventory.standing_by_month AS
SELECT province, month, count(*) AS communes, sum(points_low) AS points_low,
  sum(points_high) AS points_high, avg(confidence) AS mean_confidence,
  count(*) FILTER (WHERE queue = 'verifyFirst') AS verify_first
FROM commune_inventory.commune_standing_history
GROUP BY province, month;

-- How communes of the whole country spread, measure by measure, at present.
CREATE VIEW commune_inventory.national_quantiles AS
SELECT measure, count(*) AS communes,
  percentile_cont(0.1) WITHIN GROUP (ORDER BY low) AS low_10,
  percentile_cont(0.25) WITHIN GROUP (ORDER BY low) AS low_25,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY low) AS low_50,
  percentile_cont(0.75) WITHIN GROUP (ORDER BY low) AS low_75,
  percentile_cont(0.9) WITHIN GROUP (ORDER BY low) AS low_90,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY high) AS high_50
FROM commune_inventory.current_measure
GROUP BY measure;

-- Who reports, by province.
CREATE VIEW commune_inventory.coverage_by_province AS
SELECT c.province, c.province_name, count(*) AS communes,
  count(*) FILTER (WHERE coalesce(v.machines, 0) = 0) AS communes_without_machines,
  coalesce(sum(v.machines), 0) AS machines, coalesce(sum(v.fresh), 0) AS fresh,
  coalesce(sum(v.ageing), 0) AS ageing, coalesce(sum(v.silent), 0) AS silent,
  coalesce(sum(v.waiting), 0) AS waiting, coalesce(sum(v.quarantined), 0) AS quarantined
FROM commune_inventory.commune c
LEFT JOIN commune_inventory.commune_coverage v
  ON v.province = c.province AND v.commune = c.commune
GROUP BY c.province, c.province_name;

-- How old each province's publication is.
CREATE VIEW commune_inventory.publication_age AS
SELECT province, host, snapshot_at, completed_at, policy_version, program_version,
  extract(epoch FROM now() - snapshot_at) / 3600 AS age_hours, valid_until < now() AS overdue
FROM commune_inventory.publication;

-- Money of adopted plans, whole VND.
CREATE VIEW commune_inventory.programme_money AS
WITH item AS (
  SELECT province, programme, sum(planned_count * planned_price::numeric) AS planned,
    sum(count * price::numeric) FILTER (WHERE cancelled_at IS NULL) AS wanted
  FROM commune_inventory.programme_item GROUP BY province, programme
), entry AS (
  SELECT i.province, i.programme,
    sum(e.count * e.price::numeric) FILTER (WHERE e.kind = 'order') AS ordered,
    sum(e.count * e.price::numeric) FILTER (WHERE e.kind = 'delivery') AS delivered,
    sum(e.price::numeric * v.seen) FILTER (WHERE e.kind = 'delivery') AS confirmed
  FROM commune_inventory.programme_entry e
  JOIN commune_inventory.programme_item i ON i.province = e.province AND i.line_item = e.line_item
  LEFT JOIN (
    SELECT province, delivery, count(*) AS seen FROM commune_inventory.programme_evidence
    WHERE voided_at IS NULL GROUP BY province, delivery) v
    ON v.province = e.province AND v.delivery = e.entry
  WHERE e.withdrawn_at IS NULL GROUP BY i.province, i.programme
)
SELECT p.province, p.programme, p.name, p.budget, p.adopted_at, coalesce(item.planned, 0) AS planned,
  coalesce(item.wanted, 0) AS wanted, coalesce(entry.ordered, 0) AS ordered,
  coalesce(entry.delivered, 0) AS delivered, coalesce(entry.confirmed, 0) AS confirmed
FROM commune_inventory.programme p
LEFT JOIN item USING (province, programme)
LEFT JOIN entry USING (province, programme);

GRANT SELECT ON commune_inventory.current_state, commune_inventory.current_measure,
  commune_inventory.current_standing, commune_inventory.measure_by_month,
  commune_inventory.standing_by_month, commune_inventory.national_quantiles,
  commune_inventory.coverage_by_province, commune_inventory.publication_age,
  commune_inventory.programme_money TO commune_inventory_analyst;
