-- The tables of the floor and of the Express + Redis server: those of the yardstick, without policies and triggers.
create table profiles (
  id uuid primary key,
  email text not null unique,
  full_name text,
  subscription_tier text not null default 'free',
  subscription_status text not null default 'inactive',
  api_calls_remaining integer not null default 1000,
  preferences jsonb not null default '{}',
  created_at timestamptz not null default now()
);
create table prompts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references profiles(id) on delete cascade,
  title text not null,
  description text,
  category text not null default 'general',
  tags text[] not null default '{}',
  role text,
  task text not null,
  context text,
  requirements text,
  style text,
  output text,
  raw_prompt text,
  enriched_prompt text,
  selected_model text not null default 'claude-3-5-sonnet',
  quality_score numeric(3,2),
  is_public boolean not null default false,
  view_count integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table shared_prompts (
  id uuid primary key default gen_random_uuid(),
  prompt_id uuid not null references prompts(id) on delete cascade,
  share_token text not null unique,
  created_by uuid not null references profiles(id) on delete cascade,
  is_public boolean not null default false,
  password_hash text,
  max_views integer,
  expires_at timestamptz,
  view_count integer not null default 0,
  created_at timestamptz not null default now()
);
create table usage_tracking (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references profiles(id) on delete set null,
  action_type text not null,
  resource_type text,
  tokens_used integer not null default 0,
  processing_time_ms integer,
  model_used text,
  success boolean not null default true,
  ip_address inet,
  created_at timestamptz not null default now()
);
create index prompts_own on prompts (user_id, created_at desc, id desc);
create index prompts_public on prompts (created_at desc, id desc) where is_public;
create index shared_by on shared_prompts (created_by);
create index shared_prompt on shared_prompts (prompt_id);
create index usage_user on usage_tracking (user_id, created_at);
