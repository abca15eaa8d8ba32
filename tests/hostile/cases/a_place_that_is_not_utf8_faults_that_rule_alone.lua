-- ends: human
-- says: UTF-8
local place = '/basic/\xff'
say.at(place, '名称')
