-- Fragment, prepended to the scripts that release holds: takes one hold out of every sum it counts in.
-- A hold that is not there is left alone, so a repeat changes nothing.
-- Returns true if the hold was there.
local function release(credit, holds, running, spendPrefix, requestId)
  local hold = redis.call('HGET', holds, requestId)
  if not hold then
    return false
  end
  local amount, key, window = string.match(hold, '^(%d+)|([^|]*)|([^|]*)|')
  redis.call('HDEL', holds, requestId)
  -- a hold of nothing, for a free model, counts in no sum; Redis takes no '-0'
  if amount ~= '0' then
    redis.call('HINCRBY', credit, 'held', '-' .. amount)
    if window ~= '' then
      redis.call('HINCRBY', spendPrefix .. key .. ':' .. window, 'held', '-' .. amount)
    end
  end
  if redis.call('HINCRBY', running, key, -1) <= 0 then
    redis.call('HDEL', running, key)
  end
  return true
end
