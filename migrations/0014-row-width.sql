-- The search vector lies in the row, where ranking needs it, and pushed all eight texts out of line: every prompt of a
-- list cost eight look-ups. With room for a row of half a page the usual texts stay where they are; heap and index keep
-- their size, a list of twenty costs Postgres 0.6 of what it did. Rows written from now on gain.
alter table prompts set (toast_tuple_target = 4080);
alter table prompt_versions set (toast_tuple_target = 4080);
