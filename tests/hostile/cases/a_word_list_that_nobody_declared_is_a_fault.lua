-- ends: human
-- says: 词表
label('nothing', 'x')
