-- What sql/dialect makes does what SQLite, or the program for it, does. A line that comes out of
-- this is one that is wrong. Run by tests/postgres.sh prelude.
SELECT 'instr' WHERE instr('备案主体', '主') <> 3 OR instr('a', 'b') <> 0;
SELECT 'date' WHERE date(1764000000000 / 1000 + 28800, 'unixepoch') <> '2025-11-25';
SELECT 'group_concat' WHERE (SELECT group_concat(x, '/') FROM unnest(ARRAY['a', NULL, 'b']) x)
                            <> 'a/b';
SELECT 'in_scope area' WHERE NOT in_scope(E'44  \n11 x ', '440305', 'y', '');
SELECT 'in_scope class' WHERE in_scope(E'44 x ', '440305', 'y', '')
                           OR NOT in_scope(E'44 x ', '440305', 'x', 'pool');
SELECT 'in_scope pool' WHERE in_scope(E'44  p', '440305', 'y', 'q')
                          OR NOT in_scope(E'44  p', '440305', 'y', '');
SELECT 'in_scope none' WHERE in_scope(NULL, '44', 'y', '') OR NOT in_scope(NULL, '', 'y', '');
SELECT 'json_each list' WHERE (SELECT string_agg(key || value, ' ' ORDER BY key)
                                 FROM json_each(CAST('["a", 7]' AS TEXT))) <> '0a 17';
SELECT 'json_each object' WHERE (SELECT value FROM json_each(CAST('{"k": {"x": 1}}' AS TEXT)))
                                ->> 'x' <> '1';
SELECT 'json_each nothing' WHERE EXISTS (SELECT 1 FROM json_each(CAST(NULL AS TEXT)));
SELECT 'json_extract' WHERE json_extract('[{"on": "x"}, {"on": "y"}]', '$[#-1].on') <> 'y'
                         OR json_extract('[]', '$[#-1].on') IS NOT NULL;
SELECT 'json_object' WHERE json_object('from', '2026', 'to', NULL) <> '{"from":"2026","to":null}';
SELECT 'json_group_array' WHERE (SELECT json_group_array(x) FROM unnest(ARRAY['1', '2']) x)
                                <> '[1,2]'
                             OR (SELECT json_group_array(x) FROM unnest(CAST('{}' AS TEXT[])) x)
                                <> '[]';
SELECT 'entry_terms'
 WHERE CAST(entry_terms(E'甲乙\n丙丁', 't', 'r', 's', '44', '2026-11-28', 'o', '') AS JSONB)
       <> '["all", "type:t", "role:r", "status:s", "source:", "organization:o", "area:4",
            "area:44", "on:2026", "on:2026-11", "on:2026-11-28", "丙丁", "甲乙"]';
SELECT 'entry_terms day' WHERE entry_terms('', '', '', '', '', '2026-02-30', '', '') LIKE '%"on:%';
SELECT 'queue_terms' WHERE CAST(queue_terms('甲甲', 'k', 'c', 's', '') AS JSONB)
                           <> '["kind:k", "class:c", "stage:s", "area:", "甲", "甲甲"]';
SELECT 'posting_of few' WHERE (SELECT posting_of(x) FROM unnest(CAST('{300,2,2}' AS BIGINT[])) x)
                              <> '\x02002c01';
SELECT 'posting_of many' WHERE (SELECT length(posting_of(x)) FROM generate_series(0, 1023) x)
                               <> 2048;
SELECT 'posting_with' WHERE posting_with('\x0200', '\x01000200') <> '\x01000200';
SELECT 'posting_without' WHERE posting_without('\x01000200', 1) <> '\x0200'
                            OR posting_without('\x01000200', 9) <> '\x01000200';
SELECT 'posting bits' WHERE (SELECT count(*) FROM posting_places((SELECT posting_of(x)
                               FROM generate_series(0, 2999) x))) <> 3000;
SELECT 'has_bit' WHERE NOT has_bit('\x0200000000000080', 1)
                    OR NOT has_bit('\x0200000000000080', 63)
                    OR has_bit('\x0200000000000080', 2) OR has_bit('\x0200000000000080', 64);

SET client_min_messages = warning;
-- Rows that nobody may change, and the two words by which the program knows why.
INSERT INTO organization (id, name, created_at) VALUES ('o', '单位', 1);
INSERT INTO rule_set (hash, files, origin, added_at) VALUES ('h', '{}', 'x', 1);
DO $$
DECLARE
    said TEXT;
    what TEXT;
BEGIN
    FOREACH what IN ARRAY ARRAY['UPDATE rule_set SET files = ''x''', 'DELETE FROM rule_set',
                                'TRUNCATE rule_set CASCADE'] LOOP
        BEGIN
            EXECUTE what;
            said := 'OK';
        EXCEPTION WHEN OTHERS THEN
            said := SQLSTATE;
        END;
        IF said <> 'SB001' THEN
            RAISE WARNING '%: %', what, said;
        END IF;
    END LOOP;
END $$;

-- What triggers count.
INSERT INTO account (id, username, username_folded, password_hash, roles, created_at)
VALUES ('a', 'a', 'a', 'x', 0, 1);
INSERT INTO filing (id, organization_id, kind, action, state, version, revision, title, created_at,
                    updated_at, submitted_at, data)
VALUES ('f', 'o', 'k', 'file', 's', 1, 1, '题', 1, 1, 1, '\x00');
INSERT INTO task (id, filing_id, version, stage, state, area, class_code, due_on, is_provisional,
                  is_fault, opened_at, claimed_at, done_at)
VALUES ('t', 'f', 1, 'x', 'open', '44', 'c', '2026-12-01', 0, 0, 1, 0, 0);
INSERT INTO queue (due_on, task_id, stage, state, area, class_code, pool, claimed_by, kind,
                   organization_id, decided_by, text)
VALUES ('2026-12-01', 't', 'x', 'open', '44', 'c', '', '', 'k', 'o', '', '题');
SELECT 'queue_total' WHERE (SELECT sum(n * has_area) FROM queue_total) <> 1;
UPDATE task SET state = 'claimed', claimed_by = 'a' WHERE id = 't';
SELECT 'queue_total, claimed' WHERE EXISTS (SELECT 1 FROM queue_total);
SELECT 'queue, claimed' WHERE (SELECT claimed_by FROM queue) <> 'a';
UPDATE task SET state = 'done' WHERE id = 't';
SELECT 'queue, done' WHERE EXISTS (SELECT 1 FROM queue);
SELECT 'reviewer_charge' WHERE EXISTS (SELECT 1 FROM reviewer_charge);
