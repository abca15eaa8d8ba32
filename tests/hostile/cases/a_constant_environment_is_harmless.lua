-- ends: human
-- says: 规则执行出错
local _ENV <const> = {} X = X X.y = X
