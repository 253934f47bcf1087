-- Lists requests that nobody works on although their time has come, the oldest first: holds that nobody confirmed or claimed, and voided
-- ones whose closing the books have not seen. What is listed is not listed again for a while; what is claimed is looked at later; what
-- the books have released is forgotten.
-- KEYS: 1 epoch, 2 unclosed
-- ARGV: 1 most entries, 2 ms until what is listed is listed again, 3 ms until what is claimed is looked at again
-- Returns: for each request: member, key, amount of the hold
-- The other keys are made from the members: '{account}:lease:request' and '{account}:holds' from 'account/request'.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {}
end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local members = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now), 'LIMIT', 0, ARGV[1])
local found = {}
for _, member in ipairs(members) do
  local account, requestId = string.match(member, '^(.*)/([^/]*)$')
  local lease = redis.call('HMGET', '{' .. account .. '}:lease:' .. requestId, 'state', 'key', 'amount')
  local hold = redis.call('HGET', '{' .. account .. '}:holds', requestId)
  local key, amount
  if lease[1] == 'VOIDED' then
    key = lease[2]
    amount = lease[3]
  elseif hold and not lease[1] then
    amount, key = string.match(hold, '^(%d+)|([^|]*)|')
  end
  if key then
    found[#found + 1] = member
    found[#found + 1] = key
    found[#found + 1] = amount
    redis.call('ZADD', KEYS[2], string.format('%.0f', now + tonumber(ARGV[2])), member)
  elseif hold then
    redis.call('ZADD', KEYS[2], string.format('%.0f', now + tonumber(ARGV[3])), member)
  else
    redis.call('ZREM', KEYS[2], member)
  end
end
return found
