-- ends: budget
while true do tostring(1.7976931348623157e308) end
