-- Shows that the listener keeps on this device: nothing of them is sent, and nothing that comes is shown.
create table kept_here (
  podcast integer primary key not null references podcast (id) on delete cascade
) strict;

-- What other devices say of such a show, joined: it counts once the show is shared again.
create table elsewhere (
  -- balados_protocol::RecordKey.
  key text primary key not null,
  feed text not null,
  body text not null
) strict;

create index elsewhere_by_feed on elsewhere (feed);

-- The last that a server hears of such a show, where the listener wants it taken off the other devices.
create table farewell (
  key text primary key not null,
  kind text not null,
  feed text not null,
  body text not null
) strict;

-- What was public before the listener made everything anonymous on this device.
create table public_before (
  -- balados_protocol::RecordKey of the level.
  key text primary key not null
) strict;

-- JSON list of the kinds of records that the server can hold; null: all of them.
alter table sync_state add column holds text;

-- Few among many records, and read often.
create index record_of_device on record (key) where kind = 'device';
create index record_of_privacy on record (key) where kind = 'privacy';
