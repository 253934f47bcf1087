-- Whether a running request is to be cancelled because nobody has read its reply for some time.
-- KEYS: 1 request of the reply, 2 readers of the reply, 3 state of the reply
-- ARGV: 1 milliseconds without a reader, 2 milliseconds after which a silent reader is gone
-- Returns: {'ALONE'} | {'NO'}
local request = redis.call('HMGET', KEYS[1], 'cancel', 'left')
if request[1] ~= '1' or not request[2] or redis.call('HEXISTS', KEYS[3], 'ended') == 1 then
  return {'NO'}
end
if readersLeft(KEYS[2], ARGV[2]) > 0 or nowMillis() - tonumber(request[2]) < tonumber(ARGV[1]) then
  return {'NO'}
end
return {'ALONE'}
