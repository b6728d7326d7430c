-- Everything that the listener's devices share, as it travels (docs/protocol-extensions.md, "Records"): what was done here
-- and what came from elsewhere, joined. The tables of podcasts and episodes show it.
create table record (
  -- balados_protocol::RecordKey.
  key text primary key not null,
  kind text not null,
  -- Canonical ids, as they travel.
  feed text,
  item text,
  -- JSON of balados_protocol::Record.
  body text not null,
  -- Raised with each change that was made here; a server has what `sent` says. Waiting: revision > sent.
  revision integer not null,
  sent integer not null default 0,
  changed_ms integer not null,
  -- Why the server did not take this revision: balados_protocol::exchange::RefusedCode, and its words.
  refused text,
  refused_message text,
  -- The episode that shows it; null for what is not listening, or not in the library yet.
  episode integer references episode (id) on delete set null,
  -- What the server has while this waits: what was done here by a wrong clock is joined with it anew once the clock is right.
  theirs text,
  -- The download of everything that it was last seen in.
  seen integer not null default 0
) strict;

create index record_waiting on record (changed_ms, key) where revision > sent;
create index record_of_feed on record (feed, kind) where feed is not null;
create index record_of_episode on record (episode) where episode is not null;
-- For the podcast that is read for the first time, and for the episode that a feed lists late.
create index record_without_episode on record (feed) where kind = 'listening' and episode is null;

-- The server that this library is in step with, and how far.
create table sync_state (
  only integer primary key not null check (only = 1),
  -- Null: this computer only.
  server text,
  cursor text,
  last_exchange_ms integer,
  -- The newest stamp that others have: what has a later one was done here since.
  exchanged_stamp integer not null default 0,
  -- The server's clock minus ours, in milliseconds.
  clock_offset_ms integer not null default 0,
  -- Numbers downloads of everything; see record.seen.
  download integer not null default 0,
  -- One of them is going on.
  downloading integer not null default 0 check (downloading in (0, 1)),
  -- What was here before there were records is in them.
  seeded integer not null default 0 check (seeded in (0, 1))
) strict;

insert into sync_state (only) values (1);

insert into record (key, kind, body, revision, changed_ms)
select
  'setting' || char(10) || json_extract(change, '$.key') || char(10),
  'setting',
  json_object('kind', 'setting', 'key', json_extract(change, '$.key'), 'value',
    json_object('value', json_extract(change, '$.value'), 'at', json_extract(change, '$.at'))),
  1,
  created_ms
from outbox where json_extract(change, '$.kind') = 'setting';

drop table outbox;
