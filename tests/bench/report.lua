-- Writes what a run of wrk measured as one line of JSON on standard error. Latencies are
-- microseconds; within: how many of the requests were answered in the duration.
function done(summary, latency)
  local errors = summary.errors
  local broken = errors.connect + errors.read + errors.write + errors.timeout
  local members = '{"requests":%d,"within":%d,"duration_us":%d,"p50_us":%d,"p99_us":%d,"max_us":%d,'
    .. '"refused":%d,"broken":%d}\n'
  io.stderr:write(string.format(members, summary.requests,
    summary.within or summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency.max, errors.status, broken))
end
