"""What the closed month is compared with, read from the tables by other means than the closing's."""

OWN = """
SELECT t.person_id, t.period, t.origin, t.coefficient_m, t.assigned_m,
  CASE c.state WHEN 'confirmed' THEN t.confirmed_m ELSE 0 END AS done_m,
  t.quality_failures - t.waived_failures AS quality_failures, t.delays - t.waived_delays AS delays
FROM work_task t JOIN ledger_casefile c ON c.id = t.casefile_ptr_id"""
# A head has everyone of the unit and beneath it; a deputy the units and people named (Điều 15.3–15.4).
CHARGE = """
WITH led AS (
  SELECT p.person_id AS leader_id, p.unit_id FROM org_post p WHERE p.rank = 'head'
  UNION SELECT p.person_id, s.unit_id FROM org_post p JOIN org_unitstate s ON s.parent_id = p.unit_id
    WHERE p.rank = 'head'
  UNION SELECT p.person_id, u.unit_id FROM org_post p JOIN org_post_units_in_charge u ON u.post_id = p.id)
SELECT leader_id, m.person_id FROM led JOIN org_post m USING (unit_id) WHERE m.person_id <> leader_id
UNION SELECT p.person_id, f.person_id FROM org_post p JOIN org_post_persons_in_charge f ON f.post_id = p.id"""
SHEETS = """
SELECT s.person_id, s.period, s.unit_id, s.peer_group, s.rank AS post, s.general_cp, r.unit_results, s.execution,
  s.cohesion FROM assessment_periodsheet s JOIN assessment_result r ON r.id = s.result_id"""
CLOSED = """
SELECT s.person_id, s.period, r.unit_id, r.quantity_bp, r.quality_bp, r.timeliness_bp, r.results_bp, r.total_cp,
  r.grade FROM assessment_periodsheet s JOIN assessment_result r ON r.id = s.result_id
  JOIN ledger_casefile c ON c.id = s.casefile_ptr_id AND c.state = 'closed'"""
