-- Raises a hold to a new total. A repeat, or a total below the present one, changes nothing.
-- KEYS: 1 epoch, 2 credit, 3 holds
-- ARGV: 1 request id, 2 new total, 3 prefix of the account's spend keys
-- Returns: {'OK', total} | {'CREDIT', free} | {'LIMIT', free} | {'GONE'} | {'NOTREADY'}
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {'NOTREADY'}
end
local hold = redis.call('HGET', KEYS[3], ARGV[1])
if not hold then
  return {'GONE'}
end
local amount, key, window, placedAt = string.match(hold, '^(%d+)|([^|]*)|([^|]*)|(%d+)$')
local more = tonumber(ARGV[2]) - tonumber(amount)
if more <= 0 then
  return {'OK', amount}
end
local spendKey = ARGV[3] .. key .. ':' .. window
if window ~= '' then
  local spend = redis.call('HMGET', spendKey, 'spent', 'held', 'limit')
  if spend[3] then
    local free = tonumber(spend[3]) - tonumber(spend[1] or '0') - tonumber(spend[2] or '0')
    if free < more then
      return {'LIMIT', string.format('%.0f', free)}
    end
  end
end
local credit = redis.call('HMGET', KEYS[2], 'posted', 'held')
local free = tonumber(credit[1] or '0') - tonumber(credit[2] or '0')
if free < more then
  return {'CREDIT', string.format('%.0f', free)}
end
local increment = string.format('%.0f', more)
redis.call('HSET', KEYS[3], ARGV[1], ARGV[2] .. '|' .. key .. '|' .. window .. '|' .. placedAt)
redis.call('HINCRBY', KEYS[2], 'held', increment)
if window ~= '' then
  redis.call('HINCRBY', spendKey, 'held', increment)
end
return {'OK', ARGV[2]}
