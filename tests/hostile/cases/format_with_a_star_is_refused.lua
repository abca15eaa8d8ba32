-- ends: human
-- says: format
string.format('%*d', 9, 1)
