-- Ends a rebuild: the epoch is written last, and only if nothing was lost since the rebuild began.
-- KEYS: 1 epoch, 2 epoch being built
-- ARGV: 1 token of the rebuild, 2 the new epoch
-- Returns: {'OK'} | {'OVERTAKEN'}
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return {'OVERTAKEN'}
end
redis.call('SET', KEYS[1], ARGV[2])
redis.call('DEL', KEYS[2])
return {'OK'}
