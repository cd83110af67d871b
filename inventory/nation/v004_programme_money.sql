-- What arrived of a purchase before it was cancelled is still wanted, as a programme's own page has it.
CREATE OR REPLACE VIEW commune_inventory.programme_money AS
WITH entry AS (
  SELECT i.province, i.programme, i.line_item,
    sum(e.count * e.price::numeric) FILTER (WHERE e.kind = 'order') AS ordered,
    sum(e.count * e.price::numeric) FILTER (WHERE e.kind = 'delivery') AS delivered,
    sum(e.price::numeric * v.seen) FILTER (WHERE e.kind = 'delivery') AS confirmed
  FROM commune_inventory.programme_item i
  JOIN commune_inventory.programme_entry e
    ON e.province = i.province AND e.line_item = i.line_item AND e.withdrawn_at IS NULL
  LEFT JOIN (
    SELECT province, delivery, count(*) AS seen FROM commune_inventory.programme_evidence
    WHERE voided_at IS NULL GROUP BY province, delivery) v
    ON v.province = e.province AND v.delivery = e.entry
  GROUP BY i.province, i.line_item
), item AS (
  SELECT i.province, i.programme, sum(i.planned_count * i.planned_price::numeric) AS planned,
    sum(CASE WHEN i.cancelled_at IS NULL THEN i.count * i.price::numeric
      ELSE coalesce(e.delivered, 0) END) AS wanted,
    sum(e.ordered) AS ordered, sum(e.delivered) AS delivered, sum(e.confirmed) AS confirmed
  FROM commune_inventory.programme_item i
  LEFT JOIN entry e ON e.province = i.province AND e.line_item = i.line_item
  GROUP BY i.province, i.programme
)
SELECT p.province, p.programme, p.name, p.budget, p.adopted_at, coalesce(item.planned, 0) AS planned,
  coalesce(item.wanted, 0) AS wanted, coalesce(item.ordered, 0) AS ordered,
  coalesce(item.delivered, 0) AS delivered, coalesce(item.confirmed, 0) AS confirmed
FROM commune_inventory.programme p
LEFT JOIN item USING (province, programme);
