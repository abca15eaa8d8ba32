-- ends: human
-- says: dump
('x'):dump() ('%q'):format(1)
