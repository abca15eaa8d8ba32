-- ends: human
table.unpack(facts, 1, 3)
