-- Ends a rebuild: the epoch is written last, and only if nothing was lost since the rebuild began.
-- KEYS: 1 epoch, 2 epoch being built, 3 when the epoch began
-- ARGV: 1 token of the rebuild, 2 the new epoch
-- Returns: {'OK'} | {'OVERTAKEN'}
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return {'OVERTAKEN'}
end
local clock = redis.call('TIME')
redis.call('SET', KEYS[3], string.format('%.0f', tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)))
redis.call('SET', KEYS[1], ARGV[2])
redis.call('DEL', KEYS[2])
return {'OK'}
