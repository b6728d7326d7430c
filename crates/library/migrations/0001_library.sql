-- All times are UTC milliseconds since the Unix epoch; all durations and positions are milliseconds.

create table podcast (
  id integer primary key autoincrement not null,
  -- Normalised. Where the feed was found before is in feed_alias.
  feed_url text not null unique,
  podcast_guid text,
  title text not null,
  -- The title without case and accents, for ordering and filtering.
  title_key text not null,
  author text,
  link text,
  language text,
  artwork_url text,
  explicit integer check (explicit in (0, 1)),
  kind text not null check (kind in ('episodic', 'serial')),
  added_ms integer not null,
  -- Kept by the triggers below: a list of podcasts must not count episodes.
  episode_count integer not null default 0,
  unplayed_count integer not null default 0,
  latest_published_ms integer
) strict;

-- Apart from podcast, so that lists and counters touch narrow rows only.
create table podcast_description (
  podcast integer primary key not null references podcast (id) on delete cascade,
  html text not null,
  text text not null
) strict;

-- Publishers move feeds; history and other devices must find the podcast by its old address.
create table feed_alias (
  old_url text primary key not null,
  podcast integer not null references podcast (id) on delete cascade
) strict, without rowid;

create index feed_alias_by_podcast on feed_alias (podcast);

-- Unsubscribing hides a podcast and keeps its history, so the row stays.
create table subscription (
  podcast integer primary key not null references podcast (id) on delete cascade,
  subscribed_ms integer not null,
  -- Null while subscribed.
  unsubscribed_ms integer,
  -- The hybrid clock at the last change: decides between devices.
  stamp integer not null
) strict;

create table episode (
  id integer primary key autoincrement not null,
  podcast integer not null references podcast (id) on delete cascade,
  -- What tells this episode from the others of its podcast: the guid where it can be trusted, else the
  -- enclosure, else the link, else title and date. Only the library reads it.
  identity text not null,
  -- As published. Together with the feed they name the episode to other devices.
  guid text,
  enclosure_url text,
  enclosure_mime text,
  -- What the publisher says in bytes; often wrong.
  enclosure_length integer,
  enclosure_kind text check (enclosure_kind in ('audio', 'video', 'other')),
  title text not null,
  title_key text not null,
  link text,
  -- Plain text for lists.
  summary text not null,
  author text,
  published_ms integer,
  -- What the publisher says; progress.duration_ms is what the decoder found.
  duration_ms integer,
  season integer,
  number integer,
  type text not null check (type in ('full', 'trailer', 'bonus')),
  explicit integer check (explicit in (0, 1)),
  artwork_url text,
  -- A digest of everything that was published: an unchanged episode is not written again.
  content blob not null,
  first_seen_ms integer not null,
  -- Null while the feed still lists it. Feeds drop old episodes; listeners keep them.
  removed_from_feed_ms integer,
  unique (podcast, identity)
) strict;

-- Both orders of an episode list, with or without a date.
create index episode_by_date on episode (podcast, published_ms);

-- Apart from episode, so that lists stay narrow.
create table episode_notes (
  episode integer primary key not null references episode (id) on delete cascade,
  html text not null
) strict;

-- Absent for an episode that was never played nor marked.
create table progress (
  episode integer primary key not null references episode (id) on delete cascade,
  -- Counts deliberate steps back: a higher generation wins whatever the position.
  generation integer not null,
  played integer not null check (played in (0, 1)),
  position_ms integer not null check (position_ms >= 0),
  -- Learnt by decoding; better than what the feed says.
  duration_ms integer,
  stamp integer not null
) strict;

create table feed_state (
  podcast integer primary key not null references podcast (id) on delete cascade,
  etag text,
  last_modified text,
  last_attempt_ms integer,
  last_success_ms integer,
  -- Null: not to be refreshed by the schedule.
  next_refresh_ms integer,
  -- Since the last success.
  failures integer not null default 0,
  failing_since_ms integer,
  error_code text,
  -- JSON: what the sentence for error_code needs.
  error_detail text,
  -- The publisher says that the feed has ended (HTTP 410).
  gone integer not null default 0 check (gone in (0, 1))
) strict;

