-- Fragment, prepended to the scripts that touch the readers of a reply: a sorted set of '<instance>/<number>' by the millisecond at which
-- each reader was last heard of. Time is Redis's own.
local function nowMillis()
  local clock = redis.call('TIME')
  return tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
end
-- How many readers were heard of within some milliseconds; the others are forgotten.
local function readersLeft(readers, silentMillis)
  redis.call('ZREMRANGEBYSCORE', readers, '-inf', string.format('(%.0f', nowMillis() - tonumber(silentMillis)))
  return redis.call('ZCARD', readers)
end
-- Notes a reader; the set lives as long as the request's record. Whoever left before does not count any more.
local function noteReader(readers, request, reader)
  redis.call('HDEL', request, 'left')
  redis.call('ZADD', readers, string.format('%.0f', nowMillis()), reader)
  redis.call('PEXPIRE', readers, redis.call('PTTL', request))
end
-- Tells every instance that reads, once each.
local function wakeReaders(readers, prefix, requestId)
  local woken = {}
  for _, reader in ipairs(redis.call('ZRANGE', readers, 0, -1)) do
    local instance = string.match(reader, '^[^/]+')
    if not woken[instance] then
      woken[instance] = true
      redis.call('PUBLISH', prefix .. instance, requestId)
    end
  end
end
