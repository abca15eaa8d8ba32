-- ends: human
-- says: non-closable
local x <close> = {}
