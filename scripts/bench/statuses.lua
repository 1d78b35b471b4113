-- Sends GETs of one address; prints one RESULT line with how many answers had which status.
-- arg[1]: the path; arg[2]: an access token; arg[3]: ms a connection waits on average between two requests, 0: not at all
local path, token
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  path, token = args[1], args[2]
  local pause = tonumber(args[3] or "0")
  good, shed, other = 0, 0, 0
  request_text = wrk.format("GET", path, { ["Authorization"] = "Bearer " .. token })
  -- wrk asks for it only where it is defined; by chance, so that connections do not come in step.
  if pause > 0 then
    delay = function() return math.floor(2 * pause * math.random() + 0.5) end
  end
end

function request()
  return request_text
end

function response(status)
  if status == 200 then good = good + 1 elseif status == 503 then shed = shed + 1 else other = other + 1 end
end

function done(summary, latency)
  local g, s, o = 0, 0, 0
  for _, thread in ipairs(threads) do
    g, s, o = g + thread:get("good"), s + thread:get("shed"), o + thread:get("other")
  end
  local e = summary.errors
  io.write(string.format('RESULT {"good":%d,"shed":%d,"other":%d,"broken":%d,"seconds":%f,"p50":%f,"p99":%f}\n',
    g, s, o, e.connect + e.read + e.write + e.timeout, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
