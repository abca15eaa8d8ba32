-- ends: budget
local s = string.rep('x', 65536)
while true do match('[^x]y', s) end
