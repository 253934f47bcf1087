-- Notes that Kafka has a request, so that its hold need not be looked after before its time is over.
-- KEYS: 1 unclosed
-- ARGV: 1 member, 2 ms from now on it is looked after
-- Returns: {'OK'}, also if the request is not among the unclosed ones any more
local clock = redis.call('TIME')
local later = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000) + tonumber(ARGV[2])
redis.call('ZADD', KEYS[1], 'XX', 'GT', string.format('%.0f', later), ARGV[1])
return {'OK'}
