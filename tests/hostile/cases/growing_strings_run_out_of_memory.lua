-- ends: limit
local t, s = {}, '' for i = 1, 1e9 do s = s .. '字' t[i] = s end
