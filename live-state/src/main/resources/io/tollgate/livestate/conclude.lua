-- Stores how an attempt ends, before anybody else is told. The first conclusion of an attempt stands.
-- KEYS: 1 lease of the request
-- ARGV: 1 fence, 2 conclusion
-- Returns: {'OK'}, also on a repeat | {'LOST'} if the fence is stale or another conclusion stands
local lease = redis.call('HMGET', KEYS[1], 'state', 'fence', 'conclusion')
if lease[1] ~= 'RUNNING' or lease[2] ~= ARGV[1] then
  return {'LOST'}
end
if lease[3] and lease[3] ~= ARGV[2] then
  return {'LOST'}
end
redis.call('HSET', KEYS[1], 'conclusion', ARGV[2])
return {'OK'}
