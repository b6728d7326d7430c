-- One listener. All times are UTC milliseconds since the Unix epoch.
create table account (
  id integer primary key autoincrement not null,
  -- What clients know the account by.
  uuid text not null unique,
  username text not null,
  -- In lower case: two names that differ only in case are one.
  username_key text not null unique,
  email text,
  -- Argon2id, PHC string.
  password_hash text not null,
  is_admin integer not null default 0,
  -- Failed logins in a row; a success ends the row.
  failed_logins integer not null default 0,
  locked_ms integer,
  created_ms integer not null,
  -- The number of the last change. Raising it takes the row's lock, so changes of one account are
  -- numbered in the order in which they are committed and a reader never misses a lower number.
  head integer not null default 0,
  -- Tombstones up to this number may have been purged: an older cursor cannot be followed.
  floor integer not null default 0,
  -- The latest time given to a change: never goes back, whatever the clock does.
  last_ms integer not null default 0,
  -- How many records there are, for the quota.
  records integer not null default 0
) strict;

-- The change log, compacted as it is written: one row for each thing, numbered by its last change.
create table record (
  account integer not null references account (id) on delete cascade,
  -- A digest of the kind and the ids: names can be longer than an index allows.
  key text not null,
  kind text not null,
  seq integer not null,
  -- JSON of balados_protocol::Record.
  body text not null,
  feed text,
  item text,
  -- The playlist or collection that an entry belongs to.
  list text,
  -- 0: a tombstone.
  active integer not null,
  -- Of an item: 1 heard, 0 not; null for other kinds.
  played integer,
  -- The spelling of the ids that a client of protocol.md sent last: such clients compare them as text.
  sent_feed text,
  sent_item text,
  created_ms integer not null,
  changed_ms integer not null,
  primary key (account, key)
) strict;

create index record_by_seq on record (account, seq);
create index record_by_kind on record (account, kind, changed_ms);
create index record_by_list on record (account, list) where list is not null;
create index record_by_item on record (account, item) where kind = 'listening';
create index record_tombstones on record (changed_ms) where active = 0;

-- Requests that named themselves, so that a repetition is told.
create table request (
  account integer not null references account (id) on delete cascade,
  id text not null,
  received_ms integer not null,
  primary key (account, id)
) strict;

create index request_by_age on request (received_ms);

-- An app that the listener has let in.
create table app_grant (
  id text primary key not null,
  account integer not null references account (id) on delete cascade,
  -- `iss` of its tokens. Two listeners may use one installation.
  app_id text not null,
  name text not null,
  url text,
  image text,
  -- PEM.
  public_key text not null,
  -- JSON array.
  scopes text not null,
  created_ms integer not null,
  updated_ms integer not null,
  last_used_ms integer,
  revoked_ms integer,
  unique (account, app_id)
) strict;

-- Tokens that this server made. Only digests are kept.
create table token (
  id text primary key not null,
  -- SHA-256 of the token, base64url.
  digest text not null unique,
  account integer not null references account (id) on delete cascade,
  kind text not null check (kind in ('play', 'bearer')),
  name text not null,
  -- JSON array.
  scopes text not null,
  created_ms integer not null,
  expires_ms integer,
  last_used_ms integer,
  revoked_ms integer
) strict;

create index token_by_account on token (account);

-- A browser that is logged in.
create table session (
  -- SHA-256 of the cookie, base64url.
  digest text primary key not null,
  account integer not null references account (id) on delete cascade,
  csrf text not null,
  user_agent text,
  created_ms integer not null,
  seen_ms integer not null,
  expires_ms integer not null
) strict;

create index session_by_account on session (account);
create index session_by_expiry on session (expires_ms);

create table invite (
  -- SHA-256 of the code, base64url.
  digest text primary key not null,
  note text not null,
  created_ms integer not null,
  expires_ms integer not null,
  used_by integer references account (id) on delete set null,
  used_ms integer
) strict;

-- What listeners did in public or anonymously: the timeline, and what scores are counted from.
create table event (
  id integer primary key autoincrement not null,
  uuid text not null unique,
  -- Whose it is; shown only when the level is public.
  account integer not null references account (id) on delete cascade,
  type text not null,
  feed text not null,
  item text,
  -- Private: done in public once, hidden since, and gone as soon as it is out of the scores.
  level text not null check (level in ('public', 'anonymous', 'private')),
  -- JSON.
  data text not null,
  at_ms integer not null,
  -- 0: to be counted; 1: in the scores; 2: to be taken out of the scores, and then deleted.
  counted integer not null default 0,
  -- A digest of what counts once a day.
  once text unique
) strict;

create index event_by_time on event (at_ms, id);
create index event_by_account on event (account, at_ms);
create index event_by_feed on event (feed, at_ms, id);
create index event_by_item on event (item);
create index event_to_count on event (id) where counted <> 1;

-- Who follows or likes what, as far as it is counted: nothing that is private, and nothing that must not be named.
create table standing (
  account integer not null references account (id) on delete cascade,
  kind text not null check (kind in ('subscription', 'like')),
  -- As in score.
  key text not null,
  feed text not null,
  primary key (account, kind, key)
) strict;

create index standing_by_key on standing (key, kind);

-- How popular a feed is, or an item when item is not ''. See docs/protocol-extensions.md, "Discovery".
create table score (
  -- A digest of feed and item.
  key text primary key not null,
  feed text not null,
  item text not null,
  -- Comparable whatever the time: log2 of the score plus the half-lives since the epoch.
  rank real not null,
  plays integer not null default 0,
  -- A week ago.
  rank_previous real,
  plays_previous integer not null default 0,
  likes_previous integer not null default 0,
  created_ms integer not null,
  updated_ms integer not null
) strict;

create index score_of_feeds on score (rank) where item = '';
create index score_of_items on score (rank) where item <> '';
create index score_by_item on score (item);

-- What scores were at the beginning of each of the last days.
create table score_of_day (
  day integer not null,
  key text not null,
  rank real not null,
  plays integer not null,
  likes integer not null,
  primary key (key, day)
) strict;

-- What a feed says of itself, for discovery and for lists of episodes.
create table feed_info (
  feed text not null,
  key text primary key not null,
  title text,
  author text,
  description text,
  link text,
  language text,
  image text,
  episodes integer,
  etag text,
  last_modified text,
  fetched_ms integer,
  failed_ms integer
) strict;

create table item_info (
  key text primary key not null,
  feed text not null,
  item text not null,
  title text,
  author text,
  description text,
  link text,
  image text
) strict;

create table meta (
  key text primary key not null,
  value text not null
) strict;
