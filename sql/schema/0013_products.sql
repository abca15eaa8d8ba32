-- Products in the making.

-- A draft may be saved whatever is missing, and cannot be filed yet.
ALTER TABLE product ADD COLUMN is_draft INTEGER NOT NULL DEFAULT 0 -- the rules have not taken it
    CHECK (is_draft IN (0, 1));
ALTER TABLE product ADD COLUMN missing  INTEGER NOT NULL DEFAULT 0 -- errors that the rules found at
    CHECK (missing >= 0);                                          -- the last save of a draft

-- Saves of products that lost against a newer one, as `kept` holds those of filings. The newest
-- twenty of a product.
CREATE TABLE product_kept (
    n             INTEGER NOT NULL PRIMARY KEY,             -- order of arrival
    id            TEXT    NOT NULL UNIQUE,                  -- opaque
    product_id    TEXT    NOT NULL REFERENCES product (id), -- of which
    account_id    TEXT    NOT NULL REFERENCES account (id), -- who typed it
    base_revision INTEGER NOT NULL,                         -- the revision that it was typed over
    data          TEXT    NOT NULL,                         -- JSON object
    at            INTEGER NOT NULL                          -- ms
) STRICT;
CREATE INDEX product_kept_by_product ON product_kept (product_id, n);
CREATE INDEX product_kept_by_account ON product_kept (account_id);

PRAGMA user_version = 13;
