-- What SQLite has of its own, or this program gives it, for PostgreSQL: said before the tables.
-- A number is a BIGINT and a truth a number, as there.

-- A cell that was emptied is CAST('' AS BLOB) in statements of both.
CREATE DOMAIN blob AS BYTEA;

CREATE TABLE pragma_user_version (user_version BIGINT NOT NULL);

-- Writers queue on its one row.
CREATE TABLE writer (one BIGINT NOT NULL PRIMARY KEY);
INSERT INTO writer (one) VALUES (1);

CREATE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append_only %', TG_TABLE_NAME USING ERRCODE = 'SB001'; END $$;

-- A sealed column is bytes or nothing: nothing that an earlier program wrote is a text.
CREATE FUNCTION typeof(BYTEA) RETURNS TEXT IMMUTABLE LANGUAGE sql AS
$$ SELECT CASE WHEN $1 IS NULL THEN 'null' ELSE 'blob' END $$;

-- Of seconds since 1970; the second argument is 'unixepoch'.
CREATE FUNCTION date(BIGINT, TEXT) RETURNS TEXT IMMUTABLE LANGUAGE sql AS
$$ SELECT to_char(to_timestamp($1) AT TIME ZONE 'UTC', 'YYYY-MM-DD') $$;

-- The server has no key: the program fills the line before its transaction ends
-- (fcgi/store/postgres/tags.c).
CREATE FUNCTION held_tags(BIGINT, BYTEA, TEXT, TEXT) RETURNS BYTEA IMMUTABLE LANGUAGE sql AS
$$ SELECT CAST(NULL AS BYTEA) $$;
CREATE FUNCTION held_tags(BIGINT, BYTEA, TEXT, BIGINT) RETURNS BYTEA IMMUTABLE LANGUAGE sql AS
$$ SELECT CAST(NULL AS BYTEA) $$;

-- ---- text ---------------------------------------------------------------------------------------

CREATE FUNCTION instr(TEXT, TEXT) RETURNS BIGINT IMMUTABLE STRICT LANGUAGE sql AS
$$ SELECT CAST(strpos($1, $2) AS BIGINT) $$;

-- The first holds the words of the second.
CREATE FUNCTION holds(TEXT, TEXT) RETURNS BOOLEAN IMMUTABLE LANGUAGE sql AS
$$ SELECT strpos(COALESCE($1, ''), COALESCE($2, '')) > 0 $$;

CREATE FUNCTION group_concat_next(TEXT, TEXT, TEXT) RETURNS TEXT IMMUTABLE LANGUAGE sql AS
$$ SELECT CASE WHEN $2 IS NULL THEN $1 WHEN $1 IS NULL THEN $2 ELSE $1 || $3 || $2 END $$;
CREATE AGGREGATE group_concat(TEXT, TEXT) (SFUNC = group_concat_next, STYPE = TEXT);

-- Folded as a search is. The program folds what it stores with tables of its own (model/text.c):
-- what is folded here meets that only where both agree.
CREATE FUNCTION fold(TEXT) RETURNS TEXT IMMUTABLE STRICT LANGUAGE sql AS
$$ SELECT lower(normalize($1, NFKC)) $$;

-- Does a line of scopes, each of area, class and pool with a blank between, cover this?
CREATE FUNCTION in_scope(scopes TEXT, area TEXT, class_code TEXT, pool TEXT) RETURNS BOOLEAN
IMMUTABLE LANGUAGE sql AS
$$ SELECT COALESCE(area, '') = ''
       OR EXISTS (SELECT 1
                    FROM regexp_split_to_table(scopes, chr(10)) line
                   WHERE starts_with(area, split_part(line, ' ', 1))
                     AND split_part(line, ' ', 2) IN ('', class_code)
                     AND (COALESCE(pool, '') = '' OR split_part(line, ' ', 3) IN ('', pool))) $$;

-- ---- JSON ---------------------------------------------------------------------------------------

