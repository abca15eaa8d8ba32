-- What is written together lies together: a row that stands near those of its own filing or product
-- costs a commit no page of its own, and each page is copied into the log.

-- Which attachments the frozen versions of a filing name: all of a filing side by side. Who may see
-- one is asked from its organization's filings.
CREATE TABLE attachment_of_filing (
    filing_id     TEXT NOT NULL REFERENCES filing (id),     -- by which it is named
    attachment_id TEXT NOT NULL REFERENCES attachment (id), -- which; no attachment ever goes
    PRIMARY KEY (filing_id, attachment_id)
) STRICT, WITHOUT ROWID;
INSERT INTO attachment_of_filing (filing_id, attachment_id)
SELECT filing_id, attachment_id
  FROM attachment_link;
DROP TABLE attachment_link;
ALTER TABLE attachment_of_filing RENAME TO attachment_link;

-- What a filing covers, by product: that is how it is asked.
CREATE TABLE coverage_of_product (
    product_id  TEXT    NOT NULL REFERENCES product (id), -- what
    filing_id   TEXT    NOT NULL REFERENCES filing (id),  -- which covers
    n           INTEGER NOT NULL,                         -- place in the filing's list
    path_id     TEXT,                                     -- NULL: the whole product
    function_id TEXT,                                     -- NULL: the whole path
    PRIMARY KEY (product_id, filing_id, n),
    CHECK (function_id IS NULL OR path_id IS NOT NULL)
) STRICT, WITHOUT ROWID;
INSERT INTO coverage_of_product (product_id, filing_id, n, path_id, function_id)
SELECT product_id, filing_id, n, path_id, function_id
  FROM coverage;
DROP TABLE coverage;
ALTER TABLE coverage_of_product RENAME TO coverage;

-- One index finds the tasks of a filing and lets at most one of them be undone.
DROP INDEX task_not_done;
DROP INDEX task_by_filing;
CREATE UNIQUE INDEX task_by_filing
    ON task (filing_id, (CASE state WHEN 'done' THEN id ELSE '' END));

PRAGMA user_version = 11;
