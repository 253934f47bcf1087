-- Sets credit aside for one request, atomically over every limit that applies. A repeat with the same request id
-- answers what the first call set aside and changes nothing.
-- KEYS: 1 epoch, 2 credit, 3 holds, 4 running, 5 rate, 6 lease of the request, 7 spend of the key's window, 8 unclosed
-- ARGV: 1 request id, 2 amount, 3 key, 4 window ('' without one), 5 limit of the window ('' without one),
--       6 most requests at once ('' without), 7 most requests a minute ('' without), 8 seconds the window's sums are kept (0: for ever),
--       9 member in unclosed, 10 ms from now on a hold that nobody confirmed is looked after
-- Returns: {'OK', amount, '0' or '1' if repeated} | {'CREDIT', free, posted} | {'LIMIT', free, free if nothing were held} | {'RATE', seconds to wait}
--          | {'CONCURRENT'} | {'ENDED'} | {'NOTREADY'}
-- Numbers are whole and below 2^53, where Lua's doubles are exact; sums are changed by HINCRBY alone.
local MINUTE = 60000000

if redis.call('EXISTS', KEYS[1]) == 0 then
  return {'NOTREADY'}
end
local existing = redis.call('HGET', KEYS[3], ARGV[1])
if existing then
  return {'OK', string.match(existing, '^(%d+)|'), '1'}
end
if redis.call('HEXISTS', KEYS[6], 'state') == 1 then
  return {'ENDED'}
end

local amount = tonumber(ARGV[2])
if ARGV[6] ~= '' and tonumber(redis.call('HGET', KEYS[4], ARGV[3]) or '0') >= tonumber(ARGV[6]) then
  return {'CONCURRENT'}
end

local now = redis.call('TIME')
local micros = tonumber(now[1]) * 1000000 + tonumber(now[2])
local full = micros
if ARGV[7] ~= '' then
  -- a bucket of a minute's requests, refilled evenly, known by the time at which it is full again
  local interval = math.max(1, math.floor(MINUTE / tonumber(ARGV[7])))
  full = math.max(micros, tonumber(redis.call('HGET', KEYS[5], 'full') or '0')) + interval
  local wait = full - micros - MINUTE
  if wait > 0 then
    return {'RATE', string.format('%.0f', math.ceil(wait / 1000000))}
  end
end

if ARGV[4] ~= '' and ARGV[5] ~= '' then
  local spend = redis.call('HMGET', KEYS[7], 'spent', 'held')
  local unspent = tonumber(ARGV[5]) - tonumber(spend[1] or '0')
  local free = unspent - tonumber(spend[2] or '0')
  if free < amount then
    return {'LIMIT', string.format('%.0f', free), string.format('%.0f', unspent)}
  end
end

local credit = redis.call('HMGET', KEYS[2], 'posted', 'held')
local posted = tonumber(credit[1] or '0')
local free = posted - tonumber(credit[2] or '0')
if free < amount then
  return {'CREDIT', string.format('%.0f', free), string.format('%.0f', posted)}
end

local placedAt = string.format('%.0f', math.floor(micros / 1000))
redis.call('HSET', KEYS[3], ARGV[1], ARGV[2] .. '|' .. ARGV[3] .. '|' .. ARGV[4] .. '|' .. placedAt)
redis.call('HINCRBY', KEYS[2], 'held', ARGV[2])
redis.call('HINCRBY', KEYS[4], ARGV[3], 1)
redis.call('ZADD', KEYS[8], string.format('%.0f', tonumber(placedAt) + tonumber(ARGV[10])), ARGV[9])
if ARGV[7] ~= '' then
  redis.call('HSET', KEYS[5], 'full', string.format('%.0f', full))
  redis.call('EXPIRE', KEYS[5], 61)
end
if ARGV[4] ~= '' then
  redis.call('HINCRBY', KEYS[7], 'held', ARGV[2])
  if ARGV[5] ~= '' then
    redis.call('HSET', KEYS[7], 'limit', ARGV[5])
  else
    redis.call('HDEL', KEYS[7], 'limit')
  end
  if ARGV[8] ~= '0' then
    redis.call('EXPIRE', KEYS[7], ARGV[8])
  end
end
return {'OK', ARGV[2], '0'}
