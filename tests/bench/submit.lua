-- Submits drafts: every thread has one connection, works off its own list, each draft once, and
-- then stops. JOBS names a file with a line a draft: token, filing; thread n of N takes every N-th
-- line.
local ffi = require('ffi')
ffi.cdef('typedef struct { long s, ns; } bench_time; int clock_gettime(int, bench_time *);')

local threads = {}
function setup(thread)
  threads[#threads + 1] = thread
  thread:set('row', #threads)
end

local now = ffi.new('bench_time')
local function microseconds()
  ffi.C.clock_gettime(1, now)
  return tonumber(now.s) * 1e6 + tonumber(now.ns) / 1e3
end

local jobs = {}
answered, started, at = 0, 0, {}
function init()
  local n, all = 0, tonumber(os.getenv('THREADS'))
  for line in io.lines(os.getenv('JOBS')) do
    n = n + 1
    if n % all == row % all then
      local token, filing = line:match('^(%S+)\t(%S+)')
      local path = '/api/v1/filings/' .. filing .. '/submit'
      local headers = {
        ['Authorization'] = 'Bearer ' .. token, ['Content-Type'] = 'application/json',
      }
      jobs[#jobs + 1] = wrk.format('POST', path, headers, '{"declaration":true}')
    end
  end
  started = microseconds()
end

-- By answers, not by calls: wrk asks for a request or two that it does not send.
function request() return jobs[math.min(answered + 1, #jobs)] end

function response()
  answered = answered + 1
  at[answered] = microseconds()
  if answered >= #jobs then wrk.thread:stop() end
end

-- wrk itself sleeps to the end of its time. What counts is the time in which all threads write:
-- until the first of them is done.
function done(summary, latency)
  local first, last, within, all = math.huge, math.huge, 0, {}
  for n, thread in ipairs(threads) do
    all[n] = thread:get('at')
    first, last = math.min(first, thread:get('started')), math.min(last, all[n][#all[n]] or last)
  end
  for _, times in ipairs(all) do
    for _, time in ipairs(times) do within = within + (time <= last and 1 or 0) end
  end
  summary.duration, summary.within = last - first, within
  dofile(os.getenv('BENCH_FOLDER') .. '/report.lua')
  done(summary, latency)
end
