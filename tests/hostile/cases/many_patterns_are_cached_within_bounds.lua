-- ends: fine
for i = 1, 600 do assert(match('^' .. i .. '$', tostring(i))) end
