-- ends: human
-- says: load
load('while true do end')()
