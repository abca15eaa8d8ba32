-- ends: human
-- says: xpcall
xpcall(function() end, function() while true do end end)
