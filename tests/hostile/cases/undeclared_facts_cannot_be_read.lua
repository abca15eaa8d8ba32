-- ends: human
-- says: reads
local x = facts.organization.id
