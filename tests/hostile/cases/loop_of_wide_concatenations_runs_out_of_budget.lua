-- ends: limit
local s = string.rep('x', 65536)
while true do
  local t = s .. s .. s .. s .. s .. s .. s .. s .. s .. s .. s .. s .. s .. s .. s .. s
end
