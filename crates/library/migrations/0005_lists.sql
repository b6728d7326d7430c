-- Playlists, queues and collections as they are shown: made of records alone (docs/protocol-extensions.md, "Records"). What is
-- removed is not here; its record knows how it was.
create table playlist (
  -- UUID.
  id text primary key not null,
  kind text not null check (kind in ('playlist', 'queue')),
  name text not null,
  -- Without case and accents, for ordering.
  name_key text not null,
  description text
) strict, without rowid;

-- An entry may come before its list.
create table playlist_entry (
  playlist text not null,
  -- Canonical ids, as they travel.
  feed text not null,
  item text not null,
  rank text not null,
  -- Rank, feed and item: orders a list, or several that are shown as one, alike on every device.
  place text not null,
  -- Null until the episode is in the library.
  episode integer references episode (id) on delete set null,
  primary key (playlist, feed, item)
) strict, without rowid;

create index playlist_entry_in_order on playlist_entry (playlist, place);
create index playlist_entry_of_episode on playlist_entry (episode, playlist) where episode is not null;
create index playlist_entry_without_episode on playlist_entry (feed) where episode is null;

create table collection (
  -- UUID.
  id text primary key not null,
  title text not null,
  title_key text not null,
  description text,
  -- '#rrggbb'.
  color text
) strict, without rowid;

create table collection_podcast (
  collection text not null,
  feed text not null,
  -- Null until the podcast is in the library.
  podcast integer references podcast (id) on delete set null,
  primary key (collection, feed)
) strict, without rowid;

create index collection_podcast_of_podcast on collection_podcast (podcast, collection) where podcast is not null;
create index collection_podcast_without_podcast on collection_podcast (feed) where podcast is null;

-- Records of lists that came before there were these tables are in them.
alter table sync_state add column lists_shown integer not null default 0 check (lists_shown in (0, 1));
