-- ends: unloaded
-- says: 互相引用
-- file: lib/x.lua
return { deep = { bump = use('x').deep.bump } }