-- The members of an array or an object; a value that is neither text nor number as JSON.
CREATE FUNCTION json_each(TEXT) RETURNS TABLE (key TEXT, value TEXT) IMMUTABLE ROWS 4
LANGUAGE plpgsql AS $$
BEGIN
    IF json_typeof(CAST($1 AS JSON)) = 'array' THEN
        RETURN QUERY SELECT CAST(x.n - 1 AS TEXT), x.v #>> '{}'
                       FROM json_array_elements(CAST($1 AS JSON)) WITH ORDINALITY AS x (v, n);
    ELSE
        RETURN QUERY SELECT x.key, x.value #>> '{}' FROM pg_catalog.json_each(CAST($1 AS JSON)) x;
    END IF;
END $$;

CREATE FUNCTION json_member(TEXT, TEXT) RETURNS TEXT IMMUTABLE STRICT LANGUAGE sql AS
$$ SELECT CAST($1 AS JSON) ->> $2 $$;
CREATE OPERATOR ->> (LEFTARG = TEXT, RIGHTARG = TEXT, FUNCTION = json_member);
CREATE FUNCTION json_inside(TEXT, TEXT) RETURNS TEXT IMMUTABLE STRICT LANGUAGE sql AS
$$ SELECT CAST(CAST($1 AS JSON) -> $2 AS TEXT) $$;
CREATE OPERATOR -> (LEFTARG = TEXT, RIGHTARG = TEXT, FUNCTION = json_inside);

-- '$[#-1].on' is the member "on" of the last one.
CREATE FUNCTION json_extract(TEXT, TEXT) RETURNS TEXT IMMUTABLE STRICT LANGUAGE sql AS
$$ SELECT CAST($1 AS JSON)
          #>> regexp_split_to_array(replace(replace(ltrim($2, '$.'), '[#', ''), ']', ''), '\.') $$;

-- Written as SQLite writes it, without blanks.
CREATE FUNCTION json_object(TEXT, TEXT, TEXT, TEXT) RETURNS TEXT IMMUTABLE LANGUAGE sql AS
$$ SELECT '{' || to_json($1) || ':' || COALESCE(CAST(to_json($2) AS TEXT), 'null')
       || ',' || to_json($3) || ':' || COALESCE(CAST(to_json($4) AS TEXT), 'null') || '}' $$;
CREATE FUNCTION json_group_next(TEXT, TEXT) RETURNS TEXT IMMUTABLE LANGUAGE sql AS
$$ SELECT CASE WHEN $1 = '[' THEN '[' || $2 ELSE $1 || ',' || $2 END $$;
CREATE FUNCTION json_group_end(TEXT) RETURNS TEXT IMMUTABLE LANGUAGE sql AS
$$ SELECT $1 || ']' $$;
CREATE AGGREGATE json_group_array(TEXT) (SFUNC = json_group_next, STYPE = TEXT, INITCOND = '[',
                                         FINALFUNC = json_group_end);

-- ---- sets of entries: fcgi/store/posting.h tells of them ----------------------------------------

CREATE FUNCTION date_is(TEXT) RETURNS BOOLEAN IMMUTABLE STRICT LANGUAGE plpgsql AS $$
BEGIN
    RETURN $1 ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND CAST($1 AS DATE) IS NOT NULL;
EXCEPTION WHEN OTHERS THEN
    RETURN FALSE;
END $$;

-- The characters of a text, or its pairs of neighbours, but across its lines; each once.
CREATE FUNCTION neighbours(of TEXT, n INT) RETURNS SETOF TEXT IMMUTABLE LANGUAGE sql AS
$$ SELECT DISTINCT substr(of, i, n) COLLATE "C" AS gram
     FROM generate_series(1, length(of) - n + 1) i
    WHERE strpos(substr(of, i, n), chr(10)) = 0
    ORDER BY gram $$;
CREATE FUNCTION beginnings(kind TEXT, code TEXT) RETURNS SETOF TEXT IMMUTABLE LANGUAGE sql AS
$$ SELECT kind || ':' || substr(code, 1, i) FROM generate_series(1, least(length(code), 12)) i $$;

CREATE FUNCTION entry_terms(of TEXT, type TEXT, role TEXT, status TEXT, area TEXT, day TEXT,
                            organization TEXT, source TEXT) RETURNS TEXT IMMUTABLE
