-- ends: human
-- says: 码点
string.char(0)
