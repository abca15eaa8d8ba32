-- ends: fine
local t, last = {}, ''
for i = 1, 5000 do t['k' .. (i * 7919) % 5000] = i end
for k in pairs(t) do assert(last < k) last = k end
