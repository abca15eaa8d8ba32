-- ends: unloaded
-- says: api = 1
-- file: set.lua
ruleset { api = 2, title = '测试规则集', example_today = '2026-11-24' }
