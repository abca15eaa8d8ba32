-- ends: human
-- says: 没有声明的位置
local place = '/basic/name/' .. 123456
say.at(place, '名称')
