-- A library as schema 8 left it. Frozen once that schema is released: it is how old libraries look.
insert into podcast (id, feed_url, title, title_key, kind, added_ms, explicit)
values (1, 'https://example.org/feed', 'Émission', 'emission', 'episodic', 1700000000000, 0),
       (2, 'https://example.org/hidden', 'Hidden', 'hidden', 'serial', 1700000000000, null);
insert into podcast_description (podcast, html, text) values (1, '<p>About</p>', 'About');
insert into feed_alias (old_url, podcast) values ('http://example.org/old', 1);
insert into subscription (podcast, subscribed_ms, unsubscribed_ms, stamp)
values (1, 1700000000000, null, 1700000000000), (2, 1700000000000, 1700000000001, 1700000000001);
insert into feed_state (podcast, etag, last_success_ms, next_refresh_ms)
values (1, '"1"', 1700000000000, 1700000100000), (2, null, null, null);
update feed_state set read_through = 'balados.example', through_etag = '"2"' where podcast = 1;
insert into popular (only, server, lists, told_ms) values (1, 'balados.example', '{}', 1700000000000);
insert into episode (id, podcast, identity, guid, enclosure_url, enclosure_mime, enclosure_kind, title, title_key,
  summary, published_ms, duration_ms, type, content, first_seen_ms)
values (1, 1, 'guid' || char(10) || 'a', 'a', 'https://example.org/a.mp3', 'audio/mpeg', 'audio', 'One', 'one',
    'First', 1700000000000, 600000, 'full', x'00', 1700000000000),
  (2, 1, 'guid' || char(10) || 'b', 'b', 'https://example.org/b.mp3', 'audio/mpeg', 'audio', 'Two', 'two',
    'Second', null, null, 'bonus', x'00', 1700000000000);
insert into episode_notes (episode, html) values (1, '<p>Notes</p>');
insert into progress (episode, generation, played, position_ms, duration_ms, stamp)
values (1, 1, 0, 60000, 610000, 1700000000002), (2, 0, 1, 0, null, 1700000000003);
insert into setting (key, value, stamp) values ('speed', '1.5', 1700000000004);
insert into player_session (only, episode, position_ms, volume, muted) values (1, 1, 61000, 0.5, 0);
insert into download (episode, state, received_bytes, media_key, updated_ms)
values (2, 'done', 1000, 'key', 1700000000000);
insert into record (key, kind, feed, item, body, revision, sent, changed_ms, episode) values (
  'setting' || char(10) || 'speed' || char(10), 'setting', null, null,
  '{"kind":"setting","key":"speed","value":{"value":"1.5","at":1700000000004}}', 1, 0, 1700000000004, null);
update clock set stamp = 1700000000004;
insert into podcast_like (podcast, liked_ms) values (2, 1700000000000);
insert into episode_like (episode, liked_ms) values (1, 1700000000000);
insert into bookmark (id, episode, position_ms, note, set_ms)
values ('0198c1d2-0000-4000-8000-000000000001', 1, 30000, 'The hum', 1700000000000);
insert into public_before (key) values ('privacy' || char(10) || char(10));
