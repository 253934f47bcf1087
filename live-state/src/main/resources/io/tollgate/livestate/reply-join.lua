-- Finds the request of a reply for its account, and registers a further reader if one is named.
-- KEYS: 1 request of the reply, 2 readers of the reply, 3 state of the reply
-- ARGV: 1 account, 2 reader or '', 3 '1' to find requests of which nothing may be kept, too
-- Returns: {'GONE'} if there is none that the account may see | {'OK', '0' or '1' if the last frame is there, field, value, ...}
local request = redis.call('HGETALL', KEYS[1])
local own, zdr = false, false
for i = 1, #request, 2 do
  if request[i] == 'account' then
    own = request[i + 1] == ARGV[1]
  elseif request[i] == 'zdr' then
    zdr = request[i + 1] == '1'
  end
end
if not own or (zdr and ARGV[3] ~= '1') then
  return {'GONE'}
end
if ARGV[2] ~= '' then
  noteReader(KEYS[2], KEYS[1], ARGV[2])
end
return {'OK', redis.call('HGET', KEYS[3], 'ended') or '0', unpack(request)}