LANGUAGE sql AS
$$ SELECT CAST(json_agg(t.term) AS TEXT)
     FROM (SELECT unnest(ARRAY['all', 'type:' || COALESCE(type, ''), 'role:' || COALESCE(role, ''),
                               'status:' || COALESCE(status, ''),
                               'source:' || COALESCE(source, ''),
                               'organization:' || COALESCE(organization, '')]) AS term
           UNION ALL SELECT beginnings('area', area)
           UNION ALL SELECT 'on:' || substr(day, 1, n)
                       FROM unnest(ARRAY[4, 7, 10]) n
                      WHERE date_is(day)
           UNION ALL SELECT neighbours(of, 2)) t $$;

CREATE FUNCTION queue_terms(of TEXT, kind TEXT, class_code TEXT, stage TEXT, area TEXT)
RETURNS TEXT IMMUTABLE LANGUAGE sql AS
$$ SELECT CAST(json_agg(t.term) AS TEXT)
     FROM (SELECT unnest(ARRAY['kind:' || COALESCE(kind, ''), 'class:' || COALESCE(class_code, ''),
                               'stage:' || COALESCE(stage, '')]) AS term
           UNION ALL SELECT 'area:' WHERE COALESCE(area, '') = ''
           UNION ALL SELECT beginnings('area', area)
           UNION ALL SELECT neighbours(of, 1)
           UNION ALL SELECT neighbours(of, 2)) t $$;

-- The places of a row: two bytes each, the lower first, or a bit each in 2048 bytes.
CREATE FUNCTION posting_places(BYTEA) RETURNS SETOF INT IMMUTABLE LANGUAGE sql AS
$$ SELECT CASE WHEN length($1) = 2048 THEN i
               ELSE get_byte($1, 2 * i) + 256 * get_byte($1, 2 * i + 1) END
     FROM generate_series(0, CASE WHEN length($1) = 2048 THEN 16383
                                  ELSE length($1) / 2 - 1 END) i
    WHERE length($1) <> 2048 OR get_bit($1, i) = 1 $$;
CREATE FUNCTION posting_write(INT[]) RETURNS BYTEA IMMUTABLE LANGUAGE plpgsql AS $$
DECLARE
    places INT[];
    bits BYTEA;
    place INT;
BEGIN
    SELECT array_agg(DISTINCT x ORDER BY x) INTO places FROM unnest($1) x
     WHERE x BETWEEN 0 AND 16383;
    IF COALESCE(cardinality(places), 0) < 1024 THEN
        RETURN COALESCE((SELECT string_agg(set_byte(set_byte('\x0000', 0, x % 256), 1, x / 256), ''
                                           ORDER BY x)
                           FROM unnest(places) x), '\x');
    END IF;
    bits := decode(repeat('00', 2048), 'hex');
    FOREACH place IN ARRAY places LOOP
        bits := set_bit(bits, place, 1);
    END LOOP;
    RETURN bits;
END $$;
CREATE FUNCTION posting_of_next(INT[], BIGINT) RETURNS INT[] IMMUTABLE LANGUAGE sql AS
$$ SELECT $1 || CAST($2 AS INT) $$;
CREATE AGGREGATE posting_of(BIGINT) (SFUNC = posting_of_next, STYPE = INT[], INITCOND = '{}',
                                     FINALFUNC = posting_write);
CREATE FUNCTION posting_with(BYTEA, BYTEA) RETURNS BYTEA IMMUTABLE LANGUAGE sql AS
$$ SELECT posting_write(ARRAY(SELECT posting_places($1) UNION SELECT posting_places($2))) $$;
CREATE FUNCTION posting_without(BYTEA, BIGINT) RETURNS BYTEA IMMUTABLE LANGUAGE sql AS
$$ SELECT posting_write(ARRAY(SELECT p FROM posting_places($1) p WHERE p <> $2)) $$;
-- Words of 64 bits as they lie in the memory of a machine that writes the lowest byte first.
CREATE FUNCTION has_bit(BYTEA, BIGINT) RETURNS BOOLEAN IMMUTABLE LANGUAGE sql AS
$$ SELECT CASE WHEN $2 < 0 OR $2 / 64 >= length($1) / 8 THEN FALSE
               ELSE get_bit($1, $2) = 1 END $$;
