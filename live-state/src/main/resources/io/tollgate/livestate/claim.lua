-- Claims a request for one worker, with a fence that grows with every claim. Time is Redis's own. A repeat by the same owner, whose first
-- answer may have been lost, is answered like the first.
-- KEYS: 1 epoch, 2 holds, 3 lease of the request, 4 leases, 5 when the epoch began
-- ARGV: 1 request id, 2 member in leases, 3 attempt, 4 owner, 5 topic, 6 partition, 7 offset, 8 lease time (ms), 9 seconds the lease is kept,
--       10 route, for whoever recovers the request without its record, 11 '1' if the owner had the lease before Redis lost it
-- Returns: {'GRANTED', fence} | {'CANCELLED', fence} | {'RECOVER', fence, '0' or '1' if cancelled, conclusion or ''}
--          | {'HELD', ms left} | {'FINISHED'} | {'HOLDGONE', '0' or '1' if somebody voided it and closes it} | {'NOTREADY'}
-- The lease's state: RUNNING, HANDED (this attempt is done, a later one may follow), CLOSED (the request is over),
-- VOIDED (its hold was released before anybody claimed it).
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {'NOTREADY'}
end
local lease = redis.call('HMGET', KEYS[3], 'state', 'attempt', 'fence', 'until', 'cancel', 'conclusion', 'owner', 'how')
local state = lease[1]
local attempt = tonumber(ARGV[3])
local how = 'GRANTED'
local again = false
local clock = redis.call('TIME')
local micros = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local now = math.floor(micros / 1000)

if state == 'VOIDED' then
  return {'HOLDGONE', '1'}
end
if state == 'CLOSED' then
  return {'FINISHED'}
end
if state then
  local current = tonumber(lease[2])
  if current > attempt or (current == attempt and state == 'HANDED') then
    return {'FINISHED'}
  end
  if current == attempt then
    if lease[7] == ARGV[4] then
      again = true
      how = lease[8] or how
    else
      local left = tonumber(lease[4]) - now
      if left > 0 then
        return {'HELD', string.format('%.0f', left)}
      end
      how = 'RECOVER'
    end
  end
end
-- A running attempt whose hold is gone was closed in the books already: it must still be finished for its readers.
if how ~= 'RECOVER' and not again then
  local hold = redis.call('HGET', KEYS[2], ARGV[1])
  if not hold then
    return {'HOLDGONE', '0'}
  end
  -- Redis was lost: whoever was running the request claims it again first
  local since = redis.call('GET', KEYS[5])
  if since and not state and ARGV[11] ~= '1' and tonumber(string.match(hold, '|(%d+)$')) < tonumber(since) then
    local left = tonumber(since) + tonumber(ARGV[8]) - now
    if left > 0 then
      return {'HELD', string.format('%.0f', left)}
    end
  end
end

local fence = micros
if lease[3] and tonumber(lease[3]) >= micros then
  fence = tonumber(lease[3]) + 1
end
fence = again and lease[3] or string.format('%.0f', fence)
local untilMillis = string.format('%.0f', now + tonumber(ARGV[8]))
redis.call('HSET', KEYS[3], 'state', 'RUNNING', 'attempt', ARGV[3], 'fence', fence, 'owner', ARGV[4], 'until', untilMillis,
  'topic', ARGV[5], 'partition', ARGV[6], 'offset', ARGV[7], 'route', ARGV[10], 'how', how)
redis.call('EXPIRE', KEYS[3], ARGV[9])
redis.call('ZADD', KEYS[4], untilMillis, ARGV[2])
if how == 'RECOVER' then
  return {'RECOVER', fence, lease[5] and '1' or '0', lease[6] or ''}
end
if not again then
  redis.call('HDEL', KEYS[3], 'conclusion')
end
if lease[5] then
  return {'CANCELLED', fence}
end
return {'GRANTED', fence}
