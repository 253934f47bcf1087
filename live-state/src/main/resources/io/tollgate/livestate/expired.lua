-- Lists leases that were not renewed in time, the oldest first, and forgets entries whose lease is no longer running.
-- KEYS: 1 leases
-- ARGV: 1 most entries
-- Returns: for each lease: member, attempt, topic, partition, offset, ms since it expired
-- The keys of the leases are made from the members, '{account}:lease:request' from 'account/request'.
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local members = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now), 'LIMIT', 0, ARGV[1])
local found = {}
for _, member in ipairs(members) do
  local account, requestId = string.match(member, '^(.*)/([^/]*)$')
  local lease = redis.call('HMGET', '{' .. account .. '}:lease:' .. requestId,
    'state', 'attempt', 'topic', 'partition', 'offset', 'until')
  if lease[1] == 'RUNNING' then
    found[#found + 1] = member
    found[#found + 1] = lease[2]
    found[#found + 1] = lease[3]
    found[#found + 1] = lease[4]
    found[#found + 1] = lease[5]
    found[#found + 1] = string.format('%.0f', now - tonumber(lease[6]))
  else
    redis.call('ZREM', KEYS[1], member)
  end
end
return found
