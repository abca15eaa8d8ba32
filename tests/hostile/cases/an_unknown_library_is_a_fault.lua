-- ends: human
-- says: lib/nothing.lua
use('nothing')
