-- A step of a matter may have files, and may ask for another term.

ALTER TABLE matter_step ADD COLUMN asked_on TEXT; -- day that was asked for; NULL: none was
DROP TRIGGER matter_step_no_update;
CREATE TRIGGER matter_step_no_update BEFORE UPDATE ON matter_step
    WHEN (NEW.matter_id IS OLD.matter_id
          AND NEW.n IS OLD.n
          AND NEW.filing_id IS OLD.filing_id
          AND NEW.event IS OLD.event
          AND NEW.from_state IS OLD.from_state
          AND NEW.to_state IS OLD.to_state
          AND NEW.actor_id IS OLD.actor_id
          AND NEW.actor_role IS OLD.actor_role
          AND NEW.due_on IS OLD.due_on
          AND NEW.asked_on IS OLD.asked_on
          AND NEW.at IS OLD.at
          AND (NEW.text IS OLD.text OR length(NEW.text) = length(OLD.text))
          AND (NEW.contact IS OLD.contact OR length(NEW.contact) = length(OLD.contact)))
        IS NOT TRUE
    BEGIN SELECT RAISE(ABORT, 'append_only matter_step'); END;

-- The files of a step, of the organization that answers by it; what they hold lies sealed under its
-- key, as every attachment does.
CREATE TABLE matter_file (
    matter_id     TEXT    NOT NULL,                             -- of which
    n             INTEGER NOT NULL,                             -- matter_step.n
    attachment_id TEXT    NOT NULL REFERENCES attachment (id),  -- the file
    PRIMARY KEY (matter_id, n, attachment_id),
    FOREIGN KEY (matter_id, n) REFERENCES matter_step (matter_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX matter_file_by_attachment ON matter_file (attachment_id);
CREATE TRIGGER matter_file_no_update BEFORE UPDATE ON matter_file
    BEGIN SELECT RAISE(ABORT, 'append_only matter_file'); END;
CREATE TRIGGER matter_file_no_delete BEFORE DELETE ON matter_file
    BEGIN SELECT RAISE(ABORT, 'append_only matter_file'); END;

PRAGMA user_version = 44;
