-- What a submitted filing shows beside its data is made when it is frozen, and not whenever
-- somebody reads it. Versions of before have none of it: it is made of their products and links.
ALTER TABLE version ADD COLUMN shown ANY; -- two lines: what it covers, in words, a JSON list; the
                                          -- files that its data name, by id, a JSON object; sealed
ALTER TABLE version ADD COLUMN revisions TEXT; -- of the covered products, by id: JSON object

-- A version without these: whoever judges, compares or publishes it has no use for them.
CREATE VIEW version_frozen AS
SELECT filing_id, n, data, data_hash, products, promise, text_hash, submitted_by, remote_addr,
       submitted_at
  FROM version;

-- Most filings were never returned, and each that is read is looked at.
CREATE INDEX event_with_reasons ON event (filing_id, n) WHERE reasons IS NOT NULL;

DROP TRIGGER version_sealed_insert;
CREATE TRIGGER version_sealed_insert BEFORE INSERT ON version
    WHEN typeof(NEW.data) = 'text'
        OR typeof(NEW.remote_addr) = 'text'
        OR typeof(NEW.products) = 'text'
        OR typeof(NEW.shown) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed version'); END;
DROP TRIGGER version_sealed_update;
CREATE TRIGGER version_sealed_update
    BEFORE UPDATE OF data, remote_addr, products, shown ON version
    WHEN typeof(NEW.data) = 'text'
        OR typeof(NEW.remote_addr) = 'text'
        OR typeof(NEW.products) = 'text'
        OR typeof(NEW.shown) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed version'); END;

-- As in 0017. What is new never held a text: it is sealed again, and not first.
DROP TRIGGER version_no_update;
CREATE TRIGGER version_no_update BEFORE UPDATE ON version
    WHEN (NEW.filing_id IS OLD.filing_id
          AND NEW.n IS OLD.n
          AND NEW.data_hash IS OLD.data_hash
          AND NEW.submitted_by IS OLD.submitted_by
          AND NEW.submitted_at IS OLD.submitted_at
          AND NEW.promise IS OLD.promise
          AND NEW.text_hash IS OLD.text_hash
          AND NEW.revisions IS OLD.revisions
          AND (NEW.data IS NOT OLD.data
               OR NEW.remote_addr IS NOT OLD.remote_addr
               OR NEW.products IS NOT OLD.products
               OR NEW.shown IS NOT OLD.shown)
          AND (NEW.data IS OLD.data
               OR CASE typeof(OLD.data)
                  WHEN 'text' THEN length(NEW.data) = length(CAST(OLD.data AS BLOB)) + 49
                  WHEN 'blob' THEN length(NEW.data) = length(OLD.data)
                                   AND substr(NEW.data, 2, 8) <> substr(OLD.data, 2, 8)
                  ELSE 0 END)
          AND (NEW.remote_addr IS OLD.remote_addr
               OR CASE typeof(OLD.remote_addr)
                  WHEN 'text' THEN length(NEW.remote_addr)
                                   = length(CAST(OLD.remote_addr AS BLOB)) + 49
                  WHEN 'blob' THEN length(NEW.remote_addr) = length(OLD.remote_addr)
                                   AND substr(NEW.remote_addr, 2, 8)
                                       <> substr(OLD.remote_addr, 2, 8)
                  ELSE 0 END)
          AND (NEW.products IS OLD.products
               OR CASE typeof(OLD.products)
                  WHEN 'text' THEN length(NEW.products) = length(CAST(OLD.products AS BLOB)) + 49
                  WHEN 'blob' THEN length(NEW.products) = length(OLD.products)
                                   AND substr(NEW.products, 2, 8) <> substr(OLD.products, 2, 8)
                  ELSE 0 END)
          AND (NEW.shown IS OLD.shown
               OR (typeof(OLD.shown) = 'blob'
                   AND length(NEW.shown) = length(OLD.shown)
                   AND substr(NEW.shown, 2, 8) <> substr(OLD.shown, 2, 8)))) IS NOT TRUE
    BEGIN SELECT RAISE(ABORT, 'append_only version'); END;

PRAGMA user_version = 24;
