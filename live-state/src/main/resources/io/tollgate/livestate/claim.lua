-- Claims a request for one worker, with a fence that grows with every claim. Time is Redis's own.
-- KEYS: 1 epoch, 2 holds, 3 lease of the request, 4 leases
-- ARGV: 1 request id, 2 member in leases, 3 attempt, 4 owner, 5 topic, 6 partition, 7 offset, 8 lease time (ms), 9 seconds the lease is kept
-- Returns: {'GRANTED', fence} | {'CANCELLED', fence} | {'RECOVER', fence, '0' or '1' if cancelled, conclusion or ''}
--          | {'HELD', ms left} | {'FINISHED'} | {'HOLDGONE'} | {'NOTREADY'}
-- The lease's state: RUNNING, HANDED (this attempt is done, a later one may follow), CLOSED (the request is over),
-- VOIDED (its hold was released before anybody claimed it).
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {'NOTREADY'}
end
local lease = redis.call('HMGET', KEYS[3], 'state', 'attempt', 'fence', 'until', 'cancel', 'conclusion')
local state = lease[1]
local attempt = tonumber(ARGV[3])
local recover = false
local clock = redis.call('TIME')
local micros = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local now = math.floor(micros / 1000)

if state == 'VOIDED' then
  return {'HOLDGONE'}
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
    local left = tonumber(lease[4]) - now
    if left > 0 then
      return {'HELD', string.format('%.0f', left)}
    end
    recover = true
  end
end
-- A running attempt whose hold is gone was closed in the books already: it must still be finished for its readers.
if not recover and redis.call('HEXISTS', KEYS[2], ARGV[1]) == 0 then
  return {'HOLDGONE'}
end

local fence = micros
if lease[3] and tonumber(lease[3]) >= micros then
  fence = tonumber(lease[3]) + 1
end
fence = string.format('%.0f', fence)
local untilMillis = string.format('%.0f', now + tonumber(ARGV[8]))
redis.call('HSET', KEYS[3], 'state', 'RUNNING', 'attempt', ARGV[3], 'fence', fence, 'owner', ARGV[4], 'until', untilMillis,
  'topic', ARGV[5], 'partition', ARGV[6], 'offset', ARGV[7])
redis.call('EXPIRE', KEYS[3], ARGV[9])
redis.call('ZADD', KEYS[4], untilMillis, ARGV[2])
if recover then
  return {'RECOVER', fence, lease[5] and '1' or '0', lease[6] or ''}
end
redis.call('HDEL', KEYS[3], 'conclusion')
if lease[5] then
  return {'CANCELLED', fence}
end
return {'GRANTED', fence}
