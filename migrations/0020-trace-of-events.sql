-- oldest program: 0019-sharing
-- The trace (W3C traceparent) of the request an event tells of, so that its webhooks belong to it. Events are written by
-- triggers, so it comes from a setting of the transaction; most transactions have none.
alter table webhook_events add column traceparent text
  default nullif(current_setting('promptr.traceparent', true), '')
  check (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
