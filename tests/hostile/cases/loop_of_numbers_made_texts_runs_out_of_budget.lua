-- ends: budget
local x = 1.7976931348623157e308
while true do local s = x .. '' end
