-- ends: human
local n = #facts
