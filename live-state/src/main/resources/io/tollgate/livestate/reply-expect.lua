-- Registers the first reader of a reply together with what any instance must know of its request. A repeat changes nothing.
-- KEYS: 1 request of the reply, 2 readers of the reply
-- ARGV: 1 reader, 2 seconds an unfinished reply is kept, then field, value, ... of the request
-- Returns: {'OK'}
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('HSET', KEYS[1], unpack(ARGV, 3))
  redis.call('EXPIRE', KEYS[1], ARGV[2])
end
noteReader(KEYS[2], KEYS[1], ARGV[1])
return {'OK'}
