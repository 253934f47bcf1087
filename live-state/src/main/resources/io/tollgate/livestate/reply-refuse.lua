-- Ends the reply of a request that no worker will ever see, with a single frame.
-- KEYS: 1 state of the reply, 2 frames of the reply, 3 readers of the reply, 4 request of the reply
-- ARGV: 1 frame, 2 request id, 3 prefix of wake-up channels, 4 seconds a finished reply is kept
-- Returns: {'OK'} | {'OPENED'} if the reply has begun or ended, also on a repeat | {'GONE'} if nobody has ever waited for it
if redis.call('EXISTS', KEYS[1]) == 1 then
  return {'OPENED'}
end
if redis.call('EXISTS', KEYS[4]) == 0 then
  return {'GONE'}
end
growEvenIfFull(KEYS[1])
redis.call('XADD', KEYS[2], '1-0', 'f', ARGV[1])
redis.call('HSET', KEYS[1], 'fence', '0', 'next', '1', 'bytes', #ARGV[1], 'ended', '1')
for i = 1, 4 do
  redis.call('EXPIRE', KEYS[i], ARGV[4])
end
wakeReaders(KEYS[3], ARGV[3], ARGV[2])
return {'OK'}
