-- ends: fine
for _, n in ipairs({ 'dump', 'gsub', 'gmatch', 'pack', 'unpack' }) do
  if string[n] ~= nil then error(n) end
end
if math.random or table.pack or table.move or table.sort then error('table') end
