-- Notes that the caller wants a request stopped, whether or not it was claimed yet, and tells the workers.
-- KEYS: 1 lease of the request
-- ARGV: 1 request id, 2 channel, 3 seconds the note is kept if nobody ever claims the request
-- Returns: {'OK'} | {'FINISHED'} if the request was over already
local state = redis.call('HGET', KEYS[1], 'state')
if state == 'CLOSED' or state == 'VOIDED' then
  return {'FINISHED'}
end
redis.call('HSET', KEYS[1], 'cancel', '1')
if not state then
  redis.call('EXPIRE', KEYS[1], ARGV[3])
end
redis.call('PUBLISH', ARGV[2], ARGV[1])
return {'OK'}
