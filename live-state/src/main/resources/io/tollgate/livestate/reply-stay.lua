-- Notes that a reader is still there, and keeps what it reads for it.
-- KEYS: 1 request of the reply, 2 readers of the reply, 3 frames of the reply
-- ARGV: 1 reader, 2 least seconds that what it reads is kept
-- Returns: {'OK'} | {'GONE'}
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {'GONE'}
end
for _, key in ipairs({KEYS[1], KEYS[3]}) do
  local left = redis.call('TTL', key)
  if left >= 0 and left < tonumber(ARGV[2]) then
    redis.call('EXPIRE', key, ARGV[2])
  end
end
noteReader(KEYS[2], KEYS[1], ARGV[1])
return {'OK'}
