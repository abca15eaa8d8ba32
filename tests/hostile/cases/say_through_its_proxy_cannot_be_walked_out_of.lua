-- ends: fine
for k, v in pairs(say) do assert(k == 'at' and type(v) == 'function') end
