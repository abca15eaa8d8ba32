-- ends: budget
for i = 1, 2 do ::again:: local f = function() return i end if f() then goto again end end
