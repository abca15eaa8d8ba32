-- A request for an organization that is about another one with the same credit code: the office
-- ends it, and one for the right organization goes on in its place.

CREATE TABLE takeover_redirect (
    takeover_id TEXT NOT NULL PRIMARY KEY REFERENCES takeover (id), -- which ended so; why is there
    to_id       TEXT NOT NULL UNIQUE REFERENCES takeover (id),      -- which goes on
    CHECK (takeover_id <> to_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER takeover_redirect_insert BEFORE INSERT ON takeover_redirect
    WHEN EXISTS (SELECT 1 FROM takeover_redirect r
                  WHERE r.takeover_id = NEW.takeover_id OR r.to_id = NEW.to_id)
         OR NOT EXISTS (SELECT 1
                          FROM takeover t
                          JOIN takeover n ON n.id = NEW.to_id
                         WHERE t.id = NEW.takeover_id
                           AND t.state = 'declined'
                           AND n.by_id = t.by_id
                           AND n.by_organization_id = t.by_organization_id
                           AND n.credit_code = t.credit_code
                           AND n.organization_id <> t.organization_id)
    BEGIN SELECT RAISE(ABORT, 'append_only takeover_redirect'); END;
CREATE TRIGGER takeover_redirect_no_update BEFORE UPDATE ON takeover_redirect
    BEGIN SELECT RAISE(ABORT, 'append_only takeover_redirect'); END;
CREATE TRIGGER takeover_redirect_no_delete BEFORE DELETE ON takeover_redirect
    BEGIN SELECT RAISE(ABORT, 'append_only takeover_redirect'); END;

DROP VIEW takeover_row;
CREATE VIEW takeover_row AS
SELECT t.*, o.name AS organization_name, a.username AS by_username,
       b.name AS by_organization_name, r.to_id AS redirected_to,
       p.takeover_id AS redirected_from
  FROM takeover t
  JOIN organization o ON o.id = t.organization_id
  JOIN account a ON a.id = t.by_id
  JOIN organization b ON b.id = t.by_organization_id
  LEFT JOIN takeover_redirect r ON r.takeover_id = t.id
  LEFT JOIN takeover_redirect p ON p.to_id = t.id;

PRAGMA user_version = 57;
