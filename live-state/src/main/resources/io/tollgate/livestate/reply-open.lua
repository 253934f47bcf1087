-- Opens a request's reply for the holder of a fence and shuts out every older one.
-- KEYS: 1 state of the reply, 2 request of the reply
-- ARGV: 1 fence, 2 seconds an unfinished reply is kept, 3 number of the attempt, 4 number of the next frame if there is none,
--       5 '1' if it is opened for its last frame alone
-- Returns: {'OK', next sequence number, '0' or '1' if the last frame is there already, attempt that an older fence opened it for or '0',
--           '1' if Redis knew neither the reply nor its request any more, now or at an earlier opening, else '0'}
--          | {'FENCED'} if a newer fence has opened it
local state = redis.call('HMGET', KEYS[1], 'fence', 'next', 'ended', 'attempt', 'lost')
if state[1] and tonumber(state[1]) > tonumber(ARGV[1]) then
  return {'FENCED'}
end
if ARGV[5] == '1' then
  growEvenIfFull(KEYS[1])
end
-- the request is there before anybody can open its reply
local lost = state[5] == '1' or (not state[1] and redis.call('EXISTS', KEYS[2]) == 0)
if lost then
  redis.call('HSET', KEYS[1], 'lost', '1')
end
local before = state[1] ~= ARGV[1] and state[4] or '0'
redis.call('HSET', KEYS[1], 'fence', ARGV[1], 'attempt', ARGV[3])
local following = state[2]
if not following or following == '0' then
  following = ARGV[4]
  redis.call('HSET', KEYS[1], 'next', following)
end
redis.call('HSETNX', KEYS[1], 'bytes', '0')
if not state[3] then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
end
return {'OK', following, state[3] or '0', before, lost and '1' or '0'}
