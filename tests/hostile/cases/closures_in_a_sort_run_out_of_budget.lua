-- ends: limit
local t = {}
for i = 1, 100 do t[i] = i end
while true do sort(t, function(a, b) local x = function() return a, b end return a > b end) end
