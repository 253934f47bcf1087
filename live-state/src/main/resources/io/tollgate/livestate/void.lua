-- Releases the hold of a request that nobody has claimed, and keeps anybody from claiming it later. The mark keeps what a closing must
-- state, and the request stays among the unclosed ones until the books have released it, so that somebody else can close it if the caller
-- of this script dies.
-- KEYS: 1 epoch, 2 credit, 3 holds, 4 running, 5 lease of the request, 6 unclosed, 7 when the epoch began
-- ARGV: 1 request id, 2 prefix of the account's spend keys, 3 seconds the mark is kept, 4 member in unclosed,
--       5 ms from now on somebody else may close it, 6 lease time (ms)
-- Returns: {'OK'} if the hold is gone now, also on a repeat | {'CLAIMED'} | {'NOTREADY'}
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {'NOTREADY'}
end
local state = redis.call('HGET', KEYS[5], 'state')
if state and state ~= 'VOIDED' then
  return {'CLAIMED'}
end
local hold = redis.call('HGET', KEYS[3], ARGV[1])
-- Redis was lost: whoever was running the request claims it again first
local since = tonumber(redis.call('GET', KEYS[7]) or '0')
if hold and not state and tonumber(string.match(hold, '|(%d+)$')) < since then
  local clock = redis.call('TIME')
  if tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000) < since + tonumber(ARGV[6]) then
    return {'NOTREADY'}
  end
end
if hold then
  local amount, key = string.match(hold, '^(%d+)|([^|]*)|')
  local clock = redis.call('TIME')
  local later = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000) + tonumber(ARGV[5])
  redis.call('HSET', KEYS[5], 'amount', amount, 'key', key)
  redis.call('ZADD', KEYS[6], string.format('%.0f', later), ARGV[4])
  release(KEYS[2], KEYS[3], KEYS[4], ARGV[2], ARGV[1])
end
redis.call('HSET', KEYS[5], 'state', 'VOIDED')
redis.call('EXPIRE', KEYS[5], ARGV[3])
return {'OK'}
