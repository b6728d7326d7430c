-- What the listener likes, and the places to find again: what the records of both kinds say, for lists to read.

-- A row is there while the podcast is liked.
create table podcast_like (
  podcast integer primary key not null references podcast (id) on delete cascade,
  -- The stamp of the like that holds.
  liked_ms integer not null
) strict;

create index podcast_like_by_date on podcast_like (liked_ms, podcast);

create table episode_like (
  episode integer primary key not null references episode (id) on delete cascade,
  liked_ms integer not null
) strict;

create index episode_like_by_date on episode_like (liked_ms, episode);

create table bookmark (
  -- The UUID under which it travels.
  id text primary key not null,
  episode integer not null references episode (id) on delete cascade,
  position_ms integer not null check (position_ms >= 0),
  -- Empty when there is none.
  note text not null,
  -- The stamp of the moment in which it was set.
  set_ms integer not null
) strict;

create index bookmark_of_episode on bookmark (episode, position_ms, id);
create index bookmark_by_date on bookmark (set_ms, id);

-- Likes and bookmarks wait for their episode as listening does.
drop index record_without_episode;
create index record_without_episode on record (feed)
where kind in ('listening', 'like', 'bookmark') and item is not null and episode is null;

-- What was kept before these tables were there is in them.
alter table sync_state add column likes_shown integer not null default 0 check (likes_shown in (0, 1));
