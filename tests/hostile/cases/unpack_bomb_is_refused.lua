-- ends: human
-- says: 250
table.unpack({}, 1, 1e7)
