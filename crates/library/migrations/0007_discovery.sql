-- What the connected server said is popular, when it was last asked. This device only: shown while there is no network.
create table popular (
  only integer primary key not null check (only = 1),
  -- Another server has other listeners.
  server text not null,
  -- JSON. Only the backend reads it.
  lists text not null,
  told_ms integer not null
) strict;

-- Where a feed was last read while its publisher could not be reached: the host of a server. Null: at its publisher.
alter table feed_state add column read_through text;
-- What that server wants to hear again. The publisher's own validators stay what they are.
alter table feed_state add column through_etag text;
