-- Asks ASKED with a cursor that is another each time, from AT downward: no two questions are alike.
dofile(os.getenv('BENCH_FOLDER') .. '/report.lua')

local path, at = os.getenv('ASKED') .. '&cursor=', tonumber(os.getenv('AT'))

function request()
  at = at - 1
  return wrk.format('GET', path .. at)
end
