-- What an answer needs beside a takeover, a proposal and a matter, said once each.

CREATE VIEW takeover_row AS
SELECT t.*, o.name AS organization_name, a.username AS by_username,
       b.name AS by_organization_name
  FROM takeover t
  JOIN organization o ON o.id = t.organization_id
  JOIN account a ON a.id = t.by_id
  JOIN organization b ON b.id = t.by_organization_id;

CREATE VIEW proposal_row AS
SELECT p.*, f.kind, f.title, f.number, f.organization_id, o.name AS organization_name,
       a.username AS by_username
  FROM proposal p
  JOIN filing f ON f.id = p.filing_id
  JOIN organization o ON o.id = f.organization_id
  JOIN account a ON a.id = p.by_id;

-- As a list shows it, to each account: never of its own organization. What is sealed of it is not
-- opened.
CREATE VIEW proposal_line AS
SELECT me.id AS account_id, p.id, p.filing_id, p.event, p.version, p.law, p.state, p.by_id,
       p.by_role, p.at, p.ended_by, p.ended_at, p.kind, p.title, p.number, p.organization_id,
       p.organization_name, p.by_username
  FROM proposal_row p
  JOIN account me ON me.organization_id IS NULL OR me.organization_id <> p.organization_id;

CREATE VIEW matter_row AS
SELECT m.*, f.title, f.number, o.name AS organization_name
  FROM matter m
  JOIN filing f ON f.id = m.filing_id
  JOIN organization o ON o.id = m.organization_id;

PRAGMA user_version = 51;
