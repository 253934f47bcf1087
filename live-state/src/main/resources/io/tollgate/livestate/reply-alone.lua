-- Whether a running request is to be cancelled because nobody has read its reply for some time.
-- KEYS: 1 request of the reply, 2 readers of the reply, 3 state of the reply
-- ARGV: 1 milliseconds after which a silent reader is gone
-- Returns: {'ALONE'} | {'NO'}
local request = redis.call('HMGET', KEYS[1], 'cancel', 'left', 'grace')
if request[1] ~= '1' or redis.call('HEXISTS', KEYS[3], 'ended') == 1 or readersLeft(KEYS[2], ARGV[1]) > 0 then
  return {'NO'}
end
local left = request[2]
if not left then
  -- nobody said good-bye: the time counts from now on
  left = string.format('%.0f', nowMillis())
  redis.call('HSET', KEYS[1], 'left', left)
end
-- instances that did not state the time gave it as long as a silent reader
if nowMillis() - tonumber(left) < tonumber(request[3] or ARGV[1]) then
  return {'NO'}
end
return {'ALONE'}
