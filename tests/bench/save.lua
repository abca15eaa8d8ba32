-- Saves drafts: every thread has one connection and one draft of its own, and goes on with the ETag
-- that the last save gave it.
-- JOBS names a file with a line a thread: token, filing, etag, body.
dofile(os.getenv('BENCH_FOLDER') .. '/report.lua')

local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set('row', threads)
end

local path, headers, body
function init()
  local n = 0
  for line in io.lines(os.getenv('JOBS')) do
    n = n + 1
    if n == row then
      local token, filing, etag, rest = line:match('^(%S+)\t(%S+)\t(%S+)\t(.+)$')
      path, body = '/api/v1/filings/' .. filing, rest
      headers = {
        ['Authorization'] = 'Bearer ' .. token, ['Content-Type'] = 'application/json',
        ['If-Match'] = etag,
      }
    end
  end
end

function request() return wrk.format('PUT', path, headers, body) end

function response(status, answered)
  headers['If-Match'] = answered['ETag'] or headers['If-Match']
end
