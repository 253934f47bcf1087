-- Starts a rebuild: from now on every credit script answers NOTREADY until the rebuild ends.
-- KEYS: 1 epoch, 2 epoch being built
-- ARGV: 1 token of this rebuild
-- Returns: {'OK'}
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[2], ARGV[1])
return {'OK'}
