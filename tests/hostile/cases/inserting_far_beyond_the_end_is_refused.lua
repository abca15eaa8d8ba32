-- ends: human
table.insert({}, 1000000000, 1)
