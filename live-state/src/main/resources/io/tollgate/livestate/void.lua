-- Releases the hold of a request that nobody has claimed, and keeps anybody from claiming it later.
-- KEYS: 1 epoch, 2 credit, 3 holds, 4 running, 5 lease of the request
-- ARGV: 1 request id, 2 prefix of the account's spend keys, 3 seconds the mark is kept
-- Returns: {'OK'} if the hold is gone now, also on a repeat | {'CLAIMED'} | {'NOTREADY'}
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {'NOTREADY'}
end
local state = redis.call('HGET', KEYS[5], 'state')
if state and state ~= 'VOIDED' then
  return {'CLAIMED'}
end
release(KEYS[2], KEYS[3], KEYS[4], ARGV[2], ARGV[1])
redis.call('HSET', KEYS[5], 'state', 'VOIDED')
redis.call('EXPIRE', KEYS[5], ARGV[3])
return {'OK'}
