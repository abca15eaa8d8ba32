-- How an organization as such is reached, whoever of its people comes and goes.

-- One of an organization, set by its owner. What is delivered to an organization that has one goes
-- there, and else to each of its people.
CREATE TABLE organization_contact (
    organization_id TEXT    NOT NULL PRIMARY KEY REFERENCES organization (id), -- whose
    contact_name    ANY     NOT NULL,                                          -- sealed
    mobile          ANY     NOT NULL,                                          -- sealed
    email           ANY     NOT NULL,                                          -- sealed
    at              INTEGER NOT NULL,                                          -- ms: set
    by_id           TEXT    NOT NULL REFERENCES account (id)                   -- who set it
) STRICT;
CREATE TRIGGER organization_contact_sealed_insert BEFORE INSERT ON organization_contact
    WHEN typeof(NEW.contact_name) = 'text' OR typeof(NEW.mobile) = 'text'
         OR typeof(NEW.email) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed organization_contact'); END;
CREATE TRIGGER organization_contact_sealed_update
    BEFORE UPDATE OF contact_name, mobile, email ON organization_contact
    WHEN typeof(NEW.contact_name) = 'text' OR typeof(NEW.mobile) = 'text'
         OR typeof(NEW.email) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed organization_contact'); END;

ALTER TABLE delivery ADD COLUMN organization_id TEXT REFERENCES organization (id); -- whose contact
                                                                        -- it goes to; NULL: none's

PRAGMA user_version = 45;
