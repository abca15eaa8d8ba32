-- ends: fine
local t = { a = 1 }
for k in pairs(t) do t[k .. 'a'] = 1 end
