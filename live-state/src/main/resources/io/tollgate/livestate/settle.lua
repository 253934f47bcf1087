-- States an account's balance as the ledger has it, and releases the holds that its books have closed.
-- Releases always take effect (a repeat is harmless); absolute sums only if their sequence number is newer than the last.
-- KEYS: 1 epoch, 2 credit, 3 holds, 4 running, 5 unclosed
-- ARGV: 1 posted, 2 sequence number, 3 prefix of the account's spend keys, 4 prefix of the account's members in unclosed,
--       5 number of released requests, their ids,
--       then for each spending window: key, window, spent, seconds its sums are kept (0: for ever)
-- Returns: {'OK', number of holds released now} | {'NOTREADY'}
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {'NOTREADY'}
end
local released = 0
local last = 5 + tonumber(ARGV[5])
for i = 6, last do
  redis.call('ZREM', KEYS[5], ARGV[4] .. ARGV[i])
  if release(KEYS[2], KEYS[3], KEYS[4], ARGV[3], ARGV[i]) then
    released = released + 1
  end
end
if tonumber(ARGV[2]) > tonumber(redis.call('HGET', KEYS[2], 'seq') or '-1') then
  redis.call('HSET', KEYS[2], 'posted', ARGV[1], 'seq', ARGV[2])
  for i = last + 1, #ARGV, 4 do
    local spend = ARGV[3] .. ARGV[i] .. ':' .. ARGV[i + 1]
    redis.call('HSET', spend, 'spent', ARGV[i + 2])
    if ARGV[i + 3] ~= '0' then
      redis.call('EXPIRE', spend, ARGV[i + 3])
    end
  end
end
return {'OK', string.format('%.0f', released)}
