-- ends: human
-- says: split
string.split(string.rep('x,', 20000), ',')
