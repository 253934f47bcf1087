-- Opens a request's reply for the holder of a fence and shuts out every older one.
-- KEYS: 1 state of the reply
-- ARGV: 1 fence, 2 seconds an unfinished reply is kept
-- Returns: {'OK', next sequence number, '0' or '1' if the last frame is there already} | {'FENCED'} if a newer fence has opened it
local state = redis.call('HMGET', KEYS[1], 'fence', 'next', 'ended')
if state[1] and tonumber(state[1]) > tonumber(ARGV[1]) then
  return {'FENCED'}
end
redis.call('HSET', KEYS[1], 'fence', ARGV[1])
redis.call('HSETNX', KEYS[1], 'next', '0')
redis.call('HSETNX', KEYS[1], 'bytes', '0')
if not state[3] then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
end
return {'OK', state[2] or '0', state[3] or '0'}
