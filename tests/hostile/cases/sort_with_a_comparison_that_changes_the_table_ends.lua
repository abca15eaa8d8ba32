-- ends: fine
local t = { 5, 4, 3, 2, 1 }
sort(t, function(a, b) t[1] = nil t[#t + 1] = 9 return a < b end)
