-- Writes one account during a rebuild, in place of whatever was there. Refused if the rebuild was overtaken by another or by a
-- restart of Redis, so that a store that lost a part can never be declared whole.
-- KEYS: 1 epoch being built, 2 credit, 3 holds, 4 running, 5 unclosed
-- ARGV: 1 token of the rebuild, 2 prefix of the account's spend keys, 3 posted, 4 sequence number,
--       5 prefix of the account's members in unclosed, 6 number of holds,
--       7 ms after its deadline from which a hold is looked after,
--       for each hold: request id, amount, key, window, placed at (ms), seconds the window's sums are kept (0: for ever),
--       deadline (ms), limit of the window ('' without one);
--       then for each spending window: key, window, spent, seconds kept
-- Returns: {'OK'} | {'OVERTAKEN'}
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return {'OVERTAKEN'}
end
redis.call('DEL', KEYS[2], KEYS[3], KEYS[4])
local holdsEnd = 7 + tonumber(ARGV[6]) * 8
for i = 8, holdsEnd, 8 do
  redis.call('DEL', ARGV[2] .. ARGV[i + 2] .. ':' .. ARGV[i + 3])
end
for i = holdsEnd + 1, #ARGV, 4 do
  redis.call('DEL', ARGV[2] .. ARGV[i] .. ':' .. ARGV[i + 1])
end
redis.call('HSET', KEYS[2], 'posted', ARGV[3], 'held', '0', 'seq', ARGV[4])
for i = holdsEnd + 1, #ARGV, 4 do
  local spend = ARGV[2] .. ARGV[i] .. ':' .. ARGV[i + 1]
  redis.call('HSET', spend, 'spent', ARGV[i + 2])
  if ARGV[i + 3] ~= '0' then
    redis.call('EXPIRE', spend, ARGV[i + 3])
  end
end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
for i = 8, holdsEnd, 8 do
  redis.call('ZADD', KEYS[5], string.format('%.0f', math.max(now, tonumber(ARGV[i + 6])) + tonumber(ARGV[7])), ARGV[5] .. ARGV[i])
  redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1] .. '|' .. ARGV[i + 2] .. '|' .. ARGV[i + 3] .. '|' .. ARGV[i + 4])
  redis.call('HINCRBY', KEYS[2], 'held', ARGV[i + 1])
  redis.call('HINCRBY', KEYS[4], ARGV[i + 2], 1)
  if ARGV[i + 3] ~= '' then
    local spend = ARGV[2] .. ARGV[i + 2] .. ':' .. ARGV[i + 3]
    redis.call('HINCRBY', spend, 'held', ARGV[i + 1])
    if ARGV[i + 7] ~= '' then
      redis.call('HSET', spend, 'limit', ARGV[i + 7])
    end
    if ARGV[i + 5] ~= '0' then
      redis.call('EXPIRE', spend, ARGV[i + 5])
    end
  end
end
return {'OK'}
