-- Ends a lease: the request is over, or a later attempt follows. What stays tells a redelivered record that it is done.
-- KEYS: 1 lease of the request, 2 leases
-- ARGV: 1 member in leases, 2 fence, 3 new state (CLOSED or HANDED), 4 seconds the lease is kept
-- Returns: {'OK'}, also on a repeat | {'LOST'}
local lease = redis.call('HMGET', KEYS[1], 'state', 'fence')
if lease[2] ~= ARGV[2] or (lease[1] ~= 'RUNNING' and lease[1] ~= ARGV[3]) then
  return {'LOST'}
end
redis.call('HSET', KEYS[1], 'state', ARGV[3])
redis.call('HDEL', KEYS[1], 'conclusion', 'until', 'route', 'how')
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('ZREM', KEYS[2], ARGV[1])
return {'OK'}
