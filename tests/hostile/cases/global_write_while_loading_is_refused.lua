-- ends: unloaded
-- says: 全局变量
-- file: checks/hostile.lua
x = 1
