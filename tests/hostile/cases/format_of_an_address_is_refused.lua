-- ends: human
-- says: format
string.format('%p', {})
