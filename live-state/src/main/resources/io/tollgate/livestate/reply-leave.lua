-- A reader leaves. If it was the last one, that is noted, and a reply that has ended and of which nothing may be kept is removed.
-- KEYS: 1 request of the reply, 2 readers of the reply, 3 frames of the reply, 4 state of the reply
-- ARGV: 1 reader, 2 milliseconds after which a silent reader is gone
-- Returns: {'OK', readers left}
redis.call('ZREM', KEYS[2], ARGV[1])
local left = readersLeft(KEYS[2], ARGV[2])
if left == 0 and redis.call('EXISTS', KEYS[1]) == 1 then
  if redis.call('HGET', KEYS[1], 'zdr') == '1' and redis.call('HEXISTS', KEYS[4], 'ended') == 1 then
    redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
  else
    redis.call('HSET', KEYS[1], 'left', string.format('%.0f', nowMillis()))
  end
end
return {'OK', string.format('%.0f', left)}
