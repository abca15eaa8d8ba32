-- ends: human
-- says: UTF-8
say.at('/basic/name', 'a\0b')
