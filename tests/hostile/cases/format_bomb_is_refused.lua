-- ends: human
-- says: format
string.format('%99999d', 1)
