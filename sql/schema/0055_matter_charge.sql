-- What has ended beside a filing stays with those in whose scope it was done; whoever has charge of
-- the filing by now sees it, too.

-- The matters that each reviewer sees and handles.
CREATE VIEW matter_charge AS
SELECT r.id AS account_id, m.id AS matter_id
  FROM account r
  JOIN matter m ON EXISTS (SELECT 1
                             FROM scope s
                            WHERE s.account_id = r.id
                              AND (m.area = '' OR substr(m.area, 1, length(s.area)) = s.area)
                              AND (s.class_code = '' OR m.class_code = ''
                                   OR s.class_code = m.class_code))
                OR (m.is_over = 1
                    AND EXISTS (SELECT 1
                                  FROM reviewer_charge c
                                 WHERE c.account_id = r.id
                                   AND c.filing_id = m.filing_id));
PRAGMA user_version = 55;
