-- Forgets balances during a rebuild. Refused if the rebuild was overtaken, so that a stale one cannot delete what a later one wrote.
-- KEYS: 1 epoch being built, 2... what is forgotten
-- ARGV: 1 token of the rebuild
-- Returns: {'OK'} | {'OVERTAKEN'}
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return {'OVERTAKEN'}
end
redis.call('UNLINK', unpack(KEYS, 2))
return {'OK'}
