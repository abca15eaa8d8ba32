-- ends: time
local t = {}
for i = 1, 40000 do t[i * 65535] = 1 end
while true do local x = t[40001 * 65535] end
