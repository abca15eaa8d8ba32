-- ends: human
-- says: 只读
table.insert(item('colour', 'red'), 1)
