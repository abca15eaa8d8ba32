-- ends: unloaded
-- says: rule
-- file: lib/x.lua
rule { id = 'x' } return { deep = { bump = function() end } }
