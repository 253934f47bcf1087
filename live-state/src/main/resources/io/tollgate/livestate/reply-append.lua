-- Appends one numbered frame to a reply and wakes its readers. A frame that is there already is left as it is. A reply of which nothing may
-- be kept is removed with its last frame if nobody reads it; its state stays, so that a repeat is known as one.
-- KEYS: 1 state of the reply, 2 frames of the reply, 3 readers of the reply, 4 request of the reply
-- ARGV: 1 fence, 2 sequence number, 3 frame, 4 '1' if it is the last, 5 most bytes of a reply, 6 request id, 7 prefix of wake-up channels,
--       8 seconds a finished reply is kept, 9 seconds an unfinished one is kept, 10 seconds one of which nothing may be kept has for its
--       readers, 11 milliseconds after which a silent reader is gone
-- Returns: {'OK'} | {'DUPLICATE'} | {'FENCED'} | {'GONE'} if Redis lost the reply | {'GAP', next sequence number} | {'NOROOM'}
local state = redis.call('HMGET', KEYS[1], 'fence', 'next', 'bytes', 'ended')
if not state[1] then
  return {'GONE'}
end
if state[1] ~= ARGV[1] then
  return {'FENCED'}
end
local seq = tonumber(ARGV[2])
local following = tonumber(state[2])
if seq < following then
  return {'DUPLICATE'}
end
if state[4] then
  return {'FENCED'}
end
if seq > following then
  return {'GAP', state[2]}
end
local last = ARGV[4] == '1'
if not last and tonumber(state[3]) + #ARGV[3] > tonumber(ARGV[5]) then
  return {'NOROOM'}
end
if last then
  growEvenIfFull(KEYS[1])
end
redis.call('XADD', KEYS[2], string.format('%.0f-0', seq + 1), 'f', ARGV[3])
redis.call('HSET', KEYS[1], 'next', string.format('%.0f', seq + 1))
redis.call('HINCRBY', KEYS[1], 'bytes', #ARGV[3])
if last then
  redis.call('HSET', KEYS[1], 'ended', '1')
  redis.call('EXPIRE', KEYS[1], ARGV[8])
  local kept = ARGV[8]
  if redis.call('HGET', KEYS[4], 'zdr') == '1' then
    if readersLeft(KEYS[3], ARGV[11]) == 0 then
      redis.call('DEL', KEYS[2], KEYS[3], KEYS[4])
      return {'OK'}
    end
    kept = ARGV[10]
  end
  for i = 2, 4 do
    redis.call('EXPIRE', KEYS[i], kept)
  end
elseif seq % 64 == 0 then
  for i = 1, 4 do
    redis.call('EXPIRE', KEYS[i], ARGV[9])
  end
end
wakeReaders(KEYS[3], ARGV[7], ARGV[6])
return {'OK'}
