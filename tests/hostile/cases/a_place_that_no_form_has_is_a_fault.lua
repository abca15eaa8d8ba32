-- ends: human
-- says: 没有声明的位置
local place = '/basic/none'
say.at(place, '名称')
