-- oldest program: 0019-sharing
-- Who reads one's own prompts may see "mine, or published". The planner knows how few are published, cannot know that all of
-- one's own are one's own, and so expects a fifth of them: it read all hundred of somebody and sorted them, instead of
-- following the index of the order to the first twenty. Of a case it has no figures and expects half. It says the same.
alter policy published on prompts
  using (case when is_public and moderation_status = 'approved' and deleted_at is null then true else false end);
