-- Prolongs a lease that still carries the given fence.
-- KEYS: 1 lease of the request, 2 leases
-- ARGV: 1 member in leases, 2 fence, 3 lease time (ms), 4 seconds the lease is kept
-- Returns: {'RENEWED'} | {'CANCELLED'}, renewed too | {'LOST'}
local lease = redis.call('HMGET', KEYS[1], 'state', 'fence', 'cancel')
if lease[1] ~= 'RUNNING' or lease[2] ~= ARGV[2] then
  return {'LOST'}
end
local clock = redis.call('TIME')
local untilMillis = string.format('%.0f',
  tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000) + tonumber(ARGV[3]))
redis.call('HSET', KEYS[1], 'until', untilMillis)
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('ZADD', KEYS[2], untilMillis, ARGV[1])
if lease[3] then
  return {'CANCELLED'}
end
return {'RENEWED'}