create index feed_state_by_next_refresh on feed_state (next_refresh_ms);

create table setting (
  key text primary key not null,
  -- JSON.
  value text not null,
  stamp integer not null
) strict, without rowid;

-- What the player held last. This device only.
create table player_session (
  only integer primary key not null check (only = 1),
  episode integer references episode (id) on delete set null,
  position_ms integer not null check (position_ms >= 0),
  volume real not null,
  muted integer not null check (muted in (0, 1))
) strict;

create table download (
  episode integer primary key not null references episode (id) on delete cascade,
  state text not null check (state in ('queued', 'running', 'done', 'failed')),
  received_bytes integer not null,
  total_bytes integer,
  error_code text,
  -- JSON: what the sentence for error_code needs.
  error_detail text,
  -- Names the file in the media store.
  media_key text not null,
  updated_ms integer not null
) strict;

-- What the listener did and no server has confirmed. One row per thing changed: a newer change replaces the
-- older one and raises its revision, so that confirming the older one does not remove the newer.
create table outbox (
  -- Never used again: a late confirmation cannot hit a younger row.
  id integer primary key autoincrement not null,
  entity text not null unique,
  -- JSON of balados_protocol::Change.
  change text not null,
  revision integer not null default 1,
  created_ms integer not null,
  attempts integer not null default 0,
  last_error text
) strict;

-- The last stamp of the hybrid clock that was made or seen here.
create table clock (
  only integer primary key not null check (only = 1),
  stamp integer not null
) strict;

insert into clock (only, stamp) values (1, 0);

create trigger episode_counted after insert on episode begin
  update podcast set
    episode_count = episode_count + 1,
    unplayed_count = unplayed_count + 1,
    latest_published_ms = case
      when latest_published_ms >= new.published_ms or new.published_ms is null then latest_published_ms
      else new.published_ms end
  where id = new.podcast;
end;

create trigger episode_redated after update of published_ms on episode
when old.published_ms is not new.published_ms begin
  update podcast set latest_published_ms = (select max(published_ms) from episode where podcast = new.podcast)
  where id = new.podcast;
end;

-- Two podcasts that turn out to be one feed become one.
create trigger episode_handed_over after update of podcast on episode when old.podcast <> new.podcast begin
  update podcast set
    episode_count = episode_count - 1,
    unplayed_count = unplayed_count - (not exists (select 1 from progress where episode = new.id and played)),
    latest_published_ms = (select max(published_ms) from episode where podcast = old.podcast)
  where id = old.podcast;
  update podcast set
    episode_count = episode_count + 1,
    unplayed_count = unplayed_count + (not exists (select 1 from progress where episode = new.id and played)),
    latest_published_ms = (select max(published_ms) from episode where podcast = new.podcast)
  where id = new.podcast;
end;

-- Before: the episode's progress is still there to ask.
create trigger episode_uncounted before delete on episode begin
  update podcast set
    episode_count = episode_count - 1,
    unplayed_count = unplayed_count - (not exists (select 1 from progress where episode = old.id and played))
  where id = old.podcast;
end;

create trigger episode_undated after delete on episode begin
  update podcast set latest_published_ms = (select max(published_ms) from episode where podcast = old.podcast)
  where id = old.podcast;
end;

create trigger progress_counted after insert on progress when new.played begin
  update podcast set unplayed_count = unplayed_count - 1
  where id = (select podcast from episode where id = new.episode);
end;

create trigger progress_recounted after update of played on progress when old.played <> new.played begin
  update podcast set unplayed_count = unplayed_count + old.played - new.played
  where id = (select podcast from episode where id = new.episode);
end;

-- When the episode itself goes, it is already absent here and episode_uncounted has done the sum.
create trigger progress_uncounted after delete on progress when old.played begin
  update podcast set unplayed_count = unplayed_count + 1
  where id = (select podcast from episode where id = old.episode);
end;
